"""aiohttp's protocol, with a response kept apart from whatever follows it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import HttpProcessingError

from ._fork import leave_to_parent

END_OF_HEAD = b"\r\n\r\n"
REASON = "Probe"
PROBE = b"HTTP/1.1 200 Probe\r\ncontent-length: 0\r\n\r\n"
FINAL = 200  # the lowest status that is no interim response


class Protocol(ResponseHandler):
    """A connection that gives each response to its own request, and ends where anything else arrives.

    aiohttp drops what its parser holds when the next request begins, and loses a whole response where bytes that are
    no HTTP follow it in the same segment.
    """

    resting = True
    """Whether no request is under way: then anything that arrives is unexpected."""
    _head: bytes | None = None  # what has come of a response of which aiohttp knows nothing yet
    _params: Mapping[str, Any] = {}  # noqa: RUF012 (set for each request)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        super().connection_made(transport)
        leave_to_parent(self)

    def set_response_params(self, **params: Any) -> None:
        """Take note of the next request."""
        self.resting, self._head, self._params = False, b"", params
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        """Parse what has arrived."""
        if self.resting:
            self.abort()
            return
        if self._head is not None:
            self._head += data
        super().data_received(data)
        if self._buffer:
            self._head = None

    def set_exception(self, exc: BaseException, exc_cause: BaseException | None = None) -> None:
        """End the response, unless it was whole: then only what follows it is malformed."""
        received, self._head = self._head, None
        if received and isinstance(exc, HttpProcessingError):
            self._parse_again(received)
            return
        super().set_exception(exc, exc if exc_cause is None else exc_cause)  # its own cause is none
        # The body too, which waits for what does not come: aiohttp forgets it where a chunk is malformed.
        if self._payload is not None and not self._payload.is_eof() and self._payload.exception() is None:
            self._payload.set_exception(exc)

    def rest(self) -> bool:
        """Begin to wait for the next request; return whether there can be one.

        The parser cannot be asked what it holds. If it holds nothing, it reads the probe as just that.
        """
        if self.transport is None or self.transport.is_closing() or self.should_close or self._parser is None:
            return False
        try:
            messages = self._parser.feed_data(PROBE)[0]
        except Exception:  # whatever the parser makes of it
            return False
        # Not its headers: aiohttp counts the trailers of the response before among them.
        self.resting = len(messages) == 1 and messages[0][0].reason == REASON
        return self.resting

    def _parse_again(self, received: bytes) -> None:
        """Parse a head by itself, then what follows: aiohttp drops the response that it found before an error."""
        super().set_response_params(**self._params)
        while received and self.exception() is None:
            head, end, received = received.partition(END_OF_HEAD)
            if self._has_final_response():
                head, end, received = head + end + received, b"", b""
            super().data_received(head + end)

    def _has_final_response(self) -> bool:
        return any(message.code >= FINAL for (message, _), _ in self._buffer)
