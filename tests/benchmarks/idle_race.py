"""How many writes end unknown because the server closed their idle connection, by the age that is trusted.

Run it with `.venv/bin/python tests/benchmarks/idle_race.py`.

Each write is sent at the moment at which the server closes its connection. What it costs to open a connection for every
write instead, by TLS handshakes, stands beside it.
"""

from __future__ import annotations

import asyncio
import math
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from functools import partial
from statistics import median
from threading import Thread

import httpx
import trustme

from epilot_targeting import TargetingClient, TransportError
from epilot_targeting._transport import pool

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
BODY = b'{"campaign": {}}'
REPLY = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(BODY), BODY)
IDLE = 1.5  # seconds after which the server closes
AT_ONCE, ROUNDS = 100, 10


async def serve(idle: float, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer until nothing came for a while."""
    try:
        while True:
            await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), idle)
            writer.write(REPLY)
    except (TimeoutError, asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
        writer.close()


@contextmanager
def served() -> Iterator[str]:
    """Run the server in a thread of its own, so that it closes while a client writes; give its address."""
    ready: Future[str] = Future()
    loop = asyncio.new_event_loop()

    async def run() -> None:
        server = await asyncio.start_server(partial(serve, IDLE), "127.0.0.1", 0)
        ready.set_result(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        await asyncio.sleep(3600)

    def work() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(task)
        loop.close()

    task = loop.create_task(run())
    thread = Thread(target=work)
    thread.start()
    try:
        yield ready.result()
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()


async def race(fresh: float, url: str) -> int:
    """Return how many of all writes nobody can know the outcome of."""
    pool.MAX_IDLE_FOR_WRITES = fresh
    unknown = 0

    async def write(offset: float) -> None:
        nonlocal unknown
        async with TargetingClient("t", base_url=url) as client:
            for round_ in range(ROUNDS + 1):
                with suppress(TransportError):
                    await client.change_campaign_status(CID)
                    unknown -= 1
                unknown += 1
                # The server's clock began with its response, which is half a millisecond ago or so.
                await asyncio.sleep(IDLE + offset + round_ * 1e-4)

    await asyncio.gather(*(write((index - AT_ONCE) * 1e-4) for index in range(AT_ONCE)))
    return unknown


async def handshakes() -> tuple[float, float]:
    """Return the milliseconds of CPU of a write over TLS, with a connection of its own and with one that is kept."""
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    server = await asyncio.start_server(partial(serve, 60), "127.0.0.1", 0, ssl=context)
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    url = f"https://localhost:{server.sockets[0].getsockname()[1]}"

    async def cost(kept: int) -> float:
        async with httpx.AsyncClient(verify=trust, limits=httpx.Limits(max_keepalive_connections=kept)) as http:
            client = TargetingClient("t", base_url=url, http_client=http)
            began = time.process_time()
            for _ in range(50):
                await client.change_campaign_status(CID)
            return (time.process_time() - began) / 50 * 1e3

    found = [(await cost(0), await cost(1)) for _ in range(5)]
    server.close()
    own, shared = zip(*found, strict=True)
    return median(own), median(shared)


async def main() -> None:
    """Measure and print."""
    with served() as url:
        for trusted in (math.inf, pool.MAX_IDLE_FOR_WRITES, 0.0):
            found = await race(trusted, url)
            print(f"idle connections trusted for {trusted} s: {found} of {AT_ONCE * ROUNDS} writes unknown")
    own, shared = await handshakes()
    print(f"CPU of a write over TLS: {own:.2f} ms with a new connection each, {shared:.2f} ms with one that is kept")


if __name__ == "__main__":
    asyncio.run(main())
