"""Large responses that fail to download: what is retried, and what the error says."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from facade.stores import CAMPAIGN, CID, JOB, LARGE, QUICK, SIGNATURE, calls, refer, referring, settled
from server import CLOSE, HANG, Script, response

from epilot_targeting import (
    ClientClosedError,
    ConflictError,
    DecodeError,
    RequestTimeoutError,
    ResponseTooLargeError,
    TargetingClient,
    TargetingError,
    TransportError,
)

CUT = b"HTTP/1.1 200 X\r\nconnection: close\r\ncontent-len"


@pytest.fixture
async def client(script: Script) -> AsyncIterator[TargetingClient]:
    """A client that repeats quickly."""
    async with TargetingClient("t", base_url=script.address, retry=QUICK, max_response_bytes=10_000) as client:
        yield client


async def lost(client: TargetingClient) -> TargetingError:
    """Return the error of a write whose payload does not come; it must have gone out once and be known as applied."""
    with pytest.raises(TargetingError) as failed:
        await client.change_campaign_status(CID)
    assert ("change_campaign_status", True) == (failed.value.operation, failed.value.applied)
    return failed.value


async def test_a_failed_download_names_the_request(script: Script, store: Script, client: TargetingClient) -> None:
    """The text has the method and the URL of the operation, and nothing of the presigned URL."""
    refer(script, store, CLOSE)
    text = str(await lost(client))
    place = f"POST {script.address}/v1/campaign/{CID}/status"
    assert text.startswith(f"change_campaign_status: {place}: 200, but the stored response could not be downloaded: ")
    assert store.address not in text


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_of_the_store_is_not_followed(
    script: Script, store: Script, client: TargetingClient, status: int
) -> None:
    """A redirect of the store is not followed, not even to the store itself."""
    refer(script, store, response(status, b"", f"Location: {script.address}/elsewhere"))
    await lost(client)
    assert {"/payload"} == {seen.target.partition("?")[0] for seen in store.seen}
    assert 1 == calls(script)


@pytest.mark.parametrize("compressed", [False, True])
async def test_the_cap_holds_for_the_payload(
    script: Script, store: Script, client: TargetingClient, compressed: bool
) -> None:
    """The maximum holds for the payload after decompression, and it is not fetched again."""
    large = b'{"campaign": {"x": "%s"}}' % (b"x" * 100_000)
    refer(script, store, response(200, gzip.compress(large), "Content-Encoding: gzip") if compressed else large)
    assert ResponseTooLargeError is type(await lost(client))
    assert (1, 1) == (calls(script), calls(store))


async def test_the_deadline_holds_for_the_payload(
    script: Script, store: Script, client: TargetingClient, advance: Callable[[float], Awaitable[None]]
) -> None:
    """The deadline holds for the payload, counted from the beginning of the call."""
    refer(script, store, HANG)
    token_asked, token = asyncio.Event(), asyncio.Event()

    async def provider() -> str:
        token_asked.set()
        await token.wait()
        return "t"

    call = asyncio.create_task(lost(client.with_options(token=provider, deadline=40)))
    await token_asked.wait()
    await advance(20)
    token.set()
    await store.until(lambda: calls(store) == 1)
    await advance(20)  # less than the read timeout
    error = await call
    assert isinstance(error, RequestTimeoutError)
    assert ("deadline", 1, 1) == (error.limit, calls(script), calls(store))
    assert 40 <= error.elapsed < 50


async def test_closing_while_the_payload_comes(script: Script, store: Script, client: TargetingClient) -> None:
    """Closing during the payload closes the store's connection, and the operation was applied."""
    refer(script, store, HANG)
    call = asyncio.create_task(lost(client))
    await store.until(lambda: calls(store) == 1)
    await client.aclose(grace=0)
    assert ClientClosedError is type(await call)
    await store.until(lambda: store.open == 0)


async def test_a_fake_that_is_closed_before_the_download() -> None:
    """A caller's client that says so when it is closed, as that of a fake, leaves `applied` True."""

    class FakeClient(httpx.AsyncClient):
        closed_message = "the fake is closed"

    async def refer_and_close(_: httpx.Request) -> httpx.Response:
        await own.aclose()
        reference = {"$payload_ref": f"https://store.amazonaws.com/payload?{SIGNATURE}"}
        return httpx.Response(200, content=json.dumps(reference), headers={"content-type": LARGE})

    own = FakeClient(transport=httpx.MockTransport(refer_and_close))
    client = TargetingClient("t", http_client=own)
    with pytest.raises(ClientClosedError, match="the fake is closed; the operation was carried out") as failed:
        await client.change_campaign_status(CID)
    assert True is failed.value.applied


async def test_cancelling_while_the_payload_comes(script: Script, store: Script, client: TargetingClient) -> None:
    """Cancelling during the payload frees the permit and closes the store's connection."""
    refer(script, store, HANG)
    call = asyncio.create_task(client.get_campaign_job_status(CID))
    await store.until(lambda: calls(store) == 1)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    await store.until(lambda: store.open == 0)
    assert await settled(client)


@pytest.mark.own_connections
async def test_no_connection_to_the_store_is_kept(script: Script, store: Script, client: TargetingClient) -> None:
    """No connection to the store is kept."""
    refer(script, store)
    await client.get_campaign_job_status(CID)
    await store.until(lambda: store.open == 0)
    await client.get_campaign_job_status(CID)
    assert (1, 2) == (script.connections, store.connections)


async def test_a_silent_store(
    script: Script, store: Script, client: TargetingClient, advance: Callable[[float], Awaitable[None]]
) -> None:
    """The read timeout of a silent store passes in each attempt."""
    refer(script, store, HANG)
    call = asyncio.create_task(lost(client.with_options(deadline=200)))
    for attempt in range(1, 4):
        await store.until(lambda attempt=attempt: calls(store) == attempt)  # type: ignore[misc]
        await advance(30)
    error = await call
    assert isinstance(error, RequestTimeoutError)
    assert ("read", 1, 3) == (error.limit, calls(script), calls(store))


@pytest.mark.parametrize("first", [response(500), response(503), response(429), CLOSE, CUT])
async def test_the_store_is_asked_again(script: Script, store: Script, client: TargetingClient, first: bytes) -> None:
    """A failed download is repeated, and the operation is not."""
    refer(script, store)
    store.answer = lambda _: first if calls(store) < 3 else response(200, CAMPAIGN)
    assert "a" == (await client.change_campaign_status(CID)).campaign.title
    assert (1, 3) == (calls(script), calls(store))


BROKEN = {
    "500": response(500, b"<Error/>"),
    "closed": CLOSE,
    "garbage": b"garbage\r\n\r\n",
    "short": b"HTTP/1.1 200 X\r\ncontent-length: 50\r\nconnection: close\r\n\r\n{}",
    "chunk": b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n50\r\n{}",
}


@pytest.mark.parametrize("which", BROKEN)
async def test_a_broken_store(script: Script, store: Script, client: TargetingClient, which: str) -> None:
    """A broken store is asked as often as the policy says, and the write is sent once."""
    refer(script, store, CAMPAIGN)
    store.answer = lambda _: BROKEN[which]
    await lost(client)
    assert (1, 3) == (calls(script), calls(store))


async def test_a_store_that_is_gone(script: Script, store: Script, client: TargetingClient) -> None:
    """A store that refuses connections does not make the operation count as never sent."""
    async with Script() as gone:
        refer(script, gone)
    assert isinstance(await lost(client), TransportError)
    assert 1 == calls(script)


@pytest.mark.parametrize("status", [400, 403, 404, 410])
async def test_an_expired_reference_of_a_read(
    script: Script, store: Script, client: TargetingClient, status: int
) -> None:
    """A read with an expired reference is repeated once, for a new one."""
    script.answer = lambda _: referring(f"{store.address}/{calls(script)}")
    store.answer = lambda seen: response(status) if seen.target == "/1" else response(200, JOB)
    assert "queued" == (await client.get_campaign_job_status(CID)).status
    assert ["/1", "/2"] == [seen.target for seen in store.seen]


@pytest.mark.parametrize("status", [400, 403, 404, 410])
async def test_an_expired_reference_of_a_write(
    script: Script, store: Script, client: TargetingClient, status: int
) -> None:
    """A write with an expired reference was applied, and is not sent again."""
    refer(script, store, response(status, b"<Error/>"))
    error = await lost(client)
    assert isinstance(error, DecodeError)
    assert (1, 1) == (calls(script), calls(store))


async def test_an_expired_reference_of_a_value(script: Script, store: Script, client: TargetingClient) -> None:
    """An operation that sets a value is not repeated for a new reference."""
    refer(script, store, response(403))
    with pytest.raises(DecodeError) as failed:
        await client.update_recipient(CID, CID, {})
    assert (True, 1, 1) == (failed.value.applied, calls(script), calls(store))


async def test_a_reference_that_expires_twice(script: Script, store: Script, client: TargetingClient) -> None:
    """A second expired reference is an error."""
    refer(script, store, response(403))
    with pytest.raises(DecodeError) as failed:
        await client.get_campaign_job_status(CID)
    assert (True, 2, 2) == (failed.value.applied, calls(script), calls(store))


async def test_a_failure_by_reference_is_the_failure(script: Script, store: Script, client: TargetingClient) -> None:
    """A failure by reference has the class of its status, and nothing is downloaded."""
    refer(script, store)
    script.answer = lambda _: referring(f"{store.address}/payload?signature", status=409)
    with pytest.raises(ConflictError) as failed:
        await client.change_campaign_status(CID)
    shown: Any = (str(failed.value), vars(failed.value))
    assert (0, False) == (calls(store), "signature" in str(shown))
    assert LARGE == failed.value.headers["content-type"]
