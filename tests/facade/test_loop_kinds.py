"""Each transport on event loops of other kinds: with eager tasks, and of uvloop."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any, Literal

import pytest
import uvloop
from facade.environments import LIBRARIES
from facade.stores import CID, JOB
from server import HANG, NOW, Script, page, response

from epilot_targeting import RequestTimeoutError, TargetingClient

pytestmark = pytest.mark.own_connections
Library = Literal["httpx", "httpx2", "aiohttp"]
CALLS = 20


def eager_loop() -> asyncio.AbstractEventLoop:
    """Return an event loop whose tasks start at once."""
    loop = asyncio.new_event_loop()
    loop.set_task_factory(asyncio.eager_task_factory)  # type: ignore[attr-defined, unused-ignore]
    return loop


KINDS: list[Any] = [
    pytest.param(uvloop.new_event_loop, id="uvloop"),
    pytest.param(
        eager_loop, id="eager", marks=pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks are of 3.12")
    ),
]


async def calls(library: Library) -> tuple[list[str | None], list[str | None], str | None, int]:
    """Make calls at once, iterate, and let one call time out; return what came, and the number of connections."""
    async with Script() as script:
        pages = iter([page([{"entity_id": "a"}], "next"), page([{"entity_id": "b"}])])
        script.answer = lambda seen: next(pages) if "recipients" in seen.line else response(200, JOB)
        async with TargetingClient(
            "t", base_url=script.address, transport=library, retry=NOW, max_concurrency=5
        ) as client:
            found = await asyncio.gather(*(client.get_campaign_job_status(CID) for _ in range(CALLS)))
            recipients = await client.iter_recipients(CID).collect()
            script.answer = lambda _: HANG
            with pytest.raises(RequestTimeoutError) as failed:
                await client.with_options(deadline=0.1).change_campaign_status(CID)
            script.answer = lambda _: response(200, JOB)
            await client.get_campaign_job_status(CID)
        return [one.status for one in found], [one.title for one in recipients], failed.value.limit, script.connections


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("kind", KINDS)
def test_calls_on_a_loop_of_another_kind(kind: Callable[[], asyncio.AbstractEventLoop], library: Library) -> None:
    """Concurrent calls, an iteration, a deadline and closing work as on the loop that asyncio makes."""
    with asyncio.Runner(loop_factory=kind) as runner:
        statuses, titles, limit, connections = runner.run(calls(library))
    assert (["queued"] * CALLS, [None, None], "deadline") == (statuses, titles, limit)
    assert connections <= 7


async def limits(library: Library) -> set[str | None]:
    """Return the limits that end calls on an open connection whose response does not come."""
    async with Script() as script:
        script.answer = lambda seen: HANG if seen.line.startswith("POST") else response(200, JOB)
        async with TargetingClient("t", base_url=script.address, transport=library, retry=NOW, deadline=5) as client:
            found: set[str | None] = set()
            for number in range(8):  # the times differ, and so does how the loop rounds them
                await client.get_campaign_job_status(CID)
                with pytest.raises(RequestTimeoutError) as failed:
                    await client.with_options(timeout=(5, 0.01 + number * 0.0013)).change_campaign_status(CID)
                found.add(failed.value.limit)
        return found


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_read_timeout_on_a_loop_of_another_kind(
    kind: Callable[[], asyncio.AbstractEventLoop], library: Library
) -> None:
    """The read timeout passes on an open connection, also where the loop rounds its timers."""
    with asyncio.Runner(loop_factory=kind) as runner:
        assert {"read"} == runner.run(limits(library))
