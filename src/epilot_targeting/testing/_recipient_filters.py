"""The filters of the fake's list of recipients: the text search `q`, and the values of fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from epilot_targeting_generated.convert import is_list

from ._state import Entity


def matches(recipient: Entity, wanted: Mapping[str, Any]) -> bool:
    """Return whether a recipient matches all filters of a query.

    Args:
        recipient: The recipient as a JSON object.
        wanted: The filters by name, without the parameters of the page. `q` is a part of its title or id, in
            any case. Any other is a value, or a list: the field of its name must equal it, or one of the list.
            An absent field does not match. Without filters, every recipient matches.
    """
    text = f"{recipient.get('title', '')} {recipient['entity_id']}".lower()
    filters = {name: value if is_list(value) else [value] for name, value in wanted.items() if name != "q"}
    return wanted.get("q", "").lower() in text and all(recipient.get(one) in filters[one] for one in filters)
