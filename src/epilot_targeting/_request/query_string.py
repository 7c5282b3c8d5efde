"""Build the query string of a request: None is not sent, and an empty list is rejected: it would read as no filter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast
from urllib.parse import quote

from epilot_targeting_generated.types import NONE

from ..errors import ConfigurationError
from .parameter_values import require_text, scalar_to_str, to_jsonable

COLLECTIONS = (list, tuple, set, frozenset)


def query_string(query: Mapping[str, Any] | None, styles: Mapping[str, str] = NONE) -> str:
    """Return the query string with its question mark, or an empty string if no parameter is sent.

    None is left out, a list repeats its name, a boolean is `true` or `false`.

    Args:
        query: The parameters by name, or None if there are none.
        styles: The styles of the operation's parameters. That of a query parameter `ids` is under `query:ids`.
            A parameter without one has the style `form`. Default: no styles.

    Returns:
        Percent-encoded text, such as `?limit=100&q=a%20b`. If the path has a query already, the caller replaces
        the question mark by `&`.

    Raises:
        ConfigurationError: A value is invalid, or is an empty list or object. An empty string is sent.
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
