"""The pauses before retries, and the deadline that limits them."""

from __future__ import annotations

import asyncio
import datetime as dt
from email.utils import format_datetime
from typing import Any

import pytest
from facade.flaky_service import CID, GOOD, Service, failure, job
from fake_clock import now, run

from epilot_targeting import (
    RateLimitError,
    RequestTimeoutError,
    RetryPolicy,
    ServerError,
)


def test_pauses_are_drawn_up_to_a_doubling_bound() -> None:
    """Pauses are random between 0 and 0.5, 1, 2, 4, 8 and again 8 seconds."""
    drawn: list[list[float]] = [[] for _ in range(6)]
    for _ in range(200):
        service = Service(503)
        run(failure(job(service.client(retry=RetryPolicy(attempts=7)))))
        for waits, seconds in zip(drawn, service.waits, strict=True):
            waits.append(seconds)
    for most, waits in zip([0.5, 1, 2, 4, 8, 8], drawn, strict=True):
        assert 0 <= min(waits) < most / 4 < most * 3 / 4 < max(waits) <= most + 1e-6
        assert most * 0.4 < sum(waits) / 200 < most * 0.6


def date(seconds: float) -> str:
    return format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
@pytest.mark.parametrize("asked", [0, 7, 120])
def test_retry_after_in_seconds(status: int, asked: int) -> None:
    """`Retry-After` in seconds is the exact pause, up to two minutes."""
    service = Service((status, b"", {"Retry-After": str(asked)}), GOOD)
    run(job(service.client(deadline=500)))
    assert [pytest.approx(asked)] == service.waits


@pytest.mark.parametrize(("asked", "least", "most"), [(60, 30, 60.1), (-60, 0, 0.001)])
def test_retry_after_as_a_date(asked: float, least: float, most: float) -> None:
    """`Retry-After` as a date counts by the wall clock, and a past one is not waited for."""
    service = Service((503, b"", {"Retry-After": date(asked)}), GOOD)
    run(job(service.client()))
    assert least <= service.waits[0] <= most


@pytest.mark.parametrize("value", ["soon", "-5", ""])
def test_a_retry_after_that_says_nothing(value: str) -> None:
    """An invalid `Retry-After` is ignored."""
    service = Service((429, b"", {"Retry-After": value}), GOOD)
    run(job(service.client(retry=RetryPolicy())))
    assert 0 <= service.waits[0] <= 0.5


@pytest.mark.parametrize(
    ("options", "asked"), [({"deadline": 500}, 121), ({"deadline": 10}, 11), ({"deadline": 500}, 10**9)]
)
@pytest.mark.parametrize(("status", "kind"), [(429, RateLimitError), (503, ServerError)])
def test_a_retry_after_that_is_too_long(options: Any, asked: int, status: int, kind: type[Exception]) -> None:
    """A `Retry-After` over two minutes or past the deadline raises at once, with the value."""
    service = Service((status, b"", {"Retry-After": str(asked)}))
    error = run(failure(job(service.client(**options))))
    assert (kind, 1, True) == (type(error), len(service.at), error.elapsed < 0.1)
    if kind is RateLimitError:
        assert asked == error.retry_after


def test_the_longest_retry_after_can_be_set() -> None:
    """`max_retry_after` sets the longest `Retry-After`."""
    service = Service((429, b"", {"Retry-After": "6"}))
    error = run(failure(job(service.client(retry=RetryPolicy(max_retry_after=5)))))
    assert (6.0, 1) == (error.retry_after, len(service.at))


def test_a_pause_that_would_pass_the_deadline_is_not_begun() -> None:
    """A pause that would pass the deadline is not started, and the last error is raised."""
    policy = RetryPolicy(backoff=1e9, max_backoff=1e9)
    service = Service(503)
    error = run(failure(job(service.client(deadline=1, retry=policy))))
    assert (ServerError, 1, True) == (type(error), len(service.at), error.elapsed < 0.1)


def test_a_pause_takes_no_turn() -> None:
    """A pause holds no permit, even if one request may be under way at a time."""

    async def scene() -> list[float]:
        client, started = service.client(max_concurrency=1), now()
        waits = asyncio.create_task(client.change_campaign_status(CID))
        await asyncio.sleep(0.1)
        await job(client)
        ended = [now() - started]
        await waits
        return [*ended, now() - started]

    service = Service((429, b"", {"Retry-After": "50"}), GOOD)
    assert [pytest.approx(0.1), pytest.approx(50)] == run(scene())


def test_the_deadline_holds_over_all_attempts() -> None:
    """The deadline also holds if an attempt after a pause hangs."""
    service = Service((429, b"", {"Retry-After": "6"}), None)
    error = run(failure(service.client(deadline=10, timeout=60).change_campaign_status(CID)))
    assert ("deadline", None, 2, True) == (error.limit, error.applied, error.attempts, 10 <= error.elapsed <= 10.25)


def test_the_deadline_holds_over_waiting_for_ones_turn() -> None:
    """The deadline also holds over waiting for a permit, and nothing was sent then."""

    async def scene() -> Any:
        service = Service(None)
        client = service.client(max_concurrency=1)
        first = asyncio.create_task(failure(client.get_campaign_job_status(CID)))
        await asyncio.sleep(0.1)
        error = await failure(client.with_options(deadline=5).change_campaign_status(CID))
        first.cancel()
        return error, len(service.at)

    error, requests = run(scene())
    assert (RequestTimeoutError, "deadline", False, 0) == (type(error), error.limit, error.applied, error.attempts)
    assert (1, True) == (requests, 5 <= error.elapsed <= 5.25)


@pytest.mark.parametrize("swallowed", [0, 3])
def test_the_deadline_holds_over_a_provider_that_hangs(swallowed: int) -> None:
    """The deadline holds over a token provider that ignores cancellation, and its token is not used."""

    async def provider() -> str:
        for _ in range(swallowed):
            try:
                await asyncio.sleep(1000)
            except asyncio.CancelledError:
                continue
        await asyncio.sleep(1000)
        return "t"

    async def scene() -> Any:
        error = await failure(service.client(token=provider, deadline=5).change_campaign_status(CID))
        await asyncio.sleep(9000)
        return error

    service = Service(GOOD)
    error = run(scene())
    assert ("deadline", False, 0, []) == (error.limit, error.applied, error.attempts, service.at)
    assert 5 <= error.elapsed <= 5.25
