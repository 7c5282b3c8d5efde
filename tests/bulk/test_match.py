"""Any number of ids is matched: split at the limit of the spec, sent side by side, merged."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID, uuid5

import fake_clock
import pytest
from bulk.scripted import DOWN, KEYS, Scripted
from epilot_targeting_generated import spec

from epilot_targeting import ConfigurationError, RetryPolicy, ServerError
from epilot_targeting.bulk import (
    _spec_limits,
    create_recipients,
    get_all_target_queries,
    match_all_campaigns,
    match_all_targets,
    update_recipients,
    wait_for_job,
)
from epilot_targeting.models import EntityRef, MatchCampaignsResponse, MatchTargetsResponse, TargetQueriesResponse
from epilot_targeting.testing import EXAMPLE_ID, Reply, Request

IDS = [uuid5(UUID(EXAMPLE_ID), str(number)) for number in range(250)]
REFS: list[Any] = [
    {"entity_id": KEYS[0], "entity_schema": "contact"},
    EntityRef(entity_id=KEYS[1], entity_schema="contract"),
]
FUNCTIONS: dict[Any, Any] = {
    match_all_campaigns: ("match_campaigns", "campaign_ids"),
    match_all_targets: ("match_targets", "target_ids"),
}


@pytest.fixture
def fake() -> Scripted:
    """A service with 250 campaigns and targets, each of which matches."""
    targets = [{"_id": str(one), "entity_schema": "contact", "entity_filters": {"city": "Cologne"}} for one in IDS]
    related = {"target": {"$relation": [{"entity_id": EXAMPLE_ID}]}}
    return Scripted(campaigns=[{"_id": str(one), **related} for one in IDS], targets=targets)


@pytest.fixture(autouse=True)
def _forget_limits() -> Iterator[None]:
    """No test sees the limits of another."""
    _spec_limits.most_items.cache_clear()
    yield
    _spec_limits.most_items.cache_clear()


def bodies(fake: Scripted) -> list[Any]:
    """Return the bodies of all requests."""
    return [json.loads(request.content) for request in fake.requests]


@pytest.mark.parametrize("function", FUNCTIONS)
async def test_ids_are_split_and_references_are_not(fake: Scripted, function: Any) -> None:
    """Each request has all references and at most as many ids as the spec allows; the matches are in order."""
    _, name = FUNCTIONS[function]
    found = await function(fake.client(), iter(REFS), iter([*IDS, str(IDS[0]).upper(), IDS[249]]))
    kind = "campaign" if name == "campaign_ids" else "target"
    assert IDS == [getattr(match, kind).id for match in found.results]
    assert 250 == found.hits
    assert [50, 100, 100] == sorted(len(body[name]) for body in bodies(fake))
    expected = [REFS[0], {"entity_id": KEYS[1], "entity_schema": "contract"}]
    assert [expected] * 3 == [body["entity_refs"] for body in bodies(fake)]


async def test_a_generator_may_yield_one_reference_again_and_again(fake: Scripted) -> None:
    """Each reference has the values with which it was yielded."""
    reference: Any = {"entity_schema": "contact"}

    def references() -> Iterator[Any]:
        for key in KEYS[:3]:
            reference["entity_id"] = key
            yield reference

    async with fake:
        await match_all_targets(fake.client(), references(), IDS[:1])
        assert [KEYS[:3]] == [[one["entity_id"] for one in body["entity_refs"]] for body in bodies(fake)]


async def test_queries_are_split_too(fake: Scripted) -> None:
    """Each target has its result, in order. The limit is that of a match, as the spec states none."""
    found = await get_all_target_queries(fake.client(), [*IDS, UUID(KEYS[0]), IDS[0]])
    assert [*IDS, UUID(KEYS[0])] == [result.target_id for result in found.results]
    assert [True] * 250 + [False] == [result.query is not None for result in found.results]
    assert [51, 100, 100] == sorted(len(body["target_ids"]) for body in bodies(fake))


@pytest.mark.parametrize(("stated", "requests"), [(40, 7), (None, 1)])
async def test_the_limit_is_that_of_the_spec(
    fake: Scripted, monkeypatch: pytest.MonkeyPatch, stated: int | None, requests: int
) -> None:
    """Another limit in the spec is another size of the requests; without one, one request has all ids."""
    document = spec.load()
    for schema, name in (("MatchCampaignParams", "campaign_ids"), ("MatchTargetParams", "target_ids")):
        document["components"]["schemas"][schema]["properties"][name]["maxItems"] = stated
    monkeypatch.setattr(spec, "load", lambda: document)
    sizes: list[int] = []

    def answer(request: Request) -> Reply:
        sizes.append(len(json.loads(request.body)["campaign_ids"]))
        return Reply.of(200, {"results": []})

    fake.before = answer
    await match_all_campaigns(fake.client(), REFS, IDS)
    assert (requests, 250) == (len(sizes), sum(sizes))


async def test_no_ids_are_no_matches(fake: Scripted) -> None:
    """Without ids nothing is sent."""
    client = fake.client()
    assert MatchCampaignsResponse(hits=0, results=[]) == await match_all_campaigns(client, REFS, [])
    assert MatchTargetsResponse(hits=0, results=[]) == await match_all_targets(client, REFS, [])
    assert TargetQueriesResponse(results=[]) == await get_all_target_queries(client, [])
    assert 0 == fake.calls.total()


async def test_duplicates_are_gone(fake: Scripted) -> None:
    """A match that the service repeats comes once; those without an id are kept, and so are other members."""
    match = {"campaign": {"_id": str(IDS[0])}}
    body = {"results": [match, {"campaign": {}}, match, {"campaign": {}}], "note": "kept"}
    fake.before = lambda _: Reply.of(200, body)
    found = await match_all_campaigns(fake.client().campaign, REFS, IDS[:150])
    assert [IDS[0], None, None, None, None] == [one.campaign.id for one in found.results]
    assert (5, {"note": "kept"}) == (found.hits, found.additional_properties)


@pytest.mark.parametrize("function", FUNCTIONS)
async def test_a_match_without_its_campaign_or_target_is_kept(fake: Scripted, function: Any) -> None:
    """A malformed match, which has no campaign or target, is kept and ends no call."""
    fake.before = lambda _: Reply.of(200, {"results": [{}, {"note": "kept"}]})
    found = await function(fake.client(), REFS, IDS[:1])
    assert [{}, {"note": "kept"}] == [one.to_dict() for one in found.results]
    assert 2 == found.hits


async def test_requests_are_sent_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to twelve requests are under way, and the client's own limit holds."""
    for limit, expected in ((100, 12), (5, 5)):
        fake = Scripted()
        at_once = most = 0

        async def slow(*_: Any) -> TargetQueriesResponse:
            nonlocal at_once, most
            at_once += 1
            most = max(most, at_once)
            await asyncio.sleep(0)
            at_once -= 1
            return TargetQueriesResponse(results=[])

        client = fake.client(max_concurrency=limit)
        monkeypatch.setattr(client, "get_target_queries", slow)
        await get_all_target_queries(client, [UUID(int=number) for number in range(1, 2001)])
        assert expected == most


def test_an_error_ends_the_others(fake: Scripted) -> None:
    """The error of a request is raised as it is and at once, and what is under way is cancelled."""

    async def main() -> None:
        fake.fail("match_targets", delay=60)
        fake.fail("match_targets", status=503, body=DOWN.body)
        client = fake.client(retry=RetryPolicy(attempts=1))
        started = fake_clock.now()
        with pytest.raises(ServerError):
            await match_all_targets(client, REFS, IDS)
        assert fake_clock.now() - started < 1
        assert 3 >= fake.calls["POST"]
        assert 1 == len(asyncio.all_tasks())

    fake_clock.run(main())


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (partial(match_all_campaigns, entity_refs=REFS, campaign_ids=IDS), "match_all_campaigns"),
        (partial(match_all_targets, entity_refs=REFS, target_ids=IDS), "match_all_targets"),
        (partial(get_all_target_queries, target_ids=IDS), "get_all_target_queries"),
        (partial(wait_for_job, campaign_id=EXAMPLE_ID), "wait_for_job"),
        (partial(create_recipients, campaign_id=EXAMPLE_ID, payloads=[]), "create_recipients"),
        (partial(update_recipients, campaign_id=EXAMPLE_ID, updates=[]), "update_recipients"),
    ],
)
async def test_what_is_no_client_is_refused(fake: Scripted, call: Any, name: str) -> None:
    """None is no client, and neither is that of a tag without the operation."""
    for client in (None, fake.client().campaign_delivery):
        words = f"{name}: the client must be a TargetingClient, not {type(client).__name__}"
        with pytest.raises(ConfigurationError, match=words):
            await call(client)


@pytest.mark.parametrize("ids", [EXAMPLE_ID, UUID(EXAMPLE_ID), 7, None, {EXAMPLE_ID: 1}, b"1", [7], [""], list])
async def test_invalid_ids_are_refused(fake: Scripted, ids: Any) -> None:
    """A single id is no list of ids, and an empty one is none; nothing is sent."""
    with pytest.raises(ConfigurationError, match="target_ids"):
        await get_all_target_queries(fake.client(), ids)
    with pytest.raises(ConfigurationError, match="entity_refs must be a list"):
        await match_all_targets(fake.client(), REFS[0], IDS)
    assert 0 == fake.calls.total()
