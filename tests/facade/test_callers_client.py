"""A caller's HTTP client: its transport, its hooks and its cookies."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import httpx2
import pytest
from facade.stores import CID, JOB, QUICK, TLS, failure
from server import CLOSE, NOW, Script, page, response

from epilot_targeting import (
    ConfigurationError,
    NotFoundError,
    RequestTimeoutError,
    TargetingClient,
    TransportError,
)


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


@pytest.mark.parametrize("library", [httpx, httpx2])
def test_a_class_of_clients_is_refused(library: Any) -> None:
    """The class of HTTP clients in place of a client is refused, and the error says to add parentheses."""
    with pytest.raises(ConfigurationError, match=r"http_client .* parentheses"):
        TargetingClient("t", http_client=library.AsyncClient)


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


COOKIES = ("Set-Cookie: sid=theirs; Path=/", "Set-Cookie: more=theirs; Path=/", "Set-Cookie: old=; Path=/; Max-Age=0")


async def _break(_: Any) -> None:
    """Fail as a hook of the caller, after the HTTP library has read the cookies of the response."""
    raise LookupError


@pytest.mark.parametrize("library", [httpx, httpx2])
@pytest.mark.parametrize(
    ("answer", "hooks", "is_successful"),
    [
        (response(200, b"{}", *COOKIES), [], True),
        (response(200, b"{}", *COOKIES), [_break], False),
        (response(302, b"", "Location: http://[", *COOKIES), [], False),
    ],
    ids=["response", "hook", "redirect"],
)
async def test_the_callers_cookies_stay_as_they_were(
    script: Script, library: Any, answer: bytes, hooks: list[Any], is_successful: bool
) -> None:
    """The service's cookies do not change those of the caller's client, also if an exception hides the response."""
    script.answer = lambda _: answer
    async with library.AsyncClient(verify=TLS, event_hooks={"response": hooks}) as own:
        for name in ("sid", "old"):
            own.cookies.set(name, "mine", domain="127.0.0.1", path="/")
        client = TargetingClient("t", base_url=script.address, http_client=own, retry=NOW)
        await (client.get_campaign_job_status(CID) if is_successful else failure(client))
        assert {"sid": "mine", "old": "mine"} == dict(own.cookies)


async def test_a_cancelled_hook_leaves_no_cookie(script: Script) -> None:
    """A call that is cancelled in a response hook leaves no cookie of its response in the caller's client."""
    script.answer = lambda _: response(200, b"{}", *COOKIES)
    waiting = asyncio.Event()

    async def wait(_: httpx.Response) -> None:
        waiting.set()
        await asyncio.Event().wait()

    async with httpx.AsyncClient(verify=TLS, event_hooks={"response": [wait]}) as own:
        client = TargetingClient("t", base_url=script.address, http_client=own)
        call = asyncio.create_task(client.get_campaign_job_status(CID))
        await waiting.wait()
        call.cancel()
        await asyncio.wait([call])
        assert (True, {}) == (call.cancelled(), dict(own.cookies))


async def test_calls_at_the_same_time_leave_no_cookie_of_each_other(script: Script) -> None:
    """A call that begins during the response hook of another one does not take its cookie for one of the caller."""
    script.answer = lambda _: response(200, b"{}", *COOKIES)
    waiting, ends = asyncio.Event(), [asyncio.Event(), asyncio.Event()]

    async def wait(_: httpx.Response) -> None:
        waiting.set()
        await ends[len(script.seen) - 1].wait()

    async with httpx.AsyncClient(verify=TLS, event_hooks={"response": [wait]}) as own:
        own.cookies.set("old", "mine", domain="127.0.0.1", path="/")
        client = TargetingClient("t", base_url=script.address, http_client=own)
        calls: list[asyncio.Task[Any]] = []
        for _ in ends:
            waiting.clear()
            calls.append(asyncio.create_task(client.get_campaign_job_status(CID)))
            await waiting.wait()
        for call, end in zip(calls, ends, strict=True):
            end.set()
            await call
        assert {"old": "mine"} == dict(own.cookies)


@pytest.mark.parametrize(("broken", "host"), [(True, "127.0.0.1.example"), (True, ""), (False, "127.0.0.1")])
async def test_cookies_that_the_caller_sets_meanwhile_stay(script: Script, broken: bool, host: str) -> None:
    """A cookie that other requests of the caller set meanwhile stays, unless it may be from the response."""
    script.answer = lambda _: response(200, b"{}", *COOKIES)

    async def login(_: httpx.Response) -> None:
        own.cookies.set("mine", "1", domain=host, path="/")
        if broken:
            raise LookupError

    async with httpx.AsyncClient(verify=TLS, event_hooks={"response": [login]}) as own:
        client = TargetingClient("t", base_url=script.address, http_client=own, retry=NOW)
        await (failure(client) if broken else client.get_campaign_job_status(CID))
        assert [("mine", host)] == [(cookie.name, cookie.domain) for cookie in own.cookies.jar]


@pytest.mark.parametrize("library", [httpx, httpx2])
async def test_parameters_of_the_callers_client_are_added_to_the_query(script: Script, library: Any) -> None:
    """Default parameters of the caller's client are appended to the query of a call, and replace nothing in it."""
    words: Any = {"automation_status": "failed", "q": "a b&c=d/é", "limit": 5}
    script.answer = lambda seen: page([]) if "recipients" in seen.target else response(200, JOB)

    async def targets(**options: Any) -> list[str]:
        async with library.AsyncClient(verify=TLS, **options) as own:
            client = TargetingClient("t", base_url=script.address, http_client=own)
            await client.get_recipients(CID, **words)
            await client.get_campaign_job_status(CID)
        return [seen.target for seen in script.seen[-2:]]

    plain = await targets()
    assert [f"{plain[0]}&trace=1&trace=a+b", f"{plain[1]}?trace=1&trace=a+b"] == await targets(
        params=[("trace", "1"), ("trace", "a b")]
    )
    assert plain[0] == (await targets(params={"limit": "1", "q": ""}))[0]


async def test_a_callers_client_that_is_closed_sends_nothing(script: Script) -> None:
    """A closed HTTP client of the caller sends nothing, and the error says so."""
    own = httpx.AsyncClient(verify=TLS)
    await own.aclose()
    error = await failure(TargetingClient("t", base_url=script.address, http_client=own, retry=NOW))
    assert (TransportError, False, []) == (type(error), error.applied, script.seen)


@pytest.mark.parametrize(("operation", "sent"), [("change_campaign_status", 1), ("get_campaign_job_status", 2)])
async def test_a_connect_timeout_after_a_disconnect_proves_nothing(operation: str, sent: int) -> None:
    """A ConnectTimeout that was caused by a disconnect does not prove that nothing was sent."""
    disconnected = type("ServerDisconnectedError", (Exception,), {"__module__": "aiohttp.client_exceptions"})
    requests: list[httpx.Request] = []

    def lose(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        if len(requests) == 1:
            raise httpx.ConnectTimeout("gone") from disconnected()
        return httpx.Response(200, content=JOB)

    async with httpx.AsyncClient(transport=httpx.MockTransport(lose)) as http:
        call = getattr(TargetingClient("t", http_client=http, retry=QUICK), operation)
        ended: Any = (await asyncio.gather(call(CID), return_exceptions=True))[0]
    assert sent == len(requests)
    if sent == 2:
        assert "queued" == ended.status
    else:
        assert (RequestTimeoutError, None) == (type(ended), ended.applied)
