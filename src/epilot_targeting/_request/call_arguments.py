"""`Arguments` of an operation, and `BuiltRequest`, which is built from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .json_encoding import JSON


class Arguments(NamedTuple):
    """The arguments of one call, as the method of an operation passes them. The repr hides the values.

    Attributes:
        path: The values of the path variables, in the order of the path.
        query: The query parameters by name. A None in it, or in headers and cookies, is not sent.
        body: A model, dict, File or other value; None if there is no body.
        headers: The header parameters by name.
        cookies: The cookie parameters by name.
        media_type: The media type of the body that the caller chose, or None.
    """

    path: tuple[Any, ...]
    query: Mapping[str, Any] | None = None
    body: Any = None
    headers: Mapping[str, Any] | None = None
    cookies: Mapping[str, Any] | None = None
    media_type: str | None = None

    def __repr__(self) -> str:
        """Return `Arguments()`: the values may be personal data."""
        return "Arguments()"


class BuiltRequest(NamedTuple):
    """A request without base URL and token, the same for every attempt. The repr hides the values.

    Attributes:
        target: The path and the query, percent-encoded. It is appended to the base URL.
        headers: The headers by lower-case name, without Content-Type and Authorization.
        content: The encoded body, or None if there is no body.
        content_type: The Content-Type header. It is not sent if there is no body.
    """

    target: str
    headers: Mapping[str, str]
    content: bytes | None = None
    content_type: str = JSON

    def __repr__(self) -> str:
        """Return `BuiltRequest()`: the values may be personal data."""
        return "BuiltRequest()"
