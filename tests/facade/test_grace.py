"""Closing with grace: running calls may end in that time, and are cancelled after it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
from facade.stores import CID, JOB, calls
from server import HANG, HEAD, Script, response

from epilot_targeting import ClientClosedError, ConfigurationError, RetryPolicy, TargetingClient
from epilot_targeting._call.rate_gate import RateGate

SOON = 0.02


class Held:
    """A writer that keeps what it is given until it may go."""

    def __init__(self, writer: asyncio.StreamWriter, gate: asyncio.Event) -> None:
        self._writer = writer
        self._gate = gate
        self._kept = b""

    def write(self, data: bytes) -> None:
        self._kept += data

    async def drain(self) -> None:
        await self._gate.wait()
        self._writer.write(self._kept)
        self._kept = b""
        await self._writer.drain()


class Gated(Script):
    """A server that holds its responses back until its gate opens."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()

    async def _serve_connection(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connection: int
    ) -> None:
        await super()._serve_connection(reader, cast("asyncio.StreamWriter", Held(writer, self.gate)), connection)


@pytest.fixture
async def gated() -> AsyncIterator[Gated]:
    """A server that answers when it is told to."""
    server = Gated()
    server.answer = lambda _: response(200, JOB)
    async with server:
        yield server


async def ended(task: asyncio.Task[Any]) -> BaseException:
    """Return the error that a call ends with."""
    async with asyncio.timeout(30):
        found: Any = (await asyncio.gather(task, return_exceptions=True))[0]
    assert isinstance(found, BaseException)
    return found


@pytest.mark.own_connections
async def test_a_call_under_way_may_end(gated: Gated) -> None:
    """A call under way gets its response while closing waits."""
    client = TargetingClient("t", base_url=gated.address)
    call = asyncio.create_task(client.get_campaign_job_status(CID))
    await gated.until(lambda: calls(gated) == 1)
    closing = asyncio.create_task(client.aclose())
    await asyncio.sleep(0)
    assert not closing.done()
    gated.gate.set()
    assert "queued" == (await call).status
    await closing
    await gated.until(lambda: gated.open == 0)


async def test_leaving_the_block_waits_too(gated: Gated) -> None:
    """Leaving `async with` waits for a call under way."""
    async with TargetingClient("t", base_url=gated.address) as client:
        call = asyncio.create_task(client.get_campaign_job_status(CID))
        await gated.until(lambda: calls(gated) == 1)
        asyncio.get_running_loop().call_soon(gated.gate.set)
    assert "queued" == (await call).status


async def test_closing_does_not_wait_when_nothing_is_under_way(script: Script) -> None:
    """Closing does not wait if nothing is under way."""
    client = TargetingClient("t", base_url=script.address)
    await client.get_campaign_job_status(CID)
    async with asyncio.timeout(30):
        await client.aclose(grace=60)


async def test_new_calls_are_refused_at_once(gated: Gated) -> None:
    """New calls are refused while earlier ones may still end."""
    client = TargetingClient("t", base_url=gated.address)
    call = asyncio.create_task(client.get_campaign_job_status(CID))
    await gated.until(lambda: calls(gated) == 1)
    closing = asyncio.create_task(client.aclose())
    await asyncio.sleep(0)
    for one in (client, client.campaign, client.with_options(deadline=3)):
        with pytest.raises(ClientClosedError) as refused:
            await one.get_campaign_job_status(CID)
        assert (False, 0) == (refused.value.applied, refused.value.attempts)
    gated.gate.set()
    await asyncio.gather(call, closing)
    assert 1 == calls(gated)


@pytest.mark.parametrize("grace", [0, SOON])
async def test_a_call_that_does_not_end_is_ended(script: Script, grace: float) -> None:
    """A call that does not end in time fails, and its outcome is unknown."""
    script.answer = lambda _: HANG
    client = TargetingClient("t", base_url=script.address)
    call = asyncio.create_task(client.change_campaign_status(CID))
    await script.until(lambda: calls(script) == 1)
    await client.aclose(grace=grace)
    error = await ended(call)
    assert isinstance(error, ClientClosedError)
    assert ("change_campaign_status", None, 1) == (error.operation, error.applied, error.attempts)
    await script.until(lambda: script.open == 0)


async def test_a_call_in_the_body_of_a_success_is_known_as_applied(script: Script, head_read: asyncio.Event) -> None:
    """A call that is ended in the body of a success was applied."""
    script.answer = lambda _: HEAD + b"content-length: 99\r\n\r\n{"
    client = TargetingClient("t", base_url=script.address)
    call = asyncio.create_task(client.change_campaign_status(CID))
    await head_read.wait()
    await client.aclose(grace=SOON)
    error = await ended(call)
    assert (ClientClosedError, True) == (type(error), getattr(error, "applied", None))


async def test_a_call_that_waits_for_its_token_is_ended(script: Script) -> None:
    """A call that waits for its token is ended, and was not sent."""
    asked = asyncio.Event()

    async def never() -> str:
        asked.set()
        await asyncio.Event().wait()
        return "t"

    client = TargetingClient(never, base_url=script.address)
    call = asyncio.create_task(client.change_campaign_status(CID))
    await asked.wait()
    await client.aclose(grace=SOON)
    error = await ended(call)
    assert (ClientClosedError, False, 0) == (type(error), getattr(error, "applied", None), calls(script))


async def test_a_call_that_waits_for_its_turn_is_ended(script: Script) -> None:
    """A call that waits for a free connection is ended, and is never sent."""
    script.answer = lambda _: HANG
    client = TargetingClient("t", base_url=script.address, max_concurrency=1)
    first = asyncio.create_task(client.change_campaign_status(CID))
    await script.until(lambda: calls(script) == 1)
    second = asyncio.create_task(client.change_campaign_status(CID))
    await asyncio.sleep(0)
    await client.aclose(grace=SOON)
    errors: list[Any] = [await ended(first), await ended(second)]
    assert [(ClientClosedError, None), (ClientClosedError, False)] == [(type(e), e.applied) for e in errors]
    assert 1 == calls(script)


async def test_a_call_that_waits_for_the_rate_limit_is_ended(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """And one that was never sent too."""
    closed, close = asyncio.Event(), RateGate.close

    def noted(gate: RateGate, epoch: int, seconds: float) -> None:
        close(gate, epoch, seconds)
        closed.set()

    monkeypatch.setattr(RateGate, "close", noted)
    script.answer = lambda _: response(429, b"{}", "Retry-After: 60")
    client = TargetingClient("t", base_url=script.address)
    running = [asyncio.create_task(client.get_campaign_job_status(CID))]
    await script.until(lambda: calls(script) == 1)
    await closed.wait()
    running.append(asyncio.create_task(client.get_campaign_job_status(CID)))
    await asyncio.sleep(0)
    await client.aclose(grace=SOON)
    errors: list[Any] = [await ended(call) for call in running]
    assert [(ClientClosedError, False, 1), (ClientClosedError, False, 0)] == [
        (type(error), error.applied, error.attempts) for error in errors
    ]
    assert 1 == calls(script)


async def test_a_call_that_waits_to_be_repeated_is_ended(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that waits for its next attempt is ended, with the outcome of the attempts so far."""
    script.answer = lambda _: response(503, b"{}", "Retry-After: 60")
    pausing, sleep = asyncio.Event(), asyncio.sleep

    async def noted(delay: float) -> None:
        if delay == 60:
            pausing.set()
        await sleep(delay)

    monkeypatch.setattr(asyncio, "sleep", noted)
    client = TargetingClient("t", base_url=script.address, retry=RetryPolicy(backoff=60))
    call = asyncio.create_task(client.get_campaign_job_status(CID))
    await pausing.wait()
    await client.aclose(grace=SOON)
    error: Any = await ended(call)
    assert (ClientClosedError, None, 1) == (type(error), error.applied, error.attempts)
    assert 1 == calls(script)


async def test_a_closed_client_can_be_opened_again(script: Script) -> None:
    """A client can be opened again after closing ended its calls."""
    script.answer = lambda _: HANG
    client = TargetingClient("t", base_url=script.address)
    call = asyncio.create_task(client.get_campaign_job_status(CID))
    await script.until(lambda: calls(script) == 1)
    await client.aclose(grace=0)
    assert isinstance(await ended(call), ClientClosedError)
    script.answer = lambda _: response(200, JOB)
    async with client:
        assert "queued" == (await client.get_campaign_job_status(CID)).status
    with pytest.raises(ClientClosedError):
        await client.get_campaign_job_status(CID)


async def test_a_client_whose_close_was_cancelled_can_be_opened_again(gated: Gated) -> None:
    """A client whose close was cancelled can be opened, and shares connections again."""
    client = TargetingClient("t", base_url=gated.address)
    call = asyncio.create_task(client.get_campaign_job_status(CID))
    await gated.until(lambda: calls(gated) == 1)
    closing = asyncio.create_task(client.aclose(grace=60))
    await asyncio.sleep(0)
    closing.cancel()
    gated.gate.set()
    await asyncio.gather(closing, call, return_exceptions=True)
    async with client:
        await client.get_campaign_job_status(CID)
        await client.get_campaign_job_status(CID)
    assert 1 == len({seen.connection for seen in gated.seen[1:]})


async def test_cancelling_a_close_that_waits(gated: Gated) -> None:
    """A client whose close was cancelled stays closed, and a second close ends it."""
    client = TargetingClient("t", base_url=gated.address)
    call = asyncio.create_task(client.get_campaign_job_status(CID))
    await gated.until(lambda: calls(gated) == 1)
    closing = asyncio.create_task(client.aclose(grace=60))
    await asyncio.sleep(0)
    closing.cancel()
    await asyncio.gather(closing, return_exceptions=True)
    with pytest.raises(ClientClosedError):
        await client.get_campaign_job_status(CID)
    await client.aclose(grace=0)
    assert isinstance(await ended(call), ClientClosedError)


@pytest.mark.parametrize("grace", [-1, "x", None, True])
async def test_a_grace_that_is_none(grace: Any) -> None:
    """An invalid grace time is refused before anything is closed."""
    client = TargetingClient("t")
    with pytest.raises(ConfigurationError, match="grace"):
        await client.aclose(grace)
    assert not client._closed


async def test_a_client_opened_while_it_closes_is_open(script: Script) -> None:
    """A client that is opened while it closes ends the earlier calls only."""
    held, go = asyncio.Event(), asyncio.Event()

    async def provider() -> str:
        held.set()
        await go.wait()
        return "t"

    client = TargetingClient(provider, base_url=script.address)
    before = asyncio.create_task(client.get_campaign_job_status(CID))
    await held.wait()
    closing = asyncio.create_task(client.aclose(grace=0))
    await asyncio.sleep(0)
    async with client:
        client.authorize("t")
        await client.get_campaign_job_status(CID)
        await closing
        with pytest.raises(ClientClosedError):
            await before
        await client.get_campaign_job_status(CID)
    assert 2 == len(script.seen)
