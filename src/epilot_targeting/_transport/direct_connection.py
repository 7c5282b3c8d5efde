"""Open a connection and send requests on it without the HTTP library, which takes longer to import than a first call.

The library takes the connection over for a response that is not usual, and once the program has imported it: tools
that record its requests, or that replace them in tests, see them then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .._config.base_url import PORTS
from .direct_send import DirectSender
from .httpcore_errors import HttpcoreErrors
from .network_backend import NetworkBackend
from .own_errors import OWN_ERRORS
from .tls_context import ALPN, stream_context

if TYPE_CHECKING:
    from .._config.transport_options import ConnectionSettings
    from .attempt import Attempt, PreparedRequest
    from .tcp_stream import TcpStream
    from .tls_stream import TlsStream


class AdoptedBackend(NetworkBackend):
    """The network backend of a connection that is open already: httpcore gets its stream when it connects."""

    def __init__(self, errors: HttpcoreErrors, tcp: TcpStream, stream: TcpStream | TlsStream) -> None:
        """Keep the streams of an open connection, for the httpcore that takes it over.

        Args:
            errors: The exceptions of that httpcore. The caller has set them on both streams already.
            tcp: The TCP stream.
            stream: The TLS stream on top of it, or the TCP stream itself.
        """
        super().__init__(errors)
        self._tcp = tcp
        self._stream = stream

    async def connect_tcp(self, *_: Any, **__: Any) -> Any:
        """Return the open connection when httpcore connects, instead of opening one.

        Without TLS, return the TCP stream. With TLS, return this object: httpcore calls its `start_tls` next. The
        arguments are ignored. httpcore calls this once.
        """
        return self._tcp if self._stream is self._tcp else self

    async def start_tls(self, **_: Any) -> TcpStream | TlsStream:
        """Return the open TLS stream when httpcore starts TLS. The handshake was performed before.

        The arguments are ignored. Without TLS, httpcore does not call this: `connect_tcp` has returned the TCP
        stream.
        """
        return self._stream


class DirectConnection:
    """A connection to the origin of `base_url` that is opened without the HTTP library, until that takes it over.

    Attributes:
        is_idle: Whether it can send a request.
        sender: Sends requests to the origin.
    """

    def __init__(self, settings: ConnectionSettings) -> None:
        """Keep the settings of a connection that is not open yet."""
        self.is_idle = False
        self.sender = DirectSender(settings.base_url)
        self._settings = settings
        self._backend = NetworkBackend(OWN_ERRORS)
        self._tcp: Any = None
        self._stream: Any = None

    async def open(self, timeout: float) -> None:
        """Connect to the origin of `base_url`, and start TLS if it is https. After a failure nothing stays open.

        Call it once for an object, before the first `send`.

        Raises:
            ConnectError: The connection or TLS failed. This and the next are classes of `OWN_ERRORS`.
            ConnectTimeout: One of them took more than `timeout` seconds.
            UnexpectedData: The server has sent data before the TLS handshake.
            ConfigurationError: A certificate file that an environment variable names is invalid.
        """
        parts = urlsplit(self._settings.base_url)
        host = parts.hostname or ""
        context = stream_context(self._settings, None)
        self._stream = self._tcp = tcp = await self._backend.connect_tcp(
            host, parts.port or PORTS[parts.scheme], timeout
        )
        if context is not None:
            context.set_alpn_protocols(ALPN)
            self._stream = await tcp.start_tls(context, host, timeout)

    async def send(self, prepared: PreparedRequest, attempt: Attempt) -> bool:
        """Send a request on the open connection, and read its response. Return whether that was done.

        The response is recorded in `attempt`. So is a fault of its body, such as its size, which is not raised: the
        result is True then too. If it is False, the caller calls `hand_over`, and the HTTP library continues. The
        library sends the request or, if `is_sent` of this object is True, only reads the response.

        Raises:
            UnexpectedData: Data, or the end of the connection, arrived before the request was written. Nothing was
                sent.
            Exception: An exception of the stream, such as for a lost connection or a timeout. After either, the
                caller closes the connection.
        """
        self.is_idle = False
        self.is_idle = await self.sender.send(self._stream, prepared, attempt)
        return self.is_idle

    @property
    def is_sent(self) -> bool:
        """Whether the running request may have been sent: then the HTTP library only reads its response.

        If it is False, the library sends the request. Read it after `send` has returned False. The connection must
        have been opened.
        """
        return bool(self._stream.is_replaying)

    def go_idle(self) -> bool:
        """Mark the connection as idle after a response: data that arrives from now on closes it.

        Return False if it is not open, or cannot be used again: the caller closes it then.
        """
        return self.is_idle and self._backend.go_idle()

    def hand_over(self, errors: HttpcoreErrors) -> NetworkBackend:
        """Return a network backend by which an HTTP library continues on this connection, which must be open.

        The caller sends no more requests by this object, but closes it by `aclose`. `errors` are the exceptions of that
        library's httpcore, which the streams raise from now on.
        """
        self._tcp.errors = self._stream.errors = errors
        return AdoptedBackend(errors, self._tcp, self._stream)

    async def aclose(self) -> None:
        """Close the connection, if it is open. After `hand_over`, this closes it for the library too."""
        if self._stream is not None:
            await self._stream.aclose()
