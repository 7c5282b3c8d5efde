"""Print the peak memory in KiB of a run above that of its imports: `python -m bulk.memory COUNT`."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import httpx
from bulk.served import payload

from epilot_targeting import TargetingClient
from epilot_targeting.bulk import create_recipients
from epilot_targeting.testing import EXAMPLE_ID


def peak() -> int:
    """Return the peak memory of the process in KiB."""
    # Not ru_maxrss, which begins with the peak of the process that started this one.
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


async def main(count: int) -> None:
    """Run, and print the figure."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(201, json={"entity_id": json.loads(request.content)["entity_id"]})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        client = TargetingClient("t", http_client=http)
        await create_recipients(client, EXAMPLE_ID, [payload(-1)])  # what a first run loads counts as the import
        before = peak()
        counts = await create_recipients(client, EXAMPLE_ID, map(payload, range(count)))
    assert counts["done"] == count
    print(peak() - before)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
