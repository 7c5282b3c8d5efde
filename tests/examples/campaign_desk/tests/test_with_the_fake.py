"""The service against the fake: its results, and its requests."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from campaign_desk import (
    Unavailable,
    bounce_rate,
    count_recipients,
    create_campaign,
    import_contacts,
    mark_seen,
    retry_failed,
    run,
    titles,
)

from epilot_targeting import BadRequestError, RateLimitError, RetryPolicy, TargetingClient
from epilot_targeting.models import (
    AutomationStatus,
    CreateAutomationRecipientPayload,
    Recipient,
    RetriggerAutomationsRequest,
    SetupTariffChangeCampaignRequest,
)
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting, UnknownKeyWarning, make_campaign, make_recipient

OTHER = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
IDS = [UUID(int=number) for number in range(1, 4)]


@pytest.mark.usefixtures("recipients")
async def test_the_default_client_sends_to_the_fake(fake_targeting: FakeTargeting) -> None:
    """The default client needs no argument: it sends to the fake."""
    assert await count_recipients(EXAMPLE_ID) == 3
    fake_targeting.assert_requested("get_recipients", times=1, query={"limit": 1})


@pytest.mark.usefixtures("recipients")
@pytest.mark.parametrize(
    ("status", "expected"),
    [(None, ["Ada", "Bob", "Cy"]), ("failed", ["Ada", "Cy"]), ("success", ["Bob"]), ("pending", [])],
)
async def test_titles_are_filtered(
    targeting_client: TargetingClient, status: AutomationStatus | None, expected: list[str]
) -> None:
    """A status narrows the titles."""
    assert await titles(targeting_client, EXAMPLE_ID, status) == expected


async def test_an_unknown_campaign_has_no_titles(targeting_client: TargetingClient) -> None:
    """An unknown campaign has no titles."""
    assert await titles(targeting_client, OTHER) == []


async def test_another_refusal_is_not_hidden(fake_targeting: FakeTargeting, targeting_client: TargetingClient) -> None:
    """Another refusal reaches the caller."""
    fake_targeting.fail("get_recipients", status=400, body={"code": "INVALID_NEXT_BEST_ACTION"})
    with pytest.raises(BadRequestError):
        await titles(targeting_client, EXAMPLE_ID)


@pytest.mark.parametrize("fault", [{"status": 503}, {"drop": True}, {"status": 500, "body": b"<html>"}])
async def test_an_outage_is_unavailable(
    fake_targeting: FakeTargeting, targeting_client: TargetingClient, fault: dict[str, object]
) -> None:
    """An outage, whatever it looks like, is `Unavailable`."""
    fake_targeting.fail("get_recipients", times=3, **fault)  # type: ignore[arg-type]
    with pytest.raises(Unavailable):
        await titles(targeting_client, EXAMPLE_ID)
    assert fake_targeting.faults == []


@pytest.mark.usefixtures("recipients")
async def test_one_failure_is_survived(fake_targeting: FakeTargeting, targeting_client: TargetingClient) -> None:
    """One failure of a read is retried."""
    fake_targeting.fail("get_recipients", status=503)
    assert len(await titles(targeting_client, EXAMPLE_ID)) == 3
    fake_targeting.assert_requested("get_recipients", times=2)


@pytest.mark.usefixtures("recipients")
async def test_a_large_response_is_read(fake_targeting: FakeTargeting, targeting_client: TargetingClient) -> None:
    """A large response is read like any other."""
    fake_targeting.fail("get_recipients", large=True)
    assert len(await titles(targeting_client, EXAMPLE_ID)) == 3


async def test_contacts_are_imported_once(fake_targeting: FakeTargeting, targeting_client: TargetingClient) -> None:
    """A second import creates nothing."""
    assert await import_contacts(targeting_client, EXAMPLE_ID, IDS) == {"created": 3}
    assert await import_contacts(targeting_client, EXAMPLE_ID, IDS) == {"known": 3}
    first = fake_targeting.requests[0]
    assert first.operation == "create_recipient"
    assert first.body_as(CreateAutomationRecipientPayload).entity_id == IDS[0]


async def test_an_invalid_contact_is_not_hidden(
    fake_targeting: FakeTargeting, targeting_client: TargetingClient
) -> None:
    """An invalid contact ends the import."""
    fake_targeting.fail("create_recipient", status=400, body={"message": "no such entity"})
    with pytest.raises(BadRequestError, match="no such entity"):
        await import_contacts(targeting_client, EXAMPLE_ID, IDS)


async def test_the_rate_limit_is_waited_for(fake_targeting: FakeTargeting, targeting_client: TargetingClient) -> None:
    """A 429 is waited for."""
    fake_targeting.fail("create_recipient", status=429, headers={"retry-after": "0"})
    assert await import_contacts(targeting_client, EXAMPLE_ID, IDS) == {"created": 3}
    fake_targeting.assert_requested("create_recipient", times=4)


async def test_the_rate_limit_may_be_an_error(fake_targeting: FakeTargeting) -> None:
    """A client without retries raises the 429, with the seconds to wait."""
    fake_targeting.fail("create_recipient", status=429, headers={"retry-after": "30"})
    client = fake_targeting.client(retry=RetryPolicy(attempts=1))
    with pytest.raises(RateLimitError) as limited:
        await import_contacts(client, EXAMPLE_ID, IDS)
    assert limited.value.retry_after == 30


async def test_failed_automations_are_retried(
    fake_targeting: FakeTargeting, targeting_client: TargetingClient, recipients: list[Recipient]
) -> None:
    """The failed automations are started again, and no others."""
    assert await retry_failed(targeting_client, EXAMPLE_ID) == 2
    sent = fake_targeting.requests[-1].body_as(RetriggerAutomationsRequest)
    assert sent.recipient_ids == [recipients[0].entity_id, recipients[2].entity_id]
    assert {one["automation_status"] for one in fake_targeting.recipients(EXAMPLE_ID)} == {"success", "in_progress"}


async def test_nothing_is_retried_without_failures(
    fake_targeting: FakeTargeting, targeting_client: TargetingClient
) -> None:
    """Without failures nothing is sent."""
    assert await retry_failed(targeting_client, EXAMPLE_ID) == 0
    fake_targeting.assert_requested("retrigger_campaign_automations", times=0)


@pytest.mark.parametrize(
    ("before", "result", "after"),
    [("sent", "moved", "seen"), ("seen", "later", "seen"), ("clicked", "later", "clicked")],
)
async def test_a_portal_status_moves_forward(
    fake_targeting: FakeTargeting, targeting_client: TargetingClient, before: str, result: str, after: str
) -> None:
    """A portal status that is past `seen` stays."""
    recipient = make_recipient(portal_status=before)
    assert recipient.entity_id is not None
    fake_targeting.add_recipients(EXAMPLE_ID, [recipient])
    assert await mark_seen(targeting_client, EXAMPLE_ID, recipient.entity_id) == result
    assert fake_targeting.recipients(EXAMPLE_ID)[0]["portal_status"] == after


async def test_an_unknown_recipient_is_unknown(targeting_client: TargetingClient) -> None:
    """An unknown recipient is reported."""
    assert await mark_seen(targeting_client, EXAMPLE_ID, OTHER) == "unknown"


async def test_a_campaign_runs_to_its_end(fake_targeting: FakeTargeting, targeting_client: TargetingClient) -> None:
    """A campaign runs until its job has finished."""
    assert await run(targeting_client, EXAMPLE_ID, pause=0) == "finished"
    assert fake_targeting.requests[0].operation == "change_campaign_status"


async def test_a_campaign_of_ones_own(fake_targeting: FakeTargeting, targeting_client: TargetingClient) -> None:
    """A campaign that the test adds runs, too."""
    campaign = make_campaign(name="Spring", status="draft")
    fake_targeting.add_campaign(campaign)
    assert await run(targeting_client, str(campaign.id), pause=0) == "finished"


async def test_a_campaign_is_created(fake_targeting: FakeTargeting, targeting_client: TargetingClient) -> None:
    """A campaign is created under the id that is returned."""
    created = await create_campaign(targeting_client, "Spring", UUID(EXAMPLE_ID))
    assert fake_targeting.requests[-1].body_as(SetupTariffChangeCampaignRequest).campaign.name == "Spring"
    assert str(created) in {one["_id"] for one in fake_targeting.dump_state()["campaigns"]}


@pytest.mark.usefixtures("recipients")
async def test_the_bounce_rate(targeting_client: TargetingClient) -> None:
    """The bounce rate is a share of the e-mails."""
    assert await bounce_rate(targeting_client, EXAMPLE_ID) == 0.5


async def test_no_e_mail_does_not_bounce(targeting_client: TargetingClient) -> None:
    """Without e-mails the rate is 0."""
    assert await bounce_rate(targeting_client, EXAMPLE_ID) == 0.0


@pytest.mark.usefixtures("recipients")
async def test_a_misspelt_key_is_found(targeting_client: TargetingClient, recipients: list[Recipient]) -> None:
    """The fake warns of a misspelt key."""
    entity_id = recipients[0].entity_id
    assert entity_id is not None
    body: Any = {"portal_sttaus": "seen"}  # a type checker would find it
    with pytest.warns(UnknownKeyWarning, match="did you mean `portal_status`"):
        await targeting_client.update_recipient(EXAMPLE_ID, entity_id, body)


def test_ids_are_the_same_in_each_run() -> None:
    """The first recipient of a test has the same id in each run."""
    assert make_recipient().entity_id == UUID("e3e70682-c209-4cac-a29f-6fbed82c07cd")


async def test_no_token_is_recorded(fake_targeting: FakeTargeting) -> None:
    """The fake records no token."""
    await titles(fake_targeting.client("secret-token"), EXAMPLE_ID)
    assert "secret-token" not in repr(
        [vars(one) if hasattr(one, "__dict__") else one for one in fake_targeting.requests]
    )
    assert "authorization" not in fake_targeting.requests[0].headers
