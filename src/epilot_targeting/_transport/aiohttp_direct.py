"""Send a request on an open connection of aiohttp without its session, which takes most of the time of a request."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import ClientRequest, ClientResponseError, ClientSession, RequestInfo, SocketTimeoutError
from aiohttp.http_exceptions import HttpProcessingError
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from .aiohttp_protocol import FINAL, Protocol
from .read_timer import ReadTimer
from .tracing_tools import is_own_method
from .usual_response import Head, find_body, parse_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import StreamReader
    from aiohttp.http import RawResponseMessage

NO_REQUEST = RequestInfo(URL(), "", CIMultiDictProxy(CIMultiDict[str]()), URL())
"""What an exception of aiohttp shows of a request: nothing that may be secret."""
STEPS = (ClientSession, "_request"), (ClientSession, "request"), (ClientRequest, "send")
"""The methods that a request of a session passes, which a tool may replace."""


class DirectProtocol(Protocol):
    """A protocol on which a request can be sent without a session.

    A usual response that arrives whole is parsed here, any other one by aiohttp's parser.
    """

    _expected: asyncio.Future[tuple[Head, bytes] | None] | None = None  # until the response begins
    _data_timeout = 0.0  # seconds of the running wait

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Create a protocol without a connection."""
        super().__init__(loop=loop)
        self._read_timer = ReadTimer(loop, self._expire)

    def send(
        self, request: bytes, transport: asyncio.Transport, timeout: float
    ) -> asyncio.Future[tuple[Head, bytes] | None]:
        """Write a serialised request. Return the future of its response: head and body.

        The result of the future is None if aiohttp's parser reads the response: then `read_head` returns it. It is None
        after an error too, which `read_head` raises.

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

    async def read_head(self) -> tuple[int, Sequence[tuple[bytes, bytes]], StreamReader]:
        """Return the status, the headers as received, and the body of the response that aiohttp's parser reads.

        Wait until it arrives. Responses with a status below 200 are skipped.

        Raises:
            ClientResponseError: The response is malformed.
            ClientError: The connection was lost, or no data arrived in time.
        """
        message: RawResponseMessage
        while True:
            try:
                message, payload = await self.read()
            except HttpProcessingError as error:
                raise ClientResponseError(NO_REQUEST, (), status=error.code, message=error.message) from error
            if message.code >= FINAL:
                return message.code, message.raw_headers, payload

    def data_received(self, data: bytes) -> None:
        """Parse received data. asyncio calls this.

        A usual and whole response to a request that `send` wrote is parsed here, anything else by aiohttp. Data beyond
        a whole response closes the connection.
        """
        if self._expected is None:
            super().data_received(data)
            return
        head = parse_head(data)
        whole = None if head is None else find_body(head, data)
        if head is None or whole is None:
            self._use_parser()
            super().data_received(data)
            return
        self.idle = True
        if len(data) > whole[1]:
            self.abort()  # unexpected data: it would be read as the next response
        self._end_wait((head, whole[0]))

    def connection_lost(self, exc: BaseException | None) -> None:
        """Fail the response with the exception that aiohttp chooses. asyncio calls this when the connection is lost."""
        self._use_parser()
        self._read_timer.close()
        super().connection_lost(exc)

    def set_exception(self, exc: BaseException, exc_cause: BaseException | None = None) -> None:
        """Fail the response that is being read with an exception, such as that of a timeout.

        aiohttp and `_expire` call this. If `send` wrote the request, `read_head` raises the exception.
        """
        self._use_parser()
        super().set_exception(exc, exc_cause)

    def go_idle(self) -> bool:
        """Return whether the connection can be used again. From now on, data that arrives on it closes it."""
        transport = self.transport
        if self.idle and transport is not None:  # aiohttp's parser was not used
            return not (transport.is_closing() or self.should_close or transport.get_write_buffer_size())
        return super().go_idle()

    def _expire(self) -> None:
        """Fail the response with aiohttp's read timeout. The read timer calls this if no data arrived in time."""
        self.set_exception(SocketTimeoutError("Timeout on reading data from socket"))

    def _use_parser(self) -> None:
        """Let aiohttp's parser read the response that `send` waits for: it is unusual, or failed.

        Do nothing if `send` waits for none.
        """
        if self._expected is not None:
            self._end_wait(None)
            self.set_response_params(**{**self._params, "skip_payload": False, "read_timeout": self._data_timeout})

    def _end_wait(self, response: tuple[Head, bytes] | None) -> None:
        """Set the result of the future that `send` returned: head and body, or None for aiohttp's parser.

        Stop the read timer.
        """
        self._read_timer.stop()
        waiter, self._expected = self._expected, None
        if waiter is not None and not waiter.done():
            waiter.set_result(response)


def is_session_needed(session: ClientSession) -> bool:
    """Return whether a request must pass through aiohttp's session: a tool takes part, such as a tracer or a mock."""
    return bool(session.trace_configs) or not all(is_own_method(kind, name) for kind, name in STEPS)
