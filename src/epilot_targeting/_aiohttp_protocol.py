"""aiohttp's protocol, with a response kept apart from whatever follows it."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp.client_proto import ResponseHandler

from ._fork import leave_to_parent

END_OF_HEAD = b"\r\n\r\n"
PROBE = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
FINAL = 200  # the lowest status that is no interim response


class Protocol(ResponseHandler):
    """A connection that gives each response to its own request, and ends where anything else arrives.

    aiohttp drops what its parser holds when the next request begins, and loses a whole response where bytes that are
    no HTTP follow it in the same segment.
    """

    resting = True
    """Whether no request is under way: then anything that arrives is unexpected."""
    _is_in_head = False
    _end = b""  # the last bytes of the head so far

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        super().connection_made(transport)
        leave_to_parent(self)

    def set_response_params(self, **params: Any) -> None:
        """Take note of the next request."""
        self.resting, self._is_in_head, self._end = False, True, b""
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        """Parse what has arrived: heads by themselves, so that an error behind a response leaves it as it is."""
        if self.resting:
            self.abort()
            return
        while self._is_in_head and data:
            seen = self._end + data
            end = seen.find(END_OF_HEAD)
            if end < 0:
                self._end = seen[1 - len(END_OF_HEAD) :]
                break
            cut = end + len(END_OF_HEAD) - len(self._end)
            head, data, self._end = data[:cut], data[cut:], b""
            super().data_received(head)
            self._is_in_head = self.exception() is None and not self._has_final_response()
            if not data:
                return
        super().data_received(data)

    def set_exception(self, exc: BaseException, exc_cause: BaseException | None = None) -> None:
        """Tell the body too, which waits for what does not come: aiohttp forgets it where a chunk is malformed."""
        super().set_exception(exc, exc if exc_cause is None else exc_cause)  # its own cause is none
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
        self.resting = len(messages) == 1 and list(messages[0][0].raw_headers) == [(b"content-length", b"0")]
        return self.resting

    def _has_final_response(self) -> bool:
        return any(message.code >= FINAL for (message, _), _ in self._buffer)
