"""Encode a body, or the value of a parameter, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from epilot_targeting_generated.convert import to_json
from epilot_targeting_generated.record import Model
from epilot_targeting_generated.types import Operation

from ..errors import ConfigurationError

JSON = "application/json"


def json_body(operation: Operation[Any], body: Any) -> bytes:
    """Return the body of a request encoded as JSON.

    Args:
        operation: The operation.
        body: A model or mapping. If the operation takes more than objects, any value but None that has a JSON form.

    Raises:
        ConfigurationError: The body is None, has a value without a JSON form, or is no object where the operation takes
            only objects.
    """
    try:
        # The cheapest tests come first.
        if isinstance(body, dict):
            return encode(body).encode()
        if isinstance(body, Model) or (not isinstance(body, Mapping) and hasattr(body, "to_dict")):
            return encode(body.to_dict()).encode()
        if isinstance(body, Mapping):
            return encode(dict(cast("Mapping[str, Any]", body))).encode()
        if not operation.takes_object and body is not None:
            return encode(body).encode()
    except (TypeError, ValueError, RecursionError) as error:
        kind, hint = type(error).__name__, media_type_hint(operation)
        raise ConfigurationError(
            f"{operation.name}: the body cannot be encoded as JSON ({kind}: {error}){hint}"
        ) from None
    kind, hint = type(body).__name__, media_type_hint(operation)
    raise ConfigurationError(f"{operation.name}: the body must be a model or a dict, not {kind}{hint}")


def media_type_hint(operation: Operation[Any]) -> str:
    """Return `; media_type= may be one of …` for the end of an error message about a body.

    Return an empty string if the operation declares a single media type.
    """
    others = ", ".join(operation.media_types)
    return f"; media_type= may be one of {others}" if len(operation.media_types) > 1 else ""


def to_json_text(name: str, value: Any) -> str:
    """Return a value as JSON text.

    Args:
        name: The name of the parameter or form field, for the message of an error.
        value: Its value, as `encode` takes it.

    Raises:
        ConfigurationError: `encode` fails: a value in it has no JSON form, or it is nested too deeply.
    """
    try:
        return encode(value)
    except (TypeError, ValueError, RecursionError) as error:
        kind = type(error).__name__
        raise ConfigurationError(f"{name} cannot be encoded as JSON ({kind}: {error})") from None


def _to_json_or_fail(value: Any) -> Any:
    """Return the JSON value of an object that the json module cannot encode, such as a UUID, date, enum or model.

    Raise TypeError if it has no JSON form, and ValueError for a date-time without a time zone. The encoder calls this
    for each such object.
    """
    plain = to_json(value)
    if plain is value:
        raise TypeError(f"{type(value).__name__} has no JSON form")
    return plain


def new_chunk_encoder() -> Callable[[Any, int], Iterable[str]] | None:
    """Create the C encoder of the json module, once for all bodies.

    `JSONEncoder.encode` creates one at each call.

    Returns:
        A function that takes a value and the indent 0, and returns the parts of its JSON text. It raises the
        errors of `encode`, but a RecursionError for a value that contains itself. None if this Python has no
        such encoder, or one with other arguments or results: `encode` then uses a JSONEncoder.
    """
    new_encoder: Any = getattr(json.encoder, "c_make_encoder", None)
    to_text = json.encoder.encode_basestring_ascii
    try:
        chunks: Callable[[Any, int], Iterable[str]] = new_encoder(
            None, _to_json_or_fail, to_text, None, ":", ",", False, False, False
        )
        return chunks if json.loads("".join(chunks(_SAMPLE, 0))) == _SAMPLE else None
    except (TypeError, ValueError):
        return None


def encode(value: Any) -> str:
    """Return a value as compact JSON text. Dates, UUIDs, enums and models may be in it.

    Raises:
        TypeError: A value in it has no JSON form.
        ValueError: A number in it is not finite, a date-time has no time zone, or a value contains itself.
        RecursionError: It is nested too deeply for Python.
    """
    if _chunks is None:
        return _encoder.encode(value)
    try:
        return "".join(_chunks(value, 0))
    except RecursionError:
        return _encoder.encode(value)  # its error says if a value contains itself


_SAMPLE: dict[str, Any] = {"é\n": [1, 0.5, None, True, {}]}
_encoder = json.JSONEncoder(default=_to_json_or_fail, allow_nan=False, separators=(",", ":"))
_chunks = new_chunk_encoder()
"""Created once: it takes longer than encoding a small body."""
