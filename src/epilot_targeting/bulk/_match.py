"""Match any number of campaigns and targets, or get the queries of targets. `_match_batches.py` splits and merges."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Set, ValuesView
from typing import TypeAlias
from uuid import UUID

from epilot_targeting_generated import models
from epilot_targeting_generated.types import SequenceNotStr

from ..campaign import CampaignClient
from ..client import TargetingClient
from ..target import TargetClient
from ._match_batches import Matching, match_all

EntityRefs: TypeAlias = "Iterable[models.EntityRef | models.EntityRefDict]"
# Any iterable, but not a string, which is one of strings.
Ids: TypeAlias = "SequenceNotStr[UUID | str] | Set[UUID | str] | ValuesView[UUID | str] | Iterator[UUID | str]"


def _id_of(entity: models.Campaign | models.Target | None) -> Hashable:
    """Return the id of a campaign or target, by which a result is recognised.

    It is None if a match is malformed: it has no campaign or target, or that has no id.
    """
    return None if entity is None else entity.id


CAMPAIGNS = Matching(
    function="match_all_campaigns",
    method="match_campaigns",
    schema="MatchCampaignParams",
    ids="campaign_ids",
    none=lambda: models.MatchCampaignsResponse(results=[]),
    identity=lambda one: _id_of(one.campaign),
)
TARGETS = Matching(
    function="match_all_targets",
    method="match_targets",
    schema="MatchTargetParams",
    ids="target_ids",
    none=lambda: models.MatchTargetsResponse(results=[]),
    identity=lambda one: _id_of(one.target),
)
QUERIES = Matching(
    function="get_all_target_queries",
    method="get_target_queries",
    schema="GetTargetQueriesParams",
    ids="target_ids",
    none=lambda: models.TargetQueriesResponse(results=[]),
    identity=lambda one: one.target_id,
)


async def match_all_campaigns(
    client: TargetingClient | CampaignClient, entity_refs: EntityRefs, campaign_ids: Ids
) -> models.MatchCampaignsResponse:
    """Return which of any number of campaigns match entities.

    The ids are split at the limit of the spec, and several requests are sent at once. Each request has all
    entity references: the spec states no limit for them. It does not say whether a campaign must match
    all of them or one.

    Example:
        entities = [{"entity_id": id, "entity_schema": "contact"}]
        matches = await match_all_campaigns(client, entities, campaign_ids)
        print(matches.hits, [match.campaign.name for match in matches.results])

    Args:
        client: The client.
        entity_refs: The entities. They are not checked: without any, the requests have an empty list.
        campaign_ids: The ids of the campaigns. An id that is repeated is sent once. Without ids nothing is
            sent.

    Returns:
        The matches of all requests, each campaign once, in the order of the requests. `hits` is their number.

    Raises:
        ConfigurationError: An id of a campaign is invalid, the client has no `match_campaigns`, or `entity_refs`
            or `campaign_ids` is not iterable, or is a string, bytes or a mapping.
        TargetingError: A request failed. The others are cancelled.
    """
    return await match_all(client, CAMPAIGNS, campaign_ids, {"entity_refs": entity_refs})


async def match_all_targets(
    client: TargetingClient | TargetClient, entity_refs: EntityRefs, target_ids: Ids
) -> models.MatchTargetsResponse:
    """Return which of any number of targets match entities.

    The ids are split at the limit of the spec, and several requests are sent at once. Each request has all
    entity references. The spec does not say whether a target must match all of them or one.

    Example:
        matches = await match_all_targets(client, [{"entity_id": id, "entity_schema": "contact"}], target_ids)
        print(matches.hits, [match.target.name for match in matches.results])

    Args:
        client: The client.
        entity_refs: The entities.
        target_ids: The ids of the targets. An id that is repeated is sent once. Without ids nothing is sent.

    Returns:
        The matches of all requests, each target once, in the order of the requests. `hits` is their number.

    Raises:
        ConfigurationError: An id is invalid, the client has no `match_targets`, or an argument is not iterable,
            or is a string, bytes or a mapping.
        TargetingError: A request failed. The others are cancelled.
    """
    return await match_all(client, TARGETS, target_ids, {"entity_refs": entity_refs})


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
        The results of all requests, each target once, in the order of the requests. `query` is None for a
        target without a query, and `error` of the result says why.

    Raises:
        ConfigurationError: An id is invalid, the client has no `get_target_queries`, or `target_ids` is not iterable,
            or is a string, bytes or a mapping.
        TargetingError: A request failed. The others are cancelled.
    """
    return await match_all(client, QUERIES, target_ids, {})
