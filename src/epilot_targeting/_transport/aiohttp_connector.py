"""aiohttp's connector, restricted to one request per attempt; it records how far the request has come."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from aiohttp import ClientConnectionError, TCPConnector

from .aiohttp_direct import DirectProtocol
from .attempt import UnexpectedData
from .socket_state import has_ended, is_readable
from .tls_context import check_protocol

if TYPE_CHECKING:
    import asyncio

    from aiohttp import ClientRequest, ClientTimeout
    from aiohttp.client_proto import ResponseHandler
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

    from .open_connection import OpenConnection


class Connector(TCPConnector):
    """aiohttp's connector for one own connection: it records how far a request has come, and sends no request twice.

    Attributes:
        opened: The open connection, and the running attempt.
        adopted: The protocol of a connection that was opened without aiohttp, until the session uses it.
    """

    opened: OpenConnection
    adopted: DirectProtocol | None = None

    async def connect(self, req: ClientRequest, traces: list[Trace], timeout: ClientTimeout) -> Connection:
        """Return the connection for a request. The session of aiohttp calls this, and then sends the request at once.

        So the attempt counts as sent afterwards, and the write timeout starts. A connection that the server has closed
        is replaced by a new one.

        Raises:
            ClientConnectionError: The connection failed. Or the session retries the request by itself, which only the
                retry policy may do.
            ConnectionError: The server has chosen another protocol than HTTP/1.1.
            UnexpectedData: The server has closed a new connection, or sent data on it.
        """
        opened, attempt = self.opened, self.opened.attempt
        last: object = opened.protocol
        if attempt is None or attempt.started:
            # The session retries idempotent requests by itself. Only the retry policy may do that.
            raise ClientConnectionError("the connection broke")
        attempt.started = True
        connection = await super().connect(req, traces, timeout)
        if connection.protocol is last and (not connection.transport or is_readable(connection.transport)):
            connection.close()
            connection = await super().connect(req, traces, timeout)
        protocol = cast("DirectProtocol", connection.protocol)
        if protocol is not last and (protocol.has_early_data or _has_early_data(connection.transport)):
            try:
                error = await _end_of(protocol)
            finally:
                connection.close()
            raise UnexpectedData from error
        try:
            check_protocol(connection.transport.get_extra_info("ssl_object") if connection.transport else None)
        except ConnectionError:
            connection.close()
            raise
        attempt.sent = True
        opened.use(protocol, connection.transport)
        opened.limit_write()
        return connection

    async def _create_connection(
        self, req: ClientRequest, traces: list[Trace], timeout: ClientTimeout
    ) -> ResponseHandler:
        """Return `adopted` and unset it, or return a new connection of aiohttp if it is None.

        The `connect` of aiohttp calls this. If a new one cannot be opened, the exception of aiohttp is raised.
        """
        adopted, self.adopted = self.adopted, None
        return await super()._create_connection(req, traces, timeout) if adopted is None else adopted

    @property
    def closed(self) -> bool:
        """Whether no attempt is running. aiohttp warns about a session that is dropped while this is False."""
        return self.opened.attempt is None

    def __del__(self, _: Any = None) -> None:
        """Do nothing: in a forked process aiohttp would close the connections of the parent."""


async def _end_of(protocol: DirectProtocol) -> BaseException | None:
    """Return the error of a new connection that the server has ended, such as a TLS alert, or None if there is none.

    Wait until the event loop has read it. If the server has not ended the connection, return None at once.
    """
    transport = protocol.transport
    if transport and protocol.closed and (transport.is_closing() or has_ended(transport)):
        with suppress(ClientConnectionError):
            await protocol.closed
    return protocol.lost_error


def _has_early_data(transport: asyncio.Transport | None) -> bool:
    """Return whether a new connection is closed, was ended by the server, or has received data.

    `Connector.connect` calls this before the first request. Data under TLS does not count: it may be a session
    ticket. A closed connection has the `transport` None.
    """
    if transport is None or transport.is_closing():
        return True
    return is_readable(transport) if transport.get_extra_info("ssl_object") is None else has_ended(transport)
