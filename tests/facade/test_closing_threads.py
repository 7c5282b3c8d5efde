"""Closing a client while other threads begin calls or end their event loops."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from server import Script

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


async def test_a_loop_that_is_registered_while_another_thread_closes(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing while a loop is being registered waits for it: the call is cut off, not broken by a KeyError."""
    client = TargetingClient("t", base_url=script.address)
    threads: list[threading.Thread] = []

    class Pool(ConnectionPool):
        def __init__(self) -> None:
            super().__init__()
            threads.append(threading.Thread(target=lambda: asyncio.run(client.aclose(grace=0))))
            threads[0].start()
            threads[0].join(0.05)

    monkeypatch.setattr(states, "ConnectionPool", Pool)
    found = await asyncio.gather(client.get_campaign_job_status(CID), return_exceptions=True)
    await asyncio.to_thread(threads[0].join)
    assert not isinstance(found[0], KeyError)
    with pytest.raises(ClientClosedError):
        await client.get_campaign_job_status(CID)


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
