"""Closing a client while other threads begin calls or end their event loops."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from typing import Any

import fake_clock
import httpx
import pytest
from server import HANG, Script

from epilot_targeting import ClientClosedError, TargetingClient
from epilot_targeting._call import client_state as states
from epilot_targeting._transport.pool import ConnectionPool

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"


async def use(client: TargetingClient) -> None:
    """Register the running loop with a client, without a connection, which nothing would close."""
    client._open_state().pool()


def in_thread(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


async def test_a_call_that_begins_while_another_thread_closes(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that has passed the check for a closed client fails with `ClientClosedError`, and sends nothing."""
    client = TargetingClient("t", base_url=script.address)
    original = client._open_state

    def open_state() -> Any:
        state = original()
        in_thread(lambda: asyncio.run(client.aclose()))
        return state

    monkeypatch.setattr(client, "_open_state", open_state)
    with pytest.raises(ClientClosedError):
        await client.get_campaign_job_status(CID)
    assert [] == script.seen


class WatchedLock:
    """A lock that says when somebody has to wait for it."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        if not self._lock.acquire(blocking=False):
            self.reached.set()
            self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


@pytest.mark.parametrize("kind", ["client", "tag", "derived"])
async def test_a_loop_that_is_registered_while_another_thread_closes(
    script: Script, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Closing while a loop is being registered waits for it, and then cuts its call off."""
    client = TargetingClient("t", base_url=script.address, deadline=10)  # without the lock, the call would hang
    caller: Any = {"client": client, "tag": client.campaign, "derived": client.with_options(org_id="1")}[kind]
    lock = WatchedLock()
    monkeypatch.setattr(client._open_state(), "_lock", lock)
    script.answer = lambda _: HANG
    threads: list[threading.Thread] = []

    def close() -> None:
        asyncio.run(client.aclose(grace=0))
        lock.reached.set()

    class Pool(ConnectionPool):
        def __init__(self) -> None:
            super().__init__()
            threads.append(threading.Thread(target=close))
            threads[0].start()
            lock.reached.wait()

    monkeypatch.setattr(states, "ConnectionPool", Pool)
    found = await asyncio.gather(caller.get_campaign_job_status(CID), return_exceptions=True)
    await asyncio.to_thread(threads[0].join)
    assert ClientClosedError is type(found[0])
    with pytest.raises(ClientClosedError):
        await caller.get_campaign_job_status(CID)


async def test_a_derived_client_that_closes_leaves_other_threads_alone(script: Script) -> None:
    """Closing a client made by `with_options` in one thread ends neither its origin nor another derived client."""
    client = TargetingClient("t", base_url=script.address)
    first, second = client.with_options(org_id="1"), client.with_options(org_id="2")
    await first.get_campaign_job_status(CID)
    await asyncio.to_thread(in_thread, lambda: asyncio.run(first.aclose()))
    for one in (client, second):
        await one.get_campaign_job_status(CID)
    with pytest.raises(ClientClosedError):
        await first.get_campaign_job_status(CID)
    await client.aclose()
    with pytest.raises(ClientClosedError):
        await second.get_campaign_job_status(CID)


@pytest.mark.own_connections
async def test_a_fork_while_another_thread_holds_the_lock(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fork copies a lock that a thread of the parent holds: the child does not wait for it."""
    client = TargetingClient("t", base_url=script.address)
    async with asyncio.timeout(5):
        await client.get_campaign_job_status(CID)
        with client._open_state()._lock:
            monkeypatch.setattr(os, "getpid", lambda: -1)  # as in the child, where no thread releases the lock
            await client.get_campaign_job_status(CID)
            await client.aclose()
    assert 2 == len(script.seen)


def test_a_loop_that_does_not_answer_is_waited_for_beside_the_calls_of_this_one() -> None:
    """Closing takes the grace time once, and two seconds for the other loop, however many loops there are."""
    go, blocked = threading.Event(), threading.Event()
    client = TargetingClient("t", http_client=httpx.AsyncClient(transport=httpx.MockTransport(hang)))

    def block() -> None:
        blocked.set()
        go.wait()

    async def other() -> None:
        await use(client)
        asyncio.get_running_loop().call_soon(block)
        await asyncio.sleep(0)

    async def scene() -> float:
        call = asyncio.create_task(client.get_campaign_job_status(CID))
        await asyncio.sleep(1)
        started = fake_clock.now()
        await client.aclose(grace=10)
        seconds = fake_clock.now() - started
        assert isinstance((await asyncio.gather(call, return_exceptions=True))[0], ClientClosedError)
        return seconds

    thread = threading.Thread(target=asyncio.run, args=(other(),))
    thread.start()
    try:
        blocked.wait()
        assert 12.0 == fake_clock.run(scene())
    finally:
        go.set()
        thread.join()


async def hang(_: httpx.Request) -> httpx.Response:
    """Respond never."""
    await asyncio.Event().wait()
    return httpx.Response(500)


@pytest.mark.own_connections
async def test_another_loop_that_ends_meanwhile(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop of another thread that ends while the client is closed does not keep this loop's connections open."""
    client = TargetingClient("t", base_url=script.address)
    await client.get_campaign_job_status(CID)
    other = asyncio.new_event_loop()
    await asyncio.to_thread(other.run_until_complete, use(client))

    # The loop says that it runs, and is closed before it is asked to close its part.
    def is_running() -> bool:
        monkeypatch.undo()
        other.close()
        return True

    monkeypatch.setattr(other, "is_running", is_running)
    await client.aclose()
    await script.until(lambda: script.open == 0)
    assert client._state is not None
