"""Build the URL of a request: its path with the ids, and its query string."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

from epilot_targeting_generated.types import NONE, Operation

from ..errors import ConfigurationError
from .parameter_values import NO_SEGMENTS, require_text, scalar_to_str, to_jsonable

PARAMETER = re.compile(r"\{([^}]*)\}")
COLLECTIONS = (list, tuple, set, frozenset)


def url_path(operation: Operation[Any], values: tuple[Any, ...]) -> str:
    """Return the path of an operation with the percent-encoded values of its variables.

    Args:
        operation: The operation.
        values: The values of its path variables, in order: UUIDs or strings.

    Raises:
        ConfigurationError: A value is invalid, such as an empty id.
    """
    if not values:
        return operation.path
    remaining: Iterator[Any] = iter(values)

    def encoded(match: re.Match[str]) -> str:
        """Return the next argument, percent-encoded, for its place in the path.

        Raises:
            ConfigurationError: It is not a UUID or a text, or is no id, such as an empty text or dots.
        """
        value = next(remaining)
        try:
            if operation.styles and (style := operation.styles.get(f"path:{match[1]}")):
                from .other_documents.parameter_styles import path_parameter

                return path_parameter(operation, match[1], value, style)
            text = _id_text(value)
            if text is None:
                kind = type(value).__name__
                raise ConfigurationError(f"{operation.name}: {match[1]} must be a UUID or a string, not {kind}")
            if text.strip() in NO_SEGMENTS:
                raise ConfigurationError(
                    f"{operation.name}: {match[1]} is {text!r}, which is not an id; nothing was sent"
                )
            return quote(text, safe="")
        except UnicodeEncodeError:
            raise ConfigurationError(f"{operation.name}: {match[1]} cannot be encoded as UTF-8") from None

    return PARAMETER.sub(encoded, operation.path)


def _id_text(value: Any) -> str | None:
    """Return the text of an id, or None if it is invalid. A UUID class of another library is valid."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str | UUID):
        return str(value)
    try:
        return str(UUID(str(value)))
    except ValueError:
        return None


def query_string(query: Mapping[str, Any] | None, styles: Mapping[str, str] = NONE) -> str:
    """Return the query string with its question mark, or an empty string.

    None is left out, a list repeats its name, a boolean is `true` or `false`.

    Args:
        query: The parameters by name.
        styles: The styles of parameters, as in `Operation.styles`. Default: that of OpenAPI, `form`.

    Raises:
        ConfigurationError: A value is invalid or empty.
    """
    if not query:
        return ""
    parts: list[str] = []
    try:
        for name, value in query.items():
            if value is None:
                continue
            if styles and (style := styles.get(f"query:{name}")):
                from .other_documents.parameter_styles import query_parameter

                parts.append(require_text(name, query_parameter(name, value, style)))
            else:
                items = cast("Iterable[Any]", value if isinstance(value, COLLECTIONS) else [value])
                label = quote(name, safe="")
                pairs = [f"{label}={quote(scalar_to_str(name, to_jsonable(name, item)), safe='')}" for item in items]
                parts.append(require_text(name, "&".join(pairs) or None))
    except UnicodeEncodeError:
        raise ConfigurationError("a query value cannot be encoded as UTF-8") from None
    return f"?{'&'.join(parts)}" if parts else ""
