"""What a write costs beside plain httpx: CPU of client and server together, both sides interleaved in one run.

.venv/bin/python tests/benchmarks/sending.py
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from statistics import median

import httpx

from epilot_targeting import TargetingClient

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
BODY = json.dumps({"campaign": {"_title": "a", "status": "active"}}).encode()
REPLY = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(BODY), BODY)
ROUNDS = 5


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer each request in the same way."""
    try:
        while True:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(REPLY)
    except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
        writer.close()


async def cost(call: Callable[[], Awaitable[object]], at_once: int, total: int) -> float:
    """Give the milliseconds of CPU that a call takes."""

    async def several() -> None:
        for _ in range(total // at_once):
            await call()

    began = time.process_time()
    await asyncio.gather(*(several() for _ in range(at_once)))
    return (time.process_time() - began) / total * 1e3


async def main() -> None:
    """Measure, and print a line for each number of calls at once."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=100)
    async with httpx.AsyncClient(limits=limits) as plain, TargetingClient("token", base_url=url) as client:

        async def theirs() -> object:
            headers = {"authorization": "Bearer token"}
            return (await plain.post(f"{url}/v1/campaign/{CID}/status", headers=headers)).json()

        async def ours() -> object:
            return await client.change_campaign_status(CID)

        for at_once, total in ((1, 300), (32, 960), (100, 1000)):
            found = [(await cost(theirs, at_once, total), await cost(ours, at_once, total)) for _ in range(ROUNDS + 1)]
            httpx_ms, our_ms = (median(side) for side in zip(*found[1:], strict=True))
            print(f"{at_once:4} at once: httpx {httpx_ms:.2f} ms, ours {our_ms:.2f} ms, ratio {our_ms / httpx_ms:.2f}")
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
