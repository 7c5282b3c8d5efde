"""With logs, middleware, spans and metrics all on, no secret is anywhere, on any transport."""

from __future__ import annotations

import io
import logging
import pickle
import traceback
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import httpx2
import pytest
import sentry_sdk
import structlog
from facade.stores import CID, SIGNATURE, TLS, refer
from facade.test_otel import Told
from facade.tracebacks import Local
from opentelemetry.instrumentation.aiohttp_client import AioHttpClientInstrumentor
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from server import CLOSE, NOW, Script, page, response

from epilot_targeting import TargetingClient, TargetingError, otel
from epilot_targeting.middleware import Attempt, CallNext, Outcome

TOKEN = "".join(["canary", "-token-", "0123456789"])
SEARCH = "".join(["canary", "-search"])
BODY = "".join(["canary", "-body"])
SECRETS = (TOKEN, SEARCH, BODY, SIGNATURE.partition("=")[2])
WAYS = ("httpx", "aiohttp", "caller's httpx", "caller's httpx2")


class Veto(Exception):
    """Middleware refuses."""


class Everything:
    """All that tools may see of calls, as text by the kind of the tool."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.told = Told()
        self.seen: list[str] = []
        self.errors: list[BaseException] = []
        self._caplog = caplog
        self._sentry = Local()
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        formatter = structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder()],
            processors=[structlog.processors.JSONRenderer(default=repr)],
        )
        self.handler.setFormatter(formatter)
        self.sentry = sentry_sdk.Client(
            "https://public@sentry.invalid/1", transport=self._sentry, default_integrations=False
        )

    async def watch(self, attempt: Attempt, call_next: CallNext) -> Outcome:
        """Keep what middleware sees, and refuse what is to be refused."""
        self.seen.append(f"{attempt!r} {dict(attempt.headers)}")
        outcome = await call_next(attempt)
        self.seen.append(f"{outcome!r} {dict(outcome.headers)} {outcome.error!r}")
        if "x-veto" in attempt.headers:
            raise Veto
        return outcome

    def texts(self) -> dict[str, list[str]]:
        """Return all that was seen."""
        records = self._caplog.records
        return {
            "logs": [*(f"{one.getMessage()} {vars(one)}" for one in records), *self.stream.getvalue().splitlines()],
            "middleware": self.seen,
            "spans": [one.to_json() for one in self.told.exporter.get_finished_spans()],
            "metrics": [self.told.reader.get_metrics_data().to_json()],  # type: ignore[union-attr]
            "errors": [f"{one} {one!r} {vars(one)} {pickle.dumps(one)!r}" for one in self.errors],
            "frames": [text for one in self.errors for text in self.frames(one)],
        }

    def frames(self, error: BaseException) -> list[str]:
        """Return the traceback with local variables, as Python and Sentry show it."""
        shown = traceback.TracebackException.from_exception(error, capture_locals=True).format()
        event = sentry_sdk.utils.event_from_exception(error, client_options=self.sentry.options)
        self.sentry.capture_event(*event)
        return ["".join(shown), "".join(self._sentry.events)]


@pytest.fixture
def everything(caplog: pytest.LogCaptureFixture) -> Iterator[Everything]:
    """Every logger is at its lowest level, and every tool is on."""
    caplog.set_level(1)
    names = [
        name for name in logging.root.manager.loggerDict if name.startswith(("http", "aiohttp", "epilot", "asyncio"))
    ]
    for name in names:
        caplog.set_level(1, name)
    found = Everything(caplog)
    logging.getLogger("epilot_targeting").addHandler(found.handler)
    instrumentors: list[Any] = [HTTPXClientInstrumentor(), AioHttpClientInstrumentor()]
    for one in instrumentors:
        one.instrument(tracer_provider=found.told.tracer_provider, meter_provider=found.told.meter_provider)
    found.told.instrument()
    yield found
    otel.uninstrument()
    otel._made.clear()
    for one in instrumentors:
        one.uninstrument()
    logging.getLogger("epilot_targeting").removeHandler(found.handler)


def body() -> Any:
    return {"automation_status": "pending", "note": BODY}


Call = Callable[[TargetingClient], Any]
READ: Call = lambda client: client.get_recipients(CID, q=SEARCH)  # noqa: E731
WRITE: Call = lambda client: client.update_recipient(CID, "r", body())  # noqa: E731
ECHO = f'{{"message": "Bearer {TOKEN} of {SIGNATURE}"}}'.encode()
HEADERS = (f"x-request-id: {TOKEN}", f"x-echo: Bearer {TOKEN}")
SCENES: dict[str, tuple[Call, bytes]] = {
    "a page": (READ, page([])),
    "an echo": (READ, response(200, b'{"results": []}', *HEADERS)),
    "a retry": (READ, response(503, b"{}", *HEADERS)),
    "no connection": (READ, CLOSE),
    "a write": (WRITE, response(409, b"{}", *HEADERS)),
    "a malformed page": (READ, response(200, b"[")),
    "a veto": (lambda client: READ(client.with_options(headers={"x-veto": "1"})), page([])),
}


async def attempt(call: Call, client: TargetingClient) -> BaseException | None:
    """Return the error of a call, if there is one. The frame of this function has no secret."""
    try:
        await call(client)
    except (TargetingError, Veto) as error:
        return error
    return None


async def test_no_message_of_the_service_is_logged(script: Script, everything: Everything) -> None:
    """The message and a free code of the service may repeat personal data: only the error has them."""
    person = "canary-person"
    script.answer = lambda _: response(400, f'{{"code": "no {person}", "message": "{person} is no entity"}}'.encode())
    async with TargetingClient(TOKEN, base_url=script.address, retry=NOW) as client:
        error = await attempt(WRITE, client)
    everything.errors += [error] if error is not None else []
    texts = everything.texts()
    counts = {kind: sum(person in text for text in texts[kind]) for kind in ("logs", "spans", "metrics")}
    assert {"logs": 0, "spans": 0, "metrics": 0} == counts
    assert any("BadRequestError 400" in text for text in texts["logs"])
    assert person in str(error)


@pytest.mark.parametrize("way", WAYS)
async def test_no_secret_is_seen(script: Script, store: Script, everything: Everything, way: str) -> None:
    """Token, search text, body and presigned address are in no log, span, metric, error and frame."""
    libraries: dict[str, Any] = {"caller's httpx": httpx, "caller's httpx2": httpx2}
    async with AsyncExitStack() as stack:
        options: dict[str, Any] = {"transport": way}
        if way in libraries:
            options = {"http_client": await stack.enter_async_context(libraries[way].AsyncClient(verify=TLS))}
        client = TargetingClient(TOKEN, base_url=script.address, retry=NOW, middleware=[everything.watch], **options)
        await stack.enter_async_context(client)
        for call, answer in SCENES.values():
            script.answer = lambda _, answer=answer: answer  # type: ignore[misc]
            error = await attempt(call, client)
            everything.errors += [error] if error is not None else []
        refer(script, store)
        await client.get_campaign_job_status(CID)
        store.answer = lambda _: response(403, ECHO)
        everything.errors.append(await attempt(lambda one: one.get_campaign_job_status(CID), client) or Veto())
    texts = everything.texts()
    counts = {kind: sum(secret in text for text in found for secret in SECRETS) for kind, found in texts.items()}
    assert dict.fromkeys(texts, 0) == counts
    assert all(texts.values())
    assert 6 == len(everything.errors)
    assert any(SIGNATURE in one.target for one in store.seen)
