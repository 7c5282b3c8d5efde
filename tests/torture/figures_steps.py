"""Cancel a call at each await of each of its tasks, and check what is left."""

from __future__ import annotations

import asyncio
import types
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Generator
from contextlib import asynccontextmanager
from typing import Any

from torture.figures_calls import READS, Call, ask, at_rest

from epilot_targeting import TargetingClient


class Suspensions:
    """Counts the suspensions of a task and of all that it starts, and cancels it at some of them."""

    def __init__(self, at: Collection[int]) -> None:
        self.count = 0
        self._at = at
        self._task: asyncio.Task[Any] | None = None

    async def run(self, coroutine: Coroutine[Any, Any, Any]) -> bool | None:
        """Run a call in a task of its own; return whether it came to its end, or None where it was cancelled."""
        loop = asyncio.get_running_loop()
        loop.set_task_factory(self._start)
        try:
            self._task = asyncio.create_task(coroutine)
            await asyncio.wait([self._task])
        finally:
            loop.set_task_factory(None)
        return None if self._task.cancelled() else self._task.result()

    def _start(
        self,
        loop: asyncio.AbstractEventLoop,
        coroutine: Coroutine[Any, Any, Any] | Generator[Any, None, Any],
        **more: Any,
    ) -> asyncio.Task[Any]:
        return asyncio.Task(self._counted(coroutine), loop=loop, **more)

    async def _counted(self, coroutine: Any) -> Any:
        return await self._stepwise(coroutine)

    @types.coroutine
    def _stepwise(self, coroutine: Any) -> Generator[Any, Any, Any]:
        given: BaseException | None = None
        while True:
            try:
                waits_for = coroutine.send(None) if given is None else coroutine.throw(given)
            except StopIteration as end:
                return end.value
            if self.count in self._at and self._task is not None:
                asyncio.get_running_loop().call_soon(self._task.cancel)
            self.count += 1
            try:
                given = None
                yield waits_for
            except BaseException as error:  # noqa: BLE001 (it goes where it was meant to go)
                given = error


class Calm:
    """What may be left behind: nothing."""

    def __init__(self, client: TargetingClient) -> None:
        self.client = client
        self.before = asyncio.all_tasks()
        self.lost = 0

    async def settle(self) -> None:
        """Wait until the client is at rest, and see that it still works."""
        self.lost += await at_rest(self.client)
        assert await ask(self.client, READS[0], "after")

    async def left(self) -> set[asyncio.Task[Any]]:
        """Return the tasks that did not end."""
        left = asyncio.all_tasks() - self.before
        if left:
            _, left = await asyncio.wait(left, timeout=1)
        return left


@asynccontextmanager
async def no_complaints() -> AsyncIterator[None]:
    """See that the loop has nothing to complain of, such as an exception that nobody took."""
    loop = asyncio.get_running_loop()
    complaints: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _, context: complaints.append(context))
    try:
        yield
    finally:
        loop.set_exception_handler(None)
    assert [] == complaints


async def cancel_everywhere(call: Call, times: int, calm: Calm, prepare: Callable[[], Awaitable[None]]) -> int:
    """Cancel a call at its first suspension, its second, and so on, until it ends without; give how many there are."""
    for first in range(1000):
        await prepare()
        steps = Suspensions(range(first, first + times))
        ended = await steps.run(ask(calm.client, call, f"{call.name}-{first}"))
        assert ended in (True, None)
        await calm.settle()
        if steps.count <= first:
            assert ended
            return first
    raise AssertionError("there is no end of suspensions")


async def cancel_after(turns: list[int], make: Callable[[], Coroutine[Any, Any, bool]]) -> bool | None:
    """Cancel a call after some turns of the loop, and again after some more."""
    task = asyncio.create_task(make())
    for count in turns:
        for _ in range(count):
            await asyncio.sleep(0)
        task.cancel()
    await asyncio.wait([task])
    return None if task.cancelled() else task.result()
