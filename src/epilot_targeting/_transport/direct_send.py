"""Send a request on an open connection, and read a usual response, without the HTTP library.

The library opens the connection, sends its first request, and reads each response that is not usual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from .request_bytes import RequestSerialiser
from .response_body import read_body, read_whole
from .response_headers import record_head
from .usual_response import find_body, parse_head

if TYPE_CHECKING:
    from .attempt import Attempt, PreparedRequest
    from .httpcore_errors import HttpcoreErrors

CHUNK = 64 * 1024  # bytes of one read


class Readable(Protocol):
    """The side of an open connection that reads."""

    errors: HttpcoreErrors

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return the next bytes, or empty bytes at the end of the input.

        Raise `errors.read` if the connection is lost, and `errors.read_timeout` after `timeout` seconds without bytes.
        """
        ...


class OpenStream(Readable, Protocol):
    """The stream of an open connection on which no request is running."""

    @property
    def has_unread(self) -> bool:
        """Whether bytes have arrived that were not read."""
        ...

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write bytes. Raise UnexpectedData, and write none, if data has arrived while the connection was idle.

        Raise `errors.write` if the connection is lost, and `errors.write_timeout` if it takes over `timeout` seconds.
        """
        ...

    def replay(self, data: bytes) -> None:
        """Let the library send the request again: drop its bytes, and let it read `data` first."""
        ...

    async def aclose(self) -> None:
        """Close the connection."""
        ...


class DirectSender:
    """Sends the requests of one connection without the HTTP library, where they and their responses are usual."""

    def __init__(self, base_url: str) -> None:
        """Create a sender for the origin of `base_url`."""
        self._serialiser = RequestSerialiser(base_url)

    async def send(self, stream: OpenStream, prepared: PreparedRequest, attempt: Attempt) -> bool:
        """Send a request, and read its response into `attempt`. Return whether that was done.

        Return True also if the body has a fault, such as its size. Return False if the HTTP library has to
        continue: the request or the response is unusual, writing failed, or the connection ended before a response.
        If writing has begun by then, `stream` drops what the library writes, and repeats what has arrived. After an
        exception the caller closes the stream.

        Args:
            stream: The stream of the connection. It is closed if data follows the response.
            prepared: The request.
            attempt: Receives the response, or the fault of its body.

        Raises:
            UnexpectedData: Data, or the end of the connection, arrived before the request was written. Nothing was
                sent.
            Exception: Another exception of `stream`: reading or TLS failed, the connection ended within the body,
                or reading or writing took too long.
        """
        request, timeout = self._serialiser.serialise(prepared), prepared.timeouts[1]
        if request is None:
            return False
        try:
            await stream.write(request, timeout)
        except stream.errors.write:
            stream.replay(b"")  # the server may have responded before it closed the connection
            return False
        data = await stream.read(CHUNK, timeout)
        head = parse_head(data)
        whole = None if head is None else find_body(head, data)
        if head is None or (whole is None and head.length is None):
            stream.replay(data)
            return False
        record_head(attempt, head.status, head.headers)
        if whole is None:
            body = BodyChunks(stream, data[head.size :], head.length or 0, timeout)
            await read_body(attempt, prepared.max_bytes, body)
        else:
            await read_whole(attempt, prepared.max_bytes, whole[0])
        if (whole is not None and len(data) > whole[1]) or stream.has_unread:
            await stream.aclose()  # unexpected data: it would be read as the next response
        return True


class BodyChunks:
    """The body of a response as it arrives: an asynchronous iterator."""

    def __init__(self, stream: Readable, start: bytes, length: int, timeout: float) -> None:
        """Prepare to read the body of a response.

        Args:
            stream: The stream of the connection.
            start: The bytes of the body that arrived with the head.
            length: The Content-Length in bytes.
            timeout: Seconds to wait for the next bytes.
        """
        self._stream = stream
        self._start = start
        self._length = length
        self._received = 0
        self._timeout = timeout

    def __aiter__(self) -> BodyChunks:
        """Return the iterator itself."""
        return self

    async def __anext__(self) -> bytes:
        """Return the next bytes of the response body, at least one.

        Raises:
            StopAsyncIteration: The body has been read to its end.
            RemoteProtocolError: The connection ended within the body. It is `errors.protocol` of the stream.
            Exception: Another one of these `errors`, such as `read_timeout` if no bytes arrived in time, or `read`
                if the connection was lost.
        """
        if self._start:
            chunk, self._start = self._start, b""
        elif self._received < self._length:
            chunk = await self._stream.read(min(CHUNK, self._length - self._received), self._timeout)
            if not chunk:
                raise self._stream.errors.protocol(
                    "peer closed connection without sending complete message body "
                    f"(received {self._received} bytes, expected {self._length})"
                )
        else:
            raise StopAsyncIteration
        self._received += len(chunk)
        return chunk
