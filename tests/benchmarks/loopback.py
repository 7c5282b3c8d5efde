"""A server that is cheap enough never to be what is measured: prepared bytes, and no stream readers.

Run as a program it prints its address and serves until its standard input ends.
"""

from __future__ import annotations

import argparse
import asyncio
import ssl
import sys
from collections.abc import Callable
from contextlib import suppress

from benchmarks import data

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b"
DISTINCT = 64  # pages that differ: repeating one would favour whoever remembers values
LENGTH = b"content-length:"


def response(body: bytes) -> bytes:
    """Return the bytes of a response."""
    return HEAD % (len(body), body)


class Service:
    """What is answered, and how many connections were open at the most."""

    def __init__(self, delay: float, recipients: int) -> None:
        self.delay = delay
        self.open = 0
        self.peak = 0
        self._recipients = recipients
        self._match = response(data.MATCHES)
        size = data.PAGE_SIZE
        self._results = [data.results(number * size, size) for number in range(min(DISTINCT, -(-recipients // size)))]

    def opened(self) -> None:
        """Count a connection."""
        self.open += 1
        self.peak = max(self.peak, self.open)

    def answer(self, line: bytes) -> bytes:
        """Answer a request, given its first line."""
        if line.startswith(b"POST "):
            return self._match
        if line.startswith(b"GET %b " % data.PEAK_PATH.encode()):
            return response(b"%d" % self.peak)
        _, _, after = line.partition(b"next=")
        cursor = int(after.split(b" ")[0].split(b"&")[0] or b"0")
        following = cursor + data.PAGE_SIZE
        listed = self._results[cursor // data.PAGE_SIZE % len(self._results)]
        return response(data.page(listed, str(following) if following < self._recipients else None, self._recipients))


class Conversation(asyncio.Protocol):
    """One connection."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._pending = b""
        self._counted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, _: Exception | None) -> None:
        self._service.open -= self._counted

    def data_received(self, received: bytes) -> None:
        self._pending += received
        while (line := self._request()) is not None:
            asked_only = data.PEAK_PATH.encode() in line
            if not self._counted and not asked_only:
                self._counted = True
                self._service.opened()
            self._later(self._transport.write, self._service.answer(line))

    def _later(self, write: Callable[[bytes], None], answer: bytes) -> None:
        if self._service.delay:
            asyncio.get_running_loop().call_later(self._service.delay, write, answer)
        else:
            write(answer)

    def _request(self) -> bytes | None:
        head, found, rest = self._pending.partition(b"\r\n\r\n")
        if not found:
            return None
        _, named, after = head.lower().partition(LENGTH)
        length = int(after.split(b"\r\n")[0]) if named else 0
        if len(rest) < length:
            return None
        self._pending = rest[length:]
        return head.split(b"\r\n")[0]


async def serve(delay: float, recipients: int, certificate: str | None) -> None:
    """Print the address and serve."""
    service, tls = Service(delay, recipients), None
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Conversation(service), "127.0.0.1", 0, ssl=tls, backlog=1024)
    print(f"{'https' if tls else 'http'}://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    ended = loop.create_future()
    loop.add_reader(sys.stdin, ended.cancel)  # whoever started it has ended too
    with suppress(asyncio.CancelledError):
        await ended


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--recipients", type=int, default=data.PAGE_SIZE, help="recipients of the campaign")
    parser.add_argument("--certificate", help="a file with key and certificate, to serve over TLS")
    given = parser.parse_args()
    asyncio.run(serve(given.delay, given.recipients, given.certificate))
