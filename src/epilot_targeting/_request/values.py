"""Give the plain values that parameters and bodies are made of: what JSON has, and the text of it."""

from __future__ import annotations

import json
from enum import Enum
from typing import Any, cast

from epilot_targeting_generated.convert import to_json

from ..errors import ConfigurationError

SETS = (set, frozenset)
TEXTS = (str, int, float)


def to_jsonable(name: str, value: Any) -> Any:
    """Give the JSON value of a parameter.

    Raises:
        ConfigurationError: It has none.
    """
    if isinstance(value, str) and not isinstance(value, Enum):
        return value
    try:
        return to_json(list(cast("set[Any]", value)) if isinstance(value, SETS) else value)
    except (TypeError, ValueError, RecursionError) as error:
        raise ConfigurationError(f"{name} can't be written: {error}") from None


def scalar_to_str(name: str, value: Any) -> str:
    """Write a string, a number or a boolean as text.

    Raises:
        ConfigurationError: It is none of these.
    """
    if not isinstance(value, TEXTS):
        # Written by chance, as "None" or "b'…'", it would search for something else.
        raise ConfigurationError(f"{name} can't be a {type(value).__name__}")
    return json.dumps(value) if isinstance(value, bool) else str(value)


def to_json_text(name: str, value: Any) -> str:
    """Write a value as JSON.

    Raises:
        ConfigurationError: It holds what JSON can't say.
    """
    try:
        return ENCODER.encode(value)
    except (TypeError, ValueError, RecursionError) as error:
        kind = type(error).__name__
        raise ConfigurationError(f"{name} can't be written as JSON ({kind}: {error})") from None


def _to_json_or_fail(value: Any) -> Any:
    """Give the JSON value of a UUID, date, enum or model inside a plain dict."""
    plain = to_json(value)
    if plain is value:
        raise TypeError(f"{type(value).__name__} has no JSON form")
    return plain


ENCODER = json.JSONEncoder(default=_to_json_or_fail, allow_nan=False, separators=(",", ":"))
"""Made once: `json.dumps` with any option makes one for each call."""
