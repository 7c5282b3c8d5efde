"""Send serialised requests on the protocol of an open connection, and parse usual responses, without an HTTP library.

`OwnProtocol` does so before aiohttp is imported, and aiohttp's protocol afterwards.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from .usual_response import Head, find_body, parse_head

if TYPE_CHECKING:
    from .read_timer import ReadTimer

Received = tuple[Head, bytes | None]
"""The head and the body of a usual response. The body is None if it follows in more than one piece."""


class DirectRequests(asyncio.Protocol):
    """The part of a protocol that sends a request and parses its response, if it is usual and arrives as a whole.

    Attributes:
        idle: Whether no request is running: data that arrives is unexpected.
    """

    idle: bool
    transport: Any  # of asyncio; aiohttp sets it to None when it closes
    _loop: asyncio.AbstractEventLoop
    _read_timer: ReadTimer
    _expected: asyncio.Future[Received | None] | None = None  # until the response begins
    _data_timeout = 0.0  # seconds of the running wait

    def send(self, request: bytes, transport: asyncio.Transport, timeout: float) -> asyncio.Future[Received | None]:
        """Write a serialised request. Return the future of its response: head and body, as `Received` says.

        Its result is None if aiohttp's parser has to read the response. If the connection is lost or silent, the future
        of `OwnProtocol` raises the error; that of aiohttp's protocol has the result None, and `read_head` raises it.

        Args:
            request: The request. Nothing has arrived since the response before it.
            transport: The transport of the open connection.
            timeout: Seconds to wait for data.
        """
        self._expected = waiter = self._loop.create_future()
        self.idle, self._data_timeout = False, timeout
        transport.write(request)
        self._read_timer.start(timeout)
        return waiter

    def data_received(self, data: bytes) -> None:
        """Parse received data. asyncio calls this.

        The first data after `send` is parsed here if it has a whole response, and a usual one (see `parse_head`).
        Data beyond that response closes the connection. `_receive_other` gets other first data. All further data
        goes to the next base class: `ReceivingProtocol`, or aiohttp's protocol.
        """
        if self._expected is None:
            super().data_received(data)
            return
        head = parse_head(data)
        whole = None if head is None else find_body(head, data)
        if head is None or whole is None:
            self._receive_other(head, data)
            return
        self.idle = True
        if len(data) > whole[1]:
            self.transport.abort()  # unexpected data: it would be read as the next response
        self._end_wait((head, whole[0]))

    @abstractmethod
    def go_idle(self) -> bool:
        """Mark the connection as idle after a response: data that arrives from now on closes it.

        Return False if it cannot be used again: the caller closes it then.
        """
        ...

    @abstractmethod
    def fail_write(self) -> None:
        """Fail the response of the running request with a write timeout. The caller closes the connection.

        `OpenConnection` calls this if a part of the request is not written in time. If the response has begun to
        arrive, the closed connection may fail it instead.
        """
        ...

    @abstractmethod
    def _receive_other(self, head: Head | None, data: bytes) -> None:
        """Receive the first data of a response that is not usual, or has not arrived as a whole.

        `data_received` calls this once for such a response. The implementation ends the wait by `_end_wait`.

        Args:
            head: The head that `parse_head` returned, or None if it is not complete, or not usual.
            data: All that has arrived of the response, its head included.
        """
        ...

    def _end_wait(self, response: Received | None) -> None:
        """Set the result of the future that `send` returned: head and body, or None.

        None means that `AiohttpSession.read` has to read the response, or raise its failure. Set nothing if no
        future waits, or its waiter was cancelled. Stop the read timer in any case.
        """
        self._read_timer.stop()
        waiter, self._expected = self._expected, None
        if waiter is not None and not waiter.done():
            waiter.set_result(response)
