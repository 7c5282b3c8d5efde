"""`iter_recipients(ahead=…)` against the fake, while recipients come and go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import fake_clock
import httpx
import pytest
from facade.pager_model import seeded_random

from epilot_targeting import ConfigurationError, TargetingClient
from epilot_targeting.models import AutomationStatus
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting


def entity(number: int) -> dict[str, str]:
    return {"entity_id": str(UUID(int=number)), "entity_schema": "contact", "automation_status": "pending"}


class Restless(FakeTargeting):
    """A fake whose recipients come and go between requests; `always` holds those that stayed."""

    def __init__(self, seed: int) -> None:
        self.chance = seeded_random(seed)
        self.count = self.chance.randint(0, 80)
        self.change = self.chance.choice([0.0, 0.1, 0.5])
        self.always = {str(UUID(int=number)) for number in range(self.count)}
        super().__init__(recipients={EXAMPLE_ID: map(entity, range(self.count))})

    def act(self) -> None:
        """Let some come and go."""
        while self.chance.random() < self.change:
            if self.chance.random() < 0.5:
                self.add_recipients(EXAMPLE_ID, [entity(self.count)])
                self.count += 1
            else:
                gone = str(UUID(int=self.chance.randrange(max(1, self.count))))
                self.remove_recipients(EXAMPLE_ID, [gone])
                self.always.discard(gone)


def test_recipients_that_stayed_come_once(request: pytest.FixtureRequest) -> None:
    """However many pages are under way, and with any filter."""
    for seed in range(500 if request.config.getoption("full") else 40):
        fake_clock.run(walk(seed))


async def walk(seed: int) -> None:
    """Iterate over a changing campaign once."""
    async with (fake := Restless(seed)):
        client, chance = fake.client(), fake.chance
        inner = client.options.http_client._transport

        class Changing(httpx.AsyncBaseTransport):
            async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
                fake.act()
                response: httpx.Response = await inner.handle_async_request(request)
                return response

        own = httpx.AsyncClient(transport=Changing())
        client = TargetingClient("t", base_url=client.options.base_url, http_client=own)
        options: Any = {"limit": chance.randint(1, 20), "ahead": chance.randint(1, 6)}
        status = chance.choice([None, AutomationStatus.PENDING])
        pager = client.iter_recipients(EXAMPLE_ID, automation_status=status, **options)
        found = [str(one.entity_id) async for one in pager]
        assert len(found) == len(set(found)), seed
        assert fake.always <= set(found), seed


async def test_pages_are_asked_for_by_offset() -> None:
    """All but the first."""
    async with FakeTargeting(recipients={EXAMPLE_ID: map(entity, range(60))}) as fake:
        found = await fake.client().iter_recipients(EXAMPLE_ID, ahead=4).collect()
        assert [UUID(int=number) for number in range(60)] == [one.entity_id for one in found]
        assert ["", "from=24", "from=48"] == [request.query for request in fake.requests]


async def test_a_resumed_pager_leaves_the_first_one_as_it_is() -> None:
    """The last page, which has one record, says nothing about the size of the other pages."""
    async with FakeTargeting(recipients={EXAMPLE_ID: map(entity, range(61))}) as fake:
        pager = fake.client().iter_recipients(EXAMPLE_ID, limit=20, ahead=2)
        pages = [page async for page in fake.client().iter_recipients(EXAMPLE_ID, limit=20).pages()]
        found = [await anext(pager)]
        assert [UUID(int=60)] == [one.entity_id for one in await pager.resume(pages[-1].cursor).collect()]
        found += await pager.collect()
        assert [UUID(int=number) for number in range(61)] == [one.entity_id for one in found]


@pytest.mark.parametrize("ahead", [0, -1, 1.5, None, True])
async def test_an_invalid_number_of_pages_is_refused(ahead: int) -> None:
    async with FakeTargeting() as fake:
        with pytest.raises(ConfigurationError, match="ahead"):
            fake.client().iter_recipients(EXAMPLE_ID, ahead=ahead)


async def test_pages_ahead_need_prefetch() -> None:
    async with FakeTargeting() as fake:
        with pytest.raises(ConfigurationError, match="ahead must be 1 with prefetch=False"):
            fake.client().iter_recipients(EXAMPLE_ID, ahead=2, prefetch=False)
