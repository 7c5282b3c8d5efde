"""Retries: after which failures, and what an error says of all attempts."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from facade.flaky_service import CALLS, CID, GOOD, QUICK, Answer, Service, failure, job
from fake_clock import run
from server import CLOSE, Script, response

from epilot_targeting import (
    AuthorizationError,
    DecodeError,
    RateLimitError,
    ResponseTooLargeError,
    RetryPolicy,
    TargetingClient,
    TargetingError,
    TransportError,
    UnauthorizedError,
)

RATE_LIMITED = 429
EVENTS: dict[str, tuple[Answer, str]] = {
    **{k.__name__: (k, "all") for k in (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)},
    **{k.__name__: (k, "safe") for k in (httpx.ReadError, httpx.ReadTimeout, httpx.WriteError, httpx.WriteTimeout)},
    "RemoteProtocolError": (httpx.RemoteProtocolError, "safe"),
    **{str(status): (status, "none") for status in (301, 307, 400, 401, 403, 404, 409, 413, 425, 460, 499, 501, 505)},
    **{str(status): (status, "safe") for status in (408, 500, 502, 503, 504)},
    "429": (RATE_LIMITED, "all"),
    "html": ((200, b"<html>"), "safe"),
    "not what the spec promises": ((200, b"5"), "safe"),
    "an empty success": ((204, b""), "safe"),
    "no gzip": ((200, b"x", {"content-encoding": "gzip"}), "safe"),
    "broken off": ((200, b"[", {}, True), "safe"),
}
REPEATED = {"read": {"all", "safe"}, "ambiguous": {"all", "safe"}, "value": {"all"}, "write": {"all"}}


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("name", CALLS)
def test_what_is_repeated(name: str, event: str) -> None:
    """After each event, each class of operation is sent as often, and fails with the outcome, that the table says."""
    (kind, call), (answer, repeated) = CALLS[name], EVENTS[event]
    service = Service(answer)
    policy = RetryPolicy(backoff=0.001, ambiguous=kind in ("ambiguous", "write"))  # which writes never are
    error = run(failure(call(service.client(retry=policy))))
    assert len(service.at) == error.attempts
    if answer == RATE_LIMITED:
        assert (RateLimitError, True) == (type(error), error.attempts > 3)  # until the deadline
    else:
        assert (3 if repeated in REPEATED[kind] else 1) == error.attempts


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("name", CALLS)
def test_one_attempt_is_one(name: str, event: str) -> None:
    """With `attempts=1` nothing is repeated."""
    service = Service(EVENTS[event][0])
    run(failure(CALLS[name][1](service.client(retry=RetryPolicy(attempts=1, ambiguous=True)))))
    assert 1 == len(service.at)


@pytest.mark.parametrize(
    ("name", "event"), [(n, e) for n in CALLS for e in EVENTS if EVENTS[e][1] in REPEATED[CALLS[n][0]]]
)
def test_a_success_after_failures_is_a_success(name: str, event: str) -> None:
    """A success after failures is a success, and `raw` has the number of attempts."""
    service = Service(EVENTS[event][0], EVENTS[event][0], GOOD)
    policy = RetryPolicy(backoff=0.001, ambiguous=CALLS[name][0] == "ambiguous")
    client: Any = service.client(retry=policy).raw
    assert 3 == run(CALLS[name][1](client)).attempts


def test_a_response_that_is_too_large_is_not_asked_for_again() -> None:
    """A response that is too large is not requested again."""
    service = Service((200, b" " * 2000))
    error = run(failure(job(service.client(max_response_bytes=1000))))
    assert (ResponseTooLargeError, 1) == (type(error), len(service.at))


@pytest.mark.parametrize(
    ("answers", "kind", "applied"),
    [
        ([httpx.ConnectError], TransportError, False),
        ([httpx.ConnectError, 429], RateLimitError, False),
        ([httpx.ReadError, httpx.ConnectError], TransportError, None),
        ([httpx.ReadError, 429], RateLimitError, None),
        ([503, 429], RateLimitError, None),
        ([503, 400], TargetingError, None),
        ([httpx.ConnectError, httpx.ReadError], TransportError, None),
        ([429, 503, httpx.ConnectError], TransportError, None),
        ([429, (200, b"<html>")], DecodeError, True),
    ],
)
def test_what_became_of_it_counts_every_attempt(answers: list[Answer], kind: type[Exception], applied: Any) -> None:
    """`applied` is False only if no attempt can have done anything."""
    client = Service(*answers).client(retry=RetryPolicy(backoff=0.001, ambiguous=True))
    error = run(failure(client.update_recipient(CID, CID, {})))
    assert (True, applied) == (isinstance(error, kind), error.applied)


def test_a_refusal_after_a_broken_success_is_not_nothing() -> None:
    """`applied` is True if an earlier attempt was a broken success."""
    client = Service((200, b"<html>"), 429).client(retry=RetryPolicy(backoff=0.001, ambiguous=True))
    error = run(failure(client.update_recipient(CID, CID, {})))
    assert (RateLimitError, True) == (type(error), error.applied in (True, None))


@pytest.mark.parametrize(("first", "applied"), [(httpx.ReadError, None), (503, None), (429, False)])
def test_a_provider_that_fails_before_the_second_attempt(first: Answer, applied: bool | None) -> None:
    """A failing token provider does not change the outcome of the earlier attempt."""
    given = iter(["t"])
    client = Service(first, GOOD).client(token=lambda: next(given), retry=RetryPolicy(backoff=0.001, ambiguous=True))
    error = run(failure(client.update_recipient(CID, CID, {})))
    assert (AuthorizationError, 1, applied) == (type(error), error.attempts, error.applied)


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(
    ("tokens", "answers", "expected"),
    [(["a", "b"], [401, GOOD], ["a", "b"]), (["a", "a", "b", "b"], [429, 401, 429, GOOD], ["a", "a", "b", "b"])],
)
def test_a_new_token_is_tried(name: str, tokens: list[str], answers: list[Answer], expected: list[str]) -> None:
    """After a 401 a new token is tried for every class, beside the policy's attempts."""
    service, given = Service(*answers), iter(tokens)
    client: Any = service.client(token=lambda: next(given)).raw
    assert (len(expected), expected) == (run(CALLS[name][1](client)).attempts, service.tokens)


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(("tokens", "expected"), [("aab", ["a"]), ("abc", ["a", "b"])])
def test_a_token_that_stays_refused(name: str, tokens: str, expected: list[str]) -> None:
    """The same token is not sent again after a 401, and at most one new one is."""
    service, given = Service(401), iter(tokens)
    error = run(failure(CALLS[name][1](service.client(token=lambda: next(given)))))
    assert (UnauthorizedError, len(expected), False) == (type(error), error.attempts, error.applied)
    assert expected == service.tokens


@pytest.mark.parametrize(("operation", "expected"), [("get_campaign_job_status", 3), ("change_campaign_status", 1)])
async def test_a_connection_that_closes(script: Script, operation: str, expected: int) -> None:
    """Over a socket, a read is repeated after the connection closed, and a write is not."""
    script.answer = lambda _: CLOSE
    async with TargetingClient("t", base_url=script.address, retry=QUICK) as client:
        error = await failure(getattr(client, operation)(CID))
    assert (expected, None, expected) == (len(script.seen), error.applied, error.attempts)


async def test_a_write_after_a_refusal_on_the_wire(script: Script) -> None:
    """A write is repeated after a 429, and the attempts are counted."""
    script.answer = lambda _: response(429) if len(script.seen) < 3 else response(200, b'{"campaign": {}}')
    async with TargetingClient("t", base_url=script.address, retry=QUICK) as client:
        received = await client.raw.change_campaign_status(CID)
    assert (3, 3) == (len(script.seen), received.attempts)
