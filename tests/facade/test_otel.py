"""Spans and metrics by OpenTelemetry: what they hold, whom they count, and what stands below them."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
from facade.stores import CID, TLS, refer
from fake_clock import run
from opentelemetry import trace
from opentelemetry.instrumentation.aiohttp_client import AioHttpClientInstrumentor
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import Sampler
from server import CLOSE, HANG, NOW, Script, page, response

from epilot_targeting import (
    ConfigurationError,
    NotFoundError,
    RateLimit,
    TargetingClient,
    TargetingError,
    __version__,
    get_client,
    otel,
)
from epilot_targeting._observers import CallObserver, ObservedCall, observe
from epilot_targeting.otel._attributes import PREFIX
from epilot_targeting.otel._metrics import SECONDS

NAME = "get_campaign_job_status"


class Told:
    """What OpenTelemetry has recorded."""

    def __init__(self) -> None:
        self.exporter, self.tracer_provider = InMemorySpanExporter(), TracerProvider()
        self.tracer_provider.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.reader = InMemoryMetricReader()
        self.meter_provider = MeterProvider(metric_readers=[self.reader])

    def instrument(self, client: Any = None) -> None:
        """Instrument with these providers."""
        otel.instrument(client, tracer_provider=self.tracer_provider, meter_provider=self.meter_provider)

    @property
    def spans(self) -> list[Any]:
        """The spans of calls."""
        found: list[Any] = [*self.exporter.get_finished_spans()]
        return [one for one in found if one.instrumentation_scope.name == PREFIX]

    @property
    def attempts(self) -> list[Any]:
        """The spans of an instrumentation of an HTTP library."""
        return [one for one in self.exporter.get_finished_spans() if one.kind is trace.SpanKind.CLIENT]

    def points(self, name: str) -> list[Any]:
        """Return the points of a metric."""
        data: Any = self.reader.get_metrics_data()
        metrics = [one for part in data.resource_metrics[0].scope_metrics for one in part.metrics] if data else []
        return [point for one in metrics if one.name == f"{PREFIX}.{name}" for point in one.data.data_points]

    def number(self, name: str) -> int:
        """Return the sum of a metric's points."""
        return sum(point.value for point in self.points(name))


@pytest.fixture
def told() -> Iterator[Told]:
    """All clients are instrumented."""
    found = Told()
    found.instrument()
    yield found
    otel.uninstrument()
    otel._made.clear()


def client_of(script: Script, **options: Any) -> TargetingClient:
    return TargetingClient("t", base_url=script.address, **{"retry": NOW, **options})


async def test_a_span_a_call(script: Script, told: Told) -> None:
    """A call is one internal span, named after the operation, with the attributes of the HTTP conventions."""
    script.answer = lambda _: response(200, b"{}", "x-request-id: r-1")
    async with client_of(script) as client:
        await client.get_campaign_job_status(CID)
    (span,) = told.spans
    port = int(script.address.rpartition(":")[2])
    assert (NAME, trace.SpanKind.INTERNAL, True) == (span.name, span.kind, span.status.is_ok)
    assert (PREFIX, __version__) == (span.instrumentation_scope.name, span.instrumentation_scope.version)
    assert dict(span.attributes) == {
        "epilot_targeting.operation": NAME,
        "http.request.method": "GET",
        "server.address": "127.0.0.1",
        "server.port": port,
        "http.response.status_code": 200,
        "epilot_targeting.attempts": 1,
        "epilot_targeting.applied": "true",
        "epilot_targeting.request_id": "r-1",
    }


@pytest.mark.parametrize(
    ("answer", "operation", "expected"),
    [
        (response(503), NAME, {"error.type": "ServerError", "epilot_targeting.applied": "unknown", "resends": 2}),
        (response(404), NAME, {"error.type": "NotFoundError", "epilot_targeting.applied": "false", "resends": None}),
        (CLOSE, NAME, {"error.type": "TransportError", "http.response.status_code": None, "resends": 2}),
        (response(200, b"{"), "change_campaign_status", {"error.type": "DecodeError", "resends": None}),
    ],
)
async def test_a_failed_call(
    script: Script, told: Told, answer: bytes, operation: str, expected: dict[str, Any]
) -> None:
    """A failed call is one span with the class of its error, the attempts, and whether the service did the work."""
    script.answer = lambda _: answer
    async with client_of(script) as client:
        with suppress(TargetingError):
            await getattr(client, operation)(CID)
    (span,) = told.spans
    found = {**span.attributes, "resends": span.attributes.get("http.request.resend_count")}
    assert expected == {name: found.get(name) for name in expected}
    assert (trace.StatusCode.ERROR, None, ()) == (span.status.status_code, span.status.description, span.events)
    (point,) = told.points("call.duration")
    assert expected["error.type"] == point.attributes["error.type"]


async def test_metrics_of_calls(script: Script, told: Told) -> None:
    """Duration and attempts are histograms with the operation, the method, the server, the status and the error."""
    answers = [response(503), response(), response(404)]
    script.answer = lambda _: answers.pop(0)
    async with client_of(script) as client:
        await client.get_campaign_job_status(CID)
        with pytest.raises(NotFoundError):
            await client.get_campaign_job_status(CID)
    names = {"epilot_targeting.operation", "http.request.method", "server.address", "server.port"}
    good, bad = sorted(told.points("call.attempts"), key=lambda one: one.attributes["http.response.status_code"])
    assert {*good.attributes} == {*names, "http.response.status_code"}
    assert {*bad.attributes} == {*names, "http.response.status_code", "error.type"}
    assert (2, 1) == (good.sum, bad.sum)
    assert SECONDS == told.points("call.duration")[0].explicit_bounds
    assert 2 == sum(point.count for point in told.points("call.duration"))


async def test_calls_in_flight_and_waiting(script: Script, told: Told) -> None:
    """Calls in flight, and those that wait for a permit, are counted while they are, and then are 0 again."""
    script.answer = lambda _: HANG
    async with client_of(script, max_concurrency=1) as client:
        tasks = [asyncio.create_task(client.get_campaign_job_status(CID)) for _ in range(3)]
        await script.until(lambda: len(script.seen) == 1)
        found = [told.number(name) for name in ("call.active", "permit.pending_calls", "rate_limit.pending_calls")]
        assert [3, 2, 0] == found
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert [0, 0] == [told.number(name) for name in ("call.active", "permit.pending_calls")]
    assert {"CancelledError"} == {span.attributes["error.type"] for span in told.spans}
    assert {trace.StatusCode.UNSET} == {span.status.status_code for span in told.spans}


def test_calls_that_wait_at_the_rate_limit(told: Told) -> None:
    """Calls that the rate limit holds back are counted meanwhile, and their wait is recorded."""

    async def main() -> None:
        transport = httpx.MockTransport(lambda _: httpx.Response(200, json={}))
        async with httpx.AsyncClient(transport=transport) as own:
            client = TargetingClient("t", http_client=own, rate_limit=RateLimit(requests=1, seconds=60))
            await client.request("POST", "/v1/x")
            task = asyncio.create_task(client.request("POST", "/v1/x"))
            await asyncio.sleep(5)
            assert (1, 1) == (told.number("call.active"), told.number("rate_limit.pending_calls"))
            await task

    run(main())
    assert 0 == told.number("rate_limit.pending_calls")
    (point,) = told.points("rate_limit.wait_time")
    assert (1, 60, "request") == (point.count, round(point.sum), point.attributes["epilot_targeting.operation"])
    assert [] == told.points("permit.wait_time")


async def test_a_call_whose_request_is_invalid(script: Script, told: Told) -> None:
    """A call with an invalid argument is a span without a status."""
    async with client_of(script) as client:
        with pytest.raises(ConfigurationError):
            await client.get_campaign_job_status("")
    (span,) = told.spans
    assert ("ConfigurationError", 0) == (span.attributes["error.type"], span.attributes["epilot_targeting.attempts"])
    assert "http.response.status_code" not in span.attributes


@pytest.fixture
def libraries(told: Told) -> Iterator[Told]:
    """The instrumentations of httpx and aiohttp record the attempts."""
    instrumentors: list[Any] = [HTTPXClientInstrumentor(), AioHttpClientInstrumentor()]
    for one in instrumentors:
        one.instrument(tracer_provider=told.tracer_provider)
    yield told
    for one in instrumentors:
        one.uninstrument()


OWN = pytest.mark.own_connections


@pytest.mark.parametrize("way", [pytest.param("httpx", marks=OWN), pytest.param("aiohttp", marks=OWN), "caller's"])
async def test_the_spans_of_attempts_are_below(script: Script, store: Script, libraries: Told, way: str) -> None:
    """The spans of the HTTP instrumentations are children of the call's span; a download has none."""
    refer(script, store)
    first = [response(503)]
    answer = script.answer
    script.answer = lambda seen: first.pop() if first else answer(seen)
    async with httpx.AsyncClient(verify=TLS) as own:
        options: dict[str, Any] = {"http_client": own} if way == "caller's" else {"transport": way}
        async with client_of(script, **options) as client:
            with trace.get_tracer("test", tracer_provider=libraries.tracer_provider).start_as_current_span("outer"):
                await client.get_campaign_job_status(CID)
            assert trace.INVALID_SPAN is trace.get_current_span()
    (span,) = libraries.spans
    assert [span.context.span_id] * 2 == [one.parent.span_id for one in libraries.attempts]
    (outer,) = [one for one in libraries.exporter.get_finished_spans() if one.name == "outer"]
    assert outer.context.span_id == span.parent.span_id
    assert all(f"{span.context.trace_id:032x}" in one.headers["traceparent"] for one in script.seen)
    assert all("traceparent" not in one.headers for one in store.seen)


async def test_pages_are_below_their_iteration(script: Script, told: Told) -> None:
    """The spans of the pages are children of the span that is current where the iteration runs."""
    script.answer = lambda seen: page([{}], None if "next=" in seen.target else "1")
    async with client_of(script) as client:
        with trace.get_tracer("test", tracer_provider=told.tracer_provider).start_as_current_span("walk") as walk:
            await client.iter_recipients(CID).collect()
    assert [walk.get_span_context().span_id] * 2 == [one.parent.span_id for one in told.spans]


async def test_one_client_alone(script: Script) -> None:
    """One client may be instrumented, with its tag clients and derived clients, also after those were made."""
    told = Told()
    async with client_of(script) as client, client_of(script) as other:
        derived, tag = client.with_options(deadline=5), client.campaign
        await client.get_campaign_job_status(CID)
        told.instrument(derived)
        told.instrument(client)
        for one in (client, derived, tag, client.with_options(deadline=6), other):
            await one.get_campaign_job_status(CID)
        assert 4 == len(told.spans)
        otel.uninstrument(tag)
        await client.get_campaign_job_status(CID)
    assert 4 == len(told.spans)


async def test_one_client_is_left_out(script: Script, told: Told) -> None:
    """A client may be left out while all others are instrumented; instrumenting twice makes no second span."""
    told.instrument()
    async with client_of(script) as client, client_of(script) as other:
        otel.uninstrument(client)
        await client.get_campaign_job_status(CID)
        await other.get_campaign_job_status(CID)
        told.instrument(client)
        await client.get_campaign_job_status(CID)
    assert 2 == len(told.spans)


async def test_uninstrument_ends_it(script: Script, told: Told, caplog: pytest.LogCaptureFixture) -> None:
    """After `uninstrument` calls are not recorded; instrumenting again goes on with the same instruments."""
    async with client_of(script) as client:
        for change in (otel.uninstrument, told.instrument):
            change()
            await client.get_campaign_job_status(CID)
    assert (1, "") == (len(told.spans), caplog.text)


async def test_clients_stay_instrumented(script: Script, told: Told) -> None:
    """A client that is opened again, and a default client, are instrumented."""
    client = client_of(script)
    for _ in range(2):
        async with client:
            await client.get_campaign_job_status(CID)
    default = get_client()
    default._set_options(client.options)
    await default.get_campaign_job_status(CID)
    await default.aclose()
    assert 3 == len(told.spans)


async def test_without_the_sdk(script: Script) -> None:
    """Without an SDK nothing is recorded, and calls work."""
    otel.instrument()
    async with client_of(script) as client:
        await client.get_campaign_job_status(CID)
    otel.uninstrument()
    assert 1 == len(script.seen)


class Failing(CallObserver):
    """An observer that fails."""

    def __init__(self, where: str) -> None:
        self._where = where

    def start(self, call: ObservedCall) -> Any:
        return 1 / 0 if self._where == "start" else call

    def end(self, call: ObservedCall, started: Any, report: Any) -> None:
        super().end(call, started, report)


@pytest.mark.parametrize("where", ["start", "end"])
async def test_an_observer_that_fails(script: Script, caplog: pytest.LogCaptureFixture, where: str) -> None:
    """An exception of an observer does not reach the call, and is a line at WARNING."""
    async with client_of(script) as client:
        observe(Failing(where), client)
        await client.get_campaign_job_status(CID)
    expected = ["ZeroDivisionError"] * (where == "start") + ["NotImplementedError"]
    assert [f"an observer of calls failed: {name}" for name in expected] == caplog.messages


@pytest.mark.parametrize("where", ["start", "end"])
async def test_an_observer_that_fails_beside_a_log_that_fails(
    script: Script, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    """What a filter of the log raises about it does not reach the call either, and is shown on stderr."""

    def fail(_: logging.LogRecord) -> bool:
        raise RuntimeError("no disk")

    log = logging.getLogger("epilot_targeting")
    log.addFilter(fail)
    try:
        async with client_of(script) as client:
            observe(Failing(where), client)
            await client.get_campaign_job_status(CID)
    finally:
        log.removeFilter(fail)
    assert "RuntimeError: no disk" in capsys.readouterr().err


@pytest.mark.parametrize("change", [otel.instrument, otel.uninstrument])
@pytest.mark.parametrize(("wrong", "kind"), [("x", "str"), (TargetingClient, "the class TargetingClient"), (0, "int")])
def test_what_is_no_client_is_refused(change: Any, wrong: Any, kind: str) -> None:
    """The error says so, and nothing is instrumented."""
    with pytest.raises(ConfigurationError, match=f"^client must be a TargetingClient, not {kind}$"):
        change(wrong)


class FailingSampler(Sampler):
    """A sampler that fails."""

    def should_sample(self, *_: Any, **__: Any) -> Any:
        raise LookupError

    def get_description(self) -> str:
        return "failing"


async def test_a_span_that_cannot_start(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """A sampler that fails is one line at WARNING a call, and the call goes on."""
    script.answer = lambda _: response(200, b"{}")
    async with client_of(script) as client:
        otel.instrument(client, tracer_provider=TracerProvider(sampler=FailingSampler()))
        await client.get_campaign_job_status(CID)
    assert ["an observer of calls failed: LookupError"] == caplog.messages


def test_the_base_observes_nothing() -> None:
    """The base classes of the interface say what has to be implemented."""
    call = ObservedCall(NAME, "GET", "http://localhost")
    assert ("", (0.0, 0.0)) == (call.waits_for(), call.waited())
    with pytest.raises(NotImplementedError):
        CallObserver().start(call)


async def test_a_call_that_has_not_begun_waits_for_nothing(script: Script) -> None:
    """A call whose request is not built yet waits for nothing."""
    found: list[Any] = []

    class Looking(CallObserver):
        def start(self, call: ObservedCall) -> None:
            found.append((call.waits_for(), call.waited()))

        def end(self, call: ObservedCall, started: None, report: Any) -> None:
            found.append(call.waits_for())

    async with client_of(script) as client:
        observe(Looking(), client)
        await client.get_campaign_job_status(CID)
    assert [("", (0.0, 0.0)), ""] == found


async def test_a_call_that_is_collected(script: Script, told: Told, caplog: pytest.LogCaptureFixture) -> None:
    """A call that a garbage collection closes ends its span, in whatever context, without an error in the log."""
    script.answer = lambda _: HANG
    client = client_of(script)
    pending = client.get_campaign_job_status(CID).__await__()
    next(pending)
    contextvars.copy_context().run(pending.close)
    assert [] == [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert ["GeneratorExit"] == [span.attributes["error.type"] for span in told.spans]
    await client.aclose(0)


async def test_a_long_wait_for_a_permit_is_recorded(
    script: Script, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wait for a permit is a histogram of the waits that lasted."""
    monkeypatch.setattr("epilot_targeting.otel._metrics.MIN_WAIT", 0.0)
    async with client_of(script) as client:
        await client.get_campaign_job_status(CID)
    (point,) = told.points("permit.wait_time")
    assert (1, SECONDS) == (point.count, point.explicit_bounds)


def test_the_extra_is_named() -> None:
    """Without opentelemetry-api, the import says which extra it needs."""
    program = "import sys; sys.modules['opentelemetry'] = None\nimport epilot_targeting.otel"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "pip install 'epilot-targeting[otel]'" in done.stderr
    assert 1 == done.returncode


def test_the_core_does_not_load_it() -> None:
    """No client loads OpenTelemetry."""
    program = (
        "import sys, epilot_targeting; epilot_targeting.TargetingClient('t')\nprint('opentelemetry' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "False" == done.stdout.strip()
