"""The requests and responses of the fake, for every transport."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from attrs import field, frozen


@frozen
class Request:
    """A request as the fake received it.

    Attributes:
        method: The HTTP method.
        path: The path, percent-encoded.
        query: The query, percent-encoded.
        headers: The headers, with lower-case names.
        body: The body.
        operation: The operation's method name, or None if no route matches.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    body: bytes = b""
    operation: str | None = None

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The decoded names and values of the query, in order. A name may be repeated, and a value be empty."""
        return parse_qsl(self.query, keep_blank_values=True)


@frozen
class Reply:
    """A response of the fake.

    Attributes:
        status: The HTTP status.
        body: The body.
        headers: The headers.
        dropped: Whether the connection is dropped instead of sending the response.
    """

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(factory=dict[str, str])
    dropped: bool = False

    @classmethod
    def of(cls, status: int, value: Any, headers: Mapping[str, str] | None = None) -> Reply:
        """Return a response with a JSON body.

        Args:
            status: The HTTP status.
            value: The JSON value.
            headers: Further headers. A `content-type`, in lower case, replaces `application/json`. Default: none.
        """
        return cls(status, json.dumps(value).encode(), {"content-type": "application/json", **(headers or {})})


class ErrorResponse(Exception):
    """An error response that ends an operation early: the service sends it as the response of the request."""

    def __init__(self, status: int, value: Any, headers: Mapping[str, str] | None = None) -> None:
        """Create the JSON response, and keep it as `response`, and its value as `value`.

        Args:
            status: The HTTP status.
            value: The JSON value of the body.
            headers: Further headers. Default: none.
        """
        super().__init__(status)
        self.value = value
        self.response = Reply.of(status, value, headers)
