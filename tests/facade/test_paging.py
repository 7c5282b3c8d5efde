"""Iterate over pages: each record once, in order, and nothing stays open."""

from __future__ import annotations

import asyncio
import json
from inspect import signature
from typing import Any, get_type_hints
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from server import HANG, NOW, Script, Seen, page, response

from epilot_targeting import (
    ConfigurationError,
    DecodeError,
    Page,
    PaginationError,
    RecipientPager,
    ServerError,
    TargetingClient,
)

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"


class Book:
    """Pages, fetched by cursor: `c1` is the second."""

    def __init__(self, pages: list[list[Any]], ends: Any = None) -> None:
        self.pages = pages
        self.ends = ends
        self.fetched: list[str | None] = []

    async def fetch(self, cursor: str | None) -> Page[Any]:
        self.fetched.append(cursor)
        index = int(cursor[1:]) if cursor else 0
        await asyncio.sleep(0)
        following = f"c{index + 1}" if index + 1 < len(self.pages) else self.ends
        return Page(self.pages[index], following, None, cursor)


async def deliver(pager: RecipientPager[Any], found: list[Any]) -> None:
    """Add the records of an iteration to `found`, those before an error included."""
    async for item in pager:
        found.append(item)  # noqa: PERF401


BOOKS = st.lists(st.lists(st.integers(), max_size=4), min_size=1, max_size=8)


@settings(max_examples=200, deadline=None)
@given(BOOKS, st.booleans(), st.sampled_from([None, ""]))
def test_any_split_gives_each_item_once_and_in_order(pages: list[list[int]], prefetch: bool, ends: Any) -> None:
    """However the items are split into pages, empty ones included, each is given once with one request a page."""
    book = Book(pages, ends)
    found = asyncio.run(RecipientPager(book.fetch, prefetch=prefetch).collect())
    assert [item for one in pages for item in one] == found
    assert len(pages) == len(book.fetched)


@settings(max_examples=200, deadline=None)
@given(BOOKS, st.integers(0, 12), st.booleans())
def test_resuming_from_anywhere_gives_the_rest(pages: list[list[int]], taken: int, prefetch: bool) -> None:
    """Resuming gives each item at least once, from the page of the first item that was not delivered."""
    numbered = [[(i, j) for j in range(len(one))] for i, one in enumerate(pages)]
    everything = [item for one in numbered for item in one]

    async def scene() -> tuple[list[Any], list[Any]]:
        book = Book(numbered)
        pager = RecipientPager(book.fetch, prefetch=prefetch, max_items=taken)
        first = await pager.collect()
        return first, await RecipientPager(book.fetch, start=pager.cursor).collect()

    first, rest = asyncio.run(scene())
    assert everything[:taken] == first
    assert everything[len(everything) - len(rest) :] == rest
    assert set(everything) == {*first, *rest}


@pytest.mark.parametrize("prefetch", [True, False])
@pytest.mark.parametrize(
    ("ends", "says"), [("c0", "twice"), ("c1", "twice"), (5, "not a string"), ({}, "not a string")]
)
async def test_a_cursor_that_leads_nowhere(prefetch: bool, ends: Any, says: str) -> None:
    """A cursor that leads nowhere raises after everything before it was delivered, with the cursor of the page."""
    book = Book([[1], [2], [3]], ends)
    book.pages[0] = [1]
    found: list[int] = []
    pager = RecipientPager(book.fetch, start="c0", prefetch=prefetch)
    with pytest.raises(PaginationError, match=says) as failed:
        await deliver(pager, found)
    assert ([1, 2, 3], "c2", 3) == (found, failed.value.cursor, len(book.fetched))


async def test_one_page_ahead_at_most() -> None:
    """With prefetch the next page is under way while one is worked on; without, it is not."""
    for prefetch, expected in ((True, [2, 3, 4, 4]), (False, [1, 2, 3, 4])):
        book = Book([[1], [2], [3], [4]])
        counts: list[int] = []
        async for _ in RecipientPager(book.fetch, prefetch=prefetch):
            for _ in range(5):
                await asyncio.sleep(0)
            counts.append(len(book.fetched))
        assert expected == counts


async def test_an_error_carries_the_cursor(script: Script) -> None:
    """An error carries the cursor of the missing page, and going on from there gives the rest."""

    def answer(seen: Seen) -> bytes:
        cursor = parse_qs(urlsplit(seen.target).query).get("next", ["0"])[0]
        return response(503, b"{}") if cursor == "2" else page([{"title": cursor}], str(int(cursor) + 1))

    script.answer = answer
    found: list[Any] = []
    async with TargetingClient("t", base_url=script.address, retry=NOW) as client:
        pager = client.iter_recipients(CID, limit=1)
        with pytest.raises(ServerError) as failed:
            await deliver(pager, found)
        assert (["0", "1"], "2", "2") == ([one.title for one in found], failed.value.cursor, pager.cursor)
        script.answer = lambda _: page([{"title": "rest"}])
        rest = await client.iter_recipients(CID, start=failed.value.cursor).collect()
    assert ["rest"] == [one.title for one in rest]
    assert "next=2" in script.seen[-1].target


async def test_leaving_a_loop_frees_the_connection(script: Script) -> None:
    """Leaving a loop by break, exception or cancelling leaves no task and no request, even where the pager lives on."""
    script.answer = lambda seen: HANG if "next=" in seen.target else page([{}, {}], "2")
    before = asyncio.all_tasks()
    async with TargetingClient("t", base_url=script.address) as client:

        async def leave(how: str) -> None:
            async for _ in pager:
                await script.until(lambda: "next=2" in script.seen[-1].target)
                if how == "break":
                    break
                if how == "raise":
                    raise LookupError
                await asyncio.Event().wait()

        for how in ("break", "raise", "cancel"):
            pager = client.iter_recipients(CID)
            task = asyncio.create_task(leave(how))
            wanted = len(script.seen) + 2
            await script.until(lambda: len(script.seen) == wanted)  # noqa: B023 (awaited here)
            if how == "cancel":
                await asyncio.sleep(0)
                task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await script.until(lambda: script.open <= 1)
    await script.until(lambda: script.open == 0)
    for _ in range(10):
        await asyncio.sleep(0)
    assert set() == {task for task in asyncio.all_tasks() - before if "_serve" not in repr(task)}


async def test_single_steps() -> None:
    """`anext` works on a pager, and `aclose` stops what it began."""
    book = Book([[1, 2], [3]])
    pager = RecipientPager(book.fetch)
    await pager.aclose()
    assert [1, 2] == [await anext(pager), await anext(pager)]
    await pager.aclose()
    assert "c1" == pager.cursor
    assert 3 == await anext(pager)
    with pytest.raises(StopAsyncIteration):
        await anext(pager)


async def test_max_items() -> None:
    """`max_items=0` sends nothing, and a negative number is a mistake."""
    book = Book([[1, 2], [3]])
    assert [] == await RecipientPager(book.fetch, max_items=0).collect()
    assert [] == book.fetched
    assert [1, 2, 3] == await RecipientPager(book.fetch, max_items=9).collect()
    with pytest.raises(ConfigurationError):
        RecipientPager(book.fetch, max_items=-1)


@pytest.mark.parametrize("prefetch", [False, True])
@pytest.mark.parametrize(("most", "taken"), [(most, taken) for most in range(6) for taken in range(most + 1)])
async def test_max_items_takes_no_record_from_the_pages(most: int, taken: int, prefetch: bool) -> None:
    """After some records, or all that `max_items` allows, `pages()` returns each of the others."""
    book = Book([[1, None, 2], [3, 4, None, 5], [6]])
    pager = RecipientPager(book.fetch, max_items=most, prefetch=prefetch)
    found = [await anext(pager) for _ in range(taken)]
    places: list[str | None] = []
    async for one in pager.pages():
        found += [record for record in one.results if record is not None]
        places.append(pager.cursor)
    assert ([1, 2, 3, 4, 5, 6], [None, "c1", "c2"]) == (found, book.fetched)
    assert [None, "c1", "c2"][-len(places) :] == places


async def test_pages(script: Script) -> None:
    """Each page has its records, the total and its own beginning."""
    script.answer = lambda seen: page([{"title": "b"}], total=2) if "next=" in seen.target else page([], "x", total=2)
    async with TargetingClient("t", base_url=script.address) as client:
        found = [one async for one in client.iter_recipients(CID).pages()]
    assert [(0, "x", 2, None), (1, None, 2, "x")] == [(len(p.results), p.next, p.total, p.cursor) for p in found]


@pytest.mark.parametrize("body", [{"next": "x"}, {"results": 5}, {"results": None}, {}])
async def test_a_page_without_results_is_an_error(script: Script, body: dict[str, Any]) -> None:
    """A page without results is an error: read as the last page it would lose records."""
    script.answer = lambda _: response(200, json.dumps(body).encode())
    async with TargetingClient("t", base_url=script.address, retry=NOW) as client:
        with pytest.raises(DecodeError, match="results") as failed:
            await client.iter_recipients(CID, start="here").collect()
    assert "here" == failed.value.cursor


async def test_broken_records(script: Script) -> None:
    """A null is passed over, a broken field costs only itself, and an entry that is no record stops with the cursor."""
    broken = {"title": 5, "entity_id": "no-uuid", "automation_status": None, "portal_status": "newer", "own": 1}
    script.answer = lambda _: page([None, broken, {"entity_id": CID}])
    async with TargetingClient("t", base_url=script.address) as client:
        first, second = await client.iter_recipients(CID).collect()
        script.answer = lambda _: page([{}, 5])
        with pytest.raises(DecodeError, match="not an object") as failed:
            await client.iter_recipients(CID, start="here").collect()
        [seen] = [one async for one in client.iter_recipients(CID).pages()]
    assert "here" == failed.value.cursor
    assert (None, None, "newer", UUID(CID)) == (first.title, first.entity_id, first.portal_status, second.entity_id)
    assert broken == first.to_dict()
    assert seen.results[1] is None


async def test_a_cursor_of_the_wrong_type_on_the_wire(script: Script) -> None:
    """A cursor of the wrong type is an error and not the end."""
    script.answer = lambda _: page([{"title": "a"}], 5)
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(PaginationError, match="not a string"):
            await client.iter_recipients(CID).collect()


async def test_reprs_of_a_pager_and_its_pages() -> None:
    """The repr of a pager says where it is, and that of a page what it holds; neither shows a record."""
    pager = RecipientPager(Book([["secret", "b"], ["c"]]).fetch)
    assert "RecipientPager(operation='get_recipients', cursor=None, ended=False)" == repr(pager)
    pages = [repr(page) async for page in pager.pages()]
    assert [
        "Page(results=[2 items], next='c1', total=None, cursor=None, malformed=False)",
        "Page(results=[1 items], next=None, total=None, cursor='c1', malformed=False)",
    ] == pages
    assert "RecipientPager(operation='get_recipients', cursor='c1', ended=True)" == repr(pager)


@pytest.mark.parametrize(("pages", "most", "taken"), [([["a"], ["b"]], 1, 1), ([["a", "b"]], None, 2)])
async def test_a_pager_has_ended_when_no_record_follows(pages: list[list[str]], most: int | None, taken: int) -> None:
    """A pager has ended once its last record was delivered, whether the service or `max_items` makes it the last."""
    pager = RecipientPager(Book(pages).fetch, max_items=most)
    for _ in range(taken):
        assert "ended=False" in repr(pager)
        await anext(pager)
    assert "ended=True" in repr(pager)


async def test_a_page_never_shows_a_cursor_of_another_type() -> None:
    """A page with a cursor that is not a string has none, and the next step says why."""
    pages = RecipientPager(Book([["a"]], ends=5).fetch).pages()
    assert (await anext(pages)).next is None
    with pytest.raises(PaginationError, match="not a string"):
        await anext(pages)


def test_every_filter_narrows_an_iteration() -> None:
    """`iter_recipients` takes each query parameter of getRecipients that does not select a page, by the same type."""
    one, all_ = (signature(getattr(TargetingClient, name)) for name in ("get_recipients", "iter_recipients"))
    filters = [name for name in one.parameters if name not in ("self", "campaign_id", "limit", "next", "from_")]
    missing = [name for name in filters if name not in all_.parameters]
    assert [] == missing, f"add {missing} to the signature, the docstring and `filters` of iter_recipients"
    hints, wanted = (get_type_hints(getattr(TargetingClient, name)) for name in ("iter_recipients", "get_recipients"))
    assert {name: wanted[name] for name in filters} == {name: hints[name] for name in filters}


async def test_every_filter_is_sent(script: Script) -> None:
    """`iter_recipients` sends each of its filters."""
    filters: dict[str, Any] = {"q": "a", "automation_status": "failed", "portal_status": "seen", "email_status": "sent"}
    script.answer = lambda _: page([])
    async with TargetingClient("t", base_url=script.address) as client:
        await client.iter_recipients(CID, **filters).collect()
    assert {name: [value] for name, value in filters.items()} == parse_qs(urlsplit(script.seen[0].target).query)
