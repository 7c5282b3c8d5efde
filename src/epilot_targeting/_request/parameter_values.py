"""Convert the values of parameters (dates, enums, UUIDs, models) to JSON values and to text. Reject empty ones."""

from __future__ import annotations

import json
from enum import Enum
from math import isfinite
from typing import Any, cast

from epilot_targeting_generated.convert import to_json

from ..errors import ConfigurationError

SETS = (set, frozenset)
TEXTS = (str, int, float)


def to_jsonable(name: str, value: Any) -> Any:
    """Return the value of a parameter as a JSON value, before it is serialised in its style.

    Dates and UUIDs become strings, enums their values, and models dicts, also inside lists and dicts. A set becomes a
    list, but not inside another value. Any other object stays as it is: `scalar_to_str` rejects it if it has no JSON
    form.

    Args:
        name: The name of the parameter, for the message of an error.
        value: The value, of any type. It is not changed in place.

    Raises:
        ConfigurationError: A date-time in it has no time zone, or a model in it cannot be converted.
    """
    if isinstance(value, str) and not isinstance(value, Enum):
        return value
    try:
        return to_json(list(cast("set[Any]", value)) if isinstance(value, SETS) else value)
    except (TypeError, ValueError, RecursionError) as error:
        raise ConfigurationError(f"{name} is invalid: {error}") from None


def scalar_to_str(name: str, value: Any) -> str:
    """Return a string, number or boolean as text, which is not percent-encoded.

    A boolean is `true` or `false`. A number is as in `str()`, such as `1.0`.

    Args:
        name: The name of the parameter, for the message of an error.
        value: A JSON value, such as a result of `to_jsonable`: dates, UUIDs and enums are converted already.

    Raises:
        ConfigurationError: The value has another type, such as None or a list, or is a number that is not
            finite or has too many digits.
    """
    if not isinstance(value, TEXTS):
        # Its str(), such as "None" or "b'…'", would search for something else.
        raise ConfigurationError(f"{name} is invalid: it must not be of type {type(value).__name__}")
    if isinstance(value, float) and not isfinite(value):
        raise ConfigurationError(f"{name} is invalid: {value} is not finite")
    try:
        return json.dumps(value) if isinstance(value, bool) else str(value)
    except ValueError as error:  # an integer with more digits than Python converts
        raise ConfigurationError(f"{name} is invalid: {error}") from None


def require_text(name: str, text: str | None) -> str:
    """Return the text of a serialised parameter, which must not be None.

    Args:
        name: The name of the parameter, for the message of an error.
        text: The text, or None if the parameter serialises to nothing, as an empty list does.

    Raises:
        ConfigurationError: The text is None. The service would read it as a missing parameter.
    """
    if text is None:
        raise ConfigurationError(
            f"{name} is empty: it would not be sent, and the service would read that as no {name}. "
            "Pass None to leave it out"
        )
    return text
