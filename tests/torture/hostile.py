"""A hostile HTTP/1.1 service on raw sockets, which keeps a ledger of what it carried out.

A request says in `x-nonce` who it is. `faults` has the fault of a nonce; a request without one gets a good response.
What goes wrong before a request can be read has no nonce: that is the `fault` of the whole server, until `heal()`.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from torture.bad_responses import ANSWERS
from torture.faults import BREAKS
from torture.payloads import good_response
from torture.sockets import NAME, Certificates, bound, pump, read, streams
from torture.wire import Asked, ResponseWriter, without_goodbye

EARLY = {
    "unknown_host": f"https://{NAME}:{{tls}}",
    "refused": "http://127.0.0.1:{refusing}",
    "connect_timeout": "https://127.0.0.1:{tls}",
    "reset_at_accept": "https://127.0.0.1:{tls}",
    "untrusted_certificate": "https://127.0.0.1:{tls}",
    "wrong_host_name": "https://127.0.0.1:{tls}",
    "proxy_407": f"https://{NAME}:{{tls}}",
    "write_stall": "http://127.0.0.1:{plain}",
    "reset_while_sending": "http://127.0.0.1:{plain}",
    "closed_without_reading": "http://127.0.0.1:{plain}",
}
"""The faults of the whole server, and the address where each is met."""
FAULTS = {**BREAKS, **ANSWERS}
"""The faults of a single request."""
getaddrinfo = socket.getaddrinfo  # the real one
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Serve = Callable[[socket.socket], Awaitable[None]]


async def arrival(sock: socket.socket) -> None:
    """Wait until something has arrived, and leave it there."""
    loop = asyncio.get_running_loop()
    arrived = loop.create_future()
    loop.add_reader(sock, arrived.set_result, None)
    try:
        await arrived
    finally:
        loop.remove_reader(sock)


class TortureServer:
    """The service.

    Attributes:
        fault: What goes wrong before a request is read, or "".
        struck: How often it did; a refused connection reaches nobody who could count.
        faults: The fault of each nonce.
        requests: By nonce: the requests that were read.
        ledger: By nonce: how often the operation was carried out. It is noted before the answer is written.
        sent: By nonce: the last body.
        met: By nonce: the connections that its requests came on.
    """

    def __init__(self, certificates: Certificates, fault: str = "", *, secure: bool = False) -> None:
        self.fault = fault
        self._usual = "https://127.0.0.1:{tls}" if secure else "http://127.0.0.1:{plain}"
        self.struck = 0
        self.faults: dict[str, str] = {}
        self.requests: Counter[str] = Counter()
        self.ledger: Counter[str] = Counter()
        self.sent: dict[str, bytes] = {}
        self.met: defaultdict[str, list[int]] = defaultdict(list)
        self._certificates = certificates
        self._connections = 0

    async def __aenter__(self) -> TortureServer:
        self._closing = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._transports: set[asyncio.WriteTransport] = set()
        narrow = self.fault == "write_stall"
        self._sockets = {name: bound(narrow=narrow) for name in ("plain", "tls", "proxy", "refusing")}
        self.ports = {name: sock.getsockname()[1] for name, sock in self._sockets.items()}
        self._listen("plain", self._plain)
        self._listen("tls", self._tls)
        self._listen("proxy", self._proxy)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for transport in self._transports:
            transport.abort()
        for sock in self._sockets.values():
            sock.close()
        for _turn in range(3):  # what was aborted closes its socket in the next turns
            await asyncio.sleep(0)

    @property
    def address(self) -> str:
        """Return the address where the fault of the server is met, and where a good service is once it healed."""
        return EARLY.get(self.fault, self._usual).format(**self.ports)

    def heal(self) -> None:
        """Let nothing go wrong any more before a request is read."""
        self.fault = ""
        self._listen("refusing", self._plain)

    def resolve(self, host: Any, *rest: Any, **more: Any) -> Any:
        """Stand in for socket.getaddrinfo: a real resolver may think about its no for longer than a test can wait."""
        if host in (NAME, NAME.encode()):
            if self.fault == "unknown_host":
                self.struck += 1
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            host = "127.0.0.1"
        return getaddrinfo(host, *rest, **more)

    # --- connections ---

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _listen(self, name: str, serve: Serve) -> None:
        self._sockets[name].listen()
        self._start(self._accept(self._sockets[name], serve))

    async def _accept(self, listening: socket.socket, serve: Serve) -> None:
        while True:
            sock, _ = await asyncio.get_running_loop().sock_accept(listening)
            self._connections += 1
            self._start(self._welcome(sock, serve))

    async def _welcome(self, sock: socket.socket, serve: Serve) -> None:
        with contextlib.suppress(OSError, EOFError):  # the other side may go whenever it likes
            await serve(sock)

    async def _plain(self, sock: socket.socket) -> None:
        if self.fault not in EARLY:
            await self._serve_connection(sock)
            return
        with sock:
            self.struck += 1
            if self.fault == "write_stall":
                await self._closing.wait()
            if self.fault == "closed_without_reading":
                await arrival(sock)
            if self.fault == "reset_while_sending":
                await asyncio.get_running_loop().sock_recv(sock, 1000)
                without_goodbye(sock)

    async def _tls(self, sock: socket.socket) -> None:
        self.struck += self.fault in EARLY
        if self.fault not in ("connect_timeout", "reset_at_accept"):
            await self._serve_connection(sock, self._certificates.bad.get(self.fault, self._certificates.good))
            return
        with sock:
            if self.fault == "connect_timeout":
                await self._closing.wait()
            without_goodbye(sock)

    async def _proxy(self, sock: socket.socket) -> None:
        reader, writer = await self._noted(streams(sock))
        await reader.readuntil(b"\r\n\r\n")
        if self.fault == "proxy_407":
            self.struck += 1
            writer.write(b"HTTP/1.1 407 X\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n")
            writer.close()
            return
        there, back = await self._noted(asyncio.open_connection("127.0.0.1", self.ports["tls"]))
        writer.write(b"HTTP/1.1 200 X\r\n\r\n")
        await asyncio.gather(pump(reader, back), pump(there, writer))

    async def _noted(self, opening: Awaitable[Streams]) -> Streams:
        opened = await opening
        self._transports.add(opened[1].transport)
        return opened

    # --- requests ---

    async def _serve_connection(self, sock: socket.socket, context: ssl.SSLContext | None = None) -> None:
        connection = self._connections
        reader, writer = await self._noted(streams(sock, context))
        whole = True
        try:
            while whole:
                whole = await self._respond(await read(reader, connection), writer)
        finally:
            writer.close()

    async def _respond(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        nonce = asked.headers.get("x-nonce", "")
        good = await good_response(asked.method, asked.path, asked.headers, asked.body)
        response = ResponseWriter(asked, good, writer, self._closing)
        fault = FAULTS.get(self.faults.get(nonce, ""))
        self.requests[nonce] += 1
        self.met[nonce].append(asked.connection)
        if fault is None or fault.carries_out:
            self.ledger[nonce] += 1
        await (response.json(good.value) if fault is None else fault.act(response))
        self.sent[nonce] = response.sent
        return response.whole
