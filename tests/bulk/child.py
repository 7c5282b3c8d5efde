"""Create recipients with a journal, to be killed: `python -m bulk.child ADDRESS JOURNAL FIRST COUNT`."""

from __future__ import annotations

import asyncio
import json
import sys

from bulk.served import payload

from epilot_targeting import TargetingClient
from epilot_targeting.bulk import Journal, create_recipients
from epilot_targeting.testing import EXAMPLE_ID


async def main(address: str, path: str, first: int, count: int) -> None:
    """Run to the end, and print the counts."""
    payloads = map(payload, range(first, first + count))
    async with TargetingClient("t", base_url=address) as client:
        run = create_recipients(client, EXAMPLE_ID, payloads, journal=Journal(path), settle_after=0.3)
        async with run:
            print("started", flush=True)
            async for _ in run:
                pass
    print(json.dumps(run.counts), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
