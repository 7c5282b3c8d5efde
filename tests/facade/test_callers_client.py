"""A caller's HTTP client: its transport, its hooks and its cookies."""

from __future__ import annotations

import asyncio
import gzip
import json
import pickle
from typing import Any

import httpx
import pytest
from facade.stores import CID, LARGE, TLS, failure
from server import CLOSE, NOW, Script, response

from epilot_targeting import (
    ApiError,
    ClientClosedError,
    ConfigurationError,
    DecodeError,
    NotFoundError,
    TargetingClient,
    TransportError,
    UnauthorizedError,
    cached_token,
)

SIGNED = "https://bucket.s3.amazonaws.com/x?X-Amz-Signature=feedface"


async def test_a_transport_that_tries_twice_is_not_believed(script: Script) -> None:
    """A transport that repeats by itself does not prove by its last error that nothing was sent."""
    script.answer = lambda _: CLOSE

    class Failover(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            bare = httpx.Request(request.method, request.url, headers=request.headers.raw)
            async with httpx.AsyncHTTPTransport(verify=TLS) as first:
                try:
                    return await first.handle_async_request(bare)
                except httpx.TransportError:
                    raise httpx.ConnectError("the other host is down") from None

    async with httpx.AsyncClient(transport=Failover()) as own:
        error = await failure(TargetingClient("t", base_url=script.address, http_client=own, retry=NOW))
    assert (TransportError, None, 1) == (type(error), error.applied, len(script.seen))


def test_a_synchronous_client_is_refused() -> None:
    """A synchronous HTTP client is refused."""
    with httpx.Client(verify=TLS) as own, pytest.raises(ConfigurationError, match="AsyncClient"):
        TargetingClient("t", http_client=own)


async def test_a_hook_that_refuses_a_response_does_not_hide_its_status(script: Script) -> None:
    """A response hook that raises for a status does not hide the status."""
    script.answer = lambda _: response(404, b'{"message": "no such campaign"}')

    async def refuse(received: httpx.Response) -> None:
        received.raise_for_status()

    async with httpx.AsyncClient(verify=TLS, event_hooks={"response": [refuse]}) as own:
        error = await failure(TargetingClient("t", base_url=script.address, http_client=own))
    assert (NotFoundError, False) == (type(error), error.applied)


async def test_a_hook_that_breaks_is_an_unknown_outcome(script: Script) -> None:
    """A response hook that fails leaves the outcome unknown."""

    async def broken(_: httpx.Response) -> None:
        raise LookupError

    async with httpx.AsyncClient(verify=TLS, event_hooks={"response": [broken]}) as own:
        error = await failure(TargetingClient("t", base_url=script.address, http_client=own))
    assert (TransportError, None) == (type(error), error.applied)


async def test_the_callers_cookies_stay_as_they_were(script: Script) -> None:
    """The service's cookies do not change those of the caller's client."""
    script.answer = lambda _: response(200, b"{}", "Set-Cookie: sid=theirs; Path=/", "Set-Cookie: more=theirs; Path=/")
    async with httpx.AsyncClient(verify=TLS) as own:
        own.cookies.set("sid", "mine", domain="127.0.0.1", path="/")
        await TargetingClient("t", base_url=script.address, http_client=own).get_campaign_job_status(CID)
        assert {"sid": "mine"} == dict(own.cookies)


async def test_a_callers_client_that_is_closed_sends_nothing(script: Script) -> None:
    """A closed HTTP client of the caller sends nothing, and the error says so."""
    own = httpx.AsyncClient(verify=TLS)
    await own.aclose()
    error = await failure(TargetingClient("t", base_url=script.address, http_client=own, retry=NOW))
    assert (TransportError, False, []) == (type(error), error.applied, script.seen)


SMUGGLED: list[tuple[int, bytes, tuple[str, ...], str]] = [
    (
        200,
        gzip.compress(json.dumps({"$payload_ref": SIGNED}).encode(), mtime=0)[:-4],
        ("Content-Encoding: gzip",),
        LARGE,
    ),
    (200, json.dumps({"$payload_ref": SIGNED}).encode(), (), "application/json"),
    (200, json.dumps({"$payload_ref": SIGNED}).replace("/", "\\/").encode(), (), "application/json"),
    (500, json.dumps({"message": f"see {SIGNED}"}).encode(), (), "application/json"),
]


@pytest.mark.parametrize(("status", "body", "headers", "media_type"), SMUGGLED)
async def test_no_signature_reaches_an_error(
    script: Script, status: int, body: bytes, headers: tuple[str, ...], media_type: str
) -> None:
    """No error shows a signature, wherever the service put it."""
    script.answer = lambda _: response(status, body, *headers, media_type=media_type)
    async with TargetingClient("t", base_url=script.address) as client:
        error = await failure(client)
    assert "feedface" not in str(error) + str(vars(error))


@pytest.mark.parametrize("text", ["abc%2Bdef%2Fghi", "abc\\u002Bdef\\/ghi", "abc+def/ghi"])
async def test_no_spelling_of_the_token_reaches_an_error(script: Script, text: str) -> None:
    """No error shows the token, percent-encoded, escaped or as it is."""
    script.answer = lambda _: response(400, b'{"message": "' + text.encode() + b'"}')
    async with TargetingClient("abc+def/ghi", base_url=script.address) as client:
        error = await failure(client)
    assert "[token]" == error.message


async def test_json_in_another_encoding_is_no_json(script: Script) -> None:
    """JSON in an encoding other than UTF-8 is refused."""
    script.answer = lambda _: response(200, '{"campaign": {}}'.encode("utf-16"))
    async with TargetingClient("t", base_url=script.address) as client:
        assert DecodeError is type(await failure(client))


@pytest.mark.parametrize("depth", [50, 500, 900])
async def test_an_error_with_a_deep_body_pickles(script: Script, depth: int) -> None:
    """An error with a very deep body keeps it as text, and pickles."""
    script.answer = lambda _: response(400, b"[" * depth + b"]" * depth)
    async with TargetingClient("t", base_url=script.address) as client:
        error = await failure(client)
    assert (type(error), str) == (type(pickle.loads(pickle.dumps(error))), type(error.body) if depth > 100 else str)


async def test_the_words_of_the_service_are_capped(script: Script) -> None:
    """The service's words in a message have a maximum length."""
    script.answer = lambda _: response(400, json.dumps({"message": "x" * 100_000, "code": "y" * 100_000}).encode())
    async with TargetingClient("t", base_url=script.address) as client:
        error = await failure(client)
    assert (True, None) == (len(str(error)) < 1000, error.code)


async def test_a_large_response_is_decoded_beside_the_loop(script: Script) -> None:
    """A large response is decoded outside the loop, with the errors of any response."""
    script.answer = lambda _: response(200, json.dumps({"x": "y" * 2_000_000}).encode())
    async with TargetingClient("t", base_url=script.address, retry=NOW) as client:
        job = await client.get_campaign_job_status(CID)
        assert 2_000_000 == len(job.to_dict()["x"])
        script.answer = lambda _: response(200, b"[" + b" " * 2_000_000)
        with pytest.raises(DecodeError, match="not valid JSON"):
            await client.get_campaign_job_status(CID)


@pytest.mark.own_connections
async def test_idle_connections_are_closed_in_passing(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections that have been idle for long are closed by later calls."""
    loop = asyncio.get_running_loop()
    real, offset = loop.time, [0.0]
    monkeypatch.setattr(loop, "time", lambda: real() + offset[0])
    async with TargetingClient("t", base_url=script.address) as client:
        await asyncio.gather(*(client.get_campaign_job_status(CID) for _ in range(10)))
        assert 10 == script.open
        offset[0] = 31.0
        await client.get_campaign_job_status(CID)
        await script.until(lambda: script.open == 1)
        assert script.connections <= 11


async def test_a_source_that_fails_after_a_401_does_not_hide_it(script: Script) -> None:
    """A token provider that fails after a 401 leaves the 401 as the error."""
    script.answer = lambda _: response(401, b"{}")
    given: list[Any] = ["first-token"]

    def provider() -> str:
        token: str = given.pop()
        return token

    source = cached_token(provider, ttl=60, key=lambda: {1: "tenant"}[len(given)])
    async with TargetingClient(source, base_url=script.address) as client:
        assert UnauthorizedError is type(await failure(client))
    assert 1 == len(script.seen)


async def test_two_refused_tokens_are_both_forgotten(script: Script) -> None:
    """After two refused tokens the next call fetches a third."""
    script.answer = lambda _: response(401, b"{}")
    names = iter("abcdef")
    async with TargetingClient(cached_token(lambda: f"token-{next(names)}", ttl=60), base_url=script.address) as client:
        await failure(client)
        await failure(client)
    assert ["a", "b", "c", "d"] == [seen.headers["authorization"][-1] for seen in script.seen]


async def test_the_callers_agent_goes_before_ours(script: Script) -> None:
    """The user agent has the caller's name before ours."""
    async with TargetingClient("t", base_url=script.address, headers={"User-Agent": "billing/7"}) as client:
        await client.get_campaign_job_status(CID)
    assert script.seen[0].headers["user-agent"].startswith("billing/7 epilot-targeting/")


@pytest.mark.parametrize("grace", [-1, "x", None, True])
async def test_a_grace_that_is_none(grace: Any) -> None:
    """An invalid grace time is refused before anything is closed."""
    client = TargetingClient("t")
    with pytest.raises(ConfigurationError, match="grace"):
        await client.aclose(grace)
    assert not client._closed


async def test_the_path_of_an_error_is_the_one_that_was_sent(script: Script) -> None:
    """An error has the path that was sent, with that of the base URL."""
    script.answer = lambda _: response(400, b"{}")
    async with TargetingClient("t", base_url=f"{script.address}/stage/") as client:
        error: ApiError = await failure(client)
    assert (error.path, True) == (script.seen[0].target, error.path in str(error))


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
