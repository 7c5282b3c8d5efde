"""Responses: any success status is decoded, and each failure status has its error class."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from server import NOW, Script, response

from epilot_targeting import (
    ApiError,
    BadRequestError,
    ConflictError,
    DecodeError,
    ForbiddenError,
    NotFoundError,
    RateLimitError,
    ResponseTooLargeError,
    RetryPolicy,
    ServerError,
    TargetingClient,
    UnauthorizedError,
)
from epilot_targeting._response.retry_after import retry_after
from epilot_targeting.models import ErrorCode

ONCE = RetryPolicy(attempts=1)
CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
CLASSES: dict[int, type[ApiError]] = {
    400: BadRequestError,
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    429: RateLimitError,
}
BODIES: dict[str, tuple[bytes, Any, str | None, Any]] = {
    "message": (b'{"message": "no"}', None, "no", {"message": "no"}),
    "code": (b'{"code": "CAMPAIGN_NOT_FOUND"}', ErrorCode.CAMPAIGN_NOT_FOUND, None, {"code": "CAMPAIGN_NOT_FOUND"}),
    "new code": (b'{"code": "NEWER"}', "NEWER", None, {"code": "NEWER"}),
    "statused": (b'{"error": "no", "status": 400}', None, "no", {"error": "no", "status": 400}),
    "odd types": (b'{"message": 5, "code": [], "error": {}}', None, None, {"message": 5, "code": [], "error": {}}),
    "list": (b"[1]", None, None, [1]),
    "number": (b"5", None, None, 5),
    "string": (b'"x"', None, None, "x"),
    "null": (b"null", None, None, None),
    "html": (b"<html>", None, None, "<html>"),
    "empty": (b"", None, None, None),
    "truncated": (b'{"mess', None, None, '{"mess'),
    "binary": (b"\xff\x00", None, None, "\ufffd\x00"),
    "deep": (b"[" * 100_000, None, None, "[" * 4096),
}


def client_of(
    status: int, content: bytes, headers: dict[str, str] | None = None, retry: RetryPolicy = NOW
) -> TargetingClient:
    headers = {"content-type": "application/json", **(headers or {})}
    transport = httpx.MockTransport(lambda _: httpx.Response(status, content=content, headers=headers))
    return TargetingClient("t", retry=retry, http_client=httpx.AsyncClient(transport=transport))


@pytest.mark.parametrize("kind", BODIES)
async def test_every_failure_status_has_its_class(kind: str) -> None:
    """Each status from 300 to 599, with any body, has its class, its outcome and the words of the service."""
    content, code, message, body = BODIES[kind]
    for status in range(300, 600):
        client = client_of(status, content, {"x-amzn-requestid": "r"}, ONCE)
        with pytest.raises(ApiError) as failed:
            await client.get_recipients(CID, q="searched")
        error = failed.value
        expected = ServerError if status >= 500 else CLASSES.get(status, ApiError)
        applied = False if 400 <= status < 500 and status not in (408, 460, 499) else None
        assert (expected, status, applied) == (type(error), error.status_code, error.applied)
        assert (code, message, body) == (error.code, error.message, error.body)
        assert ("GET", f"/v1/campaign/{CID}/recipients", "r") == (error.method, error.path, error.request_id)
        assert "searched" not in str(error) + repr(error)
        assert str(status) in str(error)
        await client.options.http_client.aclose()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("Fri, 02 Jan 2026 00:00:30 GMT", 30.0),
        ("Fri, 02 Jan 2026 00:00:30 -0000", 30.0),
        ("Thu, 01 Jan 2026 00:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("9" * 400, 1e9),
        (None, None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    """`Retry-After` is read in seconds or as a date; an unusable value is None."""
    headers = {} if value is None else {"retry-after": value}
    assert seconds == retry_after(headers, dt.datetime(2026, 1, 2, tzinfo=dt.UTC))


@pytest.mark.parametrize("hours", [-24, -1, 0, 1, 24 * 365])
@pytest.mark.parametrize("date", ["Fri, 02 Jan 2026 00:00:00 GMT", "Fri, 02 Jan 2026 01:00:00 +0100"])
def test_a_date_counts_from_the_clock_of_the_service(hours: int, date: str) -> None:
    """A clock of ours that differs from that of the service changes nothing."""
    headers = {"retry-after": "Fri, 02 Jan 2026 00:00:30 GMT", "date": date}
    assert 30 == retry_after(headers, dt.datetime(2026, 1, 2, tzinfo=dt.UTC) + dt.timedelta(hours=hours))


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 99 Jan 2026 00:00:00 GMT"])
def test_an_invalid_date_is_ignored(date: str) -> None:
    """Without a valid `Date` our own clock decides, and seconds need no clock."""
    now = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    assert 30 == retry_after({"retry-after": "Fri, 02 Jan 2026 00:00:30 GMT", "date": date}, now)
    assert 7 == retry_after({"retry-after": "7", "date": date}, now)


async def test_a_service_with_another_clock_is_waited_for(script: Script) -> None:
    """A date an hour behind our clock still says how long to wait, in an error of the whole client."""
    past = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    dates = [
        f"{name}: {format_datetime(time, usegmt=True)}"
        for name, time in (("Date", past), ("Retry-After", past + dt.timedelta(seconds=90)))
    ]
    script.answer = lambda _: response(429, b"{}", *dates)
    async with TargetingClient("t", base_url=script.address, deadline=5) as client:
        with pytest.raises(RateLimitError) as failed:
            await client.get_campaign_job_status(CID)
    assert 90 == failed.value.retry_after


async def test_a_rate_limit_tells_how_long_to_wait(script: Script) -> None:
    """The error of a 429 has the seconds to wait."""
    script.answer = lambda _: response(429, b"{}", "Retry-After: 12")
    async with TargetingClient("t", base_url=script.address, deadline=5) as client:
        with pytest.raises(RateLimitError) as failed:
            await client.get_campaign_job_status(CID)
    assert 12.0 == failed.value.retry_after


async def test_any_success_status_decodes() -> None:
    """Any success status decodes with the model of the operation."""
    for status in range(200, 300):
        client = client_of(status, b'{"status": "queued"}')
        assert "queued" == (await client.get_campaign_job_status(CID)).status
        await client.options.http_client.aclose()


BROKEN: list[tuple[str, bytes, str]] = [
    ("campaign", b"", "the body is empty"),
    ("campaign", b"<html>", "not valid JSON"),
    ("campaign", b'{"campaign": {', "not valid JSON"),
    ("campaign", b'{"campaign": "\xff"}', "not valid JSON"),
    ("campaign", b'{"campaign": {"x": NaN}}', "NaN"),
    ("campaign", b'{"campaign": ' + b"[" * 100_000, "nested too deeply"),
    ("campaign", b"[]", "the body is a list"),
    ("campaign", b"null", "the body is null"),
    ("campaign", b"{}", "'campaign' is missing"),
    ("campaign", b'{"campaign": 5}', "'campaign' is a number"),
    ("campaign", b'{"campaign": null}', "'campaign' is null"),
    ("portals", b"{}", "an object instead of a list"),
    ("portals", b"[{}, true]", "item 1 of the list is a boolean"),
]


@pytest.mark.parametrize(("which", "content", "says"), BROKEN)
async def test_a_broken_success_is_an_error(which: str, content: bytes, says: str) -> None:
    """A broken success is an error that says it was carried out, and keeps the body."""
    client = client_of(200, content)
    call = client.change_campaign_status if which == "campaign" else client.get_campaign_portals
    with pytest.raises(DecodeError) as failed:
        await call(CID)
    error = failed.value
    assert says in str(error)
    assert (True, 200, content[:4096]) == (error.applied, error.status_code, error.body)
    await client.options.http_client.aclose()


async def test_a_create_may_return_an_empty_object() -> None:
    """The spec requires no field of a recipient, so `{}` is a success: the create was carried out."""
    client = client_of(201, b"{}")
    created = await client.create_recipient(CID, {"entity_id": CID, "entity_schema": "x", "portal_status": "sent"})
    await client.options.http_client.aclose()
    assert (None, {}) == (created.entity_id, created.to_dict())


async def test_a_reference_to_a_payload_is_no_payload() -> None:
    """A reference without an address is an error: it would read as an empty record."""
    headers = {"content-type": "application/large-response.vnd+json; charset=utf-8"}
    client = client_of(200, b'{"$payload_ref": "https://x"}', headers)
    with pytest.raises(DecodeError, match="reference"):
        await client.get_campaign_job_status(CID)
    await client.options.http_client.aclose()


async def test_a_null_in_a_list_is_tolerated() -> None:
    """A null in a list reads None."""
    client = client_of(200, b"[null, {}]")
    first, second = await client.get_campaign_portals(CID)
    assert first is None
    assert {} == second.to_dict()
    await client.options.http_client.aclose()


async def test_a_response_has_a_limit(script: Script) -> None:
    """The limit of a response counts its bytes after decompression."""
    bomb = gzip.compress(json.dumps({"status": "x" * 100_000}).encode())
    script.answer = lambda _: response(200, bomb, "Content-Encoding: gzip")
    async with TargetingClient("t", base_url=script.address, max_response_bytes=10_000) as client:
        with pytest.raises(ResponseTooLargeError, match="10000") as failed:
            await client.get_campaign_job_status(CID)
    assert (True, 200) == (failed.value.applied, failed.value.status_code)


async def test_a_compressed_response(script: Script) -> None:
    """A compressed response is read as any other."""
    script.answer = lambda _: response(200, gzip.compress(b'{"status": "failed"}'), "Content-Encoding: gzip")
    async with TargetingClient("t", base_url=script.address) as client:
        assert "failed" == (await client.get_campaign_job_status(CID)).status
