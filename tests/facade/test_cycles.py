"""Cursor cycles: how they are detected, and what the detection costs."""

from __future__ import annotations

import tracemalloc
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from epilot_targeting import Page, PaginationError, RecipientPager
from epilot_targeting._pagination.end_of_pages import CycleDetector

MIB = 2**20


def cycle(length: int, tail: int = 0) -> Callable[[str | None], Awaitable[Page[int]]]:
    """Return the fetch of a list that leads back after some pages, without end."""

    async def fetch(cursor: str | None) -> Page[int]:
        place = int(cursor or 0)
        following = place + 1 if place + 1 < tail + length else tail
        return Page([place], str(following), None, cursor)

    return fetch


async def delivered(pager: RecipientPager[Any]) -> list[int]:
    """Return the records that come before the error."""
    found: list[int] = []
    with pytest.raises(PaginationError):
        async for item in pager:
            found.append(item)  # noqa: PERF401
    return found


@pytest.mark.parametrize(("length", "tail"), [(1, 1), (2, 1), (3, 7), (257, 1), (300, 0), (300, 500), (5000, 1)])
@pytest.mark.parametrize("prefetch", [True, False])
async def test_a_cycle_ends_before_anything_comes_twice(length: int, tail: int, prefetch: bool) -> None:
    """Each record comes once, however long the cycle."""
    pager = RecipientPager(cycle(length, tail), start=str(tail) if tail == 0 else None, prefetch=prefetch)
    assert list(range(length + tail)) == await delivered(pager)


async def test_a_cycle_that_is_entered_by_start() -> None:
    """The cursor to start from counts as seen."""
    assert [7, 8, 9, 5, 6] == await delivered(RecipientPager(cycle(5, 5), start="7"))


async def test_nothing_follows_a_cycle() -> None:
    """Every further step raises the same, without a request and with the same cursor."""
    asked: list[str | None] = []
    fetch = cycle(2, 1)

    async def counted(cursor: str | None) -> Page[int]:
        asked.append(cursor)
        return await fetch(cursor)

    pager = RecipientPager(counted)
    assert [0, 1, 2] == await delivered(pager)
    for step in (pager, aiter(pager), pager.pages()):
        with pytest.raises(PaginationError) as failed:
            await anext(step)
        assert ("2", "2") == (failed.value.cursor, pager.cursor)
    assert [None, "1", "2"] == asked


@pytest.mark.parametrize("cursor", ["", "ü", "\ud800", "x" * 100_000])
def test_a_cursor_may_be_any_text(cursor: str) -> None:
    """Whatever JSON can hold."""
    detector = CycleDetector(None)
    assert (True, False) == (detector.add(cursor), detector.add(cursor))


async def test_the_memory_of_a_million_records() -> None:
    """It stays far under 6 MiB with 100 records a page."""
    records = [object()] * 100
    base = "a cursor as long as those of the service are, which is about a hundred characters or a few more than that"

    async def fetch(cursor: str | None) -> Page[Any]:
        place = int((cursor or "0").removeprefix(base))
        return Page(records, f"{base}{place + 1}" if place + 1 < 10_000 else None, None, cursor)

    pager = RecipientPager(fetch)
    tracemalloc.start()
    try:
        pages = [page.total async for page in pager.pages()]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert 10_000 == len(pages)
    assert peak < 2 * MIB
