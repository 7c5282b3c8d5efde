"""One pager, stepped by several tasks, loops and event loops, through timeouts and cancellations."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import aclosing
from typing import Any

import fake_clock
import pytest

from epilot_targeting import DecodeError, Page, RecipientPager, TransportError

PAGES: list[list[int | None]] = [[1, 2, 3], [4, 5], [], [6, None, 7], [8, 9, 10, None]]
ALL = list(range(1, 11))
Views = Callable[[RecipientPager[int]], Any]
VIEWS: list[Views] = [lambda pager: pager, aiter, lambda pager: pager.pages()]


class Source:
    """Pages by cursor, which take some time each, and what became of the requests for them."""

    def __init__(self, seconds: float = 0) -> None:
        self.seconds = seconds
        self.asked: list[str | None] = []
        self.cancelled: list[str | None] = []
        self.fails: dict[str | None, list[BaseException]] = {}

    async def fetch(self, cursor: str | None) -> Page[int]:
        self.asked.append(cursor)
        place = int(cursor or 0)
        try:
            await asyncio.sleep(self.seconds)
        except asyncio.CancelledError:
            self.cancelled.append(cursor)
            raise
        if self.fails.get(cursor):
            raise self.fails[cursor].pop()
        return Page(PAGES[place], str(place + 1) if place + 1 < len(PAGES) else None, None, cursor)


def records(item: Any) -> list[int]:
    """Return the records of what a step gave, which may be a page."""
    return [record for record in item.results if record is not None] if isinstance(item, Page) else [item]


async def stepped(steps: Any, limit: float) -> list[int]:
    """Take everything, with a time limit around each step, however often it passes."""
    found: list[int] = []
    while True:
        try:
            found += records(await asyncio.wait_for(anext(steps), limit))
        except TimeoutError:
            continue
        except StopAsyncIteration:
            return found


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("prefetch", [True, False])
def test_steps_go_on_after_timeouts(view: Views, prefetch: bool) -> None:
    """Though every page takes longer than a step may: its fetch goes on, and no page is asked for twice."""
    source = Source(seconds=0.12)
    pager = RecipientPager(source.fetch, prefetch=prefetch)
    assert ALL == fake_clock.run(stepped(view(pager), 0.05))
    assert ([None, "1", "2", "3", "4"], []) == (source.asked, source.cancelled)


async def test_a_first_step_that_times_out_is_not_the_end() -> None:
    """The next one gives the first record."""
    pager = RecipientPager(Source().fetch)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anext(pager), 0)
    assert ALL == await pager.collect()


@pytest.mark.parametrize("view", VIEWS)
def test_each_step_on_an_event_loop_of_its_own(view: Views) -> None:
    """What was under way on a loop that ended is fetched again."""
    pager = RecipientPager(Source().fetch)
    steps, found = view(pager), list[int]()

    async def step() -> list[int]:
        return records(await anext(steps))

    with pytest.raises(StopAsyncIteration):
        while True:
            found += asyncio.run(step())
    assert ALL == found


def test_an_event_loop_that_rests_is_not_waited_for() -> None:
    """Its page is fetched on the loop of the next step, and cancelled once it runs again."""
    source = Source(seconds=1)
    pager = RecipientPager(source.fetch)
    with (
        asyncio.Runner(loop_factory=fake_clock.FakeClock) as first,
        asyncio.Runner(loop_factory=fake_clock.FakeClock) as second,
    ):
        assert 1 == first.run(pager.__anext__())
        assert ALL[1:] == second.run(pager.collect())
        first.run(asyncio.sleep(0))
        first.run(asyncio.sleep(0))
        assert ["1"] == source.cancelled


def test_a_page_that_came_on_another_event_loop_is_taken() -> None:
    """It is only data."""
    source = Source()
    pager = RecipientPager(source.fetch)

    async def step(pause: float) -> int:
        record = await anext(pager)
        await asyncio.sleep(pause)
        return record

    assert 1 == fake_clock.run(step(1))
    assert ALL[1:] == fake_clock.run(pager.collect())
    assert [None, "1", "2", "3", "4"] == source.asked


def test_a_page_that_failed_on_another_event_loop_is_asked_for_again() -> None:
    """It may have failed because its loop ended."""
    source = Source()
    source.fails["1"] = [TransportError("broken off")]
    pager = RecipientPager(source.fetch)

    async def step() -> int:
        record = await anext(pager)
        await asyncio.sleep(1)
        return record

    assert 1 == fake_clock.run(step())
    assert ALL[1:] == fake_clock.run(pager.collect())


@pytest.mark.parametrize("count", [2, 3, 7])
@pytest.mark.parametrize("prefetch", [True, False])
async def test_tasks_share_the_records(count: int, prefetch: bool) -> None:
    """Each gets some, none comes twice, and no page is asked for twice."""
    source = Source()
    pager = RecipientPager(source.fetch, prefetch=prefetch)

    async def take() -> list[int]:
        found: list[int] = []
        async for record in pager:
            found.append(record)
            await asyncio.sleep(0)
        return found

    shares = await asyncio.gather(*(take() for _ in range(count)))
    assert Counter(ALL) == Counter(record for share in shares for record in share)
    assert max(map(len, shares)) < len(ALL)
    assert [None, "1", "2", "3", "4"] == source.asked


async def test_records_and_pages_are_shared_too() -> None:
    """A page whose records were partly delivered comes with the rest of them."""
    pager = RecipientPager(Source().fetch)
    assert [1, 2] == [await anext(pager), await anext(pager)]
    pages = pager.pages()
    first, second = await anext(pages), await anext(pages)
    assert ([3], None, "1") == (first.results, first.cursor, first.next)
    assert ([4, 5], "1") == (second.results, second.cursor)
    assert [6, 7] == [await anext(pager), await anext(pager)]
    assert "4" == (await anext(pages)).cursor


async def test_the_cursor_of_a_page_that_is_worked_on() -> None:
    """It is the page's own until the next is asked for."""
    pager = RecipientPager(Source().fetch)
    cursors = [(page.cursor, pager.cursor) async for page in pager.pages()]
    assert [(cursor, cursor) for cursor in (None, "1", "2", "3", "4")] == cursors


def test_threads_share_the_records() -> None:
    """Each with an event loop of its own."""
    pages = 200

    async def fetch(cursor: str | None) -> Page[int]:
        place = int(cursor or 0)
        await asyncio.sleep(0)
        return Page(range(5 * place, 5 * place + 5), str(place + 1) if place + 1 < pages else None, None, cursor)

    pager, found, failed = RecipientPager(fetch), list[int](), list[Exception]()

    async def take() -> None:
        async for record in pager:
            found.append(record)  # noqa: PERF401 (as they come)

    def run() -> None:
        try:
            asyncio.run(take())
        except Exception as error:  # noqa: BLE001 (shown below)
            failed.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ([], list(range(5 * pages))) == (failed, sorted(found))


async def test_max_items_counts_what_all_take() -> None:
    """And nothing follows: a pager that gave them is at its end."""
    source = Source()
    pager = RecipientPager(source.fetch, max_items=6)
    shares = await asyncio.gather(*(pager.collect() for _ in range(3)))
    assert [1, 2, 3, 4, 5, 6] == sorted(record for share in shares for record in share)
    assert ([], "3") == (await pager.collect(), pager.cursor)
    assert [None, "1", "2", "3"] == source.asked


async def test_max_items_that_end_with_a_page() -> None:
    """The cursor is behind that page, and no other was asked for."""
    source = Source()
    pager = RecipientPager(source.fetch, max_items=3)
    assert ([1, 2, 3], "1", [None]) == (await pager.collect(), pager.cursor, source.asked)


async def test_a_failed_page_fails_all_who_wait_for_it() -> None:
    """With one request; the next step asks for it again."""
    source = Source()
    source.fails[None] = [TransportError("broken off")]
    pager = RecipientPager(source.fetch)
    results = await asyncio.gather(*(anext(pager) for _ in range(3)), return_exceptions=True)
    assert [TransportError] * 3 == [type(result) for result in results]
    assert [None] == source.asked
    assert ALL == await pager.collect()


async def test_a_malformed_page_is_asked_for_again() -> None:
    """By the next step: it may have been mended."""
    pages = [Page([1, None], None, None, "x", malformed=True), Page([1, 2], None, None, "x")]

    async def fetch(_: str | None) -> Page[int]:
        return pages.pop(0)

    pager = RecipientPager(fetch, start="x")
    with pytest.raises(DecodeError, match="not an object") as failed:
        await anext(pager)
    assert "x" == failed.value.cursor == pager.cursor
    assert [1, 2] == await pager.collect()


async def test_a_fetch_that_cancels_itself() -> None:
    """The step ends so, and the next asks again: it is not repeated without end."""
    source = Source()
    source.fails[None] = [asyncio.CancelledError()]
    pager = RecipientPager(source.fetch)
    with pytest.raises(asyncio.CancelledError):
        await anext(pager)
    assert ALL == await pager.collect()


def test_closing_while_a_step_waits() -> None:
    """The step asks for its page again: it would be wrong to call that the end."""
    source = Source(seconds=1)
    pager = RecipientPager(source.fetch)

    async def main() -> int:
        step = asyncio.create_task(anext(pager))
        await asyncio.sleep(0)  # the page is asked for, and its task not yet started
        await pager.aclose()
        return await step

    assert 1 == fake_clock.run(main())
    assert ALL[1:] == fake_clock.run(pager.collect())


def test_the_page_under_way_stays_while_somebody_takes_from_it() -> None:
    """The last loop that is left stops it, not the first."""
    source = Source(seconds=1)
    pager = RecipientPager(source.fetch)

    async def take(count: int) -> None:
        async for _ in pager:
            count -= 1
            if count == 0:
                break

    async def main() -> list[list[str | None]]:
        seen = list[list[str | None]]()
        async with aclosing(pager.pages()) as pages:
            await take(1)
            await asyncio.sleep(0.5)
            seen.append([*source.cancelled])
            await anext(pages)
        await asyncio.sleep(0.1)
        return [*seen, source.cancelled]

    assert [[], ["1"]] == fake_clock.run(main())


def test_a_loop_that_is_left_does_not_stop_a_page_that_a_step_waits_for() -> None:
    """The step gets its record."""
    source = Source(seconds=1)
    pager = RecipientPager(source.fetch)

    async def main() -> int:
        view = aiter(pager)
        step = asyncio.create_task(anext(pager))
        await asyncio.sleep(0.5)
        await view.aclose()
        await view.aclose()
        return await step

    assert (1, []) == (fake_clock.run(main()), [cursor for cursor in source.cancelled if cursor is None])


@pytest.mark.parametrize("view", VIEWS)
def test_a_pager_that_nobody_holds_stops_its_page(view: Views) -> None:
    """Single steps may be the last that was done with it."""
    source = Source(seconds=1)

    async def main() -> None:
        steps = view(RecipientPager(source.fetch))
        await anext(steps)
        await asyncio.sleep(0.5)
        del steps
        await asyncio.sleep(0.1)
        assert ["1"] == source.cancelled

    fake_clock.run(main())


@pytest.mark.parametrize("ends", ["cancelled", "raised"])
def test_the_error_of_a_loop_does_not_hold_its_page(ends: str) -> None:
    """Though somebody keeps the task, and with it the traceback."""
    source = Source(seconds=1)
    pager = RecipientPager(source.fetch)

    async def take() -> None:
        async for _ in pager:
            if ends == "raised":
                await asyncio.sleep(0.5)
                raise LookupError

    async def main() -> None:
        task = asyncio.create_task(take())
        await asyncio.sleep(1.2)
        task.cancel()
        await asyncio.wait([task])
        await asyncio.sleep(0.5)
        assert 1 == len(source.cancelled)
        assert task.cancelled() or task.exception()

    fake_clock.run(main())


@pytest.mark.parametrize("closed", [True, False])
def test_a_page_ahead_that_failed_is_nothing_to_one_who_leaves(closed: bool, caplog: pytest.LogCaptureFixture) -> None:
    """No "exception was never retrieved", also where the event loop is gone."""
    source = Source()
    source.fails["1"] = [TransportError("broken off")]
    kept: list[Any] = []

    async def main() -> None:
        kept.append(RecipientPager(source.fetch))
        await anext(kept[0])
        await asyncio.sleep(1)
        if not closed:
            kept.clear()
            await asyncio.sleep(1)

    fake_clock.run(main())
    kept.clear()
    gc.collect()
    assert ("", [None, "1"]) == (caplog.text, source.asked)


def test_a_pager_outlives_a_loop_that_was_closed_in_the_middle() -> None:
    """Nobody is left to be told."""
    source = Source(seconds=1)
    loop = fake_clock.FakeClock()
    pager = RecipientPager(source.fetch)
    assert 1 == loop.run_until_complete(pager.__anext__())
    task = pager._iteration.prefetch.task
    assert task is not None
    task._task._log_destroy_pending = False  # type: ignore[attr-defined]
    loop.close()
    del task
    assert ALL[1:] == fake_clock.run(pager.collect())


@pytest.mark.parametrize("seconds", [0.1, 5])
def test_a_page_that_was_asked_for_twice_is_taken_once(seconds: float) -> None:
    """The first response is taken, whether it is that of the cancelled fetch or of the second one."""
    source = Source(seconds=1)

    async def stubborn(cursor: str | None) -> Page[int]:
        try:
            return await source.fetch(cursor)
        except asyncio.CancelledError:
            await asyncio.sleep(seconds)
            return Page(PAGES[0], "1", None, cursor)

    pager = RecipientPager(stubborn, prefetch=False)

    async def main() -> list[int]:
        first = asyncio.create_task(anext(pager))
        await asyncio.sleep(0.5)
        closing = asyncio.create_task(pager.aclose())
        await asyncio.sleep(0)
        second = asyncio.create_task(anext(pager))
        await asyncio.sleep(0.4)
        assert (seconds == 0.1) is first.done()
        await closing
        return [await first, await second, *await pager.collect()]

    assert (ALL, [None, None]) == (sorted(fake_clock.run(main())), source.asked[:2])


async def test_a_page_that_another_thread_takes_meanwhile() -> None:
    """Its records are delivered without a request for the next page, and the cursor stays with them."""
    source = Source()
    pager = RecipientPager(source.fetch, prefetch=False)
    iteration = pager._iteration

    class Overtaken:
        """Lets the other thread in, once."""

        def __enter__(self) -> None:
            iteration._lock = lock
            iteration._take(Page([1, 2], "1", None, None), None)

        def __exit__(self, *_: object) -> None:
            pass

    lock, iteration._lock = iteration._lock, Overtaken()  # type: ignore[assignment]
    assert (1, None, []) == (await anext(pager), pager.cursor, source.asked)


def test_closing_on_another_event_loop() -> None:
    """It does not wait for what can only end on its own loop."""
    source = Source(seconds=1)
    pager = RecipientPager(source.fetch)
    runner = asyncio.Runner(loop_factory=fake_clock.FakeClock)
    with runner:
        assert 1 == runner.run(pager.__anext__())
        fake_clock.run(pager.aclose())
        runner.run(asyncio.sleep(0.1))
        assert ["1"] == source.cancelled
