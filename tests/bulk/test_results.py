"""Each item has one result, which says what became of it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import fake_clock
import pytest
from bulk.scripted import CAMPAIGN, KEYS, UUIDS_OF_NOBODY, Scripted, counts, once, payloads, results

from epilot_targeting import BadRequestError, ConfigurationError, ConflictError, TargetingClient
from epilot_targeting.bulk import (
    BulkInterrupted,
    BulkResult,
    BulkRun,
    Journal,
    RecipientMismatchError,
    create_recipients,
    update_portal_statuses,
    update_recipients,
)
from epilot_targeting.models import CreateAutomationRecipientPayload, UpdateRecipientPayload
from epilot_targeting.testing import Reply


async def test_a_run_that_was_never_started_warns() -> None:
    """A run that is dropped without a start warns with its name and its line, as a coroutine does."""
    words = "the run of create_recipients was never started, and nothing was sent: await it, enter it or iterate over"
    with pytest.warns(RuntimeWarning, match=words) as caught:
        create_recipients(TargetingClient("t"), CAMPAIGN, payloads(1))
    assert [__file__] == [one.filename for one in caught]


async def test_a_run_that_was_started_or_is_invalid_does_not_warn(tmp_path: Path) -> None:
    """A run whose journal cannot be opened was started. A constructor that fails makes no run."""
    run = create_recipients(TargetingClient("t"), CAMPAIGN, payloads(1), journal=Journal(tmp_path))
    with pytest.raises(ConfigurationError):
        await run
    del run
    with pytest.raises(TypeError):
        cast("Any", BulkRun)()


def test_a_run_at_the_end_of_the_interpreter_does_not_warn() -> None:
    """A global of a script may never be started: nothing can be done about it at the exit."""
    program = f"""
from epilot_targeting import TargetingClient
from epilot_targeting.bulk import create_recipients
run = create_recipients(TargetingClient("t"), "{CAMPAIGN}", [])"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "" == done.stderr


async def test_a_create_that_succeeds_is_done() -> None:
    """The result has the item, its key, the recipient and the number of attempts."""
    async with Scripted() as fake:
        (item,) = payloads(1)
        (result,) = (await results(create_recipients(fake.client(), CAMPAIGN, [item]))).values()
    assert result.item is item
    assert (KEYS[0], "done", None, 1) == (result.key, result.status, result.error, result.attempts)
    assert result.recipient is not None
    assert UUID(KEYS[0]) == result.recipient.entity_id


@pytest.mark.parametrize("concurrency", [None, 1, 3, 1000])
async def test_any_number_of_items_is_written_once(concurrency: int | None) -> None:
    """Each of many items is written once, whatever the concurrency."""
    async with Scripted() as fake:
        got = await create_recipients(fake.client(), CAMPAIGN, payloads(50), concurrency=concurrency)
        assert counts(done=50) == got
        assert 50 == fake.calls["POST"]
        assert set(KEYS[:50]) == {one["entity_id"] for one in fake.recipients(CAMPAIGN)}


async def test_concurrency_is_bounded_by_the_client() -> None:
    """No more calls are under way than the client permits."""
    most, now = 0, 0

    class Busy(Scripted):
        async def handle(self, request: Any) -> Reply:
            nonlocal most, now
            now += 1
            most = max(most, now)
            await asyncio.sleep(0)
            now -= 1
            return await super().handle(request)

    async with Busy() as fake:
        await create_recipients(fake.client(max_concurrency=4), CAMPAIGN, payloads(40), concurrency=20)
    assert 2 <= most <= 4


async def test_models_and_async_iterables_are_items() -> None:
    """A payload may be a model, and the input an async generator."""

    async def generate() -> AsyncIterator[CreateAutomationRecipientPayload]:
        for number in range(3):
            await asyncio.sleep(0)
            yield CreateAutomationRecipientPayload.from_dict(payloads(1, number)[0])

    async with Scripted() as fake:
        run = create_recipients(fake.client(), CAMPAIGN, generate())
        assert run.remaining is None
        assert ["done"] * 3 == [one.status for one in (await results(run)).values()]
        changed = [(UUID(KEYS[0]), UpdateRecipientPayload(automation_status="failed"))]
        assert counts(done=1) == await update_recipients(fake.client(), CAMPAIGN, changed)
        assert "failed" == fake.recipients(CAMPAIGN)[0]["automation_status"]


@pytest.mark.usefixtures("journal_in_loop")
async def test_a_generator_may_yield_one_dict_again_and_again() -> None:
    """Each item has the values with which it was yielded, although items are pulled ahead."""
    statuses = ["pending", "success", "cancelled", "in_progress"] * 10
    body: Any = {}

    def updates() -> Iterator[Any]:
        for key, status in zip(KEYS, statuses, strict=False):
            body["automation_status"] = status
            yield key, body

    async with Scripted() as fake:
        fake.add_recipients(CAMPAIGN, payloads(40))
        assert counts(done=40) == await update_recipients(fake.client(), CAMPAIGN, updates())
        found = {one["entity_id"]: one["automation_status"] for one in fake.recipients(CAMPAIGN)}
        assert dict(zip(KEYS, statuses, strict=False)) == found


async def test_items_are_pulled_as_they_are_needed() -> None:
    """A consumer that does not continue keeps the run from pulling the input."""
    pulled = 0

    def generate() -> Iterator[Any]:
        nonlocal pulled
        for one in payloads(100):
            pulled += 1
            yield one

    async with (
        Scripted() as fake,
        create_recipients(fake.client(), CAMPAIGN, generate(), concurrency=2) as run,
    ):
        async for _ in run:
            if pulled < 100 and run.counts["done"] < 50:
                for _ in range(500):
                    await asyncio.sleep(0)
                assert pulled < 25 + run.counts["done"]
    assert counts(done=100) == run.counts


async def test_a_recipient_that_is_as_asked_exists() -> None:
    """A refused create is `exists` if the recipient has the values, whatever the words of the refusal."""
    async with Scripted() as fake:
        fake.add_recipients(CAMPAIGN, payloads(3))
        got = await results(create_recipients(fake.client(), CAMPAIGN, payloads(4)))
    assert ["exists", "exists", "exists", "done"] == [got[key].status for key in KEYS[:4]]
    assert 1 == fake.calls["GET"], "one reading serves all of them"
    assert got[KEYS[0]].recipient is not None


async def test_a_recipient_with_other_values_is_rejected() -> None:
    """The error names both values, and the service's error is its cause."""
    async with Scripted() as fake:
        fake.add_recipients(CAMPAIGN, [{**payloads(1)[0], "automation_status": "success"}])
        (result,) = (await results(create_recipients(fake.client(), CAMPAIGN, payloads(1)))).values()
    error = result.error
    assert "rejected" == result.status
    assert isinstance(error, RecipientMismatchError)
    assert ({"automation_status": "pending"}, {"automation_status": "success"}) == (error.asked, error.found)
    assert "automation_status" in str(error)
    assert "success" not in str(error), "values of a recipient are in no message"
    assert isinstance(error.__cause__, BadRequestError)
    assert error.applied is False


async def test_an_incomplete_payload_asks_only_for_what_it_names() -> None:
    """The service refuses it, and it is `exists` only where the recipient has all values that it names."""
    named = {"entity_schema": payloads(1)[0]["entity_schema"]}
    async with Scripted() as fake:
        fake.add_recipients(CAMPAIGN, payloads(2))
        items: list[Any] = [
            {"entity_id": KEYS[0], **named},
            {"entity_id": KEYS[1], "entity_schema": "other"},
            {"entity_id": KEYS[2], **named},
        ]
        got = await results(create_recipients(fake.client(), CAMPAIGN, items))
    assert ["exists", "rejected", "rejected"] == [got[key].status for key in KEYS[:3]]
    assert [RecipientMismatchError, BadRequestError] == [type(got[key].error) for key in KEYS[1:3]]


async def test_what_the_service_rejects_is_rejected() -> None:
    """A create that the service refuses, and whose recipient is absent, has the service's error."""
    async with Scripted() as fake:
        (result,) = (await results(create_recipients(fake.client(), CAMPAIGN, [{"entity_id": KEYS[0]}]))).values()
    assert "rejected" == result.status
    assert isinstance(result.error, BadRequestError)


async def test_an_update_of_an_unknown_recipient_is_rejected() -> None:
    """An update that the service refuses is rejected without reading."""
    async with Scripted() as fake:
        updates: list[Any] = [(UUIDS_OF_NOBODY, {"automation_status": "failed"})]
        assert counts(rejected=1) == await update_recipients(fake.client(), CAMPAIGN, updates)
        assert 0 == fake.calls["GET"]


async def test_portal_statuses_move_forward() -> None:
    """A status that is there already exists, one that is further on is rejected, an unknown recipient too."""
    async with Scripted() as fake:
        there = [
            {**one, "portal_status": status}
            for one, status in zip(payloads(3), ("sent", "seen", "clicked"), strict=True)
        ]
        fake.add_recipients(CAMPAIGN, there)
        updates: list[Any] = [(key, {"status": "seen"}) for key in (*KEYS[:3], UUIDS_OF_NOBODY)]
        got = await results(update_portal_statuses(fake.client(), CAMPAIGN, updates))
    assert ["done", "exists", "rejected", "rejected"] == [one.status for one in (got[key] for key, _ in updates)]
    error = got[KEYS[2]].error
    assert isinstance(error, RecipientMismatchError)
    assert ({"portal_status": "seen"}, {"portal_status": "clicked"}) == (error.asked, error.found)
    assert isinstance(error.__cause__, ConflictError)


@pytest.mark.parametrize("concurrency", [1, 12])
async def test_the_same_item_again_is_skipped(concurrency: int) -> None:
    """The same key with the same payload is skipped; with another payload it is rejected, and nothing is sent."""
    async with Scripted() as fake:
        first, second = payloads(2)
        upper = {**first, "entity_id": first["entity_id"].upper()}
        items = [first, first, upper, {**first, "automation_status": "failed"}, second, dict(reversed(first.items()))]
        seen: list[BulkResult[Any]] = []
        async with create_recipients(fake.client(), CAMPAIGN, items, concurrency=concurrency) as run:
            seen = [result async for result in run]
        assert 2 == fake.calls["POST"]
    assert counts(done=2, skipped=3, rejected=1) == run.counts
    (error,) = (result.error for result in seen if result.status == "rejected")
    assert isinstance(error, ConfigurationError)
    assert "another payload" in str(error)


@pytest.mark.parametrize(
    "item",
    [
        {"entity_schema": "contact"},
        {"entity_id": ""},
        {"entity_id": ".."},
        {"entity_id": 7},
        {"entity_id": "nobody\0"},
        {"entity_id": "nobody\ud800"},
        {"entity_id": KEYS[0], "portal_state": {"number": float("nan")}},
        {"entity_id": KEYS[0], "portal_state": object()},
        [("entity_id", KEYS[0])],
        None,
    ],
)
async def test_an_invalid_payload_is_rejected(item: Any) -> None:
    """An item without a usable id or body is rejected, and the others are sent."""
    async with Scripted() as fake:
        got = await create_recipients(fake.client(), CAMPAIGN, [item, *payloads(2, 1)])
        assert counts(done=2, rejected=1) == got
        assert 2 == fake.calls["POST"]


@pytest.mark.parametrize("item", [KEYS[0], (KEYS[0],), (None, {}), (KEYS[0], None)])
async def test_an_invalid_update_is_rejected(item: Any) -> None:
    """An update that is no pair of id and body is rejected, and nothing is sent."""
    async with Scripted() as fake:
        (result,) = (await results(update_recipients(fake.client(), CAMPAIGN, [item]))).values()
        assert 0 == fake.calls.total()
    assert isinstance(result.error, ConfigurationError)
    assert "" == result.key


async def test_a_malformed_success_is_read_back() -> None:
    """A create that was carried out is done, also where its response cannot be read: the list shows its recipient."""
    async with Scripted() as fake:
        fake.after = once(Reply.of(201, [1]))
        run = create_recipients(fake.client(), CAMPAIGN, payloads(1), settle_after=0.01)
        (result,) = (await results(run)).values()
        assert 1 == fake.calls["POST"]
    assert result.recipient is not None
    assert ("done", KEYS[0], 1) == (result.status, str(result.recipient.entity_id), result.attempts)


async def test_a_success_that_a_proxy_has_made_up_is_not_done() -> None:
    """An item is sent again if the list has no recipient for it, although the response was a 2xx."""
    async with Scripted() as fake:
        fake.before = once(Reply(200))
        (result,) = (await results(create_recipients(fake.client(), CAMPAIGN, payloads(1), settle_after=0.01))).values()
        assert [KEYS[0]] == [one["entity_id"] for one in fake.recipients(CAMPAIGN)]
        assert 2 == fake.calls["POST"]
    assert ("done", 2) == (result.status, result.attempts)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"<html>", {"content-type": "text/html"}),
        Reply(302, b"", {"location": "https://login.example.com/"}),
    ],
    ids=["login page", "redirect"],
)
def test_another_server_in_place_of_the_service_counts_as_an_outage(reply: Reply) -> None:
    """A run pauses after three responses of another server, and gives up: it does not send it all payloads."""

    async def main() -> None:
        async with Scripted() as fake:
            fake.before = lambda _: reply
            run = create_recipients(fake.client(), CAMPAIGN, payloads(300), concurrency=2, give_up_after=60)
            with pytest.raises(BulkInterrupted):
                await run
            assert fake.calls["POST"] < 20

    fake_clock.run(main())


async def test_the_numbers_of_a_run() -> None:
    """A run has counts, a rate, the number of items left, and a repr with them."""
    async with Scripted() as fake:
        run = create_recipients(fake.client(), CAMPAIGN, payloads(3))
        assert (3, 0.0, counts()) == (run.remaining, run.rate, run.counts)
        assert "<BulkRun create_recipients: nothing done, 3 left>" == repr(run)
        async for _ in run:  # it starts without `async with`, too
            assert run.rate >= 0
        assert (0, counts(done=3)) == (run.remaining, run.counts)
        assert run.rate > 0
        assert "<BulkRun create_recipients: 3 done, 0 left>" == repr(run)
        with pytest.raises(RuntimeError, match="used once"):
            await run.__aenter__()
        unknown = create_recipients(fake.client(), CAMPAIGN, iter(()))
        assert "<BulkRun create_recipients: nothing done>" == repr(unknown)
        assert counts() == await unknown


async def test_a_run_that_was_entered_can_be_awaited() -> None:
    """`await run` works inside of `async with`, too."""
    async with Scripted() as fake, create_recipients(fake.client(), CAMPAIGN, payloads(3)) as run:
        assert counts(done=3) == await run
        assert [] == [one async for one in run]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"payloads": {"entity_id": KEYS[0]}}, "iterable or an async iterable, not dict"),
        ({"payloads": 7}, "not int"),
        ({"journal": "run.sqlite"}, r"Journal\('run.sqlite'\)"),
        ({"concurrency": 0}, "concurrency must be a whole number of 1 or more, not 0"),
        ({"concurrency": True}, "concurrency"),
        ({"settle_after": -1}, "settle_after must be a number of 0 or more"),
        ({"give_up_after": "1"}, "give_up_after"),
        ({"progress": "bar"}, "progress must be 'rich', 'tqdm' or a callback"),
        ({"campaign_id": ""}, "create_recipients: campaign_id is empty"),
        ({"campaign_id": 5}, "create_recipients: campaign_id must be a UUID or a string, not int"),
    ],
)
def test_invalid_arguments_are_refused(arguments: Any, message: str) -> None:
    """An invalid argument is a ConfigurationError of the call itself."""
    given: Any = {"campaign_id": CAMPAIGN, "payloads": [], **arguments}
    with pytest.raises(ConfigurationError, match=message):
        create_recipients(TargetingClient("t"), **given)


async def test_an_exception_of_the_input_leaves_the_run() -> None:
    """What the input raises reaches the consumer unchanged."""

    def generate() -> Iterator[Any]:
        yield from payloads(2)
        raise LookupError("row 3")

    async with Scripted() as fake:
        run = create_recipients(fake.client(), CAMPAIGN, generate())
        with pytest.raises(LookupError, match="row 3") as caught:
            await run
        with pytest.raises(RuntimeError, match="ended early") as again:
            await run
        assert caught.value is again.value.__cause__


def test_a_class_is_no_client() -> None:
    """The class in place of a client is refused before the run starts."""
    kind: Any = TargetingClient
    with pytest.raises(ConfigurationError, match=r"create_recipients: .* not the class TargetingClient"):
        create_recipients(kind, CAMPAIGN, [])
