"""What it costs to see calls: middleware, the log by level, and spans, each beside a call that nothing sees."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from typing import Any

import httpx
from benchmarks.ground import Ground
from benchmarks.measure import Work, timed_in_turn
from benchmarks.memory import Memory, no_network
from benchmarks.ours import Ours
from benchmarks.processes import served
from benchmarks.results import Row
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

from epilot_targeting import otel
from epilot_targeting.middleware import Attempt, CallNext, Outcome

NOWHERE = "http://127.0.0.1:1"
CALLS = 500
SERVED, DELAY = 40, 0.02
PLAIN = "nothing"
SHARE = "CPU added ÷ time"
AGAIN = "nothing, again"
LOG = logging.getLogger("epilot_targeting")


class Dropping(SpanExporter):
    """Takes spans, and sends them nowhere."""

    def export(self, spans: Any) -> SpanExportResult:
        """Take spans."""
        return SpanExportResult.SUCCESS


class Formatting(logging.Handler):
    """Formats records, and writes them nowhere."""

    def emit(self, record: logging.LogRecord) -> None:
        """Format a record."""
        self.format(record)


async def correlate(attempt: Attempt, call_next: CallNext) -> Outcome:
    """Set a header."""
    attempt.headers["x-correlation-id"] = "a1b2"
    return await call_next(attempt)


@contextmanager
def logged(level: int) -> Iterator[None]:
    """Log at a level meanwhile."""
    handler, before = Formatting(), LOG.level
    LOG.addHandler(handler)
    LOG.setLevel(level)
    LOG.propagate = False
    try:
        yield
    finally:
        LOG.removeHandler(handler)
        LOG.setLevel(before)
        LOG.propagate = True


def _work(side: Ours, times: int, level: int) -> Work:
    async def work() -> int:
        with logged(level):
            for _ in range(times):
                await side.match()
        return times

    return work


@asynccontextmanager
async def _sides(make: Callable[..., Ours]) -> AsyncIterator[dict[str, tuple[Ours, int]]]:
    """Open the sides: a client of its own for each, and the level of the log."""
    tracers, meters = TracerProvider(), MeterProvider(metric_readers=[InMemoryMetricReader()])
    tracers.add_span_processor(BatchSpanProcessor(Dropping()))
    off = logging.WARNING
    found = {
        PLAIN: (make(), off),
        AGAIN: (make(), off),
        "one middleware": (make(middleware=[correlate]), off),
        "three middleware": (make(middleware=[correlate] * 3), off),
        "log at INFO": (make(), logging.INFO),
        "log at DEBUG": (make(), logging.DEBUG),
        "spans, no SDK": (make(), off),
        "spans": (make(), off),
        "spans and metrics": (make(), off),
    }
    otel.instrument(found["spans, no SDK"][0].client)
    otel.instrument(found["spans"][0].client, tracer_provider=tracers)
    otel.instrument(found["spans and metrics"][0].client, tracer_provider=tracers, meter_provider=meters)
    async with AsyncExitStack() as stack:
        for side, _ in found.values():
            stack.push_async_callback(side.aclose)
        yield found
    tracers.shutdown()
    meters.shutdown()


async def _row(title: str, make: Callable[..., Ours], ground: Ground) -> Row:
    async with _sides(make) as found:
        for side, _ in found.values():
            await side.match()
        works = {name: _work(side, ground.sized(CALLS), level) for name, (side, level) in found.items()}
        row = Row("observed", title, await timed_in_turn(works, ground.rounds), (1e-6, "µs"))
    row.expect(AGAIN, PLAIN, 1.03)
    return row


async def _served(ground: Ground) -> Row:
    """Measure calls to a service that answers after a while, as one over a network does."""
    with served(delay=DELAY) as url:
        async with _sides(partial(Ours, url)) as found:
            works = {name: _work(side, ground.sized(SERVED), level) for name, (side, level) in found.items()}
            costs = await timed_in_turn(works, ground.rounds)
    row = Row("observed", f"one call that is seen, of a service that answers in {DELAY * 1e3:.0f} ms", costs)
    row.expect(AGAIN, PLAIN, 1.03)
    for name in costs:
        # The time itself varies by more than this.
        row.figures[name] = {SHARE: (row.cost(name).cpu - row.cost(PLAIN).cpu) / row.cost(PLAIN).wall}
        row.expect_figure(name, SHARE, 0.05)
    return row


async def observed(ground: Ground) -> list[Row]:
    """Measure calls over a caller's httpx client, over the client's own connections, and of a service."""
    rows: list[Row] = []
    work: Awaitable[Row]
    async with httpx.AsyncClient(transport=Memory()) as http:
        work = _row(
            "one call from memory that is seen, over a given httpx client", _with(NOWHERE, http_client=http), ground
        )
        rows.append(await work)
    async with no_network() as url:
        rows.append(await _row("one call from memory that is seen, over own connections", _with(url), ground))
    rows.append(await _served(ground))
    return rows


def _with(url: str, **shared: Any) -> Callable[..., Ours]:
    return lambda **options: Ours(url, **shared, **options)
