"""aiohttp's protocol, extended to reject data beyond a response. Only this module uses private parts of aiohttp."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import aiohttp
from aiohttp import ClientOSError, ClientRequest, TCPConnector
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import HttpProcessingError

from ..errors import ConfigurationError
from .fork import detach_after_fork
from .socket_state import read_rest
from .tls_rest import TlsRest

END_OF_HEAD = b"\r\n\r\n"
REASON = "Probe"
PROBE = b"HTTP/1.1 200 Probe\r\ncontent-length: 0\r\n\r\n"
FINAL = 200  # the lowest status of a final response
CONTINUE, SWITCHING_PROTOCOLS = 100, 101
OVERRIDDEN: dict[type, tuple[str, ...]] = {
    ResponseHandler: (
        "connection_lost",
        "read",
        "set_exception",
        "set_response_params",
        "should_close",
        "start_timeout",
    ),
    TCPConnector: ("_create_connection", "closed", "connect"),
    ClientRequest: ("send",),
}
"""Parts of aiohttp's classes that this package overrides or needs. `_works` tests the others by using them.

If a version of aiohttp had other names for them, it would not call ours: an attempt would not count as sent.
"""


class Protocol(ResponseHandler):
    """A protocol that matches each response to its request, and closes the connection on other data.

    aiohttp itself drops the buffer of its parser when the next request starts, and loses a whole response if bytes that
    are no HTTP follow it in the same segment.
    """

    idle = True
    """Whether no request is running: data that arrives is unexpected."""
    has_early_data = False
    """Whether data has arrived while no request was running. Behind a proxy there is no transport to close then."""
    lost_error: BaseException | None = None
    """Why the connection was lost, such as an alert of TLS. None if it was closed in order, or is not lost."""
    _is_lost = False
    _tls_rest: TlsRest | None = None
    _head: bytes | None = None  # the head of a response that aiohttp has not parsed yet
    _params: Mapping[str, Any] = {}  # noqa: RUF012 (set for each request)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Store the transport, and register the connection, so that a forked process detaches from it.

        asyncio calls this.
        """
        super().connection_made(transport)
        self._tls_rest = TlsRest(transport) if transport.get_extra_info("ssl_object") else None
        detach_after_fork(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Set `lost_error`, and let aiohttp fail the response, unless it is complete. asyncio calls this.

        `exc` is the error of the connection, or None if it was closed without one. After an error while a request
        runs, first parse the bytes that are left in the socket: the server may have refused the request early.
        """
        if exc is not None and not self.idle and self.transport is not None:
            rest, error = self._tls_rest.decrypt() if self._tls_rest else (read_rest(self.transport), None)
            if rest:
                self.data_received(rest)
            exc = error or exc
        self._is_lost, self.lost_error = True, exc
        super().connection_lost(exc)

    def set_response_params(self, **params: Any) -> None:
        """Prepare for the response of the next request, which aiohttp sends now: data that arrives now belongs to it.

        aiohttp calls this. `params` are those of its method.
        """
        self.idle, self._head, self._params = False, b"", params
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        """Parse received data as the response. If no request is running, close the connection instead.

        Malformed data raises nothing: aiohttp then calls `set_exception`. asyncio calls this.
        """
        if self.idle:
            self.has_early_data = True
            self.abort()
            return
        if self._head is not None:
            self._head += data
        super().data_received(data)
        if self._buffer:
            self._head = None
            if not self._has_final_response():
                # aiohttp ends it with an informational response. Not in `read`: the final one may have arrived too.
                self.start_timeout()

    async def read(self) -> Any:
        """Return the next response, a pair of its head and body, when its head has arrived.

        aiohttp and `read_head` call this.

        Raises:
            HttpProcessingError: The status is 101: no request asks for another protocol, which aiohttp would wait for.
                Or it is less than 100.
            Exception: As `read` of aiohttp raises it.
        """
        message, payload = await super().read()
        if message.code == SWITCHING_PROTOCOLS:
            raise HttpProcessingError(code=message.code, message="Unexpected switch of protocols")
        if message.code < CONTINUE:
            raise HttpProcessingError(code=message.code, message="Invalid status")
        return message, payload

    def set_exception(self, exc: BaseException, exc_cause: BaseException | None = None) -> None:
        """Fail the response with an exception, unless the response is complete and only data after it is malformed.

        aiohttp calls this. A failed write, a ClientOSError while the transport is closing, does not fail the response:
        `connection_lost` follows, and first reads what has arrived. `exc_cause` becomes the cause of `exc`, as in
        aiohttp's own method.
        """
        if isinstance(exc, ClientOSError) and not self._is_lost and self.transport and self.transport.is_closing():
            return
        received, self._head = self._head, None
        if received and isinstance(exc, HttpProcessingError):
            self._parse_again(received)
            return
        super().set_exception(exc, exc if exc_cause is None else exc_cause)  # aiohttp would set none
        # The body too: aiohttp leaves it waiting where a chunk is malformed.
        if self._payload is not None and not self._payload.is_eof() and self._payload.exception() is None:
            self._payload.set_exception(exc)

    def go_idle(self) -> bool:
        """Mark the connection as idle after a response: data that arrives from now on closes it.

        Return False if it cannot be used again, as with data beyond the response: the caller closes it then. Call this
        when the response was read completely.
        """
        if self.transport is None or self.transport.is_closing() or self.should_close or self._parser is None:
            return False
        # The parser does not say whether its buffer is empty. With an empty buffer it reads a short response unchanged.
        try:
            messages = self._parser.feed_data(PROBE)[0]
        except Exception:  # malformed together with the buffer
            return False
        # Not its headers: aiohttp counts the trailers of the response before among them.
        self.idle = [message.reason for message, _ in messages] == [REASON]
        return self.idle

    def works(self) -> bool:
        """Return whether the installed version of aiohttp has the private parts that this class uses.

        `_works` asks this once, on a new protocol that is not used afterwards: it parses a test response. If the parts
        are missing, an AttributeError, TypeError or ValueError may be raised instead.
        """
        self.set_response_params()
        self.data_received(PROBE)
        parser: Any = self._parser
        messages = [*(item for item, _ in self._buffer), *parser.feed_data(PROBE)[0]]
        return [message.reason for message, _ in messages] == [REASON] * 2 and hasattr(self, "_payload")

    def _parse_again(self, received: bytes) -> None:
        """Parse `received`, all bytes of a response, again: each head alone, also of a 1xx, then the rest.

        aiohttp drops the response that it found before an error. So `set_exception` calls this after an error of
        the parser. Nothing is raised: if the error comes again, `set_exception` fails the response with it.
        """
        super().set_response_params(**self._params)
        while received and self.exception() is None:
            head, end, received = received.partition(END_OF_HEAD)
            if self._has_final_response():
                head, end, received = head + end + received, b"", b""
            super().data_received(head + end)

    def _has_final_response(self) -> bool:
        """Return whether the buffer of aiohttp has a response that is not 1xx. Its body may be incomplete."""
        return any(message.code >= FINAL for (message, _), _ in self._buffer)


def use_protocol(connector: TCPConnector, protocol: type[Protocol]) -> None:
    """Make aiohttp's connector open its connections with this class of protocols. An event loop must run here.

    Raises:
        ConfigurationError: This version of aiohttp lacks the private parts that are used here; the message names it.
    """
    private: Any = connector
    if not hasattr(private, "_factory") or not _works():
        raise ConfigurationError(
            "epilot-targeting needs aiohttp 3.x with classes that it can extend; "
            f"found aiohttp {aiohttp.__version__}: pip install 'epilot-targeting[fast]', or use transport='httpx'"
        )
    private._factory = partial(protocol, loop=asyncio.get_running_loop())


@cache
def _works() -> bool:
    """Return whether the installed version of aiohttp has all of `OVERRIDDEN`, and `Protocol` works with it.

    It is tested once. An event loop must run here.
    """
    if not all(hasattr(kind, name) for kind, names in OVERRIDDEN.items() for name in names):
        return False
    try:
        return Protocol(loop=asyncio.get_running_loop()).works()
    except (AttributeError, TypeError, ValueError):
        return False


def disable_retries(session: aiohttp.ClientSession) -> None:
    """Make aiohttp's session raise the error of a broken connection.

    Otherwise it would send an idempotent request again. Where a version of aiohttp ignores this, `Connector.connect`
    prevents that.
    """
    private: Any = session
    private._retry_connection = False
