"""Walks that fetch several pages at once by offset, over lists that stay and lists that change."""

from __future__ import annotations

import asyncio
import gc
import logging
from typing import Any

import fake_clock
import pytest
from facade.changing_list import ChangingList
from facade.pager_model import seeded_random

from epilot_targeting import BadRequestError, Page, RecipientPager, TransportError
from epilot_targeting._pagination.parallel_fetch import ParallelFetch

FALLBACK = (
    "get_recipients: a page does not fit the one before it: records came or went, or the service ignores offsets; "
    "the following pages are fetched by cursor, one at a time"
)


def walk(source: Any, ahead: int = 4, **options: Any) -> RecipientPager[float]:
    """Return a pager over a list, as `iter_recipients(ahead=…)` makes it."""
    fetch = ParallelFetch[float](
        source.fetch,
        identity=lambda one: one,
        operation="get_recipients",
        ahead=ahead,
        start=options.get("start"),
        max_items=options.get("max_items"),
    )
    return RecipientPager(source.fetch, parallel=fetch, **options)


async def collected(pager: RecipientPager[float]) -> list[float]:
    """Return all records, however often fetching a page fails."""
    found: list[float] = []
    while True:
        try:
            async for record in pager:
                found.append(record)  # noqa: PERF401 (what was delivered before a failure counts)
        except TransportError:
            continue
        return found


@pytest.mark.parametrize("seed", range(500))
def test_records_that_were_there_throughout_come_once(seed: int) -> None:
    """While others come and go, pages arrive in any order, and some fetches fail."""
    chance = seeded_random(seed)
    source = ChangingList(
        chance,
        chance.randint(0, 120),
        chance.randint(1, 12),
        change=chance.choice([0.0, 0.02, 0.1, 0.5]),
        faults=chance.choice([0.0, 0.0, 0.2]),
    )
    ahead = chance.randint(2, 9)
    found = fake_clock.run(collected(walk(source, ahead)))
    assert source.most <= ahead
    assert len(found) == len(set(found))
    assert source.always <= set(found)
    assert sorted(found) == found


def test_pages_of_a_list_that_stays_are_fetched_together() -> None:
    """All but the first go by offset, and each begins with the last record of the page before."""
    source = ChangingList(seeded_random(1), 50, 10)
    assert [float(n) for n in range(50)] == fake_clock.run(collected(walk(source, 3)))
    assert [(None, None), *((None, offset) for offset in (9, 18, 27, 36, 45))] == source.requests
    assert source.most == 3


def test_no_page_is_fetched_ahead_beyond_max_items() -> None:
    source = ChangingList(seeded_random(1), 500, 10)
    assert list(range(25)) == fake_clock.run(collected(walk(source, 8, max_items=25)))
    assert [(None, None), (None, 9), (None, 18)] == source.requests


class IgnoresOffsets(ChangingList):
    def page(self, cursor: str | None, offset: int | None) -> Page[float]:
        return super().page(cursor, None)


class RefusesOffsets(ChangingList):
    def page(self, cursor: str | None, offset: int | None) -> Page[float]:
        if offset is not None:
            raise BadRequestError("400", status_code=400)
        return super().page(cursor, None)


class EndsEarly(ChangingList):
    """Its pages by offset have no cursor."""

    def page(self, cursor: str | None, offset: int | None) -> Page[float]:
        page = super().page(cursor, offset)
        return page if offset is None else page._replace(next=None)


class TellsNoTotal(EndsEarly):
    def page(self, cursor: str | None, offset: int | None) -> Page[float]:
        return super().page(cursor, offset)._replace(total=None)


class HasNoIds(ChangingList):
    """The last item of each page is no object."""

    def page(self, cursor: str | None, offset: int | None) -> Page[Any]:
        page = super().page(cursor, offset)
        return page._replace(results=[*page.results[:-1], None]) if page.next else page


@pytest.mark.parametrize("kind", [IgnoresOffsets, RefusesOffsets, EndsEarly, TellsNoTotal])
def test_a_page_that_does_not_fit_is_fetched_by_cursor(
    kind: type[ChangingList], caplog: pytest.LogCaptureFixture
) -> None:
    """And all that follow, one at a time; the log says so once."""
    source = kind(seeded_random(1), 50, 10)
    assert list(range(50)) == fake_clock.run(collected(walk(source, 3)))
    assert ["9.0", "19.0", "29.0", "39.0"] == [cursor for cursor, _ in source.requests if cursor]
    assert [FALLBACK] == caplog.messages


def test_a_log_handler_that_fails_does_not_end_the_iteration() -> None:
    """The line of the fallback is shown on stderr where a filter or handler fails."""

    def fail(_: logging.LogRecord) -> bool:
        raise RuntimeError("no disk")

    log = logging.getLogger("epilot_targeting")
    log.addFilter(fail)
    try:
        assert list(range(50)) == fake_clock.run(collected(walk(EndsEarly(seeded_random(1), 50, 10), 3)))
    finally:
        log.removeFilter(fail)


def test_a_page_without_an_id_at_its_end_is_followed_by_cursor() -> None:
    source = HasNoIds(seeded_random(1), 30, 10)
    assert 28 == len(fake_clock.run(collected(walk(source, 3))))
    assert [(None, None), ("9.0", None), ("19.0", None)] == source.requests


def test_the_cursor_is_that_of_the_service() -> None:
    """It resumes the walk, also without fetching ahead."""
    source = ChangingList(seeded_random(1), 50, 10)

    async def main() -> tuple[str | None, list[float]]:
        pager = walk(source, 3)
        for _ in range(25):
            await anext(pager)
        await pager.aclose()
        return pager.cursor, await walk(source, 3, start=pager.cursor).collect()

    assert ("18.0", [float(n) for n in range(19, 50)]) == fake_clock.run(main())


@pytest.mark.parametrize("seed", range(300))
def test_a_resumed_walk_loses_and_doubles_nothing(seed: int) -> None:
    """It resumes at the start of a page with the number of records before it, which changes may have made wrong."""
    chance = seeded_random(seed)
    source = ChangingList(
        chance, chance.randint(0, 120), chance.randint(1, 12), change=chance.choice([0.0, 0.0, 0.02, 0.1])
    )
    stop = chance.randint(0, 100)
    wrong = chance.choice([0, 0, -3, 1, 50])

    async def main() -> list[float]:
        pager, found = walk(source, chance.randint(2, 9)), list[float]()
        async for record in pager:
            found.append(record)
            if pager.is_at_page_start and len(found) >= stop:
                return found + await pager.resume(pager.cursor, delivered=max(0, len(found) + wrong)).collect()
        return found

    found = fake_clock.run(main())
    assert len(found) == len(set(found))
    assert source.always <= set(found)
    assert sorted(found) == found


def test_a_walk_that_is_resumed_in_a_new_process_fetches_ahead() -> None:
    """The number of records before the cursor tells the offsets. Resumed again, the numbers add up."""
    source = ChangingList(seeded_random(1), 70, 10)
    pager = walk(source, 3).resume("19.0", delivered=20)
    assert [float(n) for n in range(20, 70)] == fake_clock.run(collected(pager))
    assert [("19.0", None), *((None, offset) for offset in (29, 38, 47, 56, 65))] == source.requests
    assert 3 == source.most
    source.requests.clear()
    again = walk(source, 3).resume("19.0", delivered=20).resume("39.0", delivered=20)
    assert [float(n) for n in range(40, 70)] == fake_clock.run(collected(again))
    assert [("39.0", None), (None, 49), (None, 58), (None, 67)] == source.requests


@pytest.mark.parametrize(("start", "delivered"), [("9.0", 20), (None, 0)])
def test_a_walk_that_is_resumed_at_an_unknown_offset_goes_by_cursor(
    start: str | None, delivered: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Without the number of records, or if the first pager did not start with the first page; nothing warns."""
    source = ChangingList(seeded_random(1), 50, 10)
    pager = walk(source, 3, start=start).resume("19.0", delivered=delivered)
    assert [float(n) for n in range(20, 50)] == fake_clock.run(collected(pager))
    assert [("19.0", None), ("29.0", None), ("39.0", None)] == source.requests
    assert "" == caplog.text


def test_a_wrong_number_of_records_is_found_out(caplog: pytest.LogCaptureFixture) -> None:
    """The first page by offset does not fit: the rest goes by cursor."""
    source = ChangingList(seeded_random(1), 50, 10)
    assert [float(n) for n in range(20, 50)] == fake_clock.run(collected(walk(source).resume("19.0", delivered=23)))
    assert ["19.0", "29.0", "39.0"] == [cursor for cursor, _ in source.requests if cursor]
    assert [FALLBACK] == caplog.messages


@pytest.mark.parametrize("leave", [True, False])
def test_a_resumed_pager_shares_no_fetch_with_the_first(leave: bool, caplog: pytest.LogCaptureFixture) -> None:
    """Both fetch ahead, and closing or dropping the first leaves the fetches of the other."""
    source = ChangingList(seeded_random(1), 100, 10)

    async def main() -> list[float]:
        first = walk(source, 4)
        second = first.resume(None)
        found = [await anext(first), await anext(second)]
        await asyncio.sleep(0.001)
        assert 4 == source.under_way
        if leave:
            await first.aclose()
        del first
        gc.collect()
        await asyncio.sleep(0.001)
        assert 4 == source.under_way
        return found[1:] + await second.collect()

    assert [float(n) for n in range(100)] == fake_clock.run(main())
    assert ("", 2) == (caplog.text, source.requests.count((None, None)))


def test_a_pager_that_is_resumed_at_its_own_page_fetches_ahead() -> None:
    """The place of that page is known, also without the number of records."""
    source = ChangingList(seeded_random(1), 50, 10)

    async def main() -> list[float]:
        pager = walk(source, 3)
        for _ in range(12):
            await anext(pager)
        await pager.aclose()
        source.requests.clear()
        return await pager.resume(pager.cursor).collect()

    assert [float(n) for n in range(10, 50)] == fake_clock.run(main())
    assert not [cursor for cursor, _ in source.requests if cursor]


def test_leaving_cancels_all_fetches() -> None:
    """And the pager goes on by offset afterwards."""
    source = ChangingList(seeded_random(1), 100, 10)

    async def main() -> list[float]:
        pager = walk(source, 4)
        first = [await anext(pager), await anext(pager)]
        await asyncio.sleep(0.001)
        assert 4 == source.under_way
        await pager.aclose()
        assert 0 == source.under_way
        return first + await pager.collect()

    assert [float(n) for n in range(100)] == fake_clock.run(main())
    assert {(None, None)} == {request for request in source.requests if request[1] is None}


def test_a_dropped_pager_cancels_all_fetches(caplog: pytest.LogCaptureFixture) -> None:
    source = ChangingList(seeded_random(1), 100, 10, faults=0.0)

    async def main() -> None:
        pager = walk(source, 4)
        await anext(pager)
        await asyncio.sleep(0.001)
        assert 4 == source.under_way
        del pager
        gc.collect()
        await asyncio.sleep(0.001)
        assert 0 == source.under_way

    fake_clock.run(main())
    assert "" == caplog.text


def test_another_event_loop_goes_on() -> None:
    """Pages that were fetched on the first one are used; those that were under way are fetched again."""
    source = ChangingList(seeded_random(1), 100, 10)
    pager = walk(source, 4)

    async def some() -> list[float]:
        return [await anext(pager) for _ in range(15)]

    found = fake_clock.run(some()) + fake_clock.run(some()) + fake_clock.run(pager.collect())
    assert [float(n) for n in range(100)] == found


def test_a_step_that_times_out_keeps_the_fetches() -> None:
    source = ChangingList(seeded_random(1), 100, 10)

    async def main() -> list[float]:
        pager, found = walk(source, 4), list[float]()
        while True:
            try:
                found.append(await asyncio.wait_for(anext(pager), 0.005))
            except TimeoutError:
                continue
            except StopAsyncIteration:
                return found

    assert [float(n) for n in range(100)] == fake_clock.run(main())
    assert len(source.requests) == 11


def test_a_fetch_that_was_cancelled_from_outside_is_replaced_by_one_by_cursor() -> None:
    """Such as by code that cancels all tasks of the loop."""
    source = ChangingList(seeded_random(1), 100, 10)

    async def main() -> list[float]:
        pager = walk(source, 4)
        found = [await anext(pager)]
        await asyncio.sleep(0)
        fetch: Any = pager._iteration.prefetch._fetch
        for task in fetch._tasks.values():
            task._task.cancel()
        return found + await pager.collect()

    assert [float(n) for n in range(100)] == fake_clock.run(main())


def test_two_event_loops_that_fetch_the_same_page() -> None:
    """A page that arrives on the first loop after the second one has taken it is dropped."""
    source = ChangingList(seeded_random(1), 100, 10)
    pager = walk(source, 4)
    first, second = (asyncio.Runner(loop_factory=fake_clock.FakeClock) for _ in range(2))

    steps: list[asyncio.Task[float]] = []

    async def beginning() -> list[float]:
        found = [await anext(pager) for _ in range(10)]
        steps.append(asyncio.create_task(pager.__anext__()))
        await asyncio.sleep(0.001)
        return found

    async def rest() -> list[float]:
        return [await anext(pager) for _ in range(60)]

    async def ending() -> list[float]:
        return [await steps[0], *await pager.collect()]

    with first, second:
        found = [*first.run(beginning()), *second.run(rest()), *first.run(ending())]
    assert [float(n) for n in range(100)] == found
    assert 2 == source.requests.count((None, 9))
