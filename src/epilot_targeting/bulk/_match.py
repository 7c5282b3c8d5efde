"""Match any number of campaigns and targets, or get their queries: split the ids, call side by side, merge."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Iterator, Mapping, Set, ValuesView
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from attrs import evolve
from epilot_targeting_generated import models
from epilot_targeting_generated.types import SequenceNotStr

from ..campaign import CampaignClient
from ..client import TargetingClient
from ..errors import ConfigurationError
from ..target import TargetClient
from ._items import key_text
from ._settings import CONCURRENCY, check_client
from ._spec_limits import ids_per_request

EntityRefs: TypeAlias = "Iterable[models.EntityRef | models.EntityRefDict]"
# Any iterable, but not a string, which is one of strings.
Ids: TypeAlias = "SequenceNotStr[UUID | str] | Set[UUID | str] | ValuesView[UUID | str] | Iterator[UUID | str]"

AnyClient: TypeAlias = TargetingClient | CampaignClient | TargetClient
T = TypeVar("T")
R = TypeVar("R")


async def match_all_campaigns(
    client: TargetingClient | CampaignClient, entity_refs: EntityRefs, campaign_ids: Ids
) -> models.MatchCampaignsResponse:
    """Return which of any number of campaigns match entities.

    The ids are split at the limit of the spec, and the requests are sent side by side. Each request has all entity
    references.

    Example:
        matches = await match_all_campaigns(client, [{"entity_id": id, "entity_schema": "contact"}], campaign_ids)
        print(matches.hits, [match.campaign.name for match in matches.results])

    Args:
        client: The client.
        entity_refs: The entities.
        campaign_ids: The ids of the campaigns. An id that is repeated is sent once. Without ids nothing is sent.

    Returns:
        The matches of all requests, each campaign once, in the order of the ids.

    Raises:
        ConfigurationError: An id is invalid, an argument is no iterable, or the client has no such operation.
        TargetingError: A request failed. The others are cancelled.
    """
    check_client("match_all_campaigns", client, "match_campaigns")
    body = {"entity_refs": _as_list("entity_refs", entity_refs)}
    ids = _split(campaign_ids, "MatchCampaignParams", "campaign_ids")
    none = models.MatchCampaignsResponse(results=[])
    found = await _call_all(
        client, client.match_campaigns, body, "campaign_ids", ids, none, lambda one: _id_of(one.campaign)
    )
    return evolve(found, hits=len(found.results))


async def match_all_targets(
    client: TargetingClient | TargetClient, entity_refs: EntityRefs, target_ids: Ids
) -> models.MatchTargetsResponse:
    """Return which of any number of targets match entities.

    The ids are split as those of `match_all_campaigns`.

    Example:
        matches = await match_all_targets(client, [{"entity_id": id, "entity_schema": "contact"}], target_ids)
        print(matches.hits, [match.target.name for match in matches.results])

    Args:
        client: The client.
        entity_refs: The entities.
        target_ids: The ids of the targets. An id that is repeated is sent once. Without ids nothing is sent.

    Returns:
        The matches of all requests, each target once, in the order of the ids.

    Raises:
        ConfigurationError: An id is invalid, an argument is no iterable, or the client has no such operation.
        TargetingError: A request failed. The others are cancelled.
    """
    check_client("match_all_targets", client, "match_targets")
    body = {"entity_refs": _as_list("entity_refs", entity_refs)}
    ids = _split(target_ids, "MatchTargetParams", "target_ids")
    none = models.MatchTargetsResponse(results=[])
    found = await _call_all(client, client.match_targets, body, "target_ids", ids, none, lambda one: _id_of(one.target))
    return evolve(found, hits=len(found.results))


async def get_all_target_queries(
    client: TargetingClient | TargetClient, target_ids: Ids
) -> models.TargetQueriesResponse:
    """Return the Lucene queries of any number of targets.

    The spec states no limit for this operation, so the ids are split at that of `match_targets`.

    Example:
        queries = await get_all_target_queries(client, target_ids)
        print({result.target_id: result.query for result in queries.results})

    Args:
        client: The client.
        target_ids: The ids of the targets. An id that is repeated is sent once. Without ids nothing is sent.

    Returns:
        The results of all requests, each target once, in the order of the ids.

    Raises:
        ConfigurationError: An id is invalid, the ids are no iterable, or the client has no such operation.
        TargetingError: A request failed. The others are cancelled.
    """
    check_client("get_all_target_queries", client, "get_target_queries")
    ids = _split(target_ids, "GetTargetQueriesParams", "target_ids")
    none = models.TargetQueriesResponse(results=[])
    return await _call_all(client, client.get_target_queries, {}, "target_ids", ids, none, lambda one: one.target_id)


def _id_of(entity: models.Campaign | models.Target | None) -> Hashable:
    """Return the id of a campaign or target, for `_distinct`.

    It is None if a match is malformed: it has no campaign or target, or that has no id.
    """
    return None if entity is None else entity.id


async def _call_all(
    client: AnyClient,
    method: Callable[..., Awaitable[R]],
    body: dict[str, Any],
    name: str,
    parts: list[list[str]],
    none: R,
    identity: Callable[[Any], Hashable],
) -> R:
    """Call an operation with each part of the ids, several at once, and return one response with the results of all.

    Args:
        client: The client, whose `max_concurrency` limits the concurrent calls.
        method: Its method, which takes the body.
        body: The body without the ids, as a JSON object.
        name: The member of the body that has the ids, such as `campaign_ids`.
        parts: The ids of each request.
        none: The response to return if there are no parts.
        identity: Returns the id that a result is about. Of several results with the same id, the first stays.

    Returns:
        The first response, with the `results` of all in the order of the parts.

    Raises:
        TargetingError: A call failed. The others are cancelled.
    """

    async def call(ids: list[str]) -> R:
        """Call the method with the body and the ids of one part, and return its response."""
        return await method({**body, name: ids})

    responses: list[Any] = await _side_by_side(client, call, parts)
    results = _distinct((one for response in responses for one in response.results), identity)
    first: Any = responses[0] if responses else none
    whole: R = evolve(first, results=results)
    return whole


def _split(ids: object, schema: str, name: str) -> list[list[str]]:
    """Return ids as lists, each of at most as many as the spec allows in one request. A repeated id is left out.

    Args:
        ids: The ids, as the user passed them in.
        schema: The name of the body's schema in the spec.
        name: The name of the array in the body, and of the argument in errors.

    Raises:
        ConfigurationError: An id is invalid, or the ids are no iterable.
    """
    distinct = list(dict.fromkeys(key_text(one, f"an id of {name}") for one in _as_list(name, ids)))
    size = ids_per_request(schema, name) or max(1, len(distinct))
    return [distinct[start : start + size] for start in range(0, len(distinct), size)]


def _as_list(name: str, given: Any) -> list[Any]:
    """Return the elements of an iterable argument as a list, unchecked. `name` is its name in the message.

    Raises:
        ConfigurationError: It is not iterable, or a text, bytes or a mapping.
    """
    kind = type(given).__name__
    if isinstance(given, Mapping | str | bytes) or not hasattr(given, "__iter__"):
        raise ConfigurationError(f"{name} must be a list or another iterable, not {kind}; nothing was sent")
    return list(given)


def _distinct(found: Iterable[T], identity: Callable[[T], Hashable]) -> list[T]:
    """Return the results without later ones of the same identity. Those with the identity None all stay.

    Args:
        found: The results.
        identity: Returns the id that a result is about, or None if it has none.
    """
    seen: set[Hashable] = set()
    kept: list[T] = []
    for one in found:
        key = identity(one)
        if key is None or key not in seen:
            kept.append(one)
        seen.add(key)
    return kept


async def _side_by_side(
    client: AnyClient, call: Callable[[list[str]], Awaitable[R]], parts: list[list[str]]
) -> list[R]:
    """Call `call` with each part, several at once, and return the responses in the order of the parts.

    At most 12 calls run at once, or `max_concurrency` of the client if that is less. The first error cancels the calls
    under way and is raised.
    """
    responses: dict[int, R] = {}
    pending = iter(enumerate(parts))

    async def work() -> None:
        """Call one part after the other, until all parts are taken. Several tasks do this, and share the parts."""
        for index, part in pending:
            responses[index] = await call(part)

    size = min(CONCURRENCY, client.options.max_concurrency, len(parts))
    tasks = [asyncio.create_task(work()) for _ in range(size)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return [responses[index] for index in range(len(parts))]
