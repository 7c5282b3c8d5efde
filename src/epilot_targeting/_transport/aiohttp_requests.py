"""Build requests of aiohttp whose query tools do not see, and read its responses."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, cast

from aiohttp import ClientOSError, ClientRequest

from .response_body import read_body
from .response_headers import read_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import ClientResponse, StreamReader
    from aiohttp.connector import Connection
    from yarl import URL

    from .aiohttp_direct import DirectProtocol
    from .attempt import Attempt, PreparedRequest
    from .open_connection import OpenConnection

LARGE_BODY = 2**20  # bytes; aiohttp warns if a larger body is passed as bytes


def body_of(content: bytes | None) -> bytes | BytesIO | None:
    """Return the body of a request as aiohttp sends it without a warning: one over 1 MiB as a new stream.

    None is no body.
    """
    return content if content is None or len(content) <= LARGE_BODY else BytesIO(content)


async def read_aiohttp_response(
    opened: OpenConnection,
    prepared: PreparedRequest,
    attempt: Attempt,
    status: int,
    headers: Sequence[tuple[bytes, bytes]],
    content: StreamReader,
) -> None:
    """Read a response of aiohttp into `attempt`: head and body.

    A body that is too large, malformed, or in an unsupported encoding is recorded as a fault, and not raised.
    Nothing is closed here.

    Args:
        opened: The open connection, which aiohttp uses.
        prepared: The request, for its limit of bytes.
        attempt: Receives the status, the headers and the body, or the fault.
        status: The status of the response.
        headers: The names and values of its headers, as received.
        content: Its body as it arrives.

    Raises:
        ClientOSError: The connection broke, and the response has neither Content-Length nor Transfer-Encoding:
            only the end of the connection ends its body.
        Exception: An exception of `content`, such as for a lost connection or a timeout.
    """
    read_head(attempt, status, headers)
    await read_body(attempt, prepared.max_bytes, content.iter_any())
    if {"content-length", "transfer-encoding"}.isdisjoint(attempt.headers):
        # The end of the connection ends this body; aiohttp does not report a connection that broke.
        error = cast("DirectProtocol", opened.protocol).exception()
        if isinstance(error, ClientOSError):
            raise error


class RequestToTarget(ClientRequest):
    """A request whose URL lacks the query string until it is sent: tools that trace the session do not see it."""

    full_url: URL | None = None

    async def send(self, conn: Connection) -> ClientResponse:
        """Send the request to `full_url` on a connection, or to `url` if that is None. aiohttp calls this.

        Afterwards, also after an exception, `url` is what it was before.
        """
        shown = self.url
        self.url = self.full_url or shown
        try:
            return await super().send(conn)
        finally:
            self.url = shown
