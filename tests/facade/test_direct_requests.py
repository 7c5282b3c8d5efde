"""Requests on an open connection pass the HTTP library by, and are read as the library reads them."""

from __future__ import annotations

import asyncio
import gzip
import random
import re
import ssl
from contextlib import nullcontext
from itertools import pairwise
from typing import Any, Literal
from unittest.mock import patch

import aiohttp
import h11
import httpcore
import httpcore2
import httpx
import pytest
import respx
import trustme
from facade.environments import LIBRARIES
from facade.stores import CID, JOB, ONCE
from server import HANG, Script, response

from epilot_targeting import RequestTimeoutError, TargetingClient, TargetingError, TransportError
from epilot_targeting._config.secret import Secret
from epilot_targeting._transport.attempt import Attempt, PreparedRequest
from epilot_targeting._transport.request_bytes import RequestSerialiser
from epilot_targeting._transport.response_headers import read_head
from epilot_targeting._transport.usual_response import find_body, parse_head

pytestmark = pytest.mark.own_connections
Library = Literal["httpx", "httpx2", "aiohttp"]
SENDING: list[tuple[Any, str]] = [
    (httpcore.AsyncHTTP11Connection, "handle_async_request"),
    (httpcore2.AsyncHTTP11Connection, "handle_async_request"),
    (aiohttp.ClientRequest, "send"),
]
"""The methods of the libraries that send a request."""


def client_of(library: Library, address: str, **options: Any) -> TargetingClient:
    """Make a client with own connections."""
    return TargetingClient(**{"token": "t", "base_url": address, "transport": library, "retry": ONCE, **options})


class Counted:
    """A number of calls."""

    calls = 0


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """The number of requests that went through a library, whose methods still count as its own."""
    counted = Counted()
    for kind, name in SENDING:
        method = getattr(kind, name)

        async def sending(self: Any, *given: Any, method: Any = method, **more: Any) -> Any:
            counted.calls += 1
            return await method(self, *given, **more)

        monkeypatch.setattr(kind, name, sending)
    monkeypatch.setattr("epilot_targeting._transport.tracing_tools._file_of", lambda _: "")
    return counted


@pytest.mark.parametrize("library", LIBRARIES)
async def test_the_library_sends_the_first_request_alone(script: Script, sent: Counted, library: Library) -> None:
    """A library sends the first request of a connection, and none after it."""
    script.answer = lambda _: response(200, JOB)
    async with client_of(library, script.address) as client:
        for _ in range(4):
            await client.get_campaign_job_status(CID)
    assert (1, [1] * 4) == (sent.calls, [seen.connection for seen in script.seen])


async def requests(client: TargetingClient) -> None:
    """Make one request of each kind, twice."""
    for _ in range(2):
        await client.request("GET", "/v1/a/b%2Fc", params={"q": "ü 1&2='", "empty": ""})
        await client.request("DELETE", "/v1/x;y=1,2:@(*)~!$&'+")
        await client.request("POST", "/v1/x", json={"a": "ü"})
        await client.request("POST", "/v1/x")
        await client.request("PUT", "/v1/x?", json=[])


@pytest.mark.parametrize("library", ["httpx", "httpx2"])
async def test_the_bytes_of_a_request_are_those_of_the_library(script: Script, library: Library) -> None:
    """On an open connection a request has the line, the headers in their order, and the body that the library sends."""
    options: dict[str, Any] = {"org_id": "o", "headers": {"x-own": "a b"}}
    async with client_of(library, script.address, **options) as client:
        await requests(client)
        direct, script.seen = script.seen, []
        with patch.object(RequestSerialiser, "serialise", return_value=None):
            await requests(client)
    assert {1} == {seen.connection for seen in [*direct, *script.seen]}
    assert [(seen.line, [*seen.headers.items()], seen.body) for seen in script.seen] == [
        (seen.line, [*seen.headers.items()], seen.body) for seen in direct
    ]


@pytest.mark.parametrize(
    "origin", ["https://a.example:443", "https://A.Example", "https://[::1]:443", "http://a.example:443", "http://a:80"]
)
def test_the_host_is_that_of_the_library(origin: str) -> None:
    """The header `host` has no default port and no capitals, since the signature of a presigned URL may cover it."""
    prepared = PreparedRequest("GET", Secret(f"{origin}/key?signature=x"), {}, None, None, (1, 1), 1)
    sent = RequestSerialiser(origin).serialise(prepared) or b""
    host = httpx.Request("GET", f"{origin}/key").headers["host"]
    assert f"GET /key?signature=x HTTP/1.1\r\nhost: {host}\r\n\r\n".encode() == sent


HEADS = [
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.1 200\r\n",
    b"HTTP/1.1 200 \r\n",
    b"HTTP/1.0 200 OK\r\n",
    b"HTTP/1.1 201 Caf\xc3\xa9\r\n",
    b"HTTP/1.1 100 Go on\r\n\r\nHTTP/1.1 200 OK\r\n",
    b"HTTP/1.1 409 No\r\n",
    b"HTTP/1.1 503 Later\r\nx-a: 1\r\n",
    b"HTTP/1.1 204 Nothing\r\n",
    b"HTTP/1.1 700 What\r\n",
    b"HTTP/2 200\r\n",
]
LENGTHS = [
    b"content-length: 20\r\n",
    b"Content-Length:20\r\n",
    b"content-length: 20, 20\r\n",
    b"content-length: 20\r\ncontent-length: 20\r\n",
    b"content-length: 20\r\ncontent-length: 21\r\n",
    b"content-length: +20\r\n",
    b"content-length: 020\r\n",
    b"content-length: 19\r\n",
    b"content-length: 21\r\n",
    b"content-length: 0\r\n",
    b"content-length: \r\n",
    b"",
    b"transfer-encoding: chunked\r\n",
    b"transfer-encoding: chunked\r\ncontent-length: 20\r\n",
    b"Transfer-Encoding: Chunked\r\n",
    b"transfer-encoding: gzip, chunked\r\n",
    b"connection: close\r\ncontent-length: 20\r\n",
    b"connection: Keep-Alive\r\ncontent-length: 20\r\n",
]
OTHERS = [
    b"content-type: application/json\r\n",
    b"Content-Type: \t application/json; charset=utf-8 \t\r\n",
    b"content-type: application/json\r\nx-b: 1\r\nX-B: 2\r\nset-cookie: a=b\r\n",
    b"content-type: application/json\r\nx-c: \xc3\xbc\r\n",
    b"content-type: application/json\r\nx-c: \xfc\r\n",
    b"content-type: application/json\r\nx-d:\r\n",
    b"content-type: application/json\r\nx-e: a\r\n b\r\n",
    b"content-type : application/json\r\n",
    b"content-type: application/json\nx-f: a\r\n",
    b"content-type: application/json\r\nx-g: a\x00b\r\n",
    b"content-type: application/json\r\nx-h: a\x01b\r\n",
    b"content-type: application/json\r\nupgrade: h2c\r\n",
    b"content-type: application/json\r\n: a\r\n",
    b"content-type: application/json\r\nx y: a\r\n",
]
ENDS = [
    b'{"status": "queued"}',
    b'{"status": "queued"}HTTP/1.1 200 OK\r\n',
    b'14\r\n{"status": "queued"}\r\n0\r\n\r\n',
    b'b\r\n{"status": \r\n00009\r\n"queued"}\r\n0\r\n\r\n',
    b'B\r\n{"status": \r\n9;a=b\r\n"queued"}\r\n0\r\n\r\n',
    b'14\r\n{"status": "queued"}\r\n0\r\nx-trailer: a\r\n\r\n',
    b'14\r\n{"status": "queued"}0\r\n\r\n',
    b'14\r\n{"status": "queued"}\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n',
    b'14\r\n{"status": "queued"}\r\n',
    b'-4\r\n{"status": "queued"}\r\n0\r\n\r\n',
    b"0\r\n\r\n",
    b"",
]


def assembled(seed: int) -> bytes:
    """Return a response that is put together from parts, most of them usual."""
    rng = random.Random(seed)  # noqa: S311 (drawn, not secret)
    head, other = (parts[0] if rng.random() < 0.7 else rng.choice(parts) for parts in (HEADS, OTHERS))
    if rng.random() < 0.5:
        length, end = b"transfer-encoding: chunked\r\n", rng.choice(ENDS)
    else:
        length, end = rng.choice(LENGTHS), ENDS[0] if rng.random() < 0.7 else rng.choice(ENDS)
    return head + other + length + b"\r\n" + end


RESPONSES = [
    *(assembled(seed) for seed in range(60)),
    b"",
    *(first + response(200, JOB) for first in (b"\r\n", b"HTTP/1.1 100 X\r\n\r\n")),
]


async def outcome(client: TargetingClient) -> Any:
    """Return the response of a call, or its error."""
    try:
        found = await client.raw.get_campaign_job_status(CID)
    except TargetingError as error:
        text = re.sub(r"127\.0\.0\.1:\d+", "", str(error))
        return type(error), text, error.applied, getattr(error, "body", None)
    return found.status_code, found.headers, found.content, found.parsed


@pytest.mark.parametrize("number", range(200))
def test_a_usual_response_is_parsed_as_h11_parses_it(number: int) -> None:
    """A response that is accepted has the status, the headers, the body and the end that h11 reads."""
    data = assembled(number)
    head = parse_head(data)
    connection = h11.Connection(h11.CLIENT)
    connection.send(h11.Request(method="GET", target="/", headers=[("host", "a")]))
    connection.send(h11.EndOfMessage())
    connection.receive_data(data)
    if head is None:
        return
    read = connection.next_event()
    assert isinstance(read, h11.Response)
    attempt = Attempt()
    read_head(attempt, read.status_code, read.headers.raw_items())
    assert (attempt.status, attempt.headers) == (head.status, head.headers)
    if (found := find_body(head, data)) is not None:
        body = b""
        while isinstance(event := connection.next_event(), h11.Data):
            body += event.data
        assert (type(event), body) == (h11.EndOfMessage, found[0])
        assert connection.trailing_data[0] == data[found[1] :]


def test_some_heads_are_usual() -> None:
    """Of the responses that are compared, many are accepted and many are not."""
    heads = [(parse_head(assembled(number)), assembled(number)) for number in range(200)]
    usual = [head is not None and find_body(head, data) is not None for head, data in heads]
    assert 40 < sum(usual) < 160


async def in_pieces(library: Library, pieces: list[bytes], **options: Any) -> Any:
    """Return the outcome of a call on an open connection whose response arrives in pieces."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in ([response(200, JOB)], pieces):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer[0])
            for piece in answer[1:]:
                for _ in range(20):  # so that the client reads the piece before by itself
                    await asyncio.sleep(0)
                writer.write(piece)
        writer.close()
        ended.set()

    ended = asyncio.Event()
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with client_of(library, address, **options) as client:
            await client.get_campaign_job_status(CID)
            found = await outcome(client)
        await ended.wait()
        return found


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("number", range(len(RESPONSES)))
async def test_a_response_is_read_as_the_library_reads_it(library: Library, number: int) -> None:
    """A response on an open connection has the outcome that it has if the library sends the request."""
    direct = await in_pieces(library, [RESPONSES[number]])
    with patch.object(RequestSerialiser, "serialise", return_value=None):
        assert await in_pieces(library, [RESPONSES[number]]) == direct


WHOLE = response(200, JOB, "x-a: 1")


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("places", [[10], [-len(JOB)], [-4], [20, -4, -2], [-len(JOB), -3]])
async def test_a_response_may_arrive_in_pieces(library: Library, places: list[int]) -> None:
    """A response is read whole, wherever it is cut."""
    cuts = [0, *places, len(WHOLE)]
    pieces = [WHOLE[start:end] for start, end in pairwise(cuts)]
    status, _, content, _ = await in_pieces(library, pieces)
    assert (200, JOB) == (status, content)


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("cut", [1, 8])
async def test_a_body_that_is_cut_off(library: Library, cut: int) -> None:
    """A connection that ends within a body is an error, in the words of the library."""
    kind, text, applied, _ = await in_pieces(library, [WHOLE[:-8], WHOLE[-8:-cut]])
    words = {"aiohttp": "not completed|payload|Not enough data"}.get(
        library, rf"received {len(JOB) - cut} bytes, expected"
    )
    assert ("TransportError", True) == (kind.__name__, applied)
    assert re.search(words, text)


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("cut", [1, 30])
async def test_a_compressed_or_large_response(library: Library, cut: int) -> None:
    """A response is decompressed, and rejected if it is too large, whether it arrives whole or not."""
    packed = response(200, gzip.compress(JOB), "content-encoding: gzip")
    assert JOB == (await in_pieces(library, [packed[:-cut], packed[-cut:]]))[2]
    assert JOB == (await in_pieces(library, [packed]))[2]
    large = response(200, b'{"status": "%b"}' % (b"x" * 100), "x-a: 1")
    for pieces in ([large], [large[:-cut], large[-cut:]]):
        kind, *_ = await in_pieces(library, pieces, max_response_bytes=64)
        assert "ResponseTooLargeError" == kind.__name__


@pytest.mark.parametrize(
    ("changed", "value"),
    [
        ("method", "HEAD"),
        ("url", Secret("https://other.example/v1/x")),
        ("url", Secret("https://service.example/v1/x y")),
        ("headers", {"x-a": "a\r\nx-b: b"}),
        ("headers", {"x-a": "ü"}),
        ("headers", {"x a": "b"}),
        ("token", Secret("a\r\nx-b: b")),
        ("token", Secret("ü")),
        ("content_type", "text/plain\r\nx-b: b"),
    ],
)
def test_an_unusual_request_is_left_to_the_library(changed: str, value: Any) -> None:
    """A request with a part that could change its meaning, or that is not ASCII, is not serialised here."""
    usual = PreparedRequest("POST", Secret("https://service.example/v1/x"), {"x-a": "b"}, Secret("t"), b"{}", (1, 1), 1)
    serialiser = RequestSerialiser("https://service.example/prefix")
    assert (serialiser.serialise(usual) or b"").startswith(
        b"POST /v1/x HTTP/1.1\r\nhost: service.example\r\nx-a: b\r\n"
    )
    assert serialiser.serialise(usual._replace(**{changed: value})) is None
    assert b"authorization" not in (serialiser.serialise(usual._replace(token=None)) or b"authorization")


@pytest.mark.parametrize("library", LIBRARIES)
async def test_a_call_is_cancelled_while_it_waits(script: Script, library: Library) -> None:
    """Cancelling a call on an open connection closes the connection, and the next call opens another one."""
    script.answer = lambda _: response(200, JOB) if len(script.seen) != 2 else HANG
    async with client_of(library, script.address) as client:
        await client.get_campaign_job_status(CID)
        task = asyncio.create_task(client.get_campaign_job_status(CID))
        await script.until(lambda: len(script.seen) == 2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert "queued" == (await client.get_campaign_job_status(CID)).status
    assert [1, 1, 2] == [seen.connection for seen in script.seen]


@pytest.mark.parametrize("library", LIBRARIES)
async def test_a_response_that_does_not_come(script: Script, library: Library) -> None:
    """The read timeout passes on an open connection, too."""
    script.answer = lambda _: response(200, JOB) if len(script.seen) == 1 else HANG
    async with client_of(library, script.address) as client:
        await client.get_campaign_job_status(CID)
        with pytest.raises(RequestTimeoutError) as failed:
            await client.with_options(timeout=(5, 0.05)).change_campaign_status(CID)
    assert ("read", None, [1, 1]) == (failed.value.limit, failed.value.applied, [one.connection for one in script.seen])


CHUNKED = b"HTTP/1.1 200 X\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n"


@pytest.mark.parametrize("library", LIBRARIES)
async def test_responses_under_tls(library: Library) -> None:
    """Under TLS, responses with a length and in chunks are read on one connection, whole and in pieces."""
    chunked = CHUNKED % (len(JOB), JOB)
    answers = [[WHOLE], [WHOLE], [chunked], [WHOLE[:-3], WHOLE[-3:]], [chunked[:-9], chunked[-9:]], [WHOLE]]
    settings, trusting = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    authority = trustme.CA()
    authority.issue_cert("127.0.0.1").configure_cert(settings)
    authority.configure_trust(trusting)
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        for answer in answers:
            await reader.readuntil(b"\r\n\r\n")
            for piece in answer:
                writer.write(piece)
                await asyncio.sleep(0)
        writer.close()
        ended.set()

    ended = asyncio.Event()
    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=settings) as server:
        address = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with client_of(library, address, ssl_context=trusting) as client:
            found = [await outcome(client) for _ in answers]
        await ended.wait()
    assert ([JOB] * len(answers), 1) == ([content for _, _, content, _ in found], connections)


@pytest.mark.parametrize("tool", ["respx", "httpx", "a session"])
async def test_a_mock_that_begins_later_answers(script: Script, monkeypatch: pytest.MonkeyPatch, tool: str) -> None:
    """A tool for tests that replaces a method of a library answers the requests of open connections too."""
    script.answer = lambda _: response(200, JOB)
    status = {"status": "done"}

    async def answer(*_: Any) -> httpx.Response:
        return httpx.Response(200, json=status)

    async def refuse(*_: Any, **__: Any) -> None:
        raise aiohttp.ClientConnectionError("mocked")

    async with client_of("aiohttp" if tool == "a session" else "httpx", script.address) as client:
        await client.get_campaign_job_status(CID)
        with respx.mock() if tool == "respx" else nullcontext() as router:
            if router is not None:
                router.get(url__startswith=script.address).respond(json=status)
            elif tool == "httpx":
                monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", answer)
            else:
                monkeypatch.setattr(aiohttp.ClientSession, "_request", refuse)
            found = await outcome(client)
    assert 1 == len(script.seen)
    assert (200 if tool != "a session" else TransportError) == found[0]
