"""Encode a body, or the value of a parameter, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from epilot_targeting_generated.convert import to_json
from epilot_targeting_generated.types import Operation

from ..errors import ConfigurationError

JSON = "application/json"


def json_body(operation: Operation[Any], body: Any) -> bytes:
    """Return a body encoded as JSON: a model or mapping, or any JSON value if the operation takes more than objects.

    Raises:
        ConfigurationError: The body has a value without a JSON form, or is no object where the operation takes one.
    """
    try:
        # A dict comes first: its test is the cheapest.
        if isinstance(body, dict):
            return ENCODER.encode(body).encode()
        if isinstance(body, Mapping):
            return ENCODER.encode(dict(cast("Mapping[str, Any]", body))).encode()
        if hasattr(body, "to_dict"):
            return ENCODER.encode(body.to_dict()).encode()
        if not operation.takes_object and body is not None:
            return ENCODER.encode(body).encode()
    except (TypeError, ValueError, RecursionError) as error:
        kind, hint = type(error).__name__, media_type_hint(operation)
        raise ConfigurationError(
            f"{operation.name}: the body cannot be encoded as JSON ({kind}: {error}){hint}"
        ) from None
    kind, hint = type(body).__name__, media_type_hint(operation)
    raise ConfigurationError(f"{operation.name}: the body must be a model or a dict, not {kind}{hint}")


def media_type_hint(operation: Operation[Any]) -> str:
    """Return the end of an error message that lists the media types of an operation, or an empty string."""
    others = ", ".join(operation.media_types)
    return f"; media_type= may be one of {others}" if len(operation.media_types) > 1 else ""


def to_json_text(name: str, value: Any) -> str:
    """Return a value as JSON text.

    Args:
        name: The name of the parameter, for the message of an error.
        value: The value.

    Raises:
        ConfigurationError: A value in it has no JSON form.
    """
    try:
        return ENCODER.encode(value)
    except (TypeError, ValueError, RecursionError) as error:
        kind = type(error).__name__
        raise ConfigurationError(f"{name} cannot be encoded as JSON ({kind}: {error})") from None


def _to_json_or_fail(value: Any) -> Any:
    """Return the JSON value of a UUID, date, enum or model inside a plain dict; raise TypeError for any other."""
    plain = to_json(value)
    if plain is value:
        raise TypeError(f"{type(value).__name__} has no JSON form")
    return plain


ENCODER = json.JSONEncoder(default=_to_json_or_fail, allow_nan=False, separators=(",", ":"))
"""Created once: `json.dumps` with options creates an encoder for each call."""
