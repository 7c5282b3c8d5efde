"""Send a request on an open connection of aiohttp without its session, which takes most of the time of a request."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from aiohttp import (
    ClientConnectionError,
    ClientResponseError,
    RequestInfo,
    SocketTimeoutError,
)
from aiohttp.http_exceptions import HttpProcessingError
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from .aiohttp_protocol import FINAL, Protocol
from .direct_requests import DirectRequests
from .read_timer import ReadTimer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import StreamReader
    from aiohttp.http import RawResponseMessage

    from .own_protocol import OwnProtocol
    from .usual_response import Head

NO_REQUEST = RequestInfo(URL(), "", CIMultiDictProxy(CIMultiDict[str]()), URL())
"""What an exception of aiohttp shows of a request: nothing that may be secret."""
MAX_LINE = 64 * 1024  # bytes of a header line in a response; httpx allows heads of about 100 KB
PARAMS: dict[str, Any] = {
    "read_until_eof": True,
    "auto_decompress": False,
    "max_line_size": MAX_LINE,
    "max_field_size": MAX_LINE,
}
"""How aiohttp's parser reads a response on a connection that it has taken over. The session sets the same."""


class WriteTimeout(ClientConnectionError):
    """The request was not written in time."""


class DirectProtocol(DirectRequests, Protocol):
    """A protocol on which a request can be sent without a session.

    A usual response that arrives whole is parsed here, any other one by aiohttp's parser.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Create a protocol without a connection."""
        super().__init__(loop=loop)
        self._read_timer = ReadTimer(loop, self._expire)

    def take_over(self, own: OwnProtocol) -> None:
        """Continue on a connection that was opened without aiohttp. `own` is its protocol until now.

        If a request is running, aiohttp's parser reads its response, beginning with the bytes that have arrived. If the
        connection is lost already, the response fails, unless those bytes complete it.
        """
        self._params = PARAMS
        self.connection_made(own.transport)
        data, timeout = own.hand_over(self)
        if own.idle:
            return
        self.set_response_params(**PARAMS, read_timeout=timeout)
        self.data_received(data)
        is_lost, error = own.lost
        if is_lost:
            self.connection_lost(error)

    async def read_head(self) -> tuple[int, Sequence[tuple[bytes, bytes]], StreamReader]:
        """Return the status, the headers as received, and the body of the response that aiohttp's parser reads.

        Wait until it arrives. Interim responses are skipped. Call this if the result of the future that
        `send` returned is None.

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

    def fail_write(self) -> None:
        """Fail the response with a write timeout."""
        self.set_exception(WriteTimeout())

    def go_idle(self) -> bool:
        """Mark the connection as idle after a response: data that arrives from now on closes it.

        Return False if it cannot be used again: the caller closes it then.
        """
        transport = self.transport
        if self.idle and transport is not None:  # aiohttp's parser was not used
            return not (transport.is_closing() or self.should_close or transport.get_write_buffer_size())
        return Protocol.go_idle(self)

    def _receive_other(self, head: Head | None, data: bytes) -> None:
        """Let aiohttp's parser read a response that is unusual, or has not arrived as a whole."""
        del head
        self._use_parser()
        super().data_received(data)

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
