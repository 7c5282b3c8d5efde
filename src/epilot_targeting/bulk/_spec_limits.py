"""The largest number of ids in one request: the `maxItems` of the spec, or that of a similar operation."""

from __future__ import annotations

from functools import cache
from typing import Any

from epilot_targeting_generated import spec


@cache
def most_items(schema: str, name: str) -> int | None:
    """Return the `maxItems` of an array in the spec, or None if the spec states no limit.

    Args:
        schema: The name of the component schema that has the array.
        name: The name of the property that is the array.

    Raises:
        KeyError: The spec has no such schema or property.
    """
    limit: Any = spec.load()["components"]["schemas"][schema]["properties"][name].get("maxItems")
    return limit if isinstance(limit, int) else None


def ids_per_request(schema: str, name: str) -> int | None:
    """Return the largest number of ids in one request: the limit of the spec for it, else that of `match_targets`.

    Return None if the spec states neither.

    Args:
        schema: The name of the component schema of the body.
        name: The name of the property that is the array of ids.

    Raises:
        KeyError: The spec has no such schema or property.
    """
    return most_items(schema, name) or most_items("MatchTargetParams", "target_ids")
