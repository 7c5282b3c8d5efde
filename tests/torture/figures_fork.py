"""A program that forks with an open connection, and uses it in parent and child. It must not have threads."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import traceback
from collections.abc import Callable, Coroutine
from typing import Any

from torture.figures_calls import READS, ask

from epilot_targeting import RetryPolicy, TargetingClient

EACH = 100
NEW, INSIDE, SAME = "a new loop", "a new loop, forked inside the old one", "the old loop"
"""What the child runs on."""


async def work(client: TargetingClient, side: str, count: int) -> list[bool]:
    """Make calls, one after the other."""
    return [await ask(client, READS[n % len(READS)], f"{side}-{n}") for n in range(count)]


def split(client: TargetingClient, report: int, run: Callable[[Coroutine[Any, Any, list[bool]]], list[bool]]) -> int:
    """Fork; the child makes its calls and reports, the parent goes on at once with the child's id."""
    child = os.fork()
    if child == 0:
        try:
            os.write(report, json.dumps(run(work(client, "child", EACH))).encode())
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)  # what follows is the parent's
    return child


def fork(address: str, way: str, transport: Any) -> dict[str, list[bool]]:
    """Return which calls got their own responses, for either side."""
    # Without repetition: a response that the other side took would come at the second attempt, half a minute later.
    client = TargetingClient("t", base_url=address, transport=transport, retry=RetryPolicy(attempts=1))
    reading, writing = os.pipe()

    async def inside() -> int:
        return split(client, writing, asyncio.run)

    with asyncio.Runner() as runner:
        runner.run(work(client, "before", 1))
        loop = runner.get_loop()
        if way == INSIDE:
            child = runner.run(inside())
        else:
            child = split(client, writing, asyncio.run if way == NEW else loop.run_until_complete)
        os.close(writing)
        found = {"parent": runner.run(work(client, "parent", EACH))}
        with os.fdopen(reading) as pipe:
            found["child"] = json.loads(pipe.read())
        os.waitpid(child, 0)
        runner.run(client.aclose())
    return found


if __name__ == "__main__":
    print(json.dumps(fork(*sys.argv[1:])))
