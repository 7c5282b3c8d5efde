"""Four type checkers report the mistakes of the table in docs/typing.md, and none in the snippets of the docs."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from documentation.pages import as_function, blocks, name_of, pages

pytestmark = [pytest.mark.thorough, pytest.mark.xdist_group("checkers")]


def module_of(name: str) -> Any:
    """Return a module beside this one. The folder has the name of a standard module, so it is no package."""
    spec: Any = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


table = module_of("table")
PAGES = [page for page in pages() if any(block.runs for block in blocks(page))]


def test_the_table_is_what_the_checkers_report() -> None:
    """Mypy and pyright report every mistake, ty and pyrefly those of the table, and none of them a correct line."""
    made, wrong = table.table()
    assert {checker: set() for checker in table.COMMANDS} == wrong
    page = table.PAGE.read_text(encoding="utf-8")
    assert f"{table.BEGIN}\n{made}\n{table.END}" in page, "run tests/typing/table.py"
    count = made.count("\n") - 3
    assert [f"{count} of {count}"] * 2 == [cell.strip() for cell in made.splitlines()[-1].split("|")[2:4]]


@pytest.mark.parametrize("checker", ["ty", "pyrefly"])
@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_the_snippets_pass(page: Path, checker: str) -> None:
    """The Python blocks of a page have no mistake. `documentation/check_types.py` checks them with mypy and pyright."""
    lines = as_function(page).splitlines()
    assert [] == [lines[number - 1] for number in sorted(table.reported(checker, as_function(page)))]
