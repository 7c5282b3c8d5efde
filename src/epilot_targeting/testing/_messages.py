"""Requests, responses and faults of the fake, for every transport."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from attrs import field, frozen


@frozen
class Request:
    """A request as the service received it.

    Attributes:
        method: The HTTP method.
        path: The path, still encoded.
        query: The query, still encoded.
        headers: The headers, lower-cased.
        body: The body's bytes.
        operation: The operation's method name, or None where no route fits.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    body: bytes = b""
    operation: str | None = None

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The query, decoded."""
        return parse_qsl(self.query, keep_blank_values=True)


@frozen
class Reply:
    """A response of the service.

    Attributes:
        status: The HTTP status.
        body: The body's bytes.
        headers: The headers.
        dropped: Whether the connection is to break instead.
    """

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(factory=dict[str, str])
    dropped: bool = False

    @classmethod
    def of(cls, status: int, value: Any, headers: Mapping[str, str] | None = None) -> Reply:
        """Return a JSON response."""
        return cls(status, json.dumps(value).encode(), {"content-type": "application/json", **(headers or {})})


@frozen
class Fault:
    """A fault on demand.

    Attributes:
        operation: The method name or operationId that it hits, or None for any.
        status: The status to answer with instead.
        body: The body of that answer: bytes as they are, anything else as JSON.
        headers: The headers of that answer.
        delay: Seconds to wait first.
        drop: Whether to break the connection off after the operation was carried out.
        large: Whether to answer with a reference to the payload, to clients that take one.
    """

    operation: str | None = None
    status: int | None = None
    body: Any = None
    headers: Mapping[str, str] = field(factory=dict[str, str])
    delay: float = 0.0
    drop: bool = False
    large: bool = False

    def answer(self, status: int) -> Reply:
        """Return the response that replaces the service's own."""
        if isinstance(self.body, bytes):
            return Reply(status, self.body, self.headers)
        return Reply.of(status, {"message": "a fault on demand"} if self.body is None else self.body, self.headers)


class Refusal(Exception):
    """An error response that ends an operation early."""

    def __init__(self, status: int, value: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.value = value
        self.reply = Reply.of(status, value, headers)
