"""The quota and the latency of the fake."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from server import NOW

from epilot_targeting import ConfigurationError, RateLimit, RateLimitError, RetryPolicy
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting

BODY = {"target_ids": [EXAMPLE_ID]}


async def test_writes_count_for_each_organisation_until_the_window_ends() -> None:
    """The writes of an organisation are limited in each window. Reads are not, nor is another organisation."""
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    async with FakeTargeting(quota=RateLimit(requests=2, seconds=60), now=lambda: now) as fake:
        client = fake.client(retry=RetryPolicy(attempts=1), deadline=1.0)
        for _ in range(2):
            await client.change_campaign_status(EXAMPLE_ID)
            await client.get_campaign_job_status(EXAMPLE_ID)
            await client.get_campaign_job_status(EXAMPLE_ID)
            await client.get_campaign_job_status(EXAMPLE_ID)
        now += dt.timedelta(seconds=20.5)
        with pytest.raises(RateLimitError) as limited:
            await client.change_campaign_status(EXAMPLE_ID)
        assert 40.0 == limited.value.retry_after
        await client.get_target_queries({"target_ids": [EXAMPLE_ID]})
        await fake.client(org_id="other").change_campaign_status(EXAMPLE_ID)
        now += dt.timedelta(seconds=39.5)
        await fake.client().get_campaign_job_status(EXAMPLE_ID)
        await fake.client().update_recipient_entity_ui_status(
            EXAMPLE_ID, EXAMPLE_ID, {"status": "seen", "entity_schema": "contact"}
        )


@pytest.mark.parametrize("latency", [-1, "1"])
def test_a_wrong_latency_is_refused(latency: float) -> None:
    """A latency is a number of seconds."""
    with pytest.raises(ConfigurationError, match="latency must be a number 0 or more"):
        FakeTargeting(latency=latency)


async def test_latency_delays_each_response() -> None:
    """A client whose deadline is below the latency gets no response."""
    async with FakeTargeting(latency=0.05) as fake:
        with pytest.raises(TimeoutError):
            await fake.client(deadline=0.01, retry=NOW).get_recipients(EXAMPLE_ID)
        assert [] == (await fake.client().get_recipients(EXAMPLE_ID)).results


def test_a_number_is_no_quota() -> None:
    """It is refused when the fake is made, and not by its first write."""
    number: Any = 500
    with pytest.raises(ConfigurationError, match="quota must be a RateLimit, such as RateLimit"):
        FakeTargeting(quota=number)
