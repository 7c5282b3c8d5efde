"""The faults that a test injects into the fake: `Fault`, its checks, and the queue of those to come."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from attrs import asdict, field, frozen

from .._config.number_checks import check_number
from ..errors import ConfigurationError
from ._example_responses import NO_BODY
from ._request_and_response import Reply

HEADER_NAME = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)


@frozen
class Fault:
    """A fault of one response.

    Attributes:
        operation: The method name or operationId that it hits. None hits any. Default: None.
        status: The HTTP status of the response, which replaces the fake's own. Default: none.
        body: The body of that response: bytes are sent as they are, anything else as JSON.
            Default: `{"message": "a fault on demand"}`.
        headers: Headers that are added to the response. Default: none.
        delay: Seconds to wait before the response. Default: 0.
        drop: Whether to drop the connection after the operation was carried out. Default: False.
        large: Whether to respond with a reference to a stored response, if the client accepts one. Default: False.
    """

    operation: str | None = None
    status: int | None = None
    body: Any = None
    headers: Mapping[str, str] = field(factory=dict[str, str])
    delay: float = 0.0
    drop: bool = False
    large: bool = False

    def check(self) -> None:
        """Check the fields, before the fault is injected. Nothing is returned.

        Raises:
            ConfigurationError: A field is invalid, two exclude each other, or the fault would have no effect.
        """
        if self.status is not None and (type(self.status) is not int or not 200 <= self.status <= 599):
            raise ConfigurationError(f"status must be an integer from 200 to 599, not {self.status!r}")
        for name, value in (("drop", self.drop), ("large", self.large)):
            if type(value) is not bool:
                raise ConfigurationError(f"{name} must be True or False, not {value!r}")
            if value and self.status is not None:
                raise ConfigurationError(f"status and {name} exclude each other: inject two faults")
        check_number("delay", self.delay, zero=True)
        self._check_headers()
        self._check_body()
        if self.status is None and not (self.headers or self.delay or self.drop or self.large):
            raise ConfigurationError("name a fault: status, headers, delay, drop or large")

    def _check_headers(self) -> None:
        """Check that the headers are a mapping of printable ASCII texts.

        Raises:
            ConfigurationError: They are no such mapping, or a name is invalid in HTTP.
        """
        headers: Any = self.headers
        if not issubclass(type(headers), Mapping):
            raise ConfigurationError(f"headers must be a mapping of names to values, not {headers!r}")
        for name, value in headers.items():
            texts = [text for text in (name, value) if isinstance(text, str) and text.isascii() and text.isprintable()]
            if len(texts) < 2:
                raise ConfigurationError(f"headers must be texts of printable ASCII, not {name!r}: {value!r}")
            if not HEADER_NAME.fullmatch(name):
                raise ConfigurationError(f"{name!r} is no name of a header")

    def _check_body(self) -> None:
        """Check that the body is bytes or a JSON value, and that a fault with a body has a status. None is no body.

        Raises:
            ConfigurationError: It is another value, or there is no status.
        """
        if self.body is None or isinstance(self.body, bytes):
            is_json = True
        else:
            try:
                is_json = bool(json.dumps(self.body, allow_nan=False))
            except (TypeError, ValueError):
                is_json = False
        if not is_json:
            raise ConfigurationError(f"body must be bytes or a JSON value, not {type(self.body).__name__}")
        if self.body is not None and self.status is None:
            raise ConfigurationError("body needs a status: without one, the response is that of the operation")

    def answer(self, status: int) -> Reply:
        """Return the response of this fault, with its headers, instead of carrying out the operation.

        Args:
            status: The `status` of the fault. Call this only if that is not None. With 204, 205 or 304 the response
                has no body. Another status without `body` gets a JSON object with a `message`.
        """
        if status in NO_BODY:
            return Reply(status, headers=self.headers)
        if isinstance(self.body, bytes):
            return Reply(status, self.body, self.headers)
        return Reply.of(status, {"message": "a fault on demand"} if self.body is None else self.body, self.headers)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that differ from their defaults, for the control addresses.

        Returns:
            A JSON object of the fields by name. For a body of bytes, it has the key `text` instead of `body`: the bytes
            as UTF-8, with U+FFFD for invalid ones.
        """
        defaults = asdict(Fault())
        shown = {name: value for name, value in asdict(self).items() if value != defaults[name]}
        if isinstance(self.body, bytes):
            shown["text"] = shown.pop("body").decode("utf-8", "replace")
        return shown


class FaultQueue:
    """The faults of the next requests, in the order in which they were injected."""

    def __init__(self) -> None:
        """Create a queue without faults."""
        self._faults: list[Fault] = []

    def __len__(self) -> int:
        """Return the number of requests that the faults in the queue have still to hit."""
        return len(self._faults)

    def add(self, fault: Fault, times: int) -> None:
        """Check a fault, and add it to the end of the queue, for `times` requests.

        Whether its operation exists is not checked.

        Raises:
            ConfigurationError: The fault is invalid, or `times` is no whole number of 1 or more. Nothing is added.
        """
        check_number("times", times, whole=True)
        fault.check()
        self._faults += [fault] * times

    def pending(self) -> list[Fault]:
        """Return a new list of the faults that have hit no request yet, in order.

        A fault for several requests is there once for each request that it has still to hit.
        """
        return list(self._faults)

    def clear(self) -> None:
        """Remove all faults from the queue: they hit no further request."""
        self._faults.clear()

    def take(self, *names: str) -> Fault:
        """Remove and return the first fault for a request. Without one, return a `Fault` without effect.

        A fault for several requests stays in the queue for the others.

        Args:
            names: The method name and the operationId of the request's operation. A fault without an operation hits
                any request.
        """
        for fault in self._faults:
            if fault.operation in (None, *names):
                self._faults.remove(fault)
                return fault
        return Fault()
