"""Write a request: the path, the query, the headers and the body of an operation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, cast
from urllib.parse import quote, unquote
from uuid import UUID

from epilot_targeting_generated.types import NONE, File, Operation

from ..errors import ConfigurationError
from .bodies import JSON, body_of
from .bodies import json_body as json_body
from .parameter_styles import cookie_value, expand, header_values, in_query, require_text
from .values import scalar_to_str, to_jsonable

PARAMETER = re.compile(r"\{([^}]*)\}")
NO_SEGMENTS = ("", ".", "..")
"""What between the slashes of a path is no name, but a way to another."""
SEVERAL = (list, tuple, set, frozenset)


class Arguments(NamedTuple):
    """What an operation is called with; repr and traceback show none of it."""

    path: tuple[Any, ...]
    query: Mapping[str, Any] | None = None
    body: Any = None
    headers: Mapping[str, Any] | None = None
    cookies: Mapping[str, Any] | None = None
    media_type: str | None = None

    def __repr__(self) -> str:
        return "Arguments()"


class BuiltRequest(NamedTuple):
    """What of a request is the same at every attempt; repr and traceback show none of it."""

    target: str
    headers: Mapping[str, str]
    content: bytes | None = None
    content_type: str = JSON

    def __repr__(self) -> str:
        return "Written()"


def write(operation: Operation[Any], given: Arguments, alike: Mapping[str, str]) -> BuiltRequest:
    """Write a request.

    Args:
        operation: The operation.
        given: What it is called with.
        alike: The headers that all requests have alike; nothing is written into them.

    Raises:
        ConfigurationError: Something of it can't be sent.
    """
    target, query = url_path(operation, given.path), query_string(given.query, operation.styles)
    if query:
        target += f"&{query[1:]}" if "?" in target else query
    if given.headers or given.cookies or operation.accept:
        alike = _headers(operation, given, alike)
    body = given.body
    if body is None and not operation.needs_body:
        return BuiltRequest(target, alike)
    if given.media_type is None and operation.media_types[0] == JSON and not isinstance(body, File):
        return BuiltRequest(target, alike, json_body(operation, body))
    return BuiltRequest(target, alike, *body_of(operation, body, given.media_type))


def _headers(operation: Operation[Any], given: Arguments, alike: Mapping[str, str]) -> Mapping[str, str]:
    """Add the headers of this request: they go before those of the options, which are for every request."""
    more = {"accept": operation.accept} if operation.accept else {}
    more |= header_values(given.headers or NONE, operation.styles)
    cookies = cookie_value(given.cookies or NONE, operation.styles)
    if cookies:
        more["cookie"] = f"{alike['cookie']}; {cookies}" if "cookie" in alike else cookies
    return {**alike, **more} if more else alike


def url_path(operation: Operation[Any], values: tuple[Any, ...]) -> str:
    """Put the path ids into the template, encoded whole; what `styles` names may be more than an id.

    Raises:
        ConfigurationError: An id is none, or would turn one route into another.
    """
    given: Iterator[Any] = iter(values)

    def encoded(match: re.Match[str]) -> str:
        value = next(given)
        try:
            if operation.styles and (style := operation.styles.get(f"path:{match[1]}")):
                return _styled(operation, match[1], value, style)
            if not isinstance(value, str | UUID):
                kind = type(value).__name__
                raise ConfigurationError(f"{operation.name}: {match[1]} must be a UUID or a string, not {kind}")
            text = str(value)
            if text.strip() in NO_SEGMENTS:
                raise ConfigurationError(f"{operation.name}: {match[1]} is {text!r}, which is no id; nothing was sent")
            return quote(text, safe="")
        except UnicodeEncodeError:
            raise ConfigurationError(f"{operation.name}: {match[1]} can't be written in UTF-8") from None

    return PARAMETER.sub(encoded, operation.path)


def _styled(operation: Operation[Any], name: str, value: Any, style: str) -> str:
    if value is None:
        raise ConfigurationError(f"{operation.name}: {name} is None, but the path can't do without it")
    text = expand(name, value, style) or ""
    if unquote(text).strip() in NO_SEGMENTS:
        raise ConfigurationError(f"{operation.name}: {name} is {text!r} in the path, where it would lead elsewhere")
    return text


def query_string(query: Mapping[str, Any] | None, styles: Mapping[str, str] = NONE) -> str:
    """Write the query: None is left out, a list repeats its name, a boolean is true or false.

    Raises:
        ConfigurationError: A value can't be sent, or is empty.
    """
    parts: list[str] = []
    try:
        for name, value in (query or {}).items():
            if value is None:
                continue
            if styles and (style := styles.get(f"query:{name}")):
                parts.append(require_text(name, in_query(name, value, style)))
            else:
                items = cast("Iterable[Any]", value if isinstance(value, SEVERAL) else [value])
                label = quote(name, safe="")
                pairs = [f"{label}={quote(scalar_to_str(name, to_jsonable(name, item)), safe='')}" for item in items]
                parts.append(require_text(name, "&".join(pairs) or None))
    except UnicodeEncodeError:
        raise ConfigurationError("a query value can't be written in UTF-8") from None
    return f"?{'&'.join(parts)}" if parts else ""
