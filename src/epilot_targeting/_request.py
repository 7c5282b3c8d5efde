"""Write a request: the path, the query and the body of an operation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast
from urllib.parse import quote, urlencode
from uuid import UUID

from epilot_targeting_generated.convert import to_json
from epilot_targeting_generated.record import Model
from epilot_targeting_generated.types import Operation

from .errors import ConfigurationError

PARAMETER = re.compile(r"\{([^}]*)\}")


def url_path(operation: Operation[Any], values: tuple[UUID | str, ...]) -> str:
    """Put the path ids into the template, encoded whole.

    Raises:
        ConfigurationError: An id is none, or would turn one route into another.
    """
    given: Iterator[Any] = iter(values)

    def encoded(match: re.Match[str]) -> str:
        value = next(given)
        if not isinstance(value, str | UUID):
            raise ConfigurationError(
                f"{operation.name}: {match[1]} must be a UUID or a string, not {type(value).__name__}"
            )
        text = str(value)
        if text.strip() in ("", ".", ".."):
            raise ConfigurationError(f"{operation.name}: {match[1]} is {text!r}, which is no id; nothing was sent")
        try:
            return quote(text, safe="")
        except UnicodeEncodeError:
            raise ConfigurationError(f"{operation.name}: {match[1]} can't be written in UTF-8") from None

    return PARAMETER.sub(encoded, operation.path)


def query_string(query: Mapping[str, Any] | None) -> str:
    """Write the query: None is left out, a list repeats its name, a boolean is true or false."""
    pairs: list[tuple[str, str]] = []
    for name, value in (query or {}).items():
        if value is not None:
            items = cast("Iterable[Any]", value if isinstance(value, list | tuple | set | frozenset) else [value])
            pairs += [(name, _text(name, to_json(item))) for item in items]
    try:
        return f"?{urlencode(pairs, quote_via=quote)}" if pairs else ""
    except UnicodeEncodeError:
        raise ConfigurationError("a query value can't be written in UTF-8") from None


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str | int | float):
        # Written by chance, as "None" or "b'…'", it would search for something else.
        raise ConfigurationError(f"{name} can't be a {type(value).__name__}")
    return json.dumps(value) if isinstance(value, bool) else str(value)


def body_bytes(operation: Operation[Any], body: Any) -> bytes:
    """Write the body as JSON.

    Raises:
        ConfigurationError: It is neither a model nor a dict, or holds what JSON can't say.
    """
    # A model first, since that is the cheapest to ask.
    if not isinstance(body, Model | Mapping) and not hasattr(body, "to_dict"):
        raise ConfigurationError(f"{operation.name}: the body must be a model or a dict, not {type(body).__name__}")
    try:
        plain = dict(cast("Mapping[str, Any]", body)) if isinstance(body, Mapping) else body.to_dict()
        return _ENCODER.encode(plain).encode()
    except (TypeError, ValueError, RecursionError) as error:
        kind = type(error).__name__
        raise ConfigurationError(f"{operation.name}: the body can't be written as JSON ({kind}: {error})") from None


def to_json_or_fail(value: Any) -> Any:
    """Give the JSON value of a UUID, date, enum or model inside a plain dict."""
    plain = to_json(value)
    if plain is value:
        raise TypeError(f"{type(value).__name__} has no JSON form")
    return plain


_ENCODER = json.JSONEncoder(default=to_json_or_fail, allow_nan=False, separators=(",", ":"))
"""Made once: `json.dumps` with any option makes one for each call."""
