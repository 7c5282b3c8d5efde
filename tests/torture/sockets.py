"""Sockets and certificates of the hostile service."""

from __future__ import annotations

import asyncio
import socket
import ssl

import trustme
from torture.wire import Asked

NAME = "service.invalid"
"""A host that no resolver knows; where it is to be found, `TortureServer.resolve` says so."""


class Certificates:
    """A good certificate and two bad ones."""

    def __init__(self) -> None:
        self.authority = trustme.CA()
        self.good = _context(self.authority.issue_cert("127.0.0.1", NAME))
        self.bad = {
            "untrusted_certificate": _context(trustme.CA().issue_cert("127.0.0.1", NAME)),
            "wrong_host_name": _context(self.authority.issue_cert("elsewhere.invalid")),
        }

    def trusting(self) -> ssl.SSLContext:
        """Return what a client needs to trust the good one."""
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def bound(*, narrow: bool = False) -> socket.socket:
    """Take a port on loopback; until it listens, a connection to it is refused."""
    sock = socket.socket()
    sock.setblocking(False)
    if narrow:  # so that a request of some megabytes fits into no buffer on the way
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2**14)
    sock.bind(("127.0.0.1", 0))
    return sock


async def streams(
    sock: socket.socket, context: ssl.SSLContext | None = None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Return the two directions of an accepted connection."""
    # asyncio does so only where a socket names its protocol; else each second write would wait for 40 ms.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    transport, _ = await loop.connect_accepted_socket(lambda: protocol, sock, ssl=context)
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)


async def read(reader: asyncio.StreamReader, connection: int) -> Asked:
    """Read a request."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    method, target, _ = head[0].split(" ")
    return Asked(method, target.partition("?")[0], headers, body, connection)


async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    """Carry everything from one connection to the other."""
    while data := await source.read(2**16):
        sink.write(data)
        await sink.drain()
    sink.close()
