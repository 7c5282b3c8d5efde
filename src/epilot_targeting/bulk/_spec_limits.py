"""Read the largest number of items of an array from the spec."""

from __future__ import annotations

from functools import cache
from typing import Any

from epilot_targeting_generated import spec


@cache
def most_items(schema: str, name: str) -> int | None:
    """Return the largest number of items that the spec allows for an array, or None if it states no limit.

    Args:
        schema: The name of the schema that has the array.
        name: The name of the array.
    """
    limit: Any = spec.load()["components"]["schemas"][schema]["properties"][name].get("maxItems")
    return limit if isinstance(limit, int) else None
