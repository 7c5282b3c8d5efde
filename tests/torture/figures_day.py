"""A day of calls on a clock that jumps from timer to timer, and the memory it costs."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import random
import selectors
import statistics
import sys
from array import array
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
from torture.figures_calls import CALLS, body_of

from epilot_targeting import TargetingClient, TargetingError

WORKERS = 10
PERIOD = 1.0  # seconds between two calls of a worker
FAULTS = 0.01
WARM_UP = 0.1  # of the calls
ROUNDS = 30
EVERY = list(CALLS.values())
BODIES = {call.name: body_of(call.name, "day") for call in EVERY}
WAYS = ["own connections", "http_client"]


class Jumping(selectors.BaseSelector):
    """Waits for nothing: where only timers are pending, the clock goes forward to the next one."""

    def __init__(self) -> None:
        self.now = 0.0
        self._real = selectors.DefaultSelector()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = self._real.select(0 if timeout is not None else None)
        if not ready and timeout is not None:
            self.now += max(0.0, timeout)
        return ready

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._real.get_map()

    def close(self) -> None:
        self._real.close()


class JumpingLoop(asyncio.SelectorEventLoop):
    """A loop by that clock."""

    def __init__(self) -> None:
        self._jumping = Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


class Service(httpx.AsyncBaseTransport):
    """The service in memory: it takes its time, and fails now and then."""

    def __init__(self) -> None:
        self._dice = random.Random(11)  # noqa: S311 (no secret)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(self._dice.uniform(0.01, 0.3))
        if self._dice.random() < FAULTS:
            if self._dice.random() < 0.5:  # noqa: PLR2004 (half of them)
                raise httpx.ReadError("")
            return httpx.Response(503, content=b'{"message": "not now"}')
        return httpx.Response(200, content=BODIES[request.headers["x-call"]])


class Watch:
    """Counts calls, and takes samples of memory and tasks between two rounds of them."""

    def __init__(self, memory: Callable[[], int]) -> None:
        self.done = 0
        self.failed = 0
        self.tasks: set[int] = set()
        # Arrays, since what watches the memory must not take a piece of it for each sample.
        self._calls = array("d")
        self._bytes = array("d")
        self._memory = memory

    def sample(self) -> None:
        """Take a sample; nothing is under way."""
        gc.collect()
        self._calls.append(self.done)
        self._bytes.append(self._memory())
        self.tasks.add(len(asyncio.all_tasks()))

    def slope(self, warm_up: float) -> float:
        """Return the growth for each call, fitted by least squares to all samples but this share at the beginning."""
        warm = max(1, int(len(self._calls) * warm_up))
        return statistics.linear_regression(self._calls[warm:], self._bytes[warm:]).slope


def resident() -> int:
    """Return the bytes of memory that the process has."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


async def one_round(client: TargetingClient, watch: Watch, count: int, period: float) -> None:
    """Make so many calls with several workers, each at its pace."""
    marked = {call.name: client.with_options(headers={"x-call": call.name}) for call in EVERY}
    loop = asyncio.get_running_loop()

    async def work(numbers: range) -> None:
        for number in numbers:
            due = loop.time() + period
            call = EVERY[number % len(EVERY)]
            try:
                await getattr(marked[call.name], call.name)(**call.arguments)
            except TargetingError:
                watch.failed += 1
            watch.done += 1
            await asyncio.sleep(max(0.0, due - loop.time()))

    async with asyncio.TaskGroup() as group:
        for first in range(WORKERS):
            group.create_task(work(range(first, count, WORKERS)))
    watch.sample()


def day(way: str, count: int, memory: Callable[[], int]) -> tuple[Watch, float]:
    """Make so many calls by a clock that jumps; give what was watched, and the seconds by that clock."""
    watch = Watch(memory)

    async def all_of_it() -> None:
        http = httpx.AsyncClient(transport=Service()) if way == "http_client" else None
        async with TargetingClient("t", http_client=http) as client:
            while watch.done < count:
                await one_round(client, watch, count // ROUNDS, PERIOD)

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(all_of_it())
        return watch, runner.get_loop().time()


if __name__ == "__main__":
    # The same place where others who mock the library put themselves.
    service = Service()
    given = sys.argv[1]
    if given == WAYS[0]:
        httpx.AsyncHTTPTransport.handle_async_request = lambda _, request: service.handle_async_request(request)  # type: ignore[method-assign,assignment]
    watched, seconds = day(given, int(sys.argv[2]), resident)
    told = {"slope": watched.slope(WARM_UP), "done": watched.done, "failed": watched.failed, "tasks": [*watched.tasks]}
    print(json.dumps({**told, "hours": seconds / 3600}))
