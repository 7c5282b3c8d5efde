"""How a recipient that was read back compares with what an item asked for: the verdicts, and the compared fields."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from epilot_targeting_generated import models

from ._items import Item

Verdict = Literal["as_asked", "other", "send", "overtaken", "undecided"]
"""How a recipient compares with its item.

`as_asked`: it has the values. `other`: it has others, and the item is rejected. `send`: the item is sent again.
`overtaken`: it was changed since, so the outcome is unknown. `undecided`: nothing proves the outcome.
"""
SERVICE_FIELDS = frozenset({"title", "updated_at", "portal_status_updated_at"})
"""Fields of a recipient that the service sets."""
RECIPIENT_FIELDS = frozenset(
    {"entity_schema", "automation_status", "automation_execution_id", "portal_status", "portal_state"}
)
"""Fields of a recipient that a write sets. Of others, only those are compared that the recipient has."""
CLOCK_DIFFERENCE = dt.timedelta(seconds=60)
"""How far the clock of the service may be from the local one."""


def differences(asked: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Return the names of the fields of a request that have other values in a recipient that was read back, sorted.

    `entity_id` and the `SERVICE_FIELDS`, which the service sets, are not compared. A field that the recipient does not
    have counts as null if it is one of the `RECIPIENT_FIELDS`, which a write sets. Otherwise it is not compared.

    Args:
        asked: The JSON object that was sent.
        found: The JSON object of the recipient.
    """
    compared = asked.keys() - SERVICE_FIELDS - {"entity_id"}
    return sorted(
        name for name in compared if (name in RECIPIENT_FIELDS or name in found) and (asked[name] != found.get(name))
    )


def may_be_ours(item: Item, recipient: models.Recipient) -> bool:
    """Return whether the item's write may have created the recipient, which was read back and has other values.

    Return False if the recipient was last changed 60 seconds or more before the first attempt of this run: it was there
    before. Otherwise return True, also if one of the two times is unknown.
    """
    if item.first_sent is None or recipient.updated_at is None:
        return True
    return recipient.updated_at > item.first_sent - CLOCK_DIFFERENCE
