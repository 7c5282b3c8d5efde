"""The retry budget that all calls of a client share, and invalid policies."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from facade.flaky_service import CID, GOOD, Service, failure, job
from fake_clock import run

from epilot_targeting import (
    ConfigurationError,
    RetryPolicy,
    TargetingClient,
)


async def outage(service: Service, client: TargetingClient, calls: int) -> int:
    """Call while nothing succeeds; return the number of retries."""
    before = len(service.at)
    service.answers = [503]
    await asyncio.gather(*(failure(job(client)) for _ in range(calls)))
    return len(service.at) - before - calls


async def recovery(service: Service, client: TargetingClient, calls: int) -> None:
    """Call while everything succeeds."""
    service.answers = [GOOD]
    for _ in range(calls):
        await job(client)


def test_an_outage_is_not_multiplied() -> None:
    """In an outage, 2,000 calls send 2,100 requests."""
    service = Service(503)
    assert 100 == run(outage(service, service.client(), 2000))


def test_the_budget_is_one_for_a_client_and_all_that_comes_of_it() -> None:
    """A client shares its budget with its views, its derived clients and `raw`."""

    async def scene() -> list[int]:
        client = service.client()
        child = client.with_options(org_id="1")
        some: list[Any] = [client, child, client.campaign, child.campaign.raw]
        return [await outage(service, one, 20) for one in some]

    service = Service(503)
    assert [40, 40, 20, 0] == run(scene())


@pytest.mark.parametrize(("successes", "expected"), [(0, 0), (10, 5), (1000, 100)])
def test_successes_fill_the_budget_again(successes: int, expected: int) -> None:
    """Each success refills half a retry, up to a hundred."""

    async def scene() -> int:
        client = service.client()
        await outage(service, client, 200)
        await recovery(service, client, successes)
        return await outage(service, client, 200)

    service = Service(503)
    assert expected == run(scene())


def test_a_new_token_costs_nothing_of_the_budget() -> None:
    """A new token is tried even if the budget is empty."""

    async def scene() -> int:
        client, given = service.client(), iter(["a", "b"])
        await outage(service, client, 200)
        service.answers = [401, GOOD]
        response = await client.with_options(token=lambda: next(given)).raw.get_campaign_job_status(CID)
        return response.attempts

    service = Service(503)
    assert 2 == run(scene())


@pytest.mark.parametrize(
    "options",
    [
        *({"attempts": value} for value in (0, -1, 1.5, True, "3", None)),
        *({name: value} for name in ("backoff", "max_backoff", "max_retry_after") for value in (-1, "1", float("nan"))),
        {"backoff": float("inf")},
        {"ambiguous": "no"},
    ],
    ids=str,
)
def test_a_policy_that_can_not_be_is_refused(options: Any) -> None:
    """An invalid policy is refused when it is made."""
    with pytest.raises(ConfigurationError, match=next(iter(options))):
        RetryPolicy(**options)
