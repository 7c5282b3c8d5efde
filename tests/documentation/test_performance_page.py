"""The page Performance says what was measured."""

from __future__ import annotations

import re

import pytest
from benchmarks import page, works
from benchmarks.page_choices import CHOICES, Choice
from benchmarks.page_figures import PAGE, read

if not PAGE.is_file():
    pytest.skip("the pages are not part of the package", allow_module_level=True)

TEXT = PAGE.read_text(encoding="utf-8")
FIGURE = re.compile(r"\d\s?(ms|µs|s|%|MiB|KiB|MB|calls|times)\b|\d\.\d", re.IGNORECASE)


def test_the_page_says_what_the_results_say() -> None:
    """All blocks of figures are those that `bench.py --page` writes from the results."""
    assert page.filled(TEXT, read()) == TEXT, "`bench.py --page` writes it"


def test_the_page_has_each_block_once() -> None:
    """Each block that the benchmarks can write stands on the page."""
    assert sorted(page.BLOCKS) == sorted(match[2] for match in page.BLOCK.finditer(TEXT))


def test_no_figure_is_typed_by_hand() -> None:
    """Outside the blocks no sentence has a figure; code such as a version of Python is none."""
    prose = re.sub(r"`[^`]*`", "", page.BLOCK.sub("", TEXT))
    assert [] == [line for line in prose.splitlines() if FIGURE.search(line)]


@pytest.mark.parametrize("choice", [choice for choice in CHOICES if choice.row], ids=lambda choice: choice.row)
def test_a_choice_is_measured(choice: Choice) -> None:
    """Each choice that names a row has its figure, if that row was measured."""
    rows = [row for row in read().first["rows"] if row["row"] == choice.row and choice.part in row["title"]]
    assert choice.row in works.WORKS
    assert not rows or any(choice.measured(row) for row in rows)
