"""Tools that trace HTTP libraries record no presigned URL, and no query string if nothing else needs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from facade.stores import CID, SIGNATURE, TLS, Recorder, referring
from facade.traced_calls import CURSOR, SEARCH, TOOLS, WAYS, by_opentelemetry, calls, spans
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from pytest_httpx import HTTPXMock
from server import Script, page

from epilot_targeting import TargetingClient
from epilot_targeting._transport.tracing_tools import hide_query

TESTS = Path(__file__).parents[1]
ADDED = {"sentry-trace", "baggage", "traceparent", "tracestate"}
TRACED = {
    "sentry": {"own aiohttp", "caller's httpx", "caller's httpx2", "a subclass"},
    "sentry with spans": {"own aiohttp", "caller's httpx", "caller's httpx2", "a subclass"},
    "opentelemetry": {"own httpx", "own aiohttp", "caller's httpx", "a subclass"},
}
"""The ways of sending in which a tool records the requests to the service."""


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_records_no_query_and_no_stored_response(tool: str) -> None:
    """Breadcrumbs and spans show the paths of calls, without their queries, and nothing of the object store."""
    # In another process: Sentry replaces methods of the libraries for good.
    program = [sys.executable, str(TESTS / "facade" / "traced_calls.py"), tool]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    done = subprocess.run(program, capture_output=True, text=True, check=True, env=environment)
    found = json.loads(done.stdout)["ways"]
    assert {*WAYS} == {*found}
    assert TRACED[tool] == {way for way in WAYS if f"{CID}/recipients" in found[way]["told"]}
    for way in WAYS:
        check(found[way], is_traced=way in TRACED[tool])


def check(found: dict[str, Any], *, is_traced: bool) -> None:
    """Check what a tool recorded of the calls in one way, and what service and store received."""
    assert [] == [text for text in (SIGNATURE, SEARCH, CURSOR) if text in found["told"]]
    assert [[], [], []] == [sorted(ADDED & {*names}) for names in found["store"]]
    assert all(SIGNATURE in target for target in found["stored"])
    assert [is_traced] * 4 == [bool(ADDED & {*names}) for names in found["service"]]
    assert all(SEARCH in target for target in found["targets"])
    assert 3 == sum(CURSOR in target for target in found["targets"])


@pytest.fixture
def opentelemetry() -> Iterator[Any]:
    """OpenTelemetry traces httpx and aiohttp."""
    with by_opentelemetry() as told:
        yield told


OWN = pytest.mark.own_connections


@pytest.mark.parametrize("way", [pytest.param(way, marks=OWN) if "own" in way else way for way in WAYS])
async def test_a_span_shows_no_query(opentelemetry: Any, way: str) -> None:
    """Spans show the paths of calls, without their queries, and nothing of the object store."""
    found = await calls(way)
    found["told"] = opentelemetry()
    check(found, is_traced=way in TRACED["opentelemetry"])


async def test_a_client_that_is_traced_by_itself_shows_no_query(script: Script, store: Script) -> None:
    """OpenTelemetry may trace one client of the caller's: its spans show no query either."""
    script.answer = lambda seen: referring(f"{store.address}/?{SIGNATURE}") if "job" in seen.target else page([])
    store.answer = lambda _: page([])
    provider, told = spans()
    async with httpx.AsyncClient(verify=TLS) as callers:
        HTTPXClientInstrumentor.instrument_client(callers, tracer_provider=provider)
        client = TargetingClient("t", base_url=script.address, http_client=callers)
        await client.get_recipients(CID, q=SEARCH)
        await client.get_campaign_job_status(CID)
    shown = told()
    assert SEARCH in script.seen[0].target
    assert ("recipients" in shown, SEARCH in shown, SIGNATURE in shown) == (True, False, False)


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The URLs that a tool has seen, which replaces `send` of httpx."""
    seen: list[str] = []
    send = httpx.AsyncClient.send

    async def recording(self: Any, request: Any, **options: Any) -> Any:
        seen.append(str(request.url))
        return await send(self, request, **options)

    monkeypatch.setattr(httpx.AsyncClient, "send", recording)
    return seen


@pytest.mark.parametrize("needs", ["nothing", "a hook", "a mock", "a proxy", "an own send", "an own transport"])
async def test_a_query_is_shown_to_what_needs_it(script: Script, recorded: list[str], needs: str) -> None:
    """A hook, a transport, a proxy or a class of the caller's reads the whole URL, and then a tool does too."""
    script.answer = lambda _: page([])
    read: list[str] = []

    async def hook(request: httpx.Request) -> None:
        read.append(str(request.url))

    def handle(request: httpx.Request) -> httpx.Response:
        read.append(str(request.url))
        return httpx.Response(200, json={"results": []})

    class Own(httpx.AsyncClient):
        async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
            await hook(request)
            return await super().send(request, **options)

    class OwnTransport(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await hook(request)
            return await super().handle_async_request(request)

    options: dict[str, dict[str, Any]] = {
        "a hook": {"event_hooks": {"request": [hook]}},
        "a mock": {"transport": httpx.MockTransport(handle)},
        "a proxy": {"proxy": script.address},
        "an own transport": {"transport": OwnTransport(verify=TLS)},
    }
    kind: Any = Own if needs == "an own send" else httpx.AsyncClient
    async with kind(verify=TLS, **options.get(needs, {})) as callers:
        await TargetingClient("t", base_url=script.address, http_client=callers).get_recipients(CID, q=SEARCH)
    assert (needs != "nothing") == (SEARCH in recorded[0])
    received = [*read, *(seen.target for seen in script.seen)]
    assert [] != received
    assert all(SEARCH in url for url in received)


async def test_a_mock_reads_the_query(httpx_mock: HTTPXMock, recorded: list[str]) -> None:
    """A tool for tests that replaces httpx's transport reads the whole URL."""
    httpx_mock.add_response(json={"results": []})
    async with httpx.AsyncClient(verify=TLS) as callers:
        await TargetingClient("t", http_client=callers).get_recipients(CID, q=SEARCH)
    request = httpx_mock.get_request()
    assert request is not None
    assert SEARCH == request.url.params["q"]
    assert SEARCH in recorded[0]


@pytest.mark.parametrize("where", ["a class", "an object", "nowhere"])
async def test_a_stored_response_is_sent_below_tools(recorded: list[str], where: str) -> None:
    """A tool does not see the presigned URL, unless the caller's class or object has a `send` of its own."""

    class Own(httpx.AsyncClient):
        async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
            return await super().send(request, **options)

    transport = Recorder(f"https://bucket.s3.amazonaws.com/?{SIGNATURE}")
    async with (Own if where == "a class" else httpx.AsyncClient)(transport=transport) as callers:
        if where == "an object":
            callers.send = callers.send  # type: ignore[method-assign]
        await TargetingClient("t", http_client=callers).get_campaign_job_status(CID)
    assert (where != "nowhere") == any(SIGNATURE in url for url in recorded)
    assert SIGNATURE in str(transport.requests[1].url)


async def test_a_client_of_another_library_is_left_alone() -> None:
    """A client that no known library made gets the whole URL."""

    class Other:
        event_hooks: dict[str, Any] = {}  # noqa: RUF012 (as in httpx)

    request = httpx.Request("GET", f"https://example.com/?q={SEARCH}")
    hide_query(Other(), request)
    assert SEARCH in str(request.url)
