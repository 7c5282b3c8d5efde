"""Closing: which calls it ends, and that a caller's HTTP client stays open."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from server import HANG, Script, page, response

from epilot_targeting import ApiError, ClientClosedError, TargetingClient

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"


async def outcome(task: asyncio.Task[Any]) -> BaseException | None:
    """Return the error that a call ended with."""
    async with asyncio.timeout(10):
        found: Any = await asyncio.gather(task, return_exceptions=True)
    result = found[0]
    return result if isinstance(result, BaseException) else None


async def test_closing_cuts_off_a_call_that_waits_for_its_token(script: Script) -> None:
    """A call that waits for its token is never sent after `aclose()`."""
    asked, given = asyncio.Event(), asyncio.Event()

    async def provider() -> str:
        asked.set()
        await given.wait()
        return "t"

    client = TargetingClient(provider, base_url=script.address)
    task = asyncio.create_task(client.change_campaign_status(CID))
    await asked.wait()
    await client.aclose(grace=0)
    given.set()
    error = await outcome(task)
    await client.aclose(grace=0)
    assert (ClientClosedError, []) == (type(error), script.seen)


async def test_closing_cuts_off_a_call_that_waits_for_its_turn(script: Script) -> None:
    """A call that waits for a free connection is never sent after `aclose()`."""
    script.answer = lambda _: HANG
    client = TargetingClient("t", base_url=script.address, max_concurrency=1)
    first = asyncio.create_task(client.get_campaign_job_status(CID))
    await script.until(lambda: len(script.seen) == 1)
    second = asyncio.create_task(client.get_campaign_job_status(CID))
    await asyncio.sleep(0)
    script.answer = lambda _: response()
    await client.aclose(grace=0)
    await outcome(first)
    error = await outcome(second)
    await client.aclose(grace=0)
    assert (ClientClosedError, 1) == (type(error), len(script.seen))


async def test_closing_cuts_off_a_call_under_way(script: Script) -> None:
    """A call under way fails with the message that the client was closed, and its outcome is unknown."""
    script.answer = lambda _: HANG
    client = TargetingClient("t", base_url=script.address)
    task = asyncio.create_task(client.change_campaign_status(CID))
    await script.until(lambda: len(script.seen) == 1)
    await client.aclose(grace=0)
    error = await outcome(task)
    assert (ClientClosedError, None) == (type(error), getattr(error, "applied", "none"))


@pytest.mark.own_connections
async def test_closing_closes_the_connections(script: Script) -> None:
    """Closing the client closes its connections."""
    async with TargetingClient("t", base_url=script.address) as client:
        await client.get_campaign_job_status(CID)
        assert 1 == script.open
    await script.until(lambda: script.open == 0)
    assert 1 == script.connections


async def test_a_closed_client_sends_nothing(script: Script) -> None:
    """A closed client sends nothing by any way of calling it, and the error says that nothing was done."""
    client = TargetingClient("t", base_url=script.address)
    child = client.with_options(deadline=3)
    calls = [client.get_campaign_job_status, client.raw.get_campaign_job_status]
    calls += [client.campaign.get_campaign_job_status, child.get_campaign_job_status]
    await client.aclose()
    for call in calls:
        with pytest.raises(ClientClosedError) as closed:
            await call(CID)
        assert closed.value.applied is False
    assert [] == script.seen


@pytest.mark.own_connections
async def test_closing_twice_at_once(script: Script) -> None:
    """Two concurrent closes both succeed."""
    client = TargetingClient("t", base_url=script.address)
    await client.get_campaign_job_status(CID)
    await asyncio.gather(client.aclose(), client.aclose())
    await script.until(lambda: script.open == 0)
    assert 1 == script.connections


@pytest.mark.own_connections
async def test_a_child_that_is_dropped_leaves_the_connections(script: Script) -> None:
    """A derived client that is dropped leaves the connections to the original."""
    async with TargetingClient("t", base_url=script.address) as client:
        async with client.with_options(deadline=3) as child:
            await child.get_campaign_job_status(CID)
        del child
        gc.collect()
        await client.get_campaign_job_status(CID)
    assert 1 == script.connections


async def test_sequential_calls_share_a_connection(script: Script) -> None:
    """Sequential calls of a client, its views and its children share a connection."""
    async with TargetingClient("t", base_url=script.address) as client:
        await client.get_campaign_job_status(CID)
        await client.campaign.get_campaign_job_status(CID)
        await client.with_options(deadline=3).campaign.get_campaign_job_status(CID)
    assert {1} == {seen.connection for seen in script.seen}


async def test_a_view_outlives_the_name_of_its_client(script: Script) -> None:
    """A view keeps its client, and with it the connections."""
    view = TargetingClient("t", base_url=script.address).campaign
    gc.collect()
    async with view:
        await view.get_campaign_job_status(CID)
    assert 1 == len(script.seen)


def test_several_runs_in_one_process_leave_no_warning() -> None:
    """Several runs of the default client warn of nothing in development mode, though nothing is closed."""
    program = """
import asyncio, gc
from server import Script
from epilot_targeting import configure, targeting
async def main():
    async with Script() as script:
        configure(base_url=script.address, token="t")
        await targeting.get_campaign_job_status("a")
        await targeting.get_campaign_job_status("b")
        await script.until(lambda: len(script.seen) == 2)
        print(script.connections)
for _ in range(3):
    asyncio.run(main())
    gc.collect()
"""
    paths = [
        "-c",
        f"import sys; sys.path[:0] = {sys.path!r}\nimport warnings; warnings.simplefilter('error')\n{program}",
    ]
    done = subprocess.run([sys.executable, *paths], capture_output=True, text=True, check=False)
    assert ("1\n1\n1\n", "") == (done.stdout, done.stderr)


async def test_the_callers_settings_do_not_win_over_the_token(script: Script) -> None:
    """Neither `auth` nor headers of a caller's client replace the token."""
    own = httpx.AsyncClient(auth=("user", "password"), headers={"authorization": "Basic x"})
    async with own, TargetingClient("t", base_url=script.address, http_client=own) as client:
        await client.get_campaign_job_status(CID)
    assert "Bearer t" == script.seen[0].headers["authorization"]


async def test_the_callers_client_does_not_follow_redirects_here(script: Script) -> None:
    """A caller's client follows no redirect here, so the token stays at its origin."""
    async with Script() as elsewhere, httpx.AsyncClient(follow_redirects=True) as own:
        script.answer = lambda _: response(307, b"", f"Location: {elsewhere.address}/x")
        client = TargetingClient("t", base_url=script.address, http_client=own)
        with pytest.raises(ApiError):
            await client.change_campaign_status(CID)
        assert [] == elsewhere.seen


async def test_the_callers_client_keeps_its_other_settings(script: Script) -> None:
    """The other headers of a caller's client are sent."""
    async with httpx.AsyncClient(headers={"x-own": "1"}) as own:
        client = TargetingClient("t", base_url=script.address, http_client=own)
        await client.get_campaign_job_status(CID)
        await client.aclose()
        assert (False, "1") == (own.is_closed, script.seen[0].headers["x-own"])


async def test_a_pager_of_a_closed_client_says_so(script: Script) -> None:
    """A pager of a closed client raises an error that has the cursor."""
    script.answer = lambda _: page([])
    client = TargetingClient("t", base_url=script.address)
    pager = client.iter_recipients(CID, start="here")
    await client.aclose()
    with pytest.raises(ClientClosedError) as closed:
        await pager.collect()
    assert "here" == closed.value.cursor


@pytest.mark.parametrize(
    "inner", [lambda client: client, lambda client: client.campaign], ids=["itself", "a tag client"]
)
async def test_the_last_block_closes(script: Script, inner: Callable[[TargetingClient], Any]) -> None:
    """A client stays open until its last `async with` block is left; that of a tag client counts as its own."""
    client = TargetingClient("t", base_url=script.address)
    async with client:
        async with inner(client):
            await client.get_campaign_job_status(CID)
        await client.get_campaign_job_status(CID)
    with pytest.raises(ClientClosedError):
        await client.get_campaign_job_status(CID)


async def test_blocks_of_tasks_close_with_the_last_one(script: Script) -> None:
    """The first of two tasks that leaves its block does not close the client for the other."""
    client, is_left = TargetingClient("t", base_url=script.address), asyncio.Event()

    async def first() -> None:
        async with client:
            await client.get_campaign_job_status(CID)
        is_left.set()

    async with client, asyncio.TaskGroup() as tasks:
        tasks.create_task(first())
        await is_left.wait()
        await client.get_campaign_job_status(CID)
    with pytest.raises(ClientClosedError):
        await client.get_campaign_job_status(CID)


async def test_a_derived_client_has_blocks_of_its_own(script: Script) -> None:
    """Leaving the block of a derived client closes that one only."""
    async with TargetingClient("t", base_url=script.address) as client:
        async with client.with_options(deadline=5) as derived:
            await derived.get_campaign_job_status(CID)
        with pytest.raises(ClientClosedError):
            await derived.get_campaign_job_status(CID)
        await client.get_campaign_job_status(CID)


async def test_an_explicit_close_forgets_the_blocks(script: Script) -> None:
    """`aclose()` closes at once, and the client opens again with the next block, whatever was open before."""
    client = TargetingClient("t", base_url=script.address)
    async with client, client:
        await client.aclose()
        with pytest.raises(ClientClosedError):
            await client.get_campaign_job_status(CID)
        async with client:
            await client.get_campaign_job_status(CID)
        with pytest.raises(ClientClosedError):
            await client.get_campaign_job_status(CID)


@pytest.mark.own_connections
@pytest.mark.parametrize("turns", range(1, 8))
async def test_closing_that_is_cancelled_closes_the_connections(script: Script, turns: int) -> None:
    """Whenever `aclose()` is cancelled after it has begun, each idle connection is closed."""
    client = TargetingClient("t", base_url=script.address)
    await asyncio.gather(*(client.get_campaign_job_status(CID) for _ in range(3)))
    closing = asyncio.create_task(client.aclose())
    for _ in range(turns):
        await asyncio.sleep(0)
    closing.cancel()
    await asyncio.gather(closing, return_exceptions=True)
    await script.until(lambda: script.open == 0)
    assert 3 == script.connections
