"""The README and the pages of the site tell the truth: their Python blocks run."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from documentation.pages import NOT_RUN, ROOT, Block, blocks, name_of, needs_dask, pages
from documentation.session import run_page, typed_in

from epilot_targeting import otel
from epilot_targeting.testing import FakeTargeting

if not (ROOT / "docs").is_dir():
    pytest.skip("the pages are not part of the package", allow_module_level=True)

WITH_CODE = [page for page in pages() if any(block.runs for block in blocks(page)) and not needs_dask(page)]
"""The pages with code. `test_dask_pages.py` has those that need a scheduler of Dask."""
NOT_RUN_BLOCKS: dict[str, int] = {}
"""The number of blocks of a page that no test runs. Each of them says why."""
FILES = {"docs/testing.md": 4}
"""The number of blocks of a page that are files. `tests/testing/test_testing_page.py` runs them."""


@pytest.fixture(autouse=True)
def _same_logger() -> Iterator[None]:
    """Leave the logger of the package as it was."""
    logger = logging.getLogger("epilot_targeting")
    level, handlers = logger.level, [*logger.handlers]
    yield
    logger.handlers[:] = handlers
    logger.setLevel(level)


@pytest.fixture(autouse=True)
def _nothing_is_seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a page sets for all clients, or for the logger, ends with it."""
    log = logging.getLogger("epilot_targeting")
    level = log.level
    monkeypatch.setattr(log, "handlers", [*log.handlers])
    yield
    otel.uninstrument()
    log.setLevel(level)


@pytest.mark.parametrize("page", WITH_CODE, ids=name_of)
def test_the_blocks_of_a_page_run(
    page: Path, service: FakeTargeting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The Python blocks of a page run in order, as one program, and call the service or a fake of their own."""
    monkeypatch.chdir(tmp_path)
    run_page(page, tmp_path)


@pytest.mark.parametrize("page", [page for page in pages() if any(block.runs for block in blocks(page))], ids=name_of)
def test_the_blocks_of_a_page_can_be_typed(page: Path) -> None:
    """Python blocks can be pasted line by line into `python -m asyncio`, where an empty line ends a block."""
    assert [] == [mistake for block in blocks(page) if block.runs for mistake in typed_in(block)]


def counted(chosen: Callable[[Block], bool]) -> dict[str, int]:
    """Return the number of chosen blocks of each page that has some."""
    numbers = {name_of(page): sum(map(chosen, blocks(page))) for page in pages()}
    return {name: number for name, number in numbers.items() if number}


def test_blocks_that_do_not_run_are_counted() -> None:
    """A block that no test runs is marked on its page with a reason, and counted here."""
    assert NOT_RUN_BLOCKS == counted(lambda block: block.code.startswith(NOT_RUN))
    assert FILES == counted(lambda block: block.is_file)
    skipped = [block for page in pages() for block in blocks(page) if block.code.startswith(NOT_RUN)]
    reasons = [block.code.splitlines()[0].removeprefix(NOT_RUN) for block in skipped]
    assert [] == [reason for reason in reasons if len(reason.split()) < 3]
