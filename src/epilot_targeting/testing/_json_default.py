"""Turn the values of a test that JSON does not have into JSON: models, dates and ids inside of dicts and lists."""

from __future__ import annotations

from typing import Any

from epilot_targeting_generated.convert import to_json


def json_default(value: Any) -> Any:
    """Return a value that JSON does not have as the client would send it, or as its `str` if that is impossible.

    A model becomes its JSON object. Pass this to `json.dumps` as `default`.
    """
    try:
        plain = to_json(value)
    except ValueError:  # a date-time without a time zone
        plain = value
    return str(value) if plain is value else plain
