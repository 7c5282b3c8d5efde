"""`retrigger_failed` starts each failed automation once, and leaves unknown what nothing proves."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import fake_clock
import httpx
import pytest
from bulk.scripted import CAMPAIGN, DOWN, DROPPED, KEYS, Scripted, answer_with, counts, once, payloads, results
from epilot_targeting_generated import spec

from epilot_targeting import (
    BadRequestError,
    ConfigurationError,
    NotFoundError,
    PaginationError,
    ServerError,
    TransportError,
)
from epilot_targeting.bulk import (
    BulkInterrupted,
    BulkProgress,
    Journal,
    OutcomeUnknownError,
    RetriggerRefusedError,
    _spec_limits,
    retrigger_failed,
)
from epilot_targeting.bulk._journal_database import JournalDatabase
from epilot_targeting.bulk._journal_state import State
from epilot_targeting.testing import Reply, Request

pytestmark = pytest.mark.usefixtures("journal_in_loop")
Test = Callable[["Failing"], Coroutine[Any, Any, None]]


class Failing(Scripted):
    """A service with failed recipients, which counts how often it started the automation of each.

    Args:
        failed: The number of failed recipients. There is one more, whose automation succeeded.

    Attributes:
        started: How often an automation was started, by recipient.
        sizes: The number of recipients in each request that arrived.
    """

    def __init__(self, failed: int, **options: Any) -> None:
        super().__init__(**options)
        self.started: Counter[str] = Counter()
        self.sizes: list[int] = []
        broken = [{**one, "automation_status": "failed"} for one in payloads(failed)]
        self.add_recipients(CAMPAIGN, [*broken, {**payloads(1, 99)[0], "automation_status": "success"}])

    async def handle(self, request: Request) -> Reply:
        """Return the response to a request, and note what it started."""
        before = self.executions()
        if request.method == "POST":
            self.sizes.append(len(json.loads(request.body)["recipient_ids"]))
        try:
            return await super().handle(request)
        finally:
            self.started.update(key for key, execution in self.executions().items() if execution != before[key])

    def executions(self) -> dict[str, Any]:
        """Return the execution ids by recipient."""
        return {one["entity_id"]: one.get("automation_execution_id") for one in self.recipients(CAMPAIGN)}

    def set(self, key: str, **fields: Any) -> None:
        """Change a recipient, as somebody else might do."""
        (found,) = [one for one in self.recipients(CAMPAIGN) if one["entity_id"] == key]
        self.add_recipients(CAMPAIGN, [{**found, **fields}])


def run(main: Test, failed: int = 5) -> None:
    """Run a coroutine with a service on a clock that jumps."""

    async def with_fake() -> None:
        async with Failing(failed) as fake:
            await main(fake)  # type: ignore[arg-type]

    fake_clock.run(with_fake())


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal that does not exist yet."""
    return Journal(tmp_path / "run.sqlite")


def states(journal: Journal) -> dict[str, int]:
    """Return the states in a journal by key."""
    with sqlite3.connect(journal.path) as database:
        found = dict(database.execute("SELECT key, state FROM items").fetchall())
    database.close()
    return found


def as_if_killed(journal: Journal) -> Journal:
    """Return a copy of a journal in use: it is what a killed process leaves."""
    copy = Journal(journal.path.with_name("copy.sqlite"))
    for suffix in ("", "-wal"):
        Path(f"{copy.path}{suffix}").write_bytes(Path(f"{journal.path}{suffix}").read_bytes())
    return copy


def leave_in_doubt(journal: Journal, fake: Failing, count: int) -> None:
    """Write the journal of a run that was killed after it noted some recipients."""
    from epilot_targeting.bulk._retrigger_operation import digest_of

    base = fake.client().options.base_url
    identity = {"operation": "retrigger_failed", "campaign": CAMPAIGN, "base_url": base, "organisation": ""}
    store = JournalDatabase(journal.path, identity)
    store.open()
    store.write([], {key: digest_of(fake.executions()[key]) for key in KEYS[:count]})
    store.close([])


def test_each_failed_recipient_has_one_result() -> None:
    """All failed recipients are collected first, then sent in batches; nobody else is."""

    async def main(fake: Failing) -> None:
        work = retrigger_failed(fake.client(), CAMPAIGN, batch=30)
        got = await results(work)
        assert dict.fromkeys(KEYS[:70], "done") == {key: one.status for key, one in got.items()}
        assert (counts(done=70), 0) == (work.counts, work.remaining)
        assert [30, 30, 10] == fake.sizes
        assert dict.fromkeys(KEYS[:70], 1) == dict(fake.started)
        assert (KEYS[0], 1) == (got[KEYS[0]].item, got[KEYS[0]].attempts)

    run(main, 70)


def test_the_filter_shrinks_while_nothing_is_lost() -> None:
    """A list by offset, whose later pages shift, loses nobody: it is read before the first batch."""

    async def main(fake: Failing) -> None:
        def by_offset(request: Request) -> Reply | None:
            if request.method != "GET":
                return None
            start = int(dict(part.split("=") for part in request.query.split("&")).get("next", "0"))
            failed = [one for one in fake.recipients(CAMPAIGN) if one["automation_status"] == "failed"]
            rest = {"next": str(start + 20)} if start + 20 < len(failed) else {}
            return Reply.of(200, {"results": failed[start : start + 20], **rest})

        fake.before = by_offset
        assert counts(done=70) == await retrigger_failed(fake.client(), CAMPAIGN, batch=10)

    run(main, 70)


def test_a_recipient_that_is_listed_twice_is_sent_once() -> None:
    """Duplicates, also in other case, and recipients that have not failed are left out."""

    async def main(fake: Failing) -> None:
        listed = fake.recipients(CAMPAIGN)
        listed.append({**listed[0], "entity_id": KEYS[0].upper()})
        fake.before = once(Reply.of(200, {"results": listed}), "GET")
        assert counts(done=5) == await retrigger_failed(fake.client(), CAMPAIGN)
        assert [5] == fake.sizes

    run(main)


def test_a_recipient_without_an_id_is_rejected() -> None:
    """It cannot be retriggered, and has a result."""

    async def main(fake: Failing) -> None:
        fake.before = once(Reply.of(200, {"results": [{"automation_status": "failed"}]}), "GET")
        work = retrigger_failed(fake.client(), CAMPAIGN)
        (result,) = (await results(work)).values()
        assert ("", "rejected", 0) == (result.key, result.status, work.remaining)
        assert "has no id" in str(result.error)
        assert [] == fake.sizes

    run(main)


def test_a_recipient_with_a_malformed_id_is_rejected_alone() -> None:
    """Its id is not sent, since the service would reject the whole batch; the error names it."""

    async def main(fake: Failing) -> None:
        def list_one_more(request: Request) -> Reply | None:
            if request.method != "GET":
                return None
            broken = [{"entity_id": key, "automation_status": "failed"} for key in ("no-uuid", *KEYS[:3])]
            return Reply.of(200, {"results": broken})

        fake.before = list_one_more
        got = await results(retrigger_failed(fake.client(), CAMPAIGN))
        assert ["done", "done", "done", "rejected"] == [got[key].status for key in (*KEYS[:3], "no-uuid")]
        assert "is no UUID: 'no-uuid'; nothing was sent" in str(got["no-uuid"].error)
        assert [3] == fake.sizes

    run(main)


def test_refusals_say_why() -> None:
    """Each result of the service other than a success is rejected, with the service's words."""

    async def main(fake: Failing) -> None:
        def answer(request: Request) -> Reply | None:
            if request.method != "POST":
                return None
            outcomes: list[dict[str, str]] = [
                {"result": "success", "execution_id": "new"},
                {"result": "failure", "error": "the flow\nis broken " + "x" * 999},
                {"result": "not_found"},
                {"result": "invalid_status", "error": "it has not failed"},
            ]
            listed = [{"recipient_id": key, **one} for key, one in zip(KEYS, outcomes, strict=False)]
            return Reply.of(200, {"results": [*listed, {"recipient_id": KEYS[0], "result": "failure"}]})

        fake.before = answer
        got = await results(retrigger_failed(fake.client(), CAMPAIGN))
        assert ["done", "rejected", "rejected", "rejected"] == [got[key].status for key in KEYS[:4]]
        errors = [got[key].error for key in KEYS[1:4]]
        assert all(isinstance(error, RetriggerRefusedError) for error in errors)
        assert ["failure", "not_found", "invalid_status"] == [getattr(error, "result", None) for error in errors]
        assert 'failure, "the flow is broken xxx' in str(errors[0])
        assert len(str(errors[0])) < 600
        assert str(errors[1]).endswith("again: not_found")

    run(main, 4)


def test_what_the_response_leaves_out_is_read_back() -> None:
    """A recipient without a result, or with a newer one, is done if its execution id changed, and else unknown."""

    async def main(fake: Failing) -> None:
        def partial(request: Request) -> Reply | None:
            if request.method != "POST":
                return None
            fake.set(KEYS[1], automation_execution_id="started")
            listed = [{"recipient_id": KEYS[0], "result": "success"}, {"recipient_id": KEYS[2], "result": "newer"}]
            return Reply.of(200, {"results": listed})

        fake.before = partial
        got = await results(retrigger_failed(fake.client(), CAMPAIGN))
        assert ["done", "done", "unknown", "unknown"] == [got[key].status for key in KEYS[:4]]
        proof = got[KEYS[1]].recipient
        assert proof is not None
        assert "started" == proof.automation_execution_id
        assert isinstance(got[KEYS[2]].error, OutcomeUnknownError)
        assert [4] == fake.sizes

    run(main, 4)


@pytest.mark.parametrize("reply", [DROPPED, DOWN, Reply.of(200, {"results": "broken"})])
def test_a_response_that_is_lost_is_read_back(reply: Reply) -> None:
    """If the service did it, all are done about a second later, and nothing is sent twice."""

    async def main(fake: Failing) -> None:
        fake.after = once(reply)
        started = fake_clock.now()
        assert counts(done=5) == await retrigger_failed(fake.client(), CAMPAIGN)
        assert [5] == fake.sizes
        assert fake_clock.now() - started < 2

    run(main)


@pytest.mark.parametrize("reply", [DROPPED, DOWN])
def test_without_a_proof_a_recipient_stays_unknown(reply: Reply) -> None:
    """An unchanged execution id proves nothing: the recipients are not sent again, and the next batch has one."""

    async def main(fake: Failing) -> None:
        fake.before = once(reply)
        started = fake_clock.now()
        got = await results(retrigger_failed(fake.client(), CAMPAIGN, batch=4))
        assert 30 <= fake_clock.now() - started < 31
        assert ["unknown"] * 4 + ["done"] * 6 == [got[key].status for key in KEYS[:10]]
        assert [4, 1, 2, 3] == fake.sizes
        error = got[KEYS[0]].error
        assert isinstance(error, OutcomeUnknownError)
        assert isinstance(error.__cause__, TransportError | ServerError)
        assert (None, "retrigger_failed") == (error.applied, error.operation)
        assert dict.fromkeys(KEYS[4:10], 1) == dict(fake.started)

    run(main, 10)


def test_a_recipient_that_vanished_stays_unknown() -> None:
    """One that is not in the list any more is not sent again; nor is one without an execution id."""

    async def main(fake: Failing) -> None:
        def drop(request: Request) -> Reply | None:
            if request.method != "POST":
                return None
            fake.remove_recipients(CAMPAIGN, [KEYS[0]])
            fake.set(KEYS[1], automation_execution_id=None)
            return DROPPED

        fake.before = drop
        assert counts(unknown=2) == await retrigger_failed(fake.client(), CAMPAIGN)
        assert [2] == fake.sizes

    run(main, 2)


def test_a_list_that_lags_is_waited_for() -> None:
    """The execution id counts as unchanged only `settle_after` seconds after the request."""

    async def main(fake: Failing) -> None:
        fake.after = once(DROPPED)
        old, times = fake.recipients(CAMPAIGN), list[float]()

        def lag(request: Request) -> Reply | None:
            if request.method == "POST":
                times.append(fake_clock.now())
            elif times and fake_clock.now() < times[0] + 20:
                return Reply.of(200, {"results": old})
            return None

        fake.before = lag
        started = fake_clock.now()
        assert counts(done=5) == await retrigger_failed(fake.client(), CAMPAIGN)
        assert 30 <= fake_clock.now() - started < 31

    run(main)


def test_three_batches_of_unknown_outcome_end_the_run(journal: Journal) -> None:
    """A service that fails after each request leaves few recipients unknown."""

    async def main(fake: Failing) -> None:
        fake.before = once(DOWN, times=99)
        work = retrigger_failed(fake.client(), CAMPAIGN, batch=10, journal=journal)
        with pytest.raises(BulkInterrupted, match="28 items are left; start a new run with the same journal") as caught:
            await work
        assert isinstance(caught.value.__cause__, ServerError)
        assert (counts(unknown=12), [10, 1, 1]) == (work.counts, fake.sizes)
        fake.before = lambda _: None
        again = await retrigger_failed(fake.client(), CAMPAIGN, journal=journal)
        assert counts(unknown=12, done=28) == again
        assert 28 == fake.started.total()

    run(main, 40)


@pytest.mark.parametrize(
    "failure",
    [Reply.of(429, {}, {"retry-after": "3"}), httpx.ConnectError("refused")],
)
def test_what_was_not_sent_is_sent_again(failure: Any) -> None:
    """A rate limit and a connection that was refused decide nothing."""

    async def main(fake: Failing) -> None:
        left = [5]

        def fails(request: Request) -> Reply | None:
            if request.method == "POST" and left[0]:
                left[0] -= 1
                return answer_with(failure)
            return None

        fake.before = fails
        assert counts(done=5) == await retrigger_failed(fake.client(), CAMPAIGN)
        assert dict.fromkeys(KEYS[:5], 1) == dict(fake.started)

    run(main)


def test_while_it_waits_to_send_nobody_is_in_doubt(journal: Journal) -> None:
    """A process that is killed in the pause of a rate limit leaves no doubt behind."""

    async def main(fake: Failing) -> None:
        fake.before = once(Reply.of(429, {}, {"retry-after": "60"}))
        async with retrigger_failed(fake.client(), CAMPAIGN, journal=journal) as work:
            step = asyncio.ensure_future(anext(work))
            await asyncio.sleep(30)
            assert {} == states(as_if_killed(journal))
            await step
        assert set(KEYS[:5]) == set(states(journal))

    run(main)


@pytest.mark.parametrize(
    ("reply", "kind", "fatal"),
    [
        (Reply.of(400, {"message": "not now"}), BadRequestError, False),
        (Reply.of(404, {"message": "no campaign", "status": 404}), NotFoundError, True),
        (Reply.of(400, {"code": "CAMPAIGN_NOT_FOUND"}), BadRequestError, True),
    ],
)
def test_a_refused_batch(reply: Reply, kind: type[Exception], fatal: bool) -> None:
    """Without its campaign the run ends. A recipient that the service refuses alone is rejected."""

    async def main(fake: Failing) -> None:
        fake.before = once(reply)
        work = retrigger_failed(fake.client(), CAMPAIGN, batch=1)
        if fatal:
            with pytest.raises(BulkInterrupted) as caught:
                await work
            assert isinstance(caught.value.__cause__, kind)
            assert counts() == work.counts
        else:
            got = await results(work)
            assert counts(rejected=1, done=4) == work.counts
            assert isinstance(got[KEYS[0]].error, kind)

    run(main)


def test_one_recipient_that_the_service_refuses_is_rejected_alone(journal: Journal) -> None:
    """A refused batch is split until the recipient at fault is alone. The others are started, each once."""

    async def main(fake: Failing) -> None:
        def refuse(request: Request) -> Reply | None:
            return Reply.of(400, {"message": "invalid"}) if KEYS[40].encode() in request.body else None

        fake.before = refuse
        work = retrigger_failed(fake.client(), CAMPAIGN, journal=journal)
        got = await results(work)
        assert counts(done=69, rejected=1) == work.counts
        assert ("rejected", "BadRequestError") == (got[KEYS[40]].status, type(got[KEYS[40]].error).__name__)
        started = [one["automation_status"] for one in fake.recipients(CAMPAIGN)]
        assert 69 == started.count("in_progress")
        assert 69 == list(states(journal).values()).count(State.DONE)
        assert fake.calls["POST"] <= 14

    run(main, 70)


def test_a_service_that_refuses_each_batch_is_not_asked_for_each_recipient() -> None:
    """After three recipients in a row that were refused alone, batches are rejected as a whole."""

    async def main(fake: Failing) -> None:
        fake.before = once(Reply.of(400, {"message": "not now"}), times=999)
        assert counts(rejected=70) == await retrigger_failed(fake.client(), CAMPAIGN, batch=30)
        assert fake.calls["POST"] <= 16

    run(main, 70)


def test_without_a_journal_the_error_warns_of_a_second_time() -> None:
    """Another run may send those of unknown outcome again. If there is none, the text does not say so."""
    text = "without a journal, another run may send those of unknown outcome a second time$"

    async def main(fake: Failing) -> None:
        fake.before = once(DOWN, times=99)
        with pytest.raises(BulkInterrupted, match="3 unknown; 2 items are left; " + text) as caught:
            await retrigger_failed(fake.client(), CAMPAIGN, batch=1)
        assert caught.value.applied is None

    run(main)


def test_an_unreadable_list_ends_the_run() -> None:
    """Without a whole list nothing is sent, and it is unknown how many recipients are left."""

    async def main(fake: Failing) -> None:
        fake.before = once(Reply.of(200, {"results": [], "next": 7}), "GET")
        work = retrigger_failed(fake.client(), CAMPAIGN)
        with pytest.raises(BulkInterrupted) as caught:
            await work
        assert isinstance(caught.value.__cause__, PaginationError)
        assert "left" not in str(caught.value)
        assert work.remaining is None
        assert [] == fake.sizes

    run(main)


def test_a_campaign_that_does_not_exist_ends_the_run() -> None:
    """The error of the list is the cause."""

    async def main(fake: Failing) -> None:
        with pytest.raises(
            BulkInterrupted, match=r"CAMPAIGN_NOT_FOUND.*nothing is done; start a new run to continue\Z"
        ):
            await retrigger_failed(fake.client(), KEYS[3])

    run(main)


def test_the_list_is_read_through_an_outage() -> None:
    """A service that is down while the recipients are collected is waited for."""

    async def main(fake: Failing) -> None:
        fake.before = once(DOWN, "GET", times=9)
        assert counts(done=5) == await retrigger_failed(fake.client(), CAMPAIGN)

    run(main)


@pytest.mark.parametrize(("pages", "failed"), [(1, 150), (9, 5)])
def test_a_service_that_sent_a_page_was_reached(pages: int, failed: int) -> None:
    """A connection that cannot be made after a page or the whole list was read is waited for as long as an outage."""

    async def main(fake: Failing) -> None:
        def down(request: Request) -> Reply | None:
            is_page = request.method == "GET" and fake.calls["GET"] <= pages
            return None if is_page else answer_with(httpx.ConnectError("refused"))

        fake.before = down
        started = fake_clock.now()
        with pytest.raises(BulkInterrupted) as caught:
            await retrigger_failed(fake.client(), CAMPAIGN, give_up_after=100)
        assert 100 <= fake_clock.now() - started < 130
        assert "no call has reached the service" not in str(caught.value)

    run(main, failed)


def test_it_is_safe_to_run_again(journal: Journal) -> None:
    """A second run sends nothing, also if the list still shows the old status, or an automation failed again."""

    async def main(fake: Failing) -> None:
        old = fake.recipients(CAMPAIGN)
        assert counts(done=3) == await retrigger_failed(fake.client(), CAMPAIGN, journal=journal)
        assert counts() == await retrigger_failed(fake.client(), CAMPAIGN, journal=journal)
        fake.set(KEYS[2], automation_status="failed")
        new = {one["entity_id"]: one for one in fake.recipients(CAMPAIGN)}
        fake.before = once(Reply.of(200, {"results": [*old[:2], new[KEYS[2]]]}), "GET")
        got = await results(retrigger_failed(fake.client(), CAMPAIGN, journal=journal))
        assert ["skipped", "skipped", "rejected"] == [got[key].status for key in KEYS[:3]]
        assert "has failed again" in str(got[KEYS[2]].error)
        assert [3] == fake.sizes
        assert counts(done=1) == await retrigger_failed(fake.client(), CAMPAIGN)

    run(main, 3)


def test_after_a_crash_what_is_in_doubt_is_read_back_and_not_sent(journal: Journal) -> None:
    """A recipient that left the filter, or whose execution id changed, is done; an unchanged one is unknown."""

    async def main(fake: Failing) -> None:
        leave_in_doubt(journal, fake, 3)
        fake.set(KEYS[0], automation_status="success", automation_execution_id="started")
        fake.set(KEYS[1], automation_status="failed", automation_execution_id="started, and failed")
        got = await results(retrigger_failed(fake.client(), CAMPAIGN, journal=journal))
        assert ["done", "done", "unknown", "done", "done"] == [got[key].status for key in KEYS[:5]]
        assert [2] == fake.sizes
        assert {KEYS[3]: 1, KEYS[4]: 1} == dict(fake.started)
        assert [3, 3, 2, 3, 3] == [states(journal)[key] for key in KEYS[:5]]
        again = await results(retrigger_failed(fake.client(), CAMPAIGN, journal=journal))
        assert "unknown" == again[KEYS[2]].status
        assert [2] == fake.sizes

    run(main)


def test_a_cancelled_run_leaves_its_batch_in_doubt(journal: Journal) -> None:
    """A request that is cut off is not sent again: the next run reads the recipients back."""

    async def main(fake: Failing) -> None:
        fake.fail("retrigger_campaign_automations", delay=300)
        task = asyncio.ensure_future(retrigger_failed(fake.client(), CAMPAIGN, journal=journal, batch=2))
        await asyncio.sleep(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert {KEYS[0]: 1, KEYS[1]: 1} == states(journal)
        got = await results(retrigger_failed(fake.client(), CAMPAIGN, journal=journal))
        assert ["unknown", "unknown", "done", "done", "done"] == [got[key].status for key in KEYS[:5]]

    run(main)


def test_leaving_the_block_ends_the_collection() -> None:
    """A run that is left while the service is down sends nothing."""

    async def main(fake: Failing) -> None:
        fake.before = once(DOWN, "GET", times=99)
        async with retrigger_failed(fake.client(), CAMPAIGN) as work:
            await asyncio.sleep(20)
        assert (counts(), []) == (work.counts, fake.sizes)

    run(main)


def test_leaving_the_block_between_batches_sends_no_other(journal: Journal) -> None:
    """Recipients that are not sent are not in the journal, and the run does not look complete."""

    async def main(fake: Failing) -> None:
        async with retrigger_failed(fake.client(), CAMPAIGN, journal=journal, batch=1) as work:
            await anext(work)
            assert work.remaining is not None
        assert len(fake.sizes) < 30
        assert len(states(journal)) == len(fake.sizes)
        with pytest.raises(RuntimeError, match="retrigger_failed ended early"):
            await work

    run(main, 60)


def test_a_slow_consumer_delays_the_next_batch_and_no_note(journal: Journal) -> None:
    """Outcomes are noted at once; no batch is sent whose results would have to wait."""

    async def main(fake: Failing) -> None:
        async with retrigger_failed(fake.client(), CAMPAIGN, journal=journal, batch=2) as work:
            await asyncio.sleep(60)
            assert [2] * 4 == fake.sizes
            assert counts(done=8) == work.counts
            for _ in range(2):
                await anext(work)
                await asyncio.sleep(60)
            assert [2] * 5 == fake.sizes
        assert 12 == work.remaining

    run(main, 22)


def test_two_processes_with_one_journal(journal: Journal) -> None:
    """The second one is refused before it reads or sends anything."""

    async def main(fake: Failing) -> None:
        async with retrigger_failed(fake.client(), CAMPAIGN, journal=journal):
            with pytest.raises(ConfigurationError, match="in use by another run"):
                await retrigger_failed(fake.client(), CAMPAIGN, journal=journal)

    run(main)


def test_progress_shows_the_number_of_recipients() -> None:
    """The total is known once the recipients are collected."""

    async def main(fake: Failing) -> None:
        seen: list[BulkProgress] = []
        work = retrigger_failed(fake.client(), CAMPAIGN, progress=seen.append)
        assert work.remaining is None
        await work
        assert ("retrigger_failed", 5, 5) == (seen[-1].operation, seen[-1].total, seen[-1].completed)

    run(main)


@pytest.mark.parametrize(("stated", "sizes"), [(2, [2, 2, 1]), (None, [5])])
def test_a_limit_of_the_spec_bounds_the_batch(
    monkeypatch: pytest.MonkeyPatch, stated: int | None, sizes: list[int]
) -> None:
    """If the spec states a limit, no batch is larger."""
    document = spec.load()
    ids = document["components"]["schemas"]["RetriggerAutomationsRequest"]["properties"]["recipient_ids"]
    ids["maxItems"] = stated
    monkeypatch.setattr(spec, "load", lambda: document)

    async def main(fake: Failing) -> None:
        _spec_limits.most_items.cache_clear()
        assert counts(done=5) == await retrigger_failed(fake.client(), CAMPAIGN)
        _spec_limits.most_items.cache_clear()
        assert sizes == fake.sizes

    run(main)


@pytest.mark.parametrize("batch", [0, -1, 1.5, True, "9"])
async def test_an_invalid_batch_is_refused(batch: Any) -> None:
    """The error names the argument."""
    with pytest.raises(ConfigurationError, match="retrigger_failed: batch must be a whole number"):
        retrigger_failed(Scripted().client(), CAMPAIGN, batch=batch)


@pytest.mark.parametrize("campaign_id", ["", ".", None, 5])
async def test_an_invalid_campaign_is_refused(campaign_id: Any) -> None:
    """The error names the campaign, and no recipient."""
    with pytest.raises(ConfigurationError, match="retrigger_failed: campaign_id "):
        retrigger_failed(Scripted().client(), campaign_id)


async def test_a_tag_client_is_refused() -> None:
    """It needs the operations of two tags."""
    tag_client: Any = Scripted().client().campaign_delivery
    with pytest.raises(ConfigurationError, match="must be a TargetingClient, not CampaignDeliveryClient"):
        retrigger_failed(tag_client, CAMPAIGN)
