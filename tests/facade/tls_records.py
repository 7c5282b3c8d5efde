"""A service behind TLS that decides how its records are cut into TCP segments."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable

from server import Script, Seen


class RecordService(Script):
    """The server behind TLS: a record for each of its answers, and the segments that a test makes of them.

    Attributes:
        answers: Return what a request is answered with, a TLS record each.
        greeting: What it sends before it is asked for anything.
        missing: The number of bytes that the greeting lacks at its end.
        cut: Return the segments that records are sent in, those after the first once the next request has come.
    """

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__()
        self.context = context
        self.greeting = b""
        self.missing = 0
        self.answers: Callable[[Seen], list[bytes]] = lambda _: []
        self.cut: Callable[[list[bytes]], list[bytes]] = lambda records: [b"".join(records)]

    async def __aenter__(self) -> RecordService:
        await super().__aenter__()
        self.address = self.address.replace("http:", "https:").replace("127.0.0.1", "localhost")
        return self

    async def _serve_connection(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connection: int
    ) -> None:
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = self.context.wrap_bio(incoming, outgoing, server_side=True)
        held: list[bytes] = []

        async def receive() -> None:
            data = await reader.read(65536)
            if not data:
                raise ConnectionError
            incoming.write(data)

        while True:
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                writer.write(outgoing.read())
                await receive()
        if self.greeting:
            tls.write(self.greeting)
        greeting = outgoing.read()
        writer.write(greeting[: len(greeting) - self.missing])
        while True:
            request = b""
            while b"\r\n\r\n" not in request:
                try:
                    part = tls.read(65536)
                    if not part:
                        return
                    request += part
                except ssl.SSLWantReadError:
                    await receive()
            self.seen.append(Seen(request.decode("latin-1").partition("\r\n")[0], {}, b"", connection))
            writer.write(b"".join(held))
            records: list[bytes] = []
            for answer in self.answers(self.seen[-1]):
                tls.write(answer)
                records.append(outgoing.read())
            first, *held = self.cut(records)
            writer.write(first)
            self.changed.set()
