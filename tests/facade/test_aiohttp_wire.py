"""Own connections with aiohttp: the bytes on the wire, and the features of aiohttp that are switched off."""

from __future__ import annotations

import asyncio
import select
import socket
import struct
from collections.abc import AsyncIterator
from typing import Any

import pytest
from facade.aiohttp_client import HEAD, client_of, ended
from facade.stores import CAMPAIGN, CID, JOB, ONCE, calls, failure
from server import CLOSE, HANG, Script, Seen, any_body, response

from epilot_targeting import RequestTimeoutError, TargetingClient, TransportError

pytestmark = pytest.mark.own_connections


@pytest.fixture
async def client(script: Script) -> AsyncIterator[TargetingClient]:
    """A client whose retries have no pause."""
    async with client_of(script.address) as client:
        yield client


async def test_aiohttp_repeats_nothing_by_itself(script: Script) -> None:
    """Aiohttp itself retries no request, not even a GET on a used connection."""
    script.answer = lambda _: response(200, JOB) if calls(script) == 1 else CLOSE
    async with client_of(script.address, retry=ONCE) as client:
        await client.get_campaign_job_status(CID)
        error = await failure(client, "get_campaign_job_status")
    assert ((TransportError, None, None), [1, 1]) == (ended(error), [seen.connection for seen in script.seen])


def narrow() -> socket.socket:
    """A server whose buffers are small, and which reads nothing."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2**14)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    return listening


@pytest.mark.parametrize("where", ["body", "head"])
async def test_a_request_that_nobody_reads(where: str) -> None:
    """A request that nobody reads passes the write timeout, which aiohttp itself lacks."""
    large = "x" * 6 * 2**20
    options: dict[str, Any] = {"headers": {"x-pad": large}} if where == "head" else {}
    with narrow() as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        async with client_of(address, timeout=(5, 0.1), **options) as client:
            with pytest.raises(RequestTimeoutError) as failed:
                await client.create_recipient(CID, any_body(x="" if where == "head" else large))
    assert (RequestTimeoutError, None, "write") == ended(failed.value)


async def test_what_waits_to_be_sent_of_a_cancelled_call_is_not_sent() -> None:
    """Cancelling a call closes its connection, and what was still unsent stays unsent."""
    loop = asyncio.get_running_loop()
    with narrow() as listening:
        listening.setblocking(False)
        address, headers = f"http://127.0.0.1:{listening.getsockname()[1]}", {"x-pad": "x" * 6 * 2**20}
        async with client_of(address, headers=headers) as client:
            task = asyncio.create_task(client.change_campaign_status(CID))
            sock, _ = await loop.sock_accept(listening)
            came = len(await loop.sock_recv(sock, 1000))
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
    with sock:
        while part := await reading(loop.sock_recv(sock, 2**16)):
            came += len(part)
    assert came < 6 * 2**20


async def reading(part: Any) -> bytes:
    try:
        return bytes(await part)
    except ConnectionResetError:
        return b""


async def test_a_body_that_ends_with_a_reset_is_no_whole_one(head_read: asyncio.Event) -> None:
    """A body without a length is incomplete if the connection was reset."""

    class Resetting(Script):
        async def _serve_connection(self, reader: Any, writer: Any, connection: int) -> None:
            self.seen.append(Seen((await reader.readuntil(b"\r\n\r\n")).decode(), {}, b"", connection))
            self.changed.set()
            writer.write(HEAD + b"connection: close\r\n\r\n" + CAMPAIGN)
            await writer.drain()
            await arrived.wait()
            sock = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    arrived = asyncio.Event()
    async with Resetting() as server, client_of(server.address) as client:
        task = asyncio.create_task(failure(client))
        await head_read.wait()
        arrived.set()
        error = await task
    assert ((TransportError, True, None), 1) == (ended(error), len(server.seen))


async def test_a_body_that_ends_with_the_connection(script: Script, client: TargetingClient) -> None:
    """A body without a length is complete if the connection was closed in order."""
    script.answer = lambda _: HEAD + b"connection: close\r\n\r\n" + CAMPAIGN
    assert "a" == (await client.change_campaign_status(CID)).campaign.title


async def test_a_response_that_nobody_asked_for_goes_to_no_call(script: Script, client: TargetingClient) -> None:
    """A connection that received data while it was idle is not used again."""
    other = response(200, b'{"status": "another one"}')
    script.answer = lambda _: response(200, JOB) + (other if calls(script) == 1 else b"")
    found = [(await client.get_campaign_job_status(CID)).status for _ in range(3)]
    assert (["queued"] * 3, [1, 2, 2]) == (found, [seen.connection for seen in script.seen])


async def test_nor_does_one_that_comes_later() -> None:
    """Bytes that arrive after a response, and before the next request, end the connection."""
    came = asyncio.Event()

    class Talking(Script):
        async def _serve_connection(self, reader: Any, writer: Any, connection: int) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(response(200, JOB))
            await writer.drain()
            if connection == 1:
                await came.wait()
                writer.write(response(200, b'{"status": "another one"}'))
                came.clear()
                self.changed.set()
            await reader.read()

    async with Talking() as server, client_of(server.address) as client:
        await client.get_campaign_job_status(CID)
        came.set()
        await server.until(lambda: not came.is_set())
        for _ in range(20):  # it is here, and was read
            await asyncio.sleep(0)
        assert ("queued", 2) == ((await client.get_campaign_job_status(CID)).status, server.connections)


@pytest.mark.parametrize("way", ["poll", "select"])
async def test_a_close_that_the_loop_has_not_seen_yet(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """A read sees that its connection was closed before it is sent on it, and is sent once."""
    if way == "select":  # all that Windows has
        monkeypatch.delattr(select, "poll")

    class Kept(Script):
        def __init__(self) -> None:
            super().__init__()
            self.socks: list[Any] = []

        async def _serve_connection(self, reader: Any, writer: Any, connection: int) -> None:
            self.socks.append(writer.get_extra_info("socket"))
            await super()._serve_connection(reader, writer, connection)

    server = Kept()
    async with server, client_of(server.address) as client:
        await client.get_campaign_job_status(CID)
        server.socks[0].shutdown(socket.SHUT_WR)
        response = await client.raw.get_campaign_job_status(CID)
    assert ([1, 2], 1) == ([seen.connection for seen in server.seen], response.attempts)


async def test_a_cancelled_call_leaves_its_connection_to_nobody(script: Script, client: TargetingClient) -> None:
    """The connection of a cancelled call is not used again."""
    script.answer = lambda _: HANG
    task = asyncio.create_task(client.get_campaign_job_status(CID))
    await script.until(lambda: calls(script) == 1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    script.answer = lambda _: response(200, JOB)
    assert "queued" == (await client.get_campaign_job_status(CID)).status
    assert [1, 2] == [seen.connection for seen in script.seen]


async def test_requests_are_the_same(script: Script) -> None:
    """Both libraries send the same lines, but for their order and spelling."""
    script.answer = lambda _: response(200, CAMPAIGN)
    for transport in ("httpx", "aiohttp"):
        async with client_of(script.address, transport=transport, org_id="o") as client:
            await client.change_campaign_status(CID)
            await client.create_recipient(CID, any_body(x="ü"))
    sent = [(seen.line, {**seen.headers, "connection": ""}, seen.body) for seen in script.seen]
    assert sent[:2] == sent[2:]
