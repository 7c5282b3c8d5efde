"""The logic of matching: which campaigns and targets match entities, and the queries of targets."""

from __future__ import annotations

from typing import Any

from ._request_validator import Arguments
from ._state import Entity, State


def match_campaigns(state: State, arguments: Arguments) -> dict[str, Any]:
    """Return the campaigns that have one of the entities as a recipient, or a target for its schema.

    `arguments` are those of a validated request. Its body has the `campaign_ids` to choose from, and the
    entities as `entity_refs`. The campaigns are under `results`, in the order of the ids, and `hits` is their
    number. Each result has the campaign of the state, and no copy, under `campaign`. Unknown campaigns are left
    out.
    """
    wanted = [one.lower() for one in arguments.body["campaign_ids"] if one.lower() in state.campaigns]
    found = [{"campaign": state.campaigns[one]} for one in wanted if state.reaches(one, arguments.body["entity_refs"])]
    return {"hits": len(found), "results": found}


def match_targets(state: State, arguments: Arguments) -> dict[str, Any]:
    """Return those targets whose entity schema is that of one of the entities.

    They are `results`, and `hits` is their number. Each result has the target of the state, and no copy, under
    `target`. The body has the `target_ids` to choose from, in that order, and the `entity_refs`. Unknown targets are
    left out.
    """
    schemas = {one["entity_schema"] for one in arguments.body["entity_refs"]}
    wanted = [state.targets[one.lower()] for one in arguments.body["target_ids"] if one.lower() in state.targets]
    found = [{"target": one} for one in wanted if one.get("entity_schema") in schemas]
    return {"hits": len(found), "results": found}


def get_target_queries(state: State, arguments: Arguments) -> dict[str, Any]:
    """Return, under `results`, the result of `_query` for each id in `target_ids` of the body, in order.

    An unknown target is no error of the request: its `query` is None, and its `error` says why.
    """
    return {"results": [_query(state, target_id) for target_id in arguments.body["target_ids"]]}


def _query(state: State, target_id: str) -> Entity:
    """Return the result for one target: `target_id`, and its Lucene `query`.

    If the target is unknown or has no filters, the query is None, and `error` says why. The id may be in upper or lower
    case, and is returned as given.
    """
    target = state.targets.get(target_id.lower())
    if target is None or not target.get("entity_filters"):
        error = "there is no such target" if target is None else "TARGET_WITHOUT_FILTERS"
        return {"target_id": target_id, "query": None, "error": error}
    terms = [f'{name}:"{value}"' for name, value in target["entity_filters"].items()]
    return {"target_id": target_id, "query": " AND ".join([f'_schema:"{target.get("entity_schema", "*")}"', *terms])}
