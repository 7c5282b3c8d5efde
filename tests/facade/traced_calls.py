"""Make calls while a tool traces the HTTP libraries of this process, and print what it recorded, as JSON."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from typing import Any

import httpx
import httpx2
import sentry_sdk
from facade.stores import CID, ONCE, SIGNATURE, TLS, refer
from facade.tracebacks import Local
from opentelemetry.instrumentation.aiohttp_client import AioHttpClientInstrumentor
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from server import CLOSE, Script, Seen, page, response

from epilot_targeting import TargetingClient, TargetingError

SEARCH = "search-text"
CURSOR = "cursor-of-a-page"
WAYS = ("own httpx", "own aiohttp", "caller's httpx", "caller's httpx2", "a subclass")


class Signed(httpx.AsyncClient):
    """A caller's class, which changes nothing of how its library sends."""


KINDS: dict[str, Any] = {
    "caller's httpx": httpx.AsyncClient,
    "caller's httpx2": httpx2.AsyncClient,
    "a subclass": Signed,
}


@asynccontextmanager
async def opened(way: str, address: str) -> AsyncIterator[TargetingClient]:
    """Open a client that sends in one of the ways."""
    callers = KINDS[way](verify=TLS) if way in KINDS else None
    own = {"transport": way.partition(" ")[2]} if callers is None else {"http_client": callers}
    async with callers or nullcontext(), TargetingClient("t", base_url=address, retry=ONCE, **own) as client:
        yield client


def answer(request: Seen) -> bytes:
    """Return two pages, the second at the cursor; refuse what is searched for in vain."""
    if "refused" in request.target:
        return response(500)
    return CLOSE if "closed" in request.target else page([], None if CURSOR in request.target else CURSOR)


async def calls(way: str) -> dict[str, Any]:
    """Make calls that succeed and fail, and return what service and store received."""
    async with Script() as service, Script() as store, opened(way, service.address) as client:
        service.answer = answer
        await client.iter_recipients(CID, q=SEARCH).collect()
        text: Any
        for text in ("refused", "closed"):
            with suppress(TargetingError):
                await client.get_recipients(CID, q=SEARCH, next=CURSOR, portal_status=text)
        listed = list(service.seen)
        refer(service, store)
        await client.get_campaign_job_status(CID)
        store.answer = lambda _: response(403)
        with suppress(TargetingError):
            await client.get_campaign_job_status(CID)
        return {
            "store": [sorted(request.headers) for request in store.seen],
            "stored": [request.target for request in store.seen],
            "service": [sorted(request.headers) for request in listed],
            "targets": [request.target for request in listed],
        }


@contextmanager
def by_sentry(**options: Any) -> Iterator[Callable[[], str]]:
    """Trace with Sentry, and give a function that returns its breadcrumbs and spans since it was last called."""
    local = Local()
    sentry_sdk.init("https://public@sentry.invalid/1", transport=local, **options)

    def told() -> str:
        sentry_sdk.capture_message("done")
        sentry_sdk.get_isolation_scope().clear_breadcrumbs()
        sentry_sdk.flush()
        found = "".join(local.events)
        local.events.clear()
        return found

    yield told


def spans() -> tuple[TracerProvider, Callable[[], str]]:
    """Return a provider of OpenTelemetry, and a function that returns its spans since it was last called."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))

    def told() -> str:
        found = "".join(span.to_json() for span in exporter.get_finished_spans())
        exporter.clear()
        return found

    return provider, told


@contextmanager
def by_opentelemetry() -> Iterator[Callable[[], str]]:
    """Trace with OpenTelemetry, and give a function that returns its spans since it was last called."""
    provider, told = spans()
    instrumentors: list[Any] = [HTTPXClientInstrumentor(), AioHttpClientInstrumentor()]
    for instrumentor in instrumentors:
        instrumentor.instrument(tracer_provider=provider)
    yield told
    for instrumentor in instrumentors:
        instrumentor.uninstrument()


TOOLS: dict[str, Any] = {
    "sentry": by_sentry,
    "sentry with spans": lambda: by_sentry(traces_sample_rate=1.0, send_default_pii=True),
    "opentelemetry": by_opentelemetry,
}


async def main(tool: str) -> dict[str, Any]:
    """Make the calls in each way under one tool."""
    logging.getLogger().setLevel(logging.DEBUG)
    found: dict[str, Any] = {}
    with TOOLS[tool]() as told:
        for way in WAYS:
            with sentry_sdk.start_transaction(name=way) if tool == "sentry with spans" else nullcontext():
                found[way] = await calls(way)
            found[way]["told"] = told()
    return found


if __name__ == "__main__":
    print(json.dumps({"signature": SIGNATURE, "ways": asyncio.run(main(sys.argv[1]))}))
