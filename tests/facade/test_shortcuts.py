"""A caller's client is bypassed where the result is the same, and used where it differs."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import httpx
import pytest
from facade.stores import CID

from epilot_targeting import ConfigurationError, TargetingClient
from epilot_targeting._call.client_state import ClientState
from epilot_targeting._client import open_and_close
from epilot_targeting._config import transport_options


class Counting(httpx.AsyncClient):
    """A caller's client that counts what it sends."""

    sent = 0

    async def send(self, *given: Any, **named: Any) -> httpx.Response:
        """Count, and send."""
        self.sent += 1
        return await super().send(*given, **named)


def answered(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"status": request.headers.get("x-mine", "none")})


async def test_a_client_of_a_class_of_the_callers_sends_itself() -> None:
    """A subclass of the caller's HTTP client sends by its own method."""
    async with Counting(transport=httpx.MockTransport(answered)) as own:
        await TargetingClient("t", http_client=own).get_campaign_job_status(CID)
    assert 1 == own.sent


async def test_what_stands_in_the_place_of_send_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A replaced `send` is used, as tracing does it."""
    sent: list[str] = []
    plain = httpx.AsyncClient.send

    async def traced(self: httpx.AsyncClient, request: httpx.Request, **named: Any) -> httpx.Response:
        sent.append(request.method)
        return await plain(self, request, **named)

    monkeypatch.setattr(httpx.AsyncClient, "send", traced)
    async with httpx.AsyncClient(transport=httpx.MockTransport(answered)) as own:
        await TargetingClient("t", http_client=own).get_campaign_job_status(CID)
    assert ["GET"] == sent


class Wrapper:
    """A wrapper of a method that forwards all attributes, as those of wrapt do, and counts the calls."""

    def __init__(self, wrapped: Any) -> None:
        self.__wrapped__ = wrapped
        self.calls = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__wrapped__, name)

    def __get__(self, one: Any, kind: Any = None) -> Any:
        return self if one is None else partial(self, one)

    def __call__(self, *given: Any, **named: Any) -> Any:
        self.calls += 1
        return self.__wrapped__(*given, **named)


@pytest.mark.parametrize("name", ["send", "build_request"])
async def test_a_wrapper_that_forwards_attributes_is_used(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A method that a tool has wrapped is used, also if the wrapper looks like the method."""
    wrapper = Wrapper(getattr(httpx.AsyncClient, name))
    monkeypatch.setattr(httpx.AsyncClient, name, wrapper)
    async with httpx.AsyncClient(transport=httpx.MockTransport(answered)) as own:
        client = TargetingClient("t", http_client=own)
        for _ in range(2):
            await client.get_campaign_job_status(CID)
    assert 2 == wrapper.calls


async def test_headers_that_the_caller_changes_are_seen() -> None:
    """Changed headers of the caller's client are sent with the next request."""
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("x-mine", ""))
        return answered(request)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer), headers={"x-mine": "a"}) as own:
        client = TargetingClient("t", http_client=own)
        await client.get_campaign_job_status(CID)
        own.headers["x-mine"] = "b"
        await client.get_campaign_job_status(CID)
    assert ["a", "b"] == seen


@pytest.mark.httpx_only
async def test_being_cancelled_wins_over_a_limit_that_passes_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cancelled call raises CancelledError, even if a limit passes at the same time."""
    begun = asyncio.Event()

    async def hang(*_: Any) -> httpx.Response:
        try:
            begun.set()
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise httpx.ReadTimeout("late") from None
        raise AssertionError

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", hang)
    async with TargetingClient("t") as client:
        call = asyncio.ensure_future(client.get_campaign_job_status(CID))
        await begun.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call


def test_threads_that_begin_at_once_share_one_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that start at the same time share one client state."""
    client, made = TargetingClient("t"), ClientState()

    class Late:
        def __enter__(self) -> None:
            client._state = made

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(open_and_close, "_making", Late())
    assert made is client._open_state()


@pytest.mark.parametrize("transport", ["curl", "", 5, ["httpx"]])
def test_a_transport_that_there_is_none_of(transport: Any) -> None:
    """An unknown transport is an error that names the known ones."""
    with pytest.raises(ConfigurationError, match="httpx, httpx2, aiohttp"):
        TargetingClient(transport=transport)


@pytest.mark.defaults
@pytest.mark.parametrize(("transport", "extra"), [("httpx2", "httpx2"), ("aiohttp", "fast")])
def test_a_transport_without_its_library(monkeypatch: pytest.MonkeyPatch, transport: Any, extra: str) -> None:
    """Without its library, a transport is an error that says what to install."""
    monkeypatch.setattr(transport_options, "find_spec", lambda _: None)
    with pytest.raises(ConfigurationError, match=rf"pip install 'epilot-targeting\[{extra}\]'"):
        TargetingClient(transport=transport)
