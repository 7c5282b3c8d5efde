"""A program that leaves iterations and ends. The arguments choose how, and which token provider it has."""

from __future__ import annotations

import asyncio
import gc
import sys
from contextlib import suppress
from typing import Any

from epilot_targeting import RecipientPager, TargetingClient

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"


async def token() -> str:
    """Return a token at once."""
    return "t"


async def slow_token() -> str:
    """Return a token after other tasks had their turn."""
    await asyncio.sleep(0)
    return "t"


PROVIDERS: dict[str, Any] = {"str": "t", "async": token, "slow": slow_token}


async def leave(pager: RecipientPager[Any], how: str) -> None:
    """Take a record and leave."""
    if how == "step":
        await anext(pager)
    elif how == "view":
        await anext(aiter(pager))
    elif how == "cancelled":
        with suppress(TimeoutError):
            await asyncio.wait_for(anext(pager), 0)
    elif how == "task":
        kept.append(asyncio.create_task(pager.collect()))
        await asyncio.sleep(0)
    else:
        async for _ in pager.pages() if how == "pages" else pager:
            await asyncio.sleep(0.001 if how == "late" else 0)
            break


async def main(address: str, how: str, provider: str) -> None:
    """Make a client that nobody closes."""
    asyncio.get_running_loop().slow_callback_duration = 60  # the first call loads the HTTP library
    client = TargetingClient(PROVIDERS[provider], base_url=address)
    kept[:] = [client.iter_recipients(CID)]
    await leave(kept[0], how)


kept: list[Any] = []
if __name__ == "__main__":
    for case in sys.argv[2:]:
        asyncio.run(main(sys.argv[1], *case.split("-")))
        gc.collect()
