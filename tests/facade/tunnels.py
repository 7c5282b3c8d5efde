"""A service behind TLS under an invented name, and a proxy that leads to it."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

from facade.stores import JOB
from server import Script, response

HOST = "service.example"


class Service(Script):
    """The server behind TLS, under a name that is nowhere else."""

    def __init__(self, context: ssl.SSLContext, interface: str = "127.0.0.1") -> None:
        super().__init__()
        self._context = context
        self._interface = interface
        self.answer = lambda _: response(200, JOB)

    async def __aenter__(self) -> Service:
        self._server = await asyncio.start_server(self._serve, self._interface, 0, ssl=self._context)
        self.port: int = self._server.sockets[0].getsockname()[1]
        self.address = f"https://{HOST}:{self.port}"
        self._tasks = set()
        self._writers: list[asyncio.StreamWriter] = []
        return self

    async def __aexit__(self, *_: object) -> None:
        await super().__aexit__()
        for writer in self._writers:
            writer.transport.abort()  # a proxy may keep the connection open
        await asyncio.sleep(0)

    async def _serve_connection(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connection: int
    ) -> None:
        self._writers.append(writer)
        await super()._serve_connection(reader, writer, connection)


class Proxy:
    """A proxy that makes tunnels to loopback, whatever host they are for."""

    def __init__(self) -> None:
        self.heads: list[str] = []
        self.answer = b"HTTP/1.1 200 X\r\n\r\n"
        self._tasks: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Proxy:
        self._server = await asyncio.start_server(self._tunnel, "127.0.0.1", 0)
        self.address = f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _tunnel(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.heads.append(head)
        writer.write(self.answer)
        if b" 200 " not in self.answer:
            writer.close()
            return
        there, here = await asyncio.open_connection("127.0.0.1", int(head.split()[1].rpartition(":")[2]))
        try:
            await asyncio.gather(pump(reader, here), pump(there, writer))
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            here.close()
            writer.close()


async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while data := await source.read(65_536):
        sink.write(data)
        await sink.drain()
    sink.close()
