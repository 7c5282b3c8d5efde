"""The pager step by step: prefetching, leaving it, resuming it, and cursor cycles."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epilot_targeting import ConfigurationError, Page, PaginationError, RecipientPager, TransportError


class Shelf:
    """Pages by cursor; a gate that is not opened holds its page back."""

    def __init__(self, pages: dict[str | None, tuple[list[Any], Any]]) -> None:
        self.pages = pages
        self.gates: dict[str | None, asyncio.Event] = {}
        self.begun: dict[str | None, asyncio.Event] = {cursor: asyncio.Event() for cursor in pages}
        self.cancelled: list[str | None] = []
        self.fetched: list[str | None] = []

    async def fetch(self, cursor: str | None) -> Page[Any]:
        self.fetched.append(cursor)
        self.begun[cursor].set()
        try:
            if cursor in self.gates:
                await self.gates[cursor].wait()
        except asyncio.CancelledError:
            self.cancelled.append(cursor)
            raise
        results, following = self.pages[cursor]
        return Page(results, following, None, cursor)


def three() -> Shelf:
    return Shelf({None: ([1, 2], "b"), "b": ([3, 4], "c"), "c": ([5], None)})


async def others(before: set[asyncio.Task[Any]]) -> set[asyncio.Task[Any]]:
    """Return the tasks that stay once everything that is about to end has ended."""
    for _ in range(10):
        await asyncio.sleep(0)
    return asyncio.all_tasks() - before


def test_it_is_an_async_iterator() -> None:
    """A pager is an async iterator, as its type says."""
    assert isinstance(RecipientPager(three().fetch), AsyncIterator)


async def test_a_loop_goes_on_where_single_steps_stopped() -> None:
    """`anext` first and `async for` then give each item once, as for any iterator."""
    pager = RecipientPager(three().fetch)
    first = await anext(pager)
    found = [first, *[item async for item in pager]]
    await pager.aclose()
    assert [1, 2, 3, 4, 5] == found


async def test_single_steps_to_the_end() -> None:
    """After the last item a step raises StopAsyncIteration, and nothing is left."""
    before = asyncio.all_tasks()
    pager = RecipientPager(three().fetch)
    found = [await anext(pager) for _ in range(5)]
    with pytest.raises(StopAsyncIteration):
        await anext(pager)
    assert ([1, 2, 3, 4, 5], set()) == (found, await others(before))


async def test_the_next_page_is_under_way_while_one_is_worked_on() -> None:
    """The next page, and only that one, is asked for before the consumer needs it."""
    shelf = three()
    pager = RecipientPager(shelf.fetch)
    assert 1 == await anext(pager)
    await asyncio.wait_for(shelf.begun["b"].wait(), 5)
    assert [None, "b"] == shelf.fetched
    await pager.aclose()


async def test_without_prefetch_nothing_is_under_way() -> None:
    """Without prefetch the second page is asked for only when the first is used up."""
    shelf = three()
    pager = RecipientPager(shelf.fetch, prefetch=False)
    found = [await anext(pager), await anext(pager)]
    await asyncio.sleep(0)
    assert ([1, 2], [None]) == (found, shelf.fetched)
    await pager.aclose()


async def test_closing_cancels_the_page_under_way() -> None:
    """`aclose()` cancels the page under way before it returns."""
    shelf = three()
    shelf.gates["b"] = asyncio.Event()
    pager = RecipientPager(shelf.fetch)
    await anext(pager)
    await asyncio.wait_for(shelf.begun["b"].wait(), 5)
    await pager.aclose()
    assert ["b"] == shelf.cancelled


async def test_cancelling_a_wait_for_a_page_cancels_its_request() -> None:
    """Cancelling a wait for a page cancels its request, and leaves no task."""
    before = asyncio.all_tasks()
    shelf = three()
    shelf.gates[None] = asyncio.Event()
    task = asyncio.create_task(RecipientPager(shelf.fetch).collect())
    await asyncio.wait_for(shelf.begun[None].wait(), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ([None], set()) == (shelf.cancelled, await others(before))


async def test_leaving_the_pages_cancels_the_one_under_way() -> None:
    """Leaving a loop over pages cancels the page under way, as for the records."""
    before = asyncio.all_tasks()
    shelf = three()
    shelf.gates["b"] = asyncio.Event()
    async with aclosing(RecipientPager(shelf.fetch).pages()) as pages:
        async for _ in pages:
            await asyncio.wait_for(shelf.begun["b"].wait(), 5)
            break
    assert (["b"], set()) == (shelf.cancelled, await others(before))


async def test_enough_items_cancel_the_page_under_way() -> None:
    """Reaching `max_items` ends the iteration as leaving it does."""
    shelf = three()
    shelf.gates["b"] = asyncio.Event()
    assert [1, 2] == await RecipientPager(shelf.fetch, max_items=2).collect()
    assert [] == [cursor for cursor in shelf.fetched if cursor == "c"]


async def test_a_failed_page_ahead_waits_for_its_turn() -> None:
    """Everything before a failed page is delivered first, and then its error is raised."""
    shelf = three()
    found: list[int] = []

    async def fetch(cursor: str | None) -> Page[Any]:
        if cursor == "b":
            raise TransportError("broken off")
        return await shelf.fetch(cursor)

    with pytest.raises(TransportError) as failed:
        async for item in RecipientPager(fetch):
            found.append(item)  # noqa: PERF401
    assert ([1, 2], "b") == (found, failed.value.cursor)


async def test_a_failed_page_ahead_is_nothing_to_one_who_leaves() -> None:
    """A failed page that nobody waits for logs no "exception was never retrieved"."""
    before = asyncio.all_tasks()
    complaints: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))

    async def fetch(cursor: str | None) -> Page[Any]:
        if cursor is not None:
            raise TransportError("broken off")
        return Page([1, 2], "b", None, cursor)

    async for _ in RecipientPager(fetch):
        await asyncio.sleep(0)
        break
    assert (set(), []) == (await others(before), complaints)


GRAPHS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([*"abcdef", None, ""]), min_size=6, max_size=6)


@settings(max_examples=150, deadline=None)
@given(GRAPHS, st.sampled_from("abcdef"), st.booleans())
def test_no_page_is_fetched_twice(graph: dict[str, str | None], start: str, prefetch: bool) -> None:
    """Wherever cursors lead, the iteration ends, or raises after all reachable pages were delivered."""
    reached: list[str] = []
    here: str | None = start
    while here and here not in reached:
        reached.append(here)
        here = graph[here]
    shelf = Shelf({cursor: ([cursor], following) for cursor, following in graph.items()})
    found: list[str] = []

    async def scene() -> str | None:
        try:
            async for item in RecipientPager(shelf.fetch, start=start, prefetch=prefetch):
                found.append(item)  # noqa: PERF401
        except PaginationError as error:
            return error.cursor
        return None

    failed_at = asyncio.run(scene())
    assert (reached, reached) == (found, shelf.fetched)
    assert (reached[-1] if here else None) == failed_at


@pytest.mark.parametrize("following", [0, 5, True, False, [], {}, 1.5])
async def test_a_cursor_that_is_no_string(following: Any) -> None:
    """A cursor that is no string is an error and not the end, even where it is false in Python."""
    pager = RecipientPager(Shelf({None: ([1], following)}).fetch)
    found: list[int] = []
    with pytest.raises(PaginationError, match="not a string"):
        async for item in pager:
            found.append(item)  # noqa: PERF401
    assert [1] == found


@pytest.mark.parametrize("start", [5, b"cursor", ["cursor"]])
def test_a_start_is_a_cursor(start: Any) -> None:
    """An invalid `start` is found before any request."""
    with pytest.raises(ConfigurationError, match="start"):
        RecipientPager(three().fetch, start=start)


@pytest.mark.parametrize("most", [-1, 1.5, "3", True])
def test_max_items_is_a_whole_number(most: Any) -> None:
    """An invalid `max_items` is found before any request."""
    with pytest.raises(ConfigurationError, match="max_items"):
        RecipientPager(three().fetch, max_items=most)


@pytest.mark.parametrize(("most", "delivered", "expected"), [(None, 2, [3, 4, 5]), (4, 2, [3, 4]), (4, 9, list[int]())])
async def test_a_new_pager_resumes_at_a_cursor(most: int | None, delivered: int, expected: list[int]) -> None:
    """`resume` returns a new pager of the same list. Its limit counts the records that were delivered already."""
    pager = RecipientPager(three().fetch, max_items=most, listing="x")
    first = await anext(pager)
    resumed = pager.resume("b", delivered=delivered)
    assert (1, expected, "x") == (first, await resumed.collect(), resumed.listing)
    assert [2, 3, 4, 5][: (most or 5) - 1] == await pager.collect()


@pytest.mark.parametrize("cursor", [5, b"b", ["b"]])
async def test_a_pager_resumes_from_a_cursor_only(cursor: Any) -> None:
    """The error names the argument, and shows no value."""
    with pytest.raises(ConfigurationError) as refused:
        RecipientPager(three().fetch).resume(cursor)
    assert f"cursor must be a cursor, not {type(cursor).__name__}" == str(refused.value)


@pytest.mark.parametrize("delivered", [-1, 1.5, "3", None, True])
async def test_a_pager_resumes_after_a_number_of_records(delivered: Any) -> None:
    """An invalid number would move the end of the list, and is refused also without `max_items`."""
    with pytest.raises(ConfigurationError, match=f"delivered must be a whole number, 0 or more, not {delivered!r}"):
        RecipientPager(three().fetch).resume("b", delivered=delivered)


async def test_a_page_that_was_not_followed_would_be_repeated() -> None:
    """Between two pages of `pages()`, the cursor is that of the page before, whose records the caller may not have."""
    pager = RecipientPager(three().fetch)
    pages = pager.pages()
    found = [pager.is_at_page_start]
    async for _ in pages:
        found.append(pager.is_at_page_start)  # noqa: PERF401 (it changes with each step)
    assert [True, False, False, False] == found
    partly = RecipientPager(three().fetch)
    await anext(partly)
    await anext(partly.pages())
    assert not partly.is_at_page_start
    await anext(partly.pages())
    assert await anext(partly.resume(partly.cursor)) == 3


async def test_a_pager_knows_where_resuming_repeats_nothing() -> None:
    """Resuming repeats nothing at the start, and behind the last record of a page that another one follows."""
    pager = RecipientPager(three().fetch)
    found = [pager.is_at_page_start]
    async for _ in pager:
        found.append(pager.is_at_page_start)  # noqa: PERF401 (it changes with each step)
    assert [True, False, True, False, True, False] == found


@pytest.mark.parametrize("prefetch", [True, False])
@pytest.mark.parametrize("records", [1, 2, 3])
async def test_a_limit_of_records_takes_none_from_the_pages(records: int, prefetch: bool) -> None:
    """The rest of a page has the records beyond the limit too, and those of pages do not count towards it."""

    async def fetch(cursor: str | None) -> Page[Any]:
        await asyncio.sleep(0)
        return Page([6, 7, 8], None, None, cursor) if cursor else Page([1, None, 2, 3, 4, 5], "b", None, cursor)

    pager = RecipientPager[Any](fetch, max_items=3, prefetch=prefetch)
    found = [await anext(pager) for _ in range(records)]
    rest = await anext(pager.pages())
    assert [1, 2, 3, 4, 5] == [*found, *rest.results]
    assert (None, "b", False) == (pager.cursor, rest.next, pager.is_at_page_start)
    assert [6, 7, 8][: 3 - records] == await pager.collect()
    last = [record async for page in pager.pages() for record in page.results]
    assert [6, 7, 8][3 - records :] == last
    assert ("b", []) == (pager.cursor, await pager.collect())


async def test_pages_continue_where_a_limit_has_ended_the_records() -> None:
    """After the last record that `max_items` allows, `pages()` returns the rest of its page, and then the others."""
    pager = RecipientPager(three().fetch, max_items=1)
    assert [1] == await pager.collect()
    assert [[2], [3, 4], [5]] == [page.results async for page in pager.pages()]


async def test_a_limit_ends_no_page() -> None:
    """Where the limit of a pager ends it, resuming would repeat records."""
    pager = RecipientPager(three().fetch, max_items=1)
    await pager.collect()
    assert not pager.is_at_page_start
