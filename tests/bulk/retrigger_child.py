"""Retrigger failed automations with a journal, to be killed: `python -m bulk.retrigger_child ADDRESS JOURNAL`."""

from __future__ import annotations

import asyncio
import json
import sys

from epilot_targeting import TargetingClient
from epilot_targeting.bulk import Journal, retrigger_failed
from epilot_targeting.testing import EXAMPLE_ID


async def main(address: str, path: str) -> None:
    """Run to the end, and print the status of each recipient."""
    async with TargetingClient("t", base_url=address) as client:
        run = retrigger_failed(client, EXAMPLE_ID, batch=10, journal=Journal(path), settle_after=0.3)
        async with run:
            print("started", flush=True)
            print(json.dumps({result.key: result.status async for result in run}), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
