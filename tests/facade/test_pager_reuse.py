"""One pager used twice: single steps, loops, and the rest after an error or an early end."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from epilot_targeting import Page, RecipientPager, TransportError


class Flaky:
    """Three pages; a page that is held back waits, one that fails does so once."""

    def __init__(self) -> None:
        self.fails: set[str] = set()
        self.held: set[str] = set()
        self.begun = asyncio.Event()
        self.cancelled: list[str | None] = []

    async def fetch(self, cursor: str | None) -> Page[int]:
        if cursor in self.held:
            self.begun.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self.cancelled.append(cursor)
                raise
        if cursor in self.fails:
            self.fails.discard(cursor)
            raise TransportError("broken off")
        pages: dict[str | None, tuple[list[int], str | None]] = {
            None: ([1, 2], "b"),
            "b": ([3, 4], "c"),
            "c": ([5], None),
        }
        results, following = pages[cursor]
        return Page(results, following, None, cursor)


async def settled() -> None:
    """Let everything that is about to end come to its end."""
    for _ in range(10):
        await asyncio.sleep(0)


async def deliver(pager: RecipientPager[Any], found: list[Any]) -> None:
    """Add the records of an iteration to `found`, those before an error included."""
    async for item in pager:
        found.append(item)  # noqa: PERF401


async def test_a_loop_after_closing_gives_the_rest() -> None:
    """Nothing is lost where single steps were closed between two pages."""
    pager = RecipientPager(Flaky().fetch)
    found = [await anext(pager), await anext(pager)]
    await pager.aclose()
    assert [1, 2, 3, 4, 5] == [*found, *[item async for item in pager]]


async def test_a_loop_after_a_failed_step_gives_the_rest() -> None:
    """Going on with the same pager after a failure tries the page again."""
    source = Flaky()
    source.fails.add("b")
    pager = RecipientPager(source.fetch)
    found = [await anext(pager), await anext(pager)]
    with pytest.raises(TransportError):
        await anext(pager)
    await deliver(pager, found)
    assert [1, 2, 3, 4, 5] == found


async def test_a_step_after_a_failed_step_is_no_silent_end() -> None:
    """A step after a failed step does not say that all was delivered."""
    source = Flaky()
    source.fails.add("b")
    pager = RecipientPager(source.fetch)
    found = [await anext(pager), await anext(pager)]
    with pytest.raises(TransportError):
        await anext(pager)
    found += [await anext(pager, 0)]
    await pager.aclose()
    assert [1, 2, 3] == found


async def test_a_loop_after_a_failed_loop_gives_the_rest() -> None:
    """A loop after a failed loop on the same pager gives the rest."""
    source = Flaky()
    source.fails.add("b")
    pager = RecipientPager(source.fetch)
    found: list[int] = []
    with pytest.raises(TransportError):
        await deliver(pager, found)
    await deliver(pager, found)
    assert [1, 2, 3, 4, 5] == found


async def test_leaving_a_loop_after_single_steps_cancels_the_page_under_way() -> None:
    """Leaving a loop after single steps cancels the page under way, though the pager lives on."""
    source = Flaky()
    source.held.add("b")
    pager = RecipientPager(source.fetch)
    await anext(pager)
    async for _ in pager:
        await asyncio.wait_for(source.begun.wait(), 5)
        break
    await settled()
    assert ["b"] == source.cancelled
    await pager.aclose()


async def test_a_loop_left_between_pages_goes_on_behind() -> None:
    """A loop that is left at the end of a page goes on with the next, and gives each item once."""
    pager = RecipientPager(Flaky().fetch)
    found: list[int] = []
    async for item in pager:
        found.append(item)
        if item == 2:
            break
    await deliver(pager, found)
    assert [1, 2, 3, 4, 5] == found


async def test_a_loop_left_inside_a_page_goes_on_inside_it() -> None:
    """The same pager gives each record once; `cursor` is the page's."""
    source = Flaky()
    pager = RecipientPager(source.fetch)
    async for item in pager:
        if item == 3:
            break
    assert "b" == pager.cursor
    assert [3, 4, 5] == await RecipientPager(source.fetch, start=pager.cursor).collect()
    assert [4, 5] == await pager.collect()


async def test_pages_go_on_where_records_stopped() -> None:
    """Pages and records of one pager share one position."""
    pager = RecipientPager(Flaky().fetch)
    async for item in pager:
        if item == 2:
            break
    assert ["b", "c"] == [page.cursor async for page in pager.pages()]


async def test_two_pagers_at_once_do_not_meet() -> None:
    """Each pager has its own position."""
    source = Flaky()
    one, two = await asyncio.gather(*(RecipientPager(source.fetch).collect() for _ in range(2)))
    assert [[1, 2, 3, 4, 5]] * 2 == [one, two]


async def test_closing_twice() -> None:
    """Closing a pager twice, or before the first step, does not fail."""
    pager = RecipientPager(Flaky().fetch)
    await pager.aclose()
    assert 1 == await anext(pager)
    await pager.aclose()
    await pager.aclose()
    assert pager.cursor is None
