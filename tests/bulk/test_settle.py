"""An unknown outcome is settled by reading recipients back, on a clock that jumps."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import fake_clock
import httpx
import pytest
from bulk.scripted import (
    CAMPAIGN,
    DOWN,
    DROPPED,
    KEYS,
    Script,
    Scripted,
    answer_with,
    counts,
    once,
    payloads,
    results,
)

from epilot_targeting import BadRequestError, DecodeError, PaginationError, ServerError, TransportError
from epilot_targeting.bulk import (
    BulkResult,
    OutcomeUnknownError,
    RecipientMismatchError,
    create_recipients,
    update_portal_statuses,
    update_recipients,
)
from epilot_targeting.testing import Reply, Request

pytestmark = pytest.mark.usefixtures("journal_in_loop")
Test = Callable[[Scripted], Coroutine[Any, Any, None]]


def run(main: Test) -> None:
    """Run a coroutine with a fake service on a clock that jumps."""

    async def with_fake() -> None:
        async with Scripted() as fake:
            await main(fake)

    fake_clock.run(with_fake())


async def one(fake: Scripted, **options: Any) -> BulkResult[Any]:
    """Create one recipient, and return its result."""
    (result,) = (await results(create_recipients(fake.client(), CAMPAIGN, payloads(1), **options))).values()
    return result


def test_a_create_whose_response_is_lost_is_done() -> None:
    """A create that was carried out is found, and is not sent again."""

    async def main(fake: Scripted) -> None:
        fake.after = once(DROPPED)
        result = await one(fake)
        assert ("done", 1) == (result.status, result.attempts)
        assert (1, 1) == (fake.calls["POST"], fake.calls["GET"])

    run(main)


@pytest.mark.parametrize("seconds", [30.0, 5.0])
def test_a_create_that_was_not_carried_out_is_sent_again(seconds: float) -> None:
    """Its absence counts `settle_after` seconds after the attempt, and then it is sent again."""

    async def main(fake: Scripted) -> None:
        fake.before = once(DOWN)
        started = fake_clock.now()
        result = await one(fake, settle_after=seconds)
        assert ("done", 2) == (result.status, result.attempts)
        assert seconds <= fake_clock.now() - started < seconds + 1

    run(main)


def test_absence_counts_from_when_the_reading_started() -> None:
    """A recipient that is missing in a reading that began too early is read again."""

    async def main(fake: Scripted) -> None:
        script, first = once(DOWN), fake_clock.now()
        fake.before = script
        other = create_recipients(fake.client(), CAMPAIGN, slow())
        got = await results(other)
        assert ["done", "done"] == [result.status for result in got.values()]
        assert fake_clock.now() - first > 60

    async def slow() -> Any:
        yield payloads(1)[0]
        await asyncio.sleep(70)  # the input goes on: a reading starts before it ends
        yield payloads(1, 1)[0]

    run(main)


def test_one_reading_settles_many() -> None:
    """Many unknown outcomes are settled by one iteration over the campaign."""

    async def main(fake: Scripted) -> None:
        drop = once(DROPPED, times=4)
        fake.after = drop
        assert counts(done=40) == await create_recipients(fake.client(), CAMPAIGN, payloads(40))
        assert (40, 1) == (fake.calls["POST"], fake.calls["GET"])

    run(main)


def test_a_list_that_lags_doubles_nothing() -> None:
    """A create that is sent again although it was carried out is done: its refusal is read back."""

    async def main(fake: Scripted) -> None:
        fake.after = chain(once(DROPPED), once(Reply.of(200, {"results": [], "next": None}), "GET"))
        result = await one(fake)
        assert ("done", 2) == (result.status, result.attempts)
        assert 1 == len(fake.recipients(CAMPAIGN))

    run(main)


def test_a_refusal_after_an_unknown_outcome_is_rejected() -> None:
    """A payload that the service refuses is rejected, also if its first attempt had no response."""

    async def main(fake: Scripted) -> None:
        fake.before = once(DOWN)
        (result,) = (await results(create_recipients(fake.client(), CAMPAIGN, [{"entity_id": KEYS[0]}]))).values()
        assert ("rejected", 2) == (result.status, result.attempts)
        assert isinstance(result.error, BadRequestError)

    run(main)


@pytest.mark.parametrize(
    ("age", "status", "kind"),
    [
        (0, "unknown", OutcomeUnknownError),
        (None, "unknown", OutcomeUnknownError),
        (300, "rejected", RecipientMismatchError),
    ],
)
def test_other_values_after_an_unknown_outcome(age: int | None, status: str, kind: type[Exception]) -> None:
    """If the recipient changed since the attempt, nobody can say who made it; if it is older, another one did."""

    async def main(fake: Scripted) -> None:
        there = {**payloads(1)[0], "automation_status": "success"}
        if age is not None:
            there["updated_at"] = (dt.datetime.now(dt.UTC) - dt.timedelta(seconds=age)).isoformat()
        fake.add_recipients(CAMPAIGN, [there])
        fake.before = once(DROPPED)
        result = await one(fake)
        assert status == result.status
        assert type(result.error) is kind
        assert result.error is not None
        assert (None if status == "unknown" else False) is result.error.applied
        assert isinstance(result.error.__cause__, TransportError)

    run(main)


@pytest.mark.parametrize("lost", ["before", "after"])
def test_an_update_of_unknown_outcome_is_read_back(lost: str) -> None:
    """An update that was carried out is done; one that was not is sent again."""

    async def main(fake: Scripted) -> None:
        fake.add_recipients(CAMPAIGN, payloads(2))
        setattr(fake, lost, once(DROPPED, "PATCH"))
        updates: list[Any] = [(KEYS[0], {"automation_status": "failed"})]
        assert counts(done=1) == await update_recipients(fake.client(), CAMPAIGN, updates)
        assert (2 if lost == "before" else 1) == fake.calls["PATCH"]
        assert "failed" == fake.recipients(CAMPAIGN)[0]["automation_status"]

    run(main)


def test_an_update_of_an_absent_recipient_is_sent_again() -> None:
    """An update of a recipient that is not in the list is decided by the service."""

    async def main(fake: Scripted) -> None:
        fake.before = once(DROPPED, "PATCH")
        updates: list[Any] = [(KEYS[0], {"automation_status": "failed"})]
        assert counts(rejected=1) == await update_recipients(fake.client(), CAMPAIGN, updates)

    run(main)


def test_other_values_count_from_when_the_reading_started() -> None:
    """An update whose old values show in a reading that began too early is read again, and then sent again."""

    async def slow() -> AsyncIterator[tuple[str, Any]]:
        for number, seconds in enumerate((50, 60, 0)):
            yield KEYS[number], {"automation_status": "failed"}
            await asyncio.sleep(seconds)  # the first reading is 60 s after the first update

    async def main(fake: Scripted) -> None:
        fake.add_recipients(CAMPAIGN, payloads(3))
        fake.before = once(DROPPED, "PATCH", times=2)
        assert counts(done=3) == await update_recipients(fake.client(), CAMPAIGN, slow())
        assert (5, 2) == (fake.calls["PATCH"], fake.calls["GET"])

    run(main)


@pytest.mark.parametrize(
    ("there", "lost", "expected"),
    [
        ("sent", "after", "done"),
        ("sent", "before", "done"),
        ("seen", "before", "done"),
        ("clicked", "before", "unknown"),
        (None, "before", "done"),
    ],
)
def test_a_portal_status_of_unknown_outcome_is_read_back(there: str | None, lost: str, expected: str) -> None:
    """A status that is behind is moved again; one that is further on cannot be decided."""

    async def main(fake: Scripted) -> None:
        fake.add_recipients(CAMPAIGN, [{**payloads(1)[0], **({"portal_status": there} if there else {})}])
        setattr(fake, lost, once(DROPPED, "PATCH"))
        (result,) = (
            await results(update_portal_statuses(fake.client(), CAMPAIGN, [(KEYS[0], {"status": "seen"})]))
        ).values()
        assert expected == result.status

    run(main)


def test_an_item_that_always_fails_is_rejected() -> None:
    """After six attempts without a trace, an item is rejected with its last error."""

    async def main(fake: Scripted) -> None:
        def fails(request: Request) -> Reply | None:
            poisoned = request.method == "POST" and json.loads(request.body)["entity_id"] == KEYS[0]
            return DOWN if poisoned else None

        fake.before = fails
        got = await results(create_recipients(fake.client(), CAMPAIGN, payloads(3)))
        assert ["rejected", "done", "done"] == [got[key].status for key in KEYS[:3]]
        assert 6 == got[KEYS[0]].attempts
        assert isinstance(got[KEYS[0]].error, ServerError)

    run(main)


@pytest.mark.parametrize(
    ("script", "kind", "reads"),
    [
        (once(Reply.of(200, {"results": [], "next": 7}), "GET", 99), PaginationError, 1),
        (once(Reply.of(200, []), "GET", 99), DecodeError, 5),
        (once(Reply.of(418, {}), "GET", 99), Exception, 5),
    ],
)
def test_a_list_that_cannot_be_read_leaves_the_outcome_unknown(
    script: Script, kind: type[Exception], reads: int
) -> None:
    """The error says that the list cannot be read, and its cause says why."""

    async def main(fake: Scripted) -> None:
        fake.before, fake.after = script, once(DROPPED)
        result = await one(fake)
        assert "unknown" == result.status
        assert isinstance(result.error, OutcomeUnknownError)
        assert isinstance(result.error.__cause__, kind)
        assert reads == fake.calls["GET"]

    run(main)


def test_pauses_do_not_make_a_list_unreadable() -> None:
    """Only failures of the page itself count, and not those of an outage before them."""

    async def main(fake: Scripted) -> None:
        fake.before = chain(once(DOWN, "GET", times=4), once(Reply.of(200, []), "GET", times=4))
        fake.after = once(DROPPED)
        result = await one(fake)
        assert ("done", 9) == (result.status, fake.calls["GET"])

    run(main)


@pytest.mark.parametrize(("lost", "status", "kind"), [(0, "rejected", BadRequestError), (1, "unknown", None)])
def test_a_refusal_is_no_unknown_outcome_without_a_list(lost: int, status: str, kind: Any) -> None:
    """The service did nothing for an item that it refused, unless an earlier attempt had no response."""

    async def main(fake: Scripted) -> None:
        reading = once(Reply.of(200, {"results": [], "next": None}), "GET", lost)
        fake.before = chain(once(DROPPED, times=lost), reading, once(Reply.of(200, []), "GET", 99))
        (result,) = (await results(create_recipients(fake.client(), CAMPAIGN, [{"entity_id": KEYS[0]}]))).values()
        assert result.error is not None
        assert (status, lost + 1) == (result.status, result.attempts)
        assert (kind or OutcomeUnknownError) is type(result.error)
        assert (False if kind else None) is result.error.applied

    run(main)


@pytest.mark.parametrize(
    "failure",
    [DOWN, DROPPED, Reply.of(429, {}, {"retry-after": "3"}), Reply.of(200, []), httpx.ConnectError("refused")],
)
def test_a_reading_that_fails_goes_on(failure: Any) -> None:
    """A page that fails is read again, and the reading goes on from there."""

    async def main(fake: Scripted) -> None:
        fake.add_recipients(CAMPAIGN, payloads(90, 10))
        left = [2, 1]

        def fails(request: Request) -> Reply | None:
            page = "next" in request.query
            if request.method == "GET" and left[page]:
                left[page] -= 1
                return answer_with(failure)
            return None

        fake.before, fake.after = fails, once(DROPPED, times=20)
        assert counts(done=20) == await create_recipients(fake.client(), CAMPAIGN, [*payloads(10), *later(10)])
        assert [0, 0] == left

    def later(count: int) -> list[Any]:
        return payloads(count, 200)

    run(main)


def test_many_unknown_outcomes_start_a_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more items are pulled while too many have to be read back."""
    monkeypatch.setattr("epilot_targeting.bulk._read_back.MAX_UNSETTLED", 5)

    async def main(fake: Scripted) -> None:
        fake.after = lambda request: DROPPED if request.method == "POST" and len(fake.requests) % 2 else None
        assert counts(done=60) == await create_recipients(fake.client(), CAMPAIGN, payloads(60), concurrency=2)
        assert 1 < fake.calls["GET"] < 30

    run(main)


def chain(*scripts: Script) -> Script:
    """Return a script that asks several."""
    return lambda request: next((reply for script in scripts if (reply := script(request))), None)
