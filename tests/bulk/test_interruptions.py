"""Errors that no item has caused end a run, and mark nothing rejected."""

from __future__ import annotations

import asyncio
import logging
import pickle
import sqlite3
import traceback
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import closing
from itertools import pairwise
from typing import Any

import fake_clock
import httpx
import pytest
from bulk.scripted import CAMPAIGN, DOWN, DROPPED, KEYS, Scripted, answer_with, counts, once, payloads

from epilot_targeting import (
    ApiError,
    AuthorizationError,
    ConfigurationError,
    ForbiddenError,
    NotFoundError,
    RequestTimeoutError,
    RetryPolicy,
    TargetingClient,
    TargetingError,
    UnauthorizedError,
)
from epilot_targeting.bulk import BulkInterrupted, BulkRun, create_recipients, update_recipients
from epilot_targeting.testing import Reply, Request

pytestmark = pytest.mark.usefixtures("journal_in_loop")


def run(main: Callable[[Scripted], Coroutine[Any, Any, None]]) -> None:
    """Run a coroutine with a fake service on a clock that jumps."""

    async def with_fake() -> None:
        async with Scripted() as fake:
            await main(fake)

    fake_clock.run(with_fake())


def broken_provider() -> str:
    """Fail, as a token provider may."""
    raise LookupError("no token today")


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply.of(401, {}), UnauthorizedError),
        (Reply.of(403, {}), ForbiddenError),
        (Reply.of(404, {}), NotFoundError),
        (Reply.of(400, {"code": "CAMPAIGN_NOT_FOUND"}), ApiError),
    ],
)
async def test_a_refusal_that_is_not_about_an_item_ends_the_run(reply: Reply, kind: type[TargetingError]) -> None:
    """The run ends with `BulkInterrupted`, whose cause is the error, and nothing is rejected."""
    async with Scripted() as fake:
        fake.before = lambda request: reply if fake.calls["POST"] > 5 else None
        work = create_recipients(fake.client(), CAMPAIGN, payloads(60), concurrency=3)
        with pytest.raises(BulkInterrupted, match="start a new run over the same input to continue") as caught:
            await work
        assert 6 <= fake.calls["POST"] <= 8
    assert counts(done=5) == caught.value.counts == work.counts
    assert isinstance(caught.value.__cause__, kind)
    assert "55 items are left; start" in str(caught.value)
    assert ("create_recipients", None) == (caught.value.operation, caught.value.applied)
    assert caught.value.counts == pickle.loads(pickle.dumps(caught.value)).counts
    with pytest.raises(BulkInterrupted):
        await anext(work)


async def test_a_missing_recipient_does_not_end_the_run() -> None:
    """A 404 of an update is about its recipient."""
    async with Scripted() as fake:
        fake.before = once(Reply.of(404, {}), "PATCH")
        updates: list[Any] = [(KEYS[0], {"automation_status": "failed"})]
        assert counts(rejected=1) == await update_recipients(fake.client(), CAMPAIGN, updates)


@pytest.mark.parametrize(
    ("client", "kind"),
    [
        (TargetingClient(base_url="http://127.0.0.1:1"), ConfigurationError),
        (TargetingClient(broken_provider, base_url="http://127.0.0.1:1"), AuthorizationError),
    ],
)
async def test_a_client_without_a_token_ends_the_run(client: TargetingClient, kind: type[TargetingError]) -> None:
    """A missing or failing token provider ends the run, and nothing is sent."""
    with pytest.raises(BulkInterrupted, match="nothing is done; 3 items are left") as caught:
        await create_recipients(client, CAMPAIGN, payloads(3))
    assert isinstance(caught.value.__cause__, kind)
    assert counts() == caught.value.counts
    assert ("create_recipients", False) == (caught.value.operation, caught.value.applied)


async def test_one_item_that_is_left_is_singular() -> None:
    """The message of a run with one item left is a whole sentence."""
    with pytest.raises(BulkInterrupted, match="nothing is done; 1 item is left"):
        await create_recipients(TargetingClient(base_url="http://127.0.0.1:1"), CAMPAIGN, payloads(1))


async def test_a_payload_without_a_key_is_named_after_its_field() -> None:
    """A payload without an entity_id is rejected with the name of that field."""
    empty: list[Any] = [{}]
    async with create_recipients(TargetingClient("t"), CAMPAIGN, empty) as run:
        results = [result async for result in run]
    assert ["entity_id must be a UUID or a string, not NoneType"] == [str(result.error) for result in results]


def test_a_reading_that_is_forbidden_ends_the_run() -> None:
    """A 403 of the list ends the run, and leaves the item in doubt."""

    async def main(fake: Scripted) -> None:
        fake.after = once(DROPPED)
        fake.before = once(Reply.of(403, {}), "GET")
        with pytest.raises(
            BulkInterrupted, match="; 1 item is left, 1 of them in doubt: perhaps carried out;"
        ) as caught:
            await create_recipients(fake.client(), CAMPAIGN, payloads(1))
        assert counts() == caught.value.counts
        assert caught.value.applied is None

    run(main)


def test_an_unknown_length_leaves_only_items_in_doubt() -> None:
    """If the input has no length, the text says how many items are in doubt, and not how many are left."""

    async def main(fake: Scripted) -> None:
        fake.after = once(DROPPED)
        fake.before = once(Reply.of(403, {}), "GET")
        with pytest.raises(BulkInterrupted, match="; nothing is done; 1 in doubt: perhaps carried out; start"):
            await create_recipients(fake.client(), CAMPAIGN, iter(payloads(1)))

    run(main)


def test_an_unauthorised_call_after_an_unknown_one_stays_in_doubt() -> None:
    """An interruption does not decide an item that may have been carried out."""

    async def main(fake: Scripted) -> None:
        fake.before = once(DROPPED)
        fake.after = once(Reply.of(401, {}))
        work = create_recipients(fake.client(), CAMPAIGN, payloads(1))
        with pytest.raises(BulkInterrupted):
            await work
        assert counts() == work.counts

    run(main)


@pytest.mark.parametrize("failure", [DOWN, DROPPED, httpx.ConnectError("refused")])
def test_an_outage_pauses_the_run(failure: Any, caplog: pytest.LogCaptureFixture) -> None:
    """While the service is down, one call at a time probes it, with pauses up to 8 seconds; then the run goes on.

    One line at WARNING says that it waits.
    """

    async def main(fake: Scripted) -> None:
        up_at = fake_clock.now() + 50
        times: list[float] = []

        def down(_: Request) -> Reply | None:
            if fake_clock.now() >= up_at:
                return None
            times.append(fake_clock.now())
            return answer_with(failure)

        fake.before = down
        client = fake.client(retry=None)
        assert counts(done=50) == await create_recipients(client, CAMPAIGN, payloads(50))
        assert len(times) <= 30
        later = sorted({*times})[2:]
        assert 8 >= max(two - one for one, two in pairwise(later)) > 6

    run(main)
    [line] = [one.getMessage() for one in caplog.records if "calls in a row" in one.getMessage()]
    assert line.startswith("create_recipients: 3 calls in a row failed, the last one with ")
    assert "; the run waits until https://targeting.fake.invalid responds, for at most " in line


def test_a_log_handler_that_fails_does_not_end_the_run(caplog: pytest.LogCaptureFixture) -> None:
    """The lines of an outage, and of the end of the run, are not worth a run."""

    def fail(_: logging.LogRecord) -> bool:
        raise RuntimeError("no disk")

    async def main(fake: Scripted) -> None:
        fake.before = once(DOWN, times=20)
        assert counts(done=50) == await create_recipients(fake.client(), CAMPAIGN, payloads(50))

    log = logging.getLogger("epilot_targeting")
    log.addFilter(fail)
    caplog.set_level(logging.INFO)
    try:
        run(main)
    finally:
        log.removeFilter(fail)


TIMEOUT = httpx.ConnectTimeout("slow")
REFUSED = httpx.ConnectError("refused\x1b[31m")
LINES: list[tuple[Any, str, str]] = [
    (DOWN, "ServerError 503; ", "600 s, and then ends with BulkInterrupted; it can be ended and run again"),
    (DROPPED, "TransportError: RemoteProtocolError", "it can be ended and run again"),
    (TIMEOUT, "RequestTimeoutError: the connect timeout passed; ", "600 s, and then ends"),
    (
        REFUSED,
        'TransportError: ConnectError: "refused [31m"; ',
        "60 s, and then ends with BulkInterrupted; no call has",
    ),
]


@pytest.mark.parametrize(("failure", "cause", "rest"), LINES)
def test_the_line_of_an_outage(failure: Any, cause: str, rest: str, caplog: pytest.LogCaptureFixture) -> None:
    """It has the cause, the host, how long the run waits and what to do, and neither ids nor words of the service."""

    async def main(fake: Scripted) -> None:
        fake.before = lambda _: answer_with(failure) if fake.calls["POST"] <= 3 else None
        assert counts(done=9) == await create_recipients(fake.client(), CAMPAIGN, payloads(9), concurrency=3)

    run(main)
    [line] = [one.getMessage() for one in caplog.records if "calls in a row" in one.getMessage()]
    assert f"the last one with {cause}" in line
    assert rest in line
    assert (False, False) == (CAMPAIGN in line, "down" in line)


@pytest.mark.parametrize(
    ("failures", "seconds", "is_advised"),
    [([REFUSED], 10, True), ([TIMEOUT], 100, False), ([DOWN, REFUSED], 100, False), ([None, REFUSED], 100, False)],
)
def test_a_service_that_was_never_reached_ends_the_run_soon(
    failures: list[Any], seconds: float, is_advised: bool
) -> None:
    """A tenth of `give_up_after` is enough for a name or port that is wrong, unless the service was reached before."""

    async def main(fake: Scripted) -> None:
        def down(_: Request) -> Reply | None:
            failure = failures.pop(0) if len(failures) > 1 else failures[0]
            return failure and answer_with(failure)

        fake.before = down
        started = fake_clock.now()
        with pytest.raises(BulkInterrupted) as caught:
            await create_recipients(fake.client(retry=None), CAMPAIGN, payloads(20), give_up_after=100, concurrency=1)
        assert seconds <= fake_clock.now() - started < seconds + 10
        advice = "no call has reached the service since the start of the run: check base_url, the network and the proxy"
        assert is_advised == (advice in str(caught.value))

    run(main)


@pytest.mark.parametrize("failure", [DOWN, TIMEOUT])
def test_a_service_that_stays_down_ends_the_run(failure: Any) -> None:
    """After `give_up_after` seconds the run ends, and says how to continue."""

    async def main(fake: Scripted) -> None:
        fake.before = lambda _: answer_with(failure)
        started = fake_clock.now()
        client = fake.client(retry=None)
        with pytest.raises(BulkInterrupted, match="20 items are left") as caught:
            await create_recipients(client, CAMPAIGN, payloads(20), give_up_after=100)
        assert 100 <= fake_clock.now() - started < 110
        assert isinstance(caught.value.__cause__, TargetingError)

    run(main)


@pytest.mark.parametrize(
    ("headers", "seconds"), [({"retry-after": "20"}, 20.0), ({"retry-after": "300"}, 300.0), ({}, 0.5)]
)
def test_the_rate_limit_pauses_all_workers(headers: dict[str, str], seconds: float) -> None:
    """A 429 is nobody's fault: all workers wait for `Retry-After`, and the item is sent again."""

    class Distant(Scripted):
        async def handle(self, request: Request) -> Reply:
            """Let the other workers send before the first response arrives."""
            await asyncio.sleep(0)
            return await super().handle(request)

    async def main(_: Scripted) -> None:
        fake = Distant()
        fake.before = once(Reply.of(429, {}, headers), times=3)
        started = fake_clock.now()
        client = fake.client(retry=None)
        assert counts(done=20) == await create_recipients(client, CAMPAIGN, payloads(20), concurrency=3)
        assert seconds - 0.01 <= fake_clock.now() - started <= seconds + 1
        assert 23 == fake.calls["POST"]

    run(main)


@pytest.mark.parametrize(("applied", "writes"), [(None, 1), (False, 2)])
def test_a_rate_limit_beyond_the_deadline_pauses_the_run(
    monkeypatch: pytest.MonkeyPatch, applied: bool | None, writes: int
) -> None:
    """A call that its deadline leaves no time for is made again, or settled if it may have been carried out."""
    create, left = TargetingClient.create_recipient, [1]

    async def limited(self: TargetingClient, campaign_id: Any, body: Any) -> Any:
        created = await create(self, campaign_id, body) if applied is None or not left[0] else None
        if not left[0]:
            return created
        left[0] = 0
        error = RequestTimeoutError("the rate limit", applied=applied, attempts=1)
        vars(error)["limit"] = "rate_limit"
        raise error

    monkeypatch.setattr(TargetingClient, "create_recipient", limited)

    async def main(fake: Scripted) -> None:
        started = fake_clock.now()
        client = fake.client(retry=None)
        (result,) = [one async for one in create_recipients(client, CAMPAIGN, payloads(1))]
        assert ("done", writes) == (result.status, result.attempts)
        assert 1 == fake.calls["POST"]
        assert fake_clock.now() - started >= 0.49

    run(main)


async def test_leaving_the_block_ends_the_run() -> None:
    """Calls under way end, nothing further is sent, and no error is raised."""
    async with Scripted() as fake:
        async with create_recipients(fake.client(), CAMPAIGN, payloads(100), concurrency=2) as work:
            async for _ in work:
                break
        sent = fake.calls["POST"]
        assert 1 <= sent <= 10
        assert sent == work.counts["done"] == len(fake.recipients(CAMPAIGN))
        assert 100 - sent == work.remaining


def test_a_cancelled_run_gives_calls_their_grace() -> None:
    """A call under way ends within five seconds, or is cancelled; the input is left alone."""

    async def main(fake: Scripted) -> None:
        fake.fail("create_recipient", delay=3.0)
        fake.fail("create_recipient", delay=300.0)
        work = create_recipients(fake.client(), CAMPAIGN, payloads(20), concurrency=2)
        task = asyncio.ensure_future(work)
        await asyncio.sleep(1)
        started = fake_clock.now()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert 4 <= fake_clock.now() - started <= 6
        assert counts(done=1) == work.counts
        assert 1 == len(fake.recipients(CAMPAIGN))

    run(main)


@pytest.mark.parametrize("is_entered", [True, False])
def test_a_cancelled_run_notes_how_to_continue(is_entered: bool) -> None:
    """A traceback of a cancellation, as by Ctrl-C, shows the state of the run, and no frame of its queue."""

    async def iterate(work: BulkRun[Any]) -> None:
        async with work:
            async for _ in work:
                pass

    async def main(fake: Scripted) -> None:
        fake.fail("create_recipient", delay=300.0)
        work = create_recipients(fake.client(), CAMPAIGN, payloads(20), concurrency=2)
        task = asyncio.ensure_future(iterate(work) if is_entered else work)
        await asyncio.sleep(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        text = (
            "create_recipients was cancelled: 19 done; 1 item is left, 1 of them in doubt: perhaps carried out; "
            "start a new run over the same input to continue"
        )
        assert [text] == caught.value.__notes__
        frames = [frame.f_code.co_name for frame, _ in traceback.walk_tb(caught.value.__traceback__)]
        assert "get" not in frames

    run(main)


@pytest.mark.parametrize("error", [ConfigurationError("row 4"), ZeroDivisionError("row 4")])
@pytest.mark.parametrize("is_entered", [True, False])
async def test_an_error_of_the_input_notes_the_state_of_the_run(error: Exception, is_entered: bool) -> None:
    """It says what is done, once, and a TargetingError no longer that nothing was carried out."""
    error = type(error)(*error.args)  # each case has its own

    async def items() -> AsyncIterator[Any]:
        for one in payloads(3):
            yield one
        await is_sent.wait()
        raise error

    is_sent = asyncio.Event()
    async with Scripted() as fake:
        fake.before = lambda _: is_sent.set() if fake.calls["POST"] == 3 else None
        work = create_recipients(fake.client(), CAMPAIGN, items())
        with pytest.raises(type(error), match="row 4") as caught:
            if is_entered:
                async with work:
                    await work
            await work
    text = "create_recipients ended early: 3 done; start a new run over the same input to continue"
    assert [text] == caught.value.__notes__
    assert getattr(error, "applied", None) is None


async def test_an_error_of_the_input_before_any_write_is_not_applied() -> None:
    """If nothing was sent, `applied` of the error stays False."""

    def items() -> Iterator[Any]:
        raise ConfigurationError("row 1")
        yield

    async with Scripted() as fake:
        with pytest.raises(ConfigurationError) as caught:
            await create_recipients(fake.client(), CAMPAIGN, items())
    assert caught.value.applied is False


async def test_an_error_of_the_callers_database_is_no_error_of_the_journal() -> None:
    """An input that reads items from SQLite raises its error unchanged, as any other exception of it."""

    def items() -> Iterator[Any]:
        yield payloads(1)[0]
        with closing(sqlite3.connect(":memory:")) as database:
            database.execute("SELECT * FROM items")

    async with Scripted() as fake:
        work = create_recipients(fake.client(), CAMPAIGN, items())
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            await work


def test_an_item_that_was_in_doubt_before_its_rejection_counts() -> None:
    """An item is rejected after six unknown outcomes: whether the service did it is not certain."""

    async def main(fake: Scripted) -> None:
        def answer(request: Request) -> Reply | None:
            if request.method != "POST":
                return None
            return DROPPED if fake.calls["POST"] <= 6 else Reply.of(401, {})

        fake.before = answer

        async def items() -> AsyncIterator[Any]:
            yield payloads(1)[0]
            await is_rejected.wait()
            yield payloads(2)[1]

        is_rejected = asyncio.Event()
        with pytest.raises(BulkInterrupted, match="1 rejected; start a new run") as caught:
            async for one in create_recipients(fake.client(), CAMPAIGN, items()):
                assert "rejected" == one.status
                is_rejected.set()
        assert caught.value.applied is None

    run(main)


async def test_a_complete_run_adds_no_note() -> None:
    """A cancellation in the block of a run that is complete says nothing about the run."""
    async with Scripted() as fake:
        work = create_recipients(fake.client(), CAMPAIGN, payloads(2))
        with pytest.raises(asyncio.CancelledError) as caught:
            async with work:
                _ = [one async for one in work]
                raise asyncio.CancelledError
    assert not hasattr(caught.value, "__notes__")


@pytest.mark.parametrize("is_left", [True, False])
async def test_a_run_that_ended_early_does_not_look_complete(is_left: bool) -> None:
    """Awaited or iterated over again, it says what is done and left, and that a new run continues."""

    async def leave(work: BulkRun[Any]) -> None:
        async with work:
            async for _ in work:
                if not is_left:
                    raise asyncio.CancelledError
                break

    async with Scripted() as fake:
        work = create_recipients(fake.client(), CAMPAIGN, payloads(100), concurrency=2)
        if is_left:
            await leave(work)
        else:
            with pytest.raises(asyncio.CancelledError):
                await leave(work)
        text = (
            "create_recipients ended early, and a bulk run can be used once: "
            r"\d+ done; \d\d items are left; start a new run over the same input to continue"
        )
        for _ in range(2):
            with pytest.raises(RuntimeError, match=text) as caught:
                await work
            assert not hasattr(caught.value, "__notes__")
            with pytest.raises(RuntimeError, match=text):
                await anext(work)


async def test_a_run_that_was_left_with_its_last_result_is_complete() -> None:
    """If the input has a length and each item its result, nothing is left, and the counts are returned again."""

    class Open:
        """An input of one item that does not say that it has ended."""

        def __len__(self) -> int:
            """Return the number of items."""
            return 1

        async def __aiter__(self) -> AsyncIterator[Any]:
            """Yield the item, and wait forever."""
            yield payloads(1)[0]
            await asyncio.Event().wait()

    async with Scripted() as fake:
        work = create_recipients(fake.client(), CAMPAIGN, Open())
        async with work:
            await anext(work)
        assert counts(done=1) == await work


def test_a_second_cancellation_waits_no_longer() -> None:
    """Who cancels twice does not wait for the calls under way."""

    async def main(fake: Scripted) -> None:
        fake.fail("create_recipient", delay=300.0)
        task = asyncio.ensure_future(create_recipients(fake.client(), CAMPAIGN, payloads(1)))
        await asyncio.sleep(1)
        started = fake_clock.now()
        task.cancel()
        await asyncio.sleep(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert fake_clock.now() - started < 2

    run(main)


class NoException(BaseException):
    """An exception that is no `Exception`, such as that of `pytest.fail` in a middleware."""


@pytest.mark.parametrize("kind", [ZeroDivisionError, NoException])
async def test_what_a_call_raises_otherwise_leaves_the_run(
    monkeypatch: pytest.MonkeyPatch, kind: type[BaseException]
) -> None:
    """An exception that is no error of the client reaches the consumer unchanged."""

    async def broken(*_: Any) -> None:
        raise kind

    monkeypatch.setattr(TargetingClient, "create_recipient", broken)
    async with Scripted() as fake:
        with pytest.raises(kind):
            await create_recipients(fake.client(), CAMPAIGN, payloads(3))


def test_a_run_that_is_left_during_a_pause_sends_no_more() -> None:
    """Senders that wait until the service responds end with the run, without another request."""

    async def scene(fake: Scripted) -> None:
        fake.before = lambda _: DOWN
        client = fake.client(retry=RetryPolicy(attempts=1, backoff=10))
        async with create_recipients(client, CAMPAIGN, payloads(20), concurrency=3):
            await asyncio.sleep(5)
            sent = fake.calls["POST"]
        assert 3 <= sent == fake.calls["POST"]

    run(scene)
