"""`Arguments` of an operation, and `BuiltRequest`, which is built from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .json_encoding import JSON


class Arguments(NamedTuple):
    """The arguments of one call. The repr hides the values."""

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
    """A request without base URL and token, the same for every attempt. The repr hides the values."""

    target: str
    headers: Mapping[str, str]
    content: bytes | None = None
    content_type: str = JSON

    def __repr__(self) -> str:
        """Return `BuiltRequest()`: the values may be personal data."""
        return "BuiltRequest()"
