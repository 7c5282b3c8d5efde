"""The log: one line at INFO a call, one at WARNING a retry, details at DEBUG, and nothing where it is off."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import httpx
import pytest
from facade.stores import CID, referring
from fake_clock import run
from server import CLOSE, HANG, NOW, Script, response

from epilot_targeting import (
    ApiError,
    ClientClosedError,
    ConfigurationError,
    NotFoundError,
    RequestTimeoutError,
    RetryPolicy,
    ServerError,
    TargetingClient,
    TargetingError,
    TransportError,
    UnauthorizedError,
)
from epilot_targeting._logger import LEVELS, set_up, write
from epilot_targeting.middleware import Attempt, CallNext, Outcome

FIELDS = ("operation", "status_code", "attempts", "elapsed", "request_id", "applied")
TOKEN = "".join(["secret", "-token"])


def client_of(script: Script, **options: Any) -> TargetingClient:
    return TargetingClient(TOKEN, base_url=script.address, **{"retry": NOW, **options})


def lines(caplog: pytest.LogCaptureFixture, level: int) -> list[Any]:
    """Return the records of a level of the package's logger."""
    return [one for one in caplog.records if one.levelno == level and one.name == "epilot_targeting"]


def shown(record: Any) -> tuple[Any, ...]:
    """Return the fields of a record, except for the time."""
    assert record.elapsed >= 0
    return tuple(getattr(record, name) for name in FIELDS if name != "elapsed")


async def test_one_line_a_call(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """A call has one line at INFO, with its fields in the text and by name."""
    caplog.set_level(logging.INFO)
    script.answer = lambda _: response(200, b"{}", "x-request-id: r-1")
    async with client_of(script) as client:
        await client.get_campaign_job_status(CID)
    (record,) = lines(caplog, logging.INFO)
    assert ("get_campaign_job_status", 200, 1, "r-1", True) == shown(record)
    milliseconds = f"{record.elapsed * 1e3:.0f}"
    assert record.getMessage() == f"get_campaign_job_status: 200 after 1 attempt in {milliseconds} ms, request id r-1"
    assert [record] == caplog.records


async def test_the_line_of_a_redirect_has_its_reason(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """The line of a call that is redirected names the other host, and not its path."""
    caplog.set_level(logging.INFO)
    script.answer = lambda _: response(301, b"", "location: https://other.example/secret?q=1")
    async with client_of(script) as client:
        with pytest.raises(ApiError):
            await client.get_campaign_job_status(CID)
    (record,) = lines(caplog, logging.INFO)
    reason = "redirect to https://other.example, which is not followed (check base_url)"
    assert record.getMessage().endswith(f" ms: {reason}")


@pytest.mark.parametrize("level", [logging.INFO, logging.WARNING])
async def test_the_line_of_a_request_to_an_invalid_path(caplog: pytest.LogCaptureFixture, level: int) -> None:
    """A request whose path is invalid has a line at INFO, as calls with other invalid arguments have."""
    caplog.set_level(level)
    with pytest.raises(ConfigurationError) as failed:
        await TargetingClient(TOKEN).request("GET", "v1/campaign")
    found = [(shown(one), one.getMessage()) for one in lines(caplog, logging.INFO)]
    text = f"request: ConfigurationError after 0 attempts in 0 ms: {str(failed.value).removeprefix('request: ')}"
    expected = [(("request", None, 0, None, False), text)] if level == logging.INFO else []
    assert ("request", expected) == (failed.value.operation, found)


async def test_a_line_a_retry(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """A retry has one line at WARNING, with its reason and its pause; the call has one line at INFO."""
    caplog.set_level(logging.INFO)
    answers = [response(503, b"{}", "x-request-id: r-1"), CLOSE, response()]
    script.answer = lambda _: answers.pop(0)
    async with client_of(script) as client:
        await client.get_campaign_job_status(CID)
    first, second = lines(caplog, logging.WARNING)
    assert ("get_campaign_job_status", 503, 1, "r-1", None) == shown(first)
    assert "attempt 1 failed (ServerError 503, request id r-1); the next one follows in 0.00 s" in first.getMessage()
    assert ("get_campaign_job_status", None, 2, None, None) == shown(second)
    assert "attempt 2 failed (TransportError)" in second.getMessage()
    assert 0 == second.pause
    (last,) = lines(caplog, logging.INFO)
    assert "200 after 3 attempts" in last.getMessage()


def test_a_retry_at_the_rate_limit_says_how_long(caplog: pytest.LogCaptureFixture) -> None:
    """After a 429 the line says how long the rate limit holds the call back."""
    answers = [httpx.Response(429, headers={"retry-after": "7"}), httpx.Response(200, json={})]

    async def main() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: answers.pop(0))) as own:
            await TargetingClient("t", http_client=own).get_campaign_job_status(CID)

    run(main())
    (record,) = lines(caplog, logging.WARNING)
    assert "attempt 1 failed (RateLimitError 429); the next one follows in 7.00 s" in record.getMessage()
    assert 7 == record.pause


async def test_a_log_at_error_has_no_retries(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """At a higher level than WARNING no retry is logged."""
    caplog.set_level(logging.ERROR, "epilot_targeting")
    answers = [response(503), response()]
    script.answer = lambda _: answers.pop(0)
    async with client_of(script) as client:
        await client.get_campaign_job_status(CID)
    assert [] == lines(caplog, logging.WARNING)


async def test_a_failure_has_its_line(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """A failed call has one line at INFO with the class of its error, and no line at a higher level."""
    caplog.set_level(logging.INFO)
    script.answer = lambda _: response(500)
    async with client_of(script) as client:
        with pytest.raises(ServerError):
            await client.change_campaign_status(CID)
    (record,) = caplog.records
    assert ("change_campaign_status", 500, 1, None, None) == shown(record)
    assert "change_campaign_status: ServerError 500 after 1 attempt in" in record.getMessage()


REASONS: list[tuple[bytes | str, str]] = [
    (
        response(400, b'{"code": "CAMPAIGN_NOT_FOUND", "message": "no such\\ncampaign"}'),
        ": CAMPAIGN_NOT_FOUND",
    ),
    (response(400, b'{"code": "of Ada Lovelace", "message": "no"}'), " ms"),
    (response(500, b'{"message": "Internal"}'), " ms"),
    (response(500), " ms"),
    (response(200, b"<html>"), " ms: the body is not valid JSON"),
    (CLOSE, "; it is unknown whether the operation was carried out"),
]


@pytest.mark.parametrize(("answer", "reason"), REASONS)
async def test_the_line_of_a_failure_has_its_reason(
    script: Script, caplog: pytest.LogCaptureFixture, answer: Any, reason: str
) -> None:
    """The line of a failed call ends with the reason, on one line, and without the ids of the path."""
    caplog.set_level(logging.INFO)
    script.answer = lambda _: answer
    async with client_of(script, retry=RetryPolicy(attempts=1)) as client:
        with pytest.raises(TargetingError):
            await client.get_campaign_job_status(CID)
    line = lines(caplog, logging.INFO)[0].getMessage()
    end = line.partition(" after 1 attempt in ")[2]
    assert end.endswith(reason) if reason == " ms" else reason in end
    assert not any(words in line for words in ("no such", "Ada", "Internal"))
    assert (False, False) == (CID in line, "\n" in line)


async def test_a_call_that_sends_nothing_has_its_line(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """A call with an invalid argument, and one of a closed client, have a line at INFO too."""
    caplog.set_level(logging.DEBUG)
    async with client_of(script) as client:
        with pytest.raises(ConfigurationError):
            await client.get_campaign_job_status("")
    with pytest.raises(ClientClosedError):
        await client.get_campaign_job_status(CID)
    found = [one.getMessage().partition(" in ")[0] for one in lines(caplog, logging.INFO)]
    name = "get_campaign_job_status"
    assert [f"{name}: {kind} after 0 attempts" for kind in ("ConfigurationError", "ClientClosedError")] == found
    assert [f"{name}: nothing was sent"] * 2 == [one.getMessage() for one in lines(caplog, logging.DEBUG)]
    assert [(name, None, 0, None, False)] * 2 == [shown(one) for one in lines(caplog, logging.INFO)]


@pytest.mark.parametrize(
    ("operation", "applied"), [("get_campaign_job_status", None), ("change_campaign_status", None)]
)
async def test_a_cancelled_call_has_its_line(
    script: Script, caplog: pytest.LogCaptureFixture, operation: str, applied: bool | None
) -> None:
    """A cancelled call has a line that says so, and that the outcome is unknown once the request was sent."""
    caplog.set_level(logging.INFO)
    script.answer = lambda _: HANG
    async with client_of(script) as client:
        task = asyncio.create_task(getattr(client, operation)(CID))
        await script.until(lambda: len(script.seen) == 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    (record,) = lines(caplog, logging.INFO)
    assert (operation, None, 1, None, applied) == shown(record)
    assert "CancelledError after 1 attempt" in record.getMessage()


@pytest.mark.parametrize(
    ("when", "answer", "applied"),
    [
        ("before", response(), False),
        ("after", response(), True),
        ("after", response(500), None),
        ("after", response(404), False),
    ],
)
async def test_a_veto_has_its_line(
    script: Script, caplog: pytest.LogCaptureFixture, when: str, answer: bytes, applied: bool | None
) -> None:
    """A call that middleware ends has a line, with the status if there was one and whether the work was done."""
    caplog.set_level(logging.INFO)
    script.answer = lambda _: answer

    async def refuse(_: Attempt, call_next: CallNext) -> Outcome:
        if when == "after":
            await call_next()
        raise ServerError("veto", applied=True)

    async with client_of(script, middleware=[refuse]) as client:
        with pytest.raises(ServerError, match="veto"):
            await client.change_campaign_status(CID)
    (record,) = lines(caplog, logging.INFO)
    status = int(answer[9:12]) if when == "after" else None
    assert ("change_campaign_status", status, 1, None, applied) == shown(record)


class Unreadable(TargetingError):
    """An error of the user whose text cannot be read."""

    def __str__(self) -> str:
        raise RuntimeError("no text")


async def test_a_veto_without_a_text_has_its_line(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """An exception of middleware reaches the caller also if its text cannot be read, and has its line."""
    caplog.set_level(logging.INFO)

    async def forbid(_: Attempt, __: CallNext) -> Outcome:
        raise Unreadable

    async with client_of(script, middleware=[forbid]) as client:
        with pytest.raises(Unreadable):
            await client.get_campaign_job_status(CID)
    (record,) = lines(caplog, logging.INFO)
    assert "get_campaign_job_status: Unreadable after 1 attempt in " in record.getMessage()


async def test_a_new_token_is_a_retry(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """An attempt with a new token after a 401 has its line at WARNING."""
    tokens = iter(("old-token", "new-token"))
    script.answer = lambda seen: response(401 if "old" in seen.headers["authorization"] else 200)
    async with TargetingClient(lambda: next(tokens), base_url=script.address) as client:
        await client.get_campaign_job_status(CID)
    (record,) = lines(caplog, logging.WARNING)
    assert f"({UnauthorizedError.__name__} 401)" in record.getMessage()


async def test_details_at_debug(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """At DEBUG each attempt has a line with host, path without ids, result and time, and the call its phases."""
    caplog.set_level(logging.DEBUG)
    answers = [response(503), response()]
    script.answer = lambda _: answers.pop(0)
    async with client_of(script) as client:
        await client.get_campaign_job_status(CID)
    first, second, third = (one.getMessage() for one in lines(caplog, logging.DEBUG))
    place = f"GET {script.address}/v1/campaign/{{campaign_id}}/job"
    assert first.startswith(f"get_campaign_job_status: attempt 1: {place}: ServerError 503 in ")
    assert second.startswith(f"get_campaign_job_status: attempt 2: {place}: 200 in ")
    assert third.startswith("get_campaign_job_status: ")
    assert " s " in third
    assert CID not in caplog.text


async def test_an_attempt_that_the_deadline_ends(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """An attempt that the deadline ends has its line at DEBUG, too."""
    caplog.set_level(logging.DEBUG)
    script.answer = lambda _: HANG
    async with client_of(script, deadline=0.05) as client:
        with pytest.raises(TransportError):
            await client.get_campaign_job_status(CID)
    assert any("attempt 1: " in one.getMessage() for one in lines(caplog, logging.DEBUG))


@pytest.mark.parametrize("ending", ["deadline", "aclose"])
async def test_an_attempt_ends_once(script: Script, caplog: pytest.LogCaptureFixture, ending: str) -> None:
    """A call that ends after a failed attempt, and before the next one, logs the end of that attempt once."""
    caplog.set_level(logging.DEBUG)
    tokens, waiting = iter(("old-token",)), asyncio.Event()

    async def provide() -> str:
        for token in tokens:
            return token
        waiting.set()
        await asyncio.Event().wait()
        raise AssertionError

    script.answer = lambda _: response(401)
    options: dict[str, Any] = {"deadline": 0.05} if ending == "deadline" else {}
    async with TargetingClient(provide, base_url=script.address, **options) as client:
        call = asyncio.create_task(client.change_campaign_status(CID))
        await waiting.wait()
        if ending == "aclose":
            await client.aclose(grace=0)
        with pytest.raises(RequestTimeoutError if ending == "deadline" else ClientClosedError) as failed:
            await call
    (attempt,) = [one for one in lines(caplog, logging.DEBUG) if "attempt 1: " in one.getMessage()]
    assert "UnauthorizedError 401" in attempt.getMessage()
    assert (False, 1) == (failed.value.applied, failed.value.attempts)


async def test_a_retry_of_a_download_has_its_line(
    script: Script, store: Script, caplog: pytest.LogCaptureFixture
) -> None:
    """A retry of the download of a large response has a line at WARNING, without the address."""
    script.answer = lambda _: referring(f"{store.address}/p?X-Amz-Signature=feed")
    answers = [response(503), CLOSE, response()]
    store.answer = lambda _: answers.pop(0)
    async with client_of(script) as client:
        await client.get_campaign_job_status(CID)
    first, second = lines(caplog, logging.WARNING)
    start = "get_campaign_job_status: download"
    assert first.getMessage() == f"{start} 1 of the large response failed (503); the next one follows in 0.00 s"
    assert second.getMessage() == f"{start} 2 of the large response failed (connection); the next one follows in 0.00 s"
    assert ("get_campaign_job_status", 0) == (first.operation, first.pause)


async def test_a_log_at_error_has_no_retries_of_downloads(
    script: Script, store: Script, caplog: pytest.LogCaptureFixture
) -> None:
    """The retry of a download is not shown where the level is above WARNING."""
    caplog.set_level(logging.ERROR, "epilot_targeting")
    script.answer = lambda _: referring(f"{store.address}/p?X-Amz-Signature=feed")
    answers = [response(503), response()]
    store.answer = lambda _: answers.pop(0)
    async with client_of(script) as client:
        await client.get_campaign_job_status(CID)
    assert ([], []) == (answers, caplog.records)


async def test_no_line_has_the_query_of_a_path(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """The query of a path that the caller passes is in no line: it may be a search text."""
    caplog.set_level(logging.DEBUG)
    async with client_of(script) as client:
        await client.request("GET", "/v1/new?q=search-text", params={"p": "search-text"})
    assert "GET " + script.address + "/v1/new: 200" in caplog.text
    assert "search-text" not in caplog.text


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (f"/v1/campaign/{CID}/automations:retrigger", "/v1/campaign/{id}/automations:retrigger"),
        ("/v2/contact_list/jane.doe%40example.org/email-stats", "/v2/contact_list/{id}/email-stats"),
        ("/v1/contact/4711?q=search-text", "/v1/contact/{id}"),
    ],
)
async def test_a_line_has_the_path_of_the_caller_without_ids(
    script: Script, caplog: pytest.LogCaptureFixture, path: str, shown: str
) -> None:
    """The line of an attempt at DEBUG shows which path was requested, and no id in it, as for the operations."""
    caplog.set_level(logging.DEBUG)
    async with client_of(script) as client:
        await client.request("GET", path)
    start = f"request: attempt 1: GET {script.address}{shown}: 200 in "
    assert any(one.getMessage().startswith(start) for one in lines(caplog, logging.DEBUG))
    assert not [word for word in (CID, "jane", "4711", "search-text") if word in caplog.text]


async def test_fields_of_the_application_stay(
    script: Script, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record factory of the application may set a field of the same name: it stays, and the call goes on."""
    caplog.set_level(logging.INFO)

    def factory(*args: Any, **options: Any) -> logging.LogRecord:
        record = logging.LogRecord(*args, **options)
        vars(record)["request_id"] = "of the application"
        return record

    monkeypatch.setattr(logging, "_logRecordFactory", factory)
    async with client_of(script) as client:
        await client.get_campaign_job_status(CID)
    (record,) = lines(caplog, logging.INFO)
    assert ("get_campaign_job_status", 200, 1, "of the application", True) == shown(record)


async def test_a_formatter_may_name_each_field(
    script: Script,
    store: Script,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each line has all fields, that of a retried download too: a formatter that names them does not fail."""
    line = " ".join(f"%({name})s" for name in FIELDS)
    monkeypatch.setattr(caplog.handler, "formatter", logging.Formatter(line))
    script.answer = lambda _: referring(f"{store.address}/p?X-Amz-Signature=feed")
    answers = [response(503), response()]
    store.answer = lambda _: answers.pop(0)
    async with client_of(script) as client:
        await client.get_campaign_job_status(CID)
    assert "get_campaign_job_status None None None None None" in caplog.text
    assert "" == capsys.readouterr().err


def test_a_level_that_is_off_makes_no_record(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record factory of the application is not called for a line that is not shown."""
    made: list[object] = []

    def factory(*given: Any, **_: Any) -> logging.LogRecord:
        made.append(given)
        raise LookupError

    monkeypatch.setattr(logging, "_logRecordFactory", factory)
    write(1, "hidden")
    assert ([], "") == (made, capsys.readouterr().err)


@pytest.mark.parametrize("status", [200, 404])
async def test_a_handler_that_fails_does_not_end_the_call(
    script: Script, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    """What a handler or filter raises is shown on stderr, and hides neither the response nor the error of a call."""
    caplog.set_level(logging.INFO)
    script.answer = lambda _: response(status)

    def fail(_: logging.LogRecord) -> bool:
        raise RuntimeError("no disk")

    log = logging.getLogger("epilot_targeting")
    log.addFilter(fail)
    try:
        async with client_of(script) as client:
            if status == HTTPStatus.OK:
                await client.request("POST", "/v1/new")
            else:
                with pytest.raises(NotFoundError):
                    await client.request("POST", "/v1/new")
    finally:
        log.removeFilter(fail)
    assert "RuntimeError: no disk" in capsys.readouterr().err


async def test_a_request_id_cannot_forge_a_line(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """The token and control characters of a request id are not shown, and a long one is cut."""
    caplog.set_level(logging.INFO)
    script.answer = lambda _: response(200, b"{}", f"x-request-id: {TOKEN}\x1b[31m{'x' * 500}")
    async with client_of(script) as client:
        await client.get_campaign_job_status(CID)
    (record,) = lines(caplog, logging.INFO)
    assert record.request_id.startswith("[token] [31mxxx")
    assert len(record.request_id) <= 101
    assert TOKEN not in f"{record.getMessage()} {vars(record)}"


@pytest.fixture
def fresh() -> Iterator[logging.Logger]:
    """The package's logger as it is before it is set up."""
    log = logging.getLogger("epilot_targeting")
    handlers, level = log.handlers, log.level
    log.handlers = []
    yield log
    log.handlers = handlers
    log.setLevel(level)


def test_without_the_variable_the_library_is_silent(fresh: logging.Logger) -> None:
    """Without the variable the logger has a NullHandler and no level of its own."""
    set_up("")
    assert ([logging.NullHandler], logging.NOTSET) == ([type(one) for one in fresh.handlers], fresh.level)


@pytest.mark.parametrize("level", [*LEVELS, "INFO"])
def test_the_variable_sets_the_level(fresh: logging.Logger, level: str) -> None:
    """The variable sets the level, in any case."""
    set_up(level)
    assert logging.getLevelName(level.upper()) == fresh.level
    assert 2 == len(fresh.handlers)


def test_an_unknown_level_is_named(fresh: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    """An unknown level is a warning that names the variable and the levels."""
    set_up("inof")
    assert ["EPILOT_TARGETING_LOG has an unknown level: use debug, info, warning, error"] == caplog.messages
    assert logging.WARNING == fresh.level


@pytest.mark.parametrize(
    ("variable", "before", "expected"),
    [("", "", 0), ("info", "", 1), ("info", "import logging; logging.basicConfig()", 1), ("warning", "", 0)],
)
def test_the_variable_shows_the_lines(variable: str, before: str, expected: int) -> None:
    """With the variable, the line of a call is on stderr once, also if the application has configured logging."""
    program = f"""{before}
import asyncio
from epilot_targeting.testing import FakeTargeting
async def main():
    async with FakeTargeting() as fake:
        await fake.client().get_campaign_job_status("{CID}")
asyncio.run(main())"""
    environment = {**os.environ, "EPILOT_TARGETING_LOG": variable}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    assert expected == done.stderr.count("get_campaign_job_status: 200 after 1 attempt")
    assert expected == len(done.stderr.splitlines())
