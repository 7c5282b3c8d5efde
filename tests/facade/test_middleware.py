"""Middleware runs around each attempt: its order, headers, outcomes, vetoes and mistakes."""

from __future__ import annotations

import asyncio
import pickle
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from attrs import evolve
from facade.stores import CID, SIGNATURE, refer
from fake_clock import run
from server import CLOSE, HANG, NOW, Script, page, response

from epilot_targeting import (
    ApiError,
    ConfigurationError,
    DecodeError,
    ForbiddenError,
    NotFoundError,
    RateLimitError,
    RequestTimeoutError,
    RetryPolicy,
    ServerError,
    TargetingClient,
    TargetingError,
    TransportError,
    configure,
    get_client,
)
from epilot_targeting import middleware as public
from epilot_targeting.bulk import create_recipients
from epilot_targeting.middleware import Attempt, CallNext, Outcome

TOKEN = "".join(["secret", "-token"])


class Recorder:
    """Middleware that keeps what it sees."""

    def __init__(self) -> None:
        self.attempts: list[Attempt] = []
        self.outcomes: list[Outcome] = []

    async def __call__(self, attempt: Attempt, call_next: CallNext) -> Outcome:
        self.attempts.append(attempt)
        outcome = await call_next(attempt)
        self.outcomes.append(outcome)
        return outcome

    @property
    def statuses(self) -> list[int | None]:
        return [one.status_code for one in self.outcomes]

    @property
    def errors(self) -> list[type]:
        return [type(one.error) for one in self.outcomes]


@pytest.fixture
def seen() -> Recorder:
    """What middleware saw."""
    return Recorder()


def client_of(script: Script, *middleware: Any, **options: Any) -> TargetingClient:
    return TargetingClient(TOKEN, base_url=script.address, **{"retry": NOW, **options}, middleware=middleware)


def answers(script: Script, *found: bytes) -> None:
    """Let the server answer with these, and with the last one from then on."""
    waiting = list(found)
    script.answer = lambda _: waiting.pop(0) if len(waiting) > 1 else waiting[0]


async def test_middleware_sees_an_attempt(script: Script, seen: Recorder) -> None:
    """An attempt has the operation, the path and the headers, without the token, the query and the body."""
    script.answer = lambda _: page([])
    async with client_of(script, seen, org_id="o", headers={"X-Own": "1"}) as client:
        await client.get_recipients(CID, q="search-text")
    (attempt,) = seen.attempts
    assert ("get_recipients", "getRecipients", "GET", 1) == (
        attempt.operation,
        attempt.operation_id,
        attempt.method,
        attempt.number,
    )
    assert attempt.path.endswith(f"/{CID}/recipients")
    assert ("o", "1") == (attempt.headers["X-Epilot-Org-Id"], attempt.headers["x-own"])
    texts = f"{attempt!r} {dict(attempt.headers)} {attempt.headers!r} {attempt.path}"
    assert [] == [text for text in (TOKEN, "search-text", "authorization") if text in texts.lower()]


async def test_middleware_runs_once_an_attempt(script: Script, seen: Recorder) -> None:
    """Each attempt of a call has its own run with its number, and its outcome, failures included."""
    answers(script, response(503), CLOSE, response(200, b"{"), response())
    async with client_of(script, seen, retry=type(NOW)(attempts=4, backoff=0)) as client:
        done = await client.raw.get_campaign_job_status(CID)
    assert ([1, 2, 3, 4], 4) == ([one.number for one in seen.attempts], done.attempts)
    assert [503, None, 200, 200] == seen.statuses
    assert [ServerError, TransportError, DecodeError, type(None)] == seen.errors
    assert all(one.elapsed >= 0 for one in seen.outcomes)
    assert "application/json" == seen.outcomes[0].headers["content-type"]


@pytest.mark.parametrize("status", [404, 409, 500])
async def test_a_failure_reaches_middleware_and_caller(script: Script, seen: Recorder, status: int) -> None:
    """An error in the outcome is the error that the caller gets, with all its attributes."""
    script.answer = lambda _: response(status, b'{"message": "no"}', "x-request-id: r-1")
    async with client_of(script, seen) as client:
        with pytest.raises(TargetingError) as failed:
            await client.change_campaign_status(CID)
    assert failed.value is seen.outcomes[-1].error
    assert (1, "change_campaign_status", "r-1") == (
        failed.value.attempts,
        failed.value.operation,
        failed.value.request_id,  # type: ignore[attr-defined]
    )


async def test_the_first_middleware_is_the_outermost(script: Script) -> None:
    """Middleware nests in the order of the option."""
    order: list[str] = []

    def named(name: str) -> Any:
        async def run(_: Attempt, call_next: CallNext) -> Outcome:
            order.append(f"{name} before")
            outcome = await call_next()
            order.append(f"{name} after")
            return outcome

        return run

    async with client_of(script, named("a"), named("b")) as client:
        await client.get_campaign_job_status(CID)
    assert ["a before", "b before", "b after", "a after"] == order


async def test_headers_are_sent(script: Script) -> None:
    """A header that is set or removed counts for this attempt only."""
    answers(script, response(503), response())

    async def change(attempt: Attempt, call_next: CallNext) -> Outcome:
        assert "x-number" not in attempt.headers
        attempt.headers["X-Number"] = str(attempt.number)
        del attempt.headers["X-Own"]
        assert {"x-number", "accept", "user-agent", "accept-encoding"} == {*attempt.headers}
        assert 4 == len(attempt.headers)
        return await call_next(attempt)

    async with client_of(script, change, headers={"x-own": "1"}) as client:
        await client.get_campaign_job_status(CID)
    assert ["1", "2"] == [one.headers["x-number"] for one in script.seen]
    assert ["Bearer " + TOKEN] * 2 == [one.headers["authorization"] for one in script.seen]
    assert [False, False] == ["x-own" in one.headers for one in script.seen]


@pytest.mark.parametrize(("name", "value"), [("Authorization", "x"), ("x-a", "b\r\nc: d"), ("x a", "b"), ("x-a", 5)])
async def test_an_invalid_header_is_not_sent(script: Script, name: str, value: Any) -> None:
    """Setting a header that the client sets itself, or an invalid one, raises at that line, and sends nothing."""

    async def change(attempt: Attempt, call_next: CallNext) -> Outcome:
        attempt.headers[name] = value
        return await call_next(attempt)

    async with client_of(script, change) as client:
        with pytest.raises(ConfigurationError, match="header"):
            await client.get_campaign_job_status(CID)
    assert [] == script.seen


@pytest.mark.parametrize("name", ["Authorization", "host", "Content-Length", "Accept-Encoding", "x a"])
async def test_an_invalid_header_of_another_attempt_is_not_sent(script: Script, name: str) -> None:
    """The headers of an attempt that middleware passes instead are checked, too."""

    async def change(attempt: Attempt, call_next: CallNext) -> Outcome:
        return await call_next(evolve(attempt, headers={**attempt.headers, name: "5"}))

    async with client_of(script, change) as client:
        with pytest.raises(ConfigurationError, match="header"):
            await client.get_campaign_job_status(CID)
    assert [] == script.seen


async def test_the_headers_of_another_attempt_are_sent(script: Script) -> None:
    """Middleware may pass an attempt with other headers, also in one dict that it changes for each attempt."""
    answers(script, response(503), response())
    shared: dict[str, str] = {}

    async def change(attempt: Attempt, call_next: CallNext) -> Outcome:
        shared.update(attempt.headers)
        shared["X-Number"] = str(attempt.number)
        return await call_next(evolve(attempt, headers=shared))

    async with client_of(script, change) as client:
        await client.get_campaign_job_status(CID)
    assert [("1", "gzip"), ("2", "gzip")] == [
        (one.headers["x-number"], one.headers["accept-encoding"]) for one in script.seen
    ]


class NoException(BaseException):
    """An exception that is no `Exception`, such as that of `pytest.fail`."""


VETOES = [RuntimeError, TimeoutError, RateLimitError, RequestTimeoutError, ConfigurationError, NoException]


@pytest.mark.parametrize("kind", VETOES)
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("operation", ["get_campaign_job_status", "change_campaign_status"])
async def test_a_veto_reaches_the_caller_unchanged(
    script: Script, kind: type[BaseException], when: str, operation: str
) -> None:
    """What middleware raises is not retried, and nothing of it changes. Its traceback shows the method alone."""
    script.answer = lambda _: response(503)
    veto = kind("no")
    before = dict(vars(veto))

    async def refuse(attempt: Attempt, call_next: CallNext) -> Outcome:
        if when == "after":
            await call_next(attempt)
        raise veto

    async with client_of(script, refuse) as client:
        with pytest.raises(kind, match="no") as failed:
            await getattr(client, operation)(CID)
    assert (veto, before, ("no",), None) == (failed.value, vars(veto), veto.args, veto.__context__)
    assert ["test_a_veto_reaches_the_caller_unchanged", operation, "refuse"] == [
        one.name for one in traceback.extract_tb(failed.value.__traceback__)
    ]
    assert (when == "after") == len(script.seen)


async def test_a_veto_frees_permit_and_gate(script: Script) -> None:
    """After vetoes, other calls are sent as before, also with one permit."""
    refused = {"on": True}

    async def flag(attempt: Attempt, call_next: CallNext) -> Outcome:
        if refused["on"]:
            raise RuntimeError(attempt.operation)
        return await call_next(attempt)

    async with client_of(script, flag, max_concurrency=1) as client:
        for _ in range(3):
            with pytest.raises(RuntimeError, match="get_campaign_job_status"):
                await client.get_campaign_job_status(CID)
        refused["on"] = False
        await client.get_campaign_job_status(CID)
        assert 0 == client._open_state().pool().busy
    assert 1 == len(script.seen)


async def test_middleware_may_raise_the_error_of_the_outcome(script: Script) -> None:
    """An error of the outcome that middleware raises ends the call: it is a veto against a retry."""
    script.answer = lambda _: response(503)

    async def strict(attempt: Attempt, call_next: CallNext) -> Outcome:
        outcome = await call_next(attempt)
        if outcome.error is not None:
            raise outcome.error
        return outcome

    async with client_of(script, strict) as client:
        with pytest.raises(ServerError):
            await client.get_campaign_job_status(CID)
    assert 1 == len(script.seen)


async def nothing(_: Attempt, call_next: CallNext) -> None:
    await call_next()


async def without_sending(_: Attempt, __: CallNext) -> Outcome:
    return Outcome(status_code=200, headers={}, elapsed=0.0, error=None)


async def twice(_: Attempt, call_next: CallNext) -> Outcome:
    await call_next()
    return await call_next()


def no_coroutine(_: Attempt, __: CallNext) -> Outcome:
    return Outcome(status_code=200, headers={}, elapsed=0.0, error=None)


async def without_an_attempt(_: Attempt, call_next: CallNext) -> Outcome:
    nothing_of_ours: Any = {}
    return await call_next(nothing_of_ours)


async def with_odd_headers(attempt: Attempt, call_next: CallNext) -> Outcome:
    return await call_next(evolve(attempt, headers=None))  # type: ignore[arg-type]


MISTAKES: list[tuple[Callable[[Attempt, CallNext], Any], str, bool | None]] = [
    (nothing, "nothing must be an async function that returns the outcome", True),
    (without_sending, "without calling call_next", False),
    (twice, "call_next twice", True),
    (no_coroutine, "no_coroutine must be an async function", False),
    (without_an_attempt, "called call_next with dict: pass the attempt, or nothing", False),
    (with_odd_headers, "called call_next with Attempt: pass the attempt", False),
]


@pytest.mark.parametrize(("wrong", "text", "applied"), MISTAKES)
async def test_a_mistake_of_middleware_is_named(script: Script, wrong: Any, text: str, applied: bool | None) -> None:
    """Middleware that breaks its interface is a ConfigurationError, which says whether the service did the work."""
    async with client_of(script, wrong) as client:
        with pytest.raises(ConfigurationError, match=text) as failed:
            await client.change_campaign_status(CID)
    error = pickle.loads(pickle.dumps(failed.value))
    assert (ConfigurationError, applied, 1) == (type(error), error.applied, error.attempts)
    assert len(script.seen) == (1 if applied else 0)


@pytest.mark.parametrize(
    ("first", "applied", "text"),
    [
        (response(200, b"{"), True, "; gave up after 2 attempts; the operation was carried out"),
        (CLOSE, None, "; gave up after 2 attempts; it is unknown whether the operation was carried out: "),
        (response(429, b"{}", "retry-after: 0"), False, "middleware returned an outcome without calling call_next"),
    ],
    ids=["carried out", "unknown", "refused"],
)
async def test_a_mistake_of_middleware_after_another_attempt(
    script: Script, first: bytes, applied: bool | None, text: str
) -> None:
    """The error says whether an earlier attempt was carried out, as the data may have changed."""
    script.answer = lambda _: first

    async def forgetful(attempt: Attempt, call_next: CallNext) -> Outcome:
        return await (call_next() if attempt.number == 1 else without_sending(attempt, call_next))

    async with client_of(script, forgetful, retry=evolve(NOW, ambiguous=True)) as client:
        with pytest.raises(ConfigurationError) as failed:
            await client.update_recipient(CID, CID, {})
    assert (applied, 2, 1) == (failed.value.applied, failed.value.attempts, len(script.seen))
    assert text in str(failed.value)


@pytest.mark.parametrize("is_cancelled", [False, True])
async def test_middleware_that_does_not_wait_for_the_request(script: Script, is_cancelled: bool) -> None:
    """A request that middleware left under way is cancelled, never repeated, and its outcome is unknown."""
    script.answer = lambda _: HANG
    left: list[asyncio.Task[Outcome]] = []

    async def leave(_: Attempt, call_next: CallNext) -> Outcome:
        left.append(asyncio.ensure_future(call_next()))
        await script.until(lambda: len(script.seen) == 1)
        if is_cancelled:
            left[0].cancel()
            await asyncio.wait(left)
        return Outcome(status_code=200, headers={}, elapsed=0.0, error=None)

    async with client_of(script, leave) as client:
        with pytest.raises(ConfigurationError, match=r"await call_next to its end; it is unknown") as failed:
            await client.get_campaign_job_status(CID)
        await asyncio.wait(left)
        assert (None, 1, 1) == (failed.value.applied, failed.value.attempts, len(script.seen))
        assert (True, 0) == (left[0].cancelled(), client._open_state().pool().busy)


async def test_a_request_is_not_sent_after_its_middleware(script: Script) -> None:
    """When the middleware has returned, `call_next` sends nothing: the caller was told that nothing was sent."""
    late: list[asyncio.Task[Outcome]] = []

    async def leave(_: Attempt, call_next: CallNext) -> Outcome:
        late.append(asyncio.ensure_future(call_next()))
        return Outcome(status_code=200, headers={}, elapsed=0.0, error=None)

    async with client_of(script, leave) as client:
        with pytest.raises(ConfigurationError, match="without calling call_next") as failed:
            await client.change_campaign_status(CID)
        with pytest.raises(ConfigurationError, match="after it had returned"):
            await late[0]
        assert (False, 0, []) == (failed.value.applied, client._open_state().pool().busy, script.seen)


@pytest.mark.parametrize("given", [5, "ab", {"a": 1}, [None], [1]])
def test_the_option_takes_functions(given: Any) -> None:
    """The option is a sequence of functions."""
    with pytest.raises(ConfigurationError, match="middleware must be a sequence of async functions"):
        TargetingClient("t", middleware=given)


async def test_a_deadline_ends_middleware(script: Script) -> None:
    """Middleware that never ends is cancelled at the deadline; the error says whether anything was sent."""
    ended: list[str] = []

    async def never(_: Attempt, __: CallNext) -> Outcome:
        try:
            await asyncio.Event().wait()
            raise LookupError
        finally:
            ended.append("never")

    async with client_of(script, never, deadline=0.05) as client:
        with pytest.raises(RequestTimeoutError) as failed:
            await client.change_campaign_status(CID)
    assert (["never"], "deadline", False) == (ended, failed.value.limit, failed.value.applied)


async def test_cancelling_passes_middleware(script: Script, seen: Recorder) -> None:
    """A cancelled call raises CancelledError, also through middleware."""
    script.answer = lambda _: HANG
    async with client_of(script, seen) as client:
        task = asyncio.create_task(client.get_campaign_job_status(CID))
        await script.until(lambda: len(script.seen) == 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert (1, []) == (len(seen.attempts), seen.outcomes)


async def test_a_bug_below_middleware_is_no_veto(
    script: Script, seen: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug of the client below middleware keeps its frames, without their local variables."""
    async with client_of(script, seen) as client:
        monkeypatch.setattr("epilot_targeting._call.call_state.CallState.prepared", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError) as failed:
            await client.get_campaign_job_status(CID)
    assert "_send_for_middleware" in [one.name for one in traceback.extract_tb(failed.value.__traceback__)]


async def test_no_middleware_sees_the_object_store(script: Script, store: Script, seen: Recorder) -> None:
    """The download of a large response is not an attempt: middleware sees neither its address nor its headers."""
    refer(script, store)
    async with client_of(script, seen, max_concurrency=1) as client:
        await client.get_campaign_job_status(CID)
    assert ([200], 1) == (seen.statuses, len(store.seen))
    assert SIGNATURE not in f"{seen.attempts} {seen.outcomes} {[dict(one.headers) for one in seen.outcomes]}"


async def test_a_response_header_with_the_token_is_redacted(script: Script, seen: Recorder) -> None:
    """A token that the service repeats in a header is redacted in the outcome."""
    script.answer = lambda _: response(200, b"{}", f"x-echo: Bearer {TOKEN}")
    async with client_of(script, seen) as client:
        await client.get_campaign_job_status(CID)
    assert "Bearer [token]" == seen.outcomes[0].headers["x-echo"]


@pytest.mark.parametrize("address", ["/p?X-Amz-Signature=feed", "//store.example/p?X-Amz-Signature=feed"])
async def test_the_address_of_a_redirect_is_not_shown(script: Script, seen: Recorder, address: str) -> None:
    """The outcome shows no more of the address of a redirect than the error does: it may be presigned."""
    script.answer = lambda _: response(302, b"", f"location: {address}")
    async with client_of(script, seen) as client:
        with pytest.raises(ApiError) as failed:
            await client.get_campaign_job_status(CID)
    assert failed.value.headers == seen.outcomes[0].headers
    assert "feed" not in str(seen.outcomes[0].headers)


async def bulk(client: TargetingClient) -> dict[str, int]:
    payloads: list[Any] = [{"entity_id": "a", "entity_schema": "contact"}]
    return await create_recipients(client, CID, payloads)


Use = Callable[[TargetingClient], Awaitable[Any]]
USES: dict[str, Use] = {
    "with_options": lambda client: client.with_options(deadline=5, headers={"x": "1"}).get_campaign_job_status(CID),
    "a tag": lambda client: client.campaign.get_campaign_job_status(CID),
    "raw": lambda client: client.raw.get_campaign_job_status(CID),
    "request": lambda client: client.request("GET", "/v1/new", params={"q": "x"}),
    "a pager": lambda client: client.iter_recipients(CID).collect(),
    "bulk": bulk,
}


@pytest.mark.parametrize("way", USES)
async def test_every_way_of_calling_runs_middleware(script: Script, seen: Recorder, way: str) -> None:
    """Derived clients, tag clients, raw calls, any path, pagers and bulk runs run the middleware of the client."""
    script.answer = lambda _: response(200, b'{"results": [], "hits": 0, "entity_id": "a"}')
    async with client_of(script, seen) as client:
        await USES[way](client)
    assert len(script.seen) == len(seen.attempts) > 0
    assert {None} != {one.path for one in seen.attempts}


async def test_default_clients_take_middleware_later(script: Script, seen: Recorder) -> None:
    """`configure` sets middleware of a default client that was handed out earlier."""
    client = get_client()
    configure(token="t", base_url=script.address, middleware=[seen])
    await client.get_campaign_job_status(CID)
    configure(middleware=[])
    await client.get_campaign_job_status(CID)
    await client.aclose()
    assert [200] == seen.statuses


def test_middleware_is_an_option_of_whole_clients() -> None:
    """A derived client has the middleware of its client: the error says where to set it."""
    with pytest.raises(ConfigurationError, match="option of a whole client"):
        TargetingClient("t").with_options(middleware=[])  # type: ignore[call-arg]


def test_all_is_true() -> None:
    """`__all__` of the module is sorted and true, and importing the package's name loads it."""
    assert sorted(public.__all__) == public.__all__
    assert [] == [name for name in public.__all__ if not hasattr(public, name)]


async def test_a_veto_of_an_error_class_keeps_its_fields(script: Script) -> None:
    """Middleware may raise an error class of this package with its own fields."""

    async def forbid(_: Attempt, __: CallNext) -> Outcome:
        raise ForbiddenError("by policy", applied=None, attempts=7, operation="mine")

    async with client_of(script, forbid) as client:
        with pytest.raises(ForbiddenError) as failed:
            await client.get_campaign_job_status(CID)
    assert ("by policy", None, 7, "mine") == (
        str(failed.value),
        failed.value.applied,
        failed.value.attempts,
        failed.value.operation,
    )
    assert not isinstance(failed.value, NotFoundError)


def run_at_the_gate(writes: int = 0, **options: Any) -> tuple[list[Any], list[tuple[str, float]], list[Outcome]]:
    """Run two reads whose middleware sleeps for a second, while another is answered with 429 and `Retry-After: 60`.

    Writes follow after 30 seconds, and take 10. Return the results, the requests with their times, and the outcomes
    that the middleware of the two reads saw.
    """
    sent: list[tuple[str, float]] = []
    outcomes: list[Outcome] = []

    async def sleep(attempt: Attempt, call_next: CallNext) -> Outcome:
        if attempt.operation != "get_campaign_job_status":
            return await call_next()
        await asyncio.sleep(1)
        outcomes.append(await call_next())
        return outcomes[-1]

    async def answer(request: httpx.Request) -> httpx.Response:
        name = request.url.path.rpartition("/")[2]
        sent.append((name, asyncio.get_running_loop().time() - begun[0]))
        if name == "portals":
            return httpx.Response(429, headers={"retry-after": "60"})
        await asyncio.sleep(10 if name == "status" else 0)
        return httpx.Response(200, json={"campaign": {"_title": "a"}})

    async def scene() -> list[Any]:
        begun.append(asyncio.get_running_loop().time())
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as own:
            client = TargetingClient(
                TOKEN, http_client=own, middleware=[sleep], max_concurrency=3, retry=RetryPolicy(attempts=1), **options
            )
            reads = [asyncio.create_task(client.raw.get_campaign_job_status(CID)) for _ in range(2)]
            await asyncio.sleep(0.5)
            with pytest.raises(RateLimitError):
                await client.get_campaign_portals(CID)
            await asyncio.sleep(30)
            changes = [client.change_campaign_status(CID) for _ in range(writes)]
            found = await asyncio.gather(*reads, *changes, return_exceptions=True)
        assert 0 == client._open_state().rate_limits.gate(
            client._open_state().pool(), client.options, reads=True
        )._under_way  # fmt: skip
        assert 0 == client._open_state().pool().busy
        return found

    begun: list[float] = []
    return run(scene()), sent, outcomes


def test_sleeping_middleware_waits_at_a_closed_gate() -> None:
    """An attempt whose middleware sleeps is held back by a 429 of another call, and counts once."""
    found, sent, outcomes = run_at_the_gate()
    assert [("portals", 0.5), ("job", 60.5), ("job", 60.5)] == sent
    assert [(200, 1)] * 2 == [(one.status_code, one.attempts) for one in found]
    assert [(200, 0.0)] * 2 == [(one.status_code, one.elapsed) for one in outcomes]


def test_sleeping_middleware_at_a_closed_gate_holds_no_permit() -> None:
    """Writes, which have a gate of their own, are sent meanwhile."""
    _, sent, _ = run_at_the_gate(writes=3)
    assert [("status", 30.5)] * 3 == [one for one in sent if one[0] == "status"]


def test_sleeping_middleware_at_a_gate_that_opens_after_the_deadline() -> None:
    """The attempt is not sent, and the middleware sees the error."""
    found, sent, outcomes = run_at_the_gate(deadline=50.0)
    assert [("portals", 0.5)] == sent
    assert ["rate_limit"] * 2 == [one.limit for one in found]
    assert [False] * 2 == [one.applied for one in found]
    assert found == [one.error for one in outcomes]


def test_a_call_that_is_cancelled_at_a_closed_gate_in_middleware() -> None:
    """Its place at the gate and its permit are free again."""

    async def scene() -> list[Any]:
        asleep = asyncio.Event()

        async def sleep(attempt: Attempt, call_next: CallNext) -> Outcome:
            if attempt.number == 1 and not asleep.is_set():
                asleep.set()
                await asyncio.sleep(1)
            return await call_next()

        answers = iter([httpx.Response(429, headers={"retry-after": "60"}), httpx.Response(200, json={})])
        async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: next(answers))) as own:
            client = TargetingClient(
                TOKEN, http_client=own, middleware=[sleep], max_concurrency=2, retry=RetryPolicy(attempts=1)
            )
            sleeping = asyncio.create_task(client.get_campaign_job_status(CID))
            await asleep.wait()
            with pytest.raises(RateLimitError):
                await client.get_campaign_portals(CID)
            await asyncio.sleep(30)
            sleeping.cancel()
            with pytest.raises(asyncio.CancelledError):
                await sleeping
            return [(await client.raw.get_campaign_job_status(CID)).status_code, client._open_state().pool().busy]

    assert [200, 0] == run(scene())


def test_a_call_in_middleware_waits_for_the_permit_of_its_own_attempt() -> None:
    """With one permit, a call of the same client in middleware waits until its deadline, and sends nothing."""
    inner: list[TargetingError] = []

    async def nested(attempt: Attempt, call_next: CallNext) -> Outcome:
        with pytest.raises(RequestTimeoutError) as failed:
            await clients[0].with_options(deadline=2).get_campaign_portals(CID)
        inner.append(failed.value)
        return await call_next(attempt)

    async def outer() -> int:
        transport = httpx.MockTransport(lambda _: httpx.Response(200, json={}))
        async with httpx.AsyncClient(transport=transport) as own:
            clients.append(TargetingClient(TOKEN, http_client=own, middleware=[nested], max_concurrency=1))
            return (await clients[0].raw.get_campaign_job_status(CID)).status_code

    clients: list[TargetingClient] = []
    assert 200 == run(outer())
    assert 1 == len(inner)
    expected = "the deadline of 2 s passed: waited 2.0 s for one of 1 permits; nothing was sent"
    assert str(inner[0]).endswith(f"{CID}/portals: {expected}")
