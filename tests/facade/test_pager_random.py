"""Random iterations: compare a pager with a model, and leave it at any moment."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from typing import Any

import httpx
import pytest
from facade.pager_consumers import Consumers
from facade.pager_model import Case, Iteration, Source, Wire, iterate, seeded_random
from server import NOW

from epilot_targeting import (
    RecipientPager,
    RetryPolicy,
    TargetingClient,
    TargetingError,
)


def times(request: pytest.FixtureRequest, small: int, full: int) -> range:
    return range(full if request.config.getoption("full", default=False) else small)


async def test_iterations_resumed_after_failed_pages_agree_with_the_model(request: pytest.FixtureRequest) -> None:
    """Going on after failed pages gives each record once, with at most one request beyond the pages."""
    for seed in times(request, 400, 5000):
        case, found = Case(seed), list[Iteration]()
        start, expected = case.start, case.expected_iterations()
        for faults in [*case.faults, {}][: len(expected)]:
            source = Source(case, faults)
            found.append(await iterate(RecipientPager(source.fetch, start=start, prefetch=case.prefetch)))
            start = found[-1].cursor
        assert expected == found, seed
        if expected[-1].error is None:
            whole = Counter(case.expected(case.start, {}).records)
            assert whole == Counter(record for one in found for record in one.records), seed


async def test_iterations_left_inside_a_page_lose_nothing(request: pytest.FixtureRequest) -> None:
    """`pager.cursor` resumes with the page of the first record that was not delivered."""
    for seed in times(request, 400, 5000):
        case, found = Case(seed), list[str]()
        whole, start = case.expected(case.start, {}), case.start
        for faults in [*case.faults, {}]:
            most = case.random.randint(1, 8) if faults else None
            pager = RecipientPager(Source(case, faults).fetch, start=start, prefetch=case.prefetch)
            part = await iterate(pager, most)
            assert case.expected(start, faults).records[:most] == part.records, seed
            again = set(found) & set(part.records)
            assert whole.error or len({record.partition(".")[0] for record in again}) <= 1, seed
            found, start = [*found, *part.records], pager.cursor
        assert set(whole.records) <= set(found), seed


async def test_iterations_of_a_client_agree_with_the_model(request: pytest.FixtureRequest) -> None:
    """Iterating over HTTP gives what the model says, with a service that fails."""
    wire = Wire()
    async with httpx.AsyncClient(transport=wire) as http:
        client = TargetingClient("t", http_client=http, retry=RetryPolicy(attempts=1))
        for seed in times(request, 60, 1000):
            case, found = Case(seed), list[Iteration]()
            start, expected = case.start, case.expected_iterations()
            for faults in [*case.faults, {}][: len(expected)]:
                wire.faults, wire.asked = faults, []
                pager = client.iter_recipients(str(seed), start=start, prefetch=case.prefetch)
                found.append(await iterate(pager))
                start = found[-1].cursor
            assert (expected, set()) == (found, wire.open), seed


async def leave(client: TargetingClient, seed: int) -> str:
    """Iterate for a while and leave; return how."""
    case = Case(seed)
    way, most = ["break", "raise", "enough", "steps"][seed % 4], case.random.randint(1, 9)
    limit = most if way == "enough" else None
    if seed % 3:
        client = client.with_options(retry=RetryPolicy(attempts=1))
    pager = client.iter_recipients(str(seed), prefetch=case.prefetch, max_items=limit)
    if way == "steps":
        _ = [await anext(pager, None) for _ in range(most)]
        await pager.aclose()
        return way
    async for _ in pager:
        most -= 1
        if most == 0 and way == "raise":
            raise LookupError
        if most == 0 and way == "break":
            return way
    return "end" if most else way


async def left(client: TargetingClient, seed: int) -> str:
    """Leave an iteration, or cancel it; return how it ended."""
    task = asyncio.create_task(leave(client, seed))
    for _ in range(seeded_random(f"turns {seed}").randint(0, 250)):
        await asyncio.sleep(0)
    task.cancel()
    try:
        return await task
    except (LookupError, TargetingError, asyncio.CancelledError) as error:
        return type(error).__name__


async def test_iterations_that_are_left_leave_nothing_open(request: pytest.FixtureRequest) -> None:
    """An iteration that is left in any way leaves no task, no open response and no complaint of the loop."""
    wire, complaints, outcomes = Wire(hanging=True), list[Any](), Counter[str]()
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
    before = asyncio.all_tasks()
    async with httpx.AsyncClient(transport=wire) as http, TargetingClient("t", http_client=http, retry=NOW) as client:
        for batch in times(request, 25, 500):
            seeds = range(20 * batch, 20 * batch + 20)
            outcomes.update(await asyncio.gather(*(left(client, seed) for seed in seeds)))
            for _ in range(50):
                await asyncio.sleep(0)
            assert (set(), set()) == (asyncio.all_tasks() - before, wire.open), batch
    gc.collect()
    assert [] == complaints
    assert {"break", "LookupError", "enough", "steps", "CancelledError"} <= set(outcomes)


def test_random_steps_deliver_each_record_once(request: pytest.FixtureRequest) -> None:
    """One to four tasks get each record once, over event loops that end in the middle, with timeouts and errors."""
    seen = Counter[str]()
    for seed in times(request, 500, 5000):
        consumers = Consumers(seed)
        consumers.run()
        assert consumers.graph.records == consumers.found, seed
        assert {"cycle" if consumers.graph.is_cycle else "end"} == set(consumers.ends), seed
        seen.update([*consumers.ends, "again" if max(consumers.graph.asked.values()) > 1 else "once"])
    assert {"cycle", "end", "again", "once"} == set(seen)
