"""A coroutine whose cancellation is deferred to where it waits for a future."""

from __future__ import annotations

import asyncio
import gc
import sys
import weakref
from collections.abc import Awaitable, Callable

import anyio
import anyio.lowlevel
import pytest

from epilot_targeting._transport.deferred_cancellation import defer_cancellation

Step = Callable[[], Awaitable[object]]


async def turn() -> None:
    """Let the event loop run other tasks once."""
    await asyncio.sleep(0)


async def cancelled_at(number: int, *steps: Step) -> tuple[list[str], asyncio.Task[None]]:
    """Run steps in a task that is cancelled after a number of turns of the loop, and return the end of each step."""
    ends: list[str] = []

    async def work() -> None:
        for step in steps:
            try:
                await step()
                ends.append("done")
            except BaseException as error:
                ends.append(repr(error))
                raise

    async def run() -> None:
        await defer_cancellation(work())

    task = asyncio.create_task(run())
    for _ in range(number):
        await turn()
    task.cancel("stop")
    await asyncio.wait([task])
    return ends, task


async def test_a_cancellation_reaches_the_next_wait() -> None:
    """A coroutine that is cancelled where it waits for nothing goes on, and its next wait is cancelled."""
    future = asyncio.get_running_loop().create_future()
    ends, task = await cancelled_at(1, turn, turn, lambda: future, turn)
    assert (["done", "done", "CancelledError('stop')"], True, True) == (ends, future.cancelled(), task.cancelled())


async def test_a_wait_is_cancelled_at_once() -> None:
    """A coroutine that is cancelled where it waits for a future stops there."""
    future = asyncio.get_running_loop().create_future()
    ends, task = await cancelled_at(2, turn, lambda: future, turn)
    assert (["done", "CancelledError('stop')"], True) == (ends, task.cancelled())


async def test_a_coroutine_without_another_wait_comes_to_its_end() -> None:
    """A coroutine that waits for nothing after its cancellation ends, and is cancelled then."""
    ends, task = await cancelled_at(1, turn, turn)
    assert (["done", "done"], True) == (ends, task.cancelled())
    with pytest.raises(asyncio.CancelledError, match="stop"):
        await task


async def test_a_result_that_arrives_with_the_cancellation_is_kept() -> None:
    """A coroutine whose future is done when it is cancelled takes the result, and is cancelled at its next wait."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[str] = loop.create_future()
    pending: asyncio.Future[str] = loop.create_future()

    async def finish() -> str:
        loop.call_soon(done.set_result, "arrived")
        return await done

    ends, task = await cancelled_at(2, finish, lambda: pending)
    assert (["done", "CancelledError('stop')"], "arrived", True) == (ends, done.result(), task.cancelled())


@pytest.mark.parametrize("waits", [False, True])
async def test_a_timeout_inside_whose_block_has_ended(waits: bool) -> None:
    """A timeout of the coroutine's own that passes where it waits for nothing cancels nothing after its block."""

    async def in_time() -> None:
        async with asyncio.timeout(60) as limit:
            asyncio.get_running_loop().call_soon(limit.reschedule, 0)
            await turn()
            await turn()
            await turn()

    async def work() -> str:
        await in_time()
        if waits:
            await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(None, str), None)
        return "whole"

    async def run() -> str:
        return await defer_cancellation(work())

    assert "whole" == await asyncio.create_task(run())


@pytest.mark.parametrize("number", [0, 1, 2])
async def test_a_cancellation_together_with_a_timeout_inside(number: int) -> None:
    """A timeout of the coroutine's own takes back its own cancellation, and not another one that is deferred too."""

    async def in_time() -> None:
        async with asyncio.timeout(60) as limit:
            asyncio.get_running_loop().call_soon(limit.reschedule, 0)
            for _ in range(4):
                await turn()

    _, task = await cancelled_at(number + 1, in_time)
    assert (True, 1) == (task.cancelled(), task.cancelling())


async def test_a_wait_that_cannot_be_cancelled() -> None:
    """A gathering of futures that are all done is not cancelled, and the coroutine is cancelled afterwards."""
    done = asyncio.get_running_loop().create_future()
    done.set_result(None)
    ends, task = await cancelled_at(1, turn, lambda: asyncio.gather(done))
    assert (["done", "done"], True) == (ends, task.cancelled())


async def test_an_exception_after_a_cancellation() -> None:
    """A coroutine that raises after its cancellation was deferred is cancelled."""

    async def fail() -> None:
        raise ValueError

    ends, task = await cancelled_at(1, turn, fail)
    assert (["done", "ValueError()"], True) == (ends, task.cancelled())


async def test_a_coroutine_that_polls_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A coroutine that only ever lets other tasks run is cancelled after a number of turns."""
    monkeypatch.setattr("epilot_targeting._transport.deferred_cancellation.MAX_TURNS", 20)
    turns: list[None] = []

    async def poll() -> None:
        while len(turns) < 200:
            turns.append(None)
            await turn()

    ends, task = await cancelled_at(1, poll)
    assert (["CancelledError('stop')"], True, 21) == (ends, task.cancelled(), len(turns))


@pytest.mark.parametrize("times", [1, 30])
async def test_clean_up_is_not_interrupted(times: int) -> None:
    """The steps of a clean-up that wait for nothing are all taken, however often the task is cancelled."""
    taken: list[int] = []

    async def work() -> None:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            for number in range(10):
                await turn()
                taken.append(number)

    async def run() -> None:
        await defer_cancellation(work())

    task = asyncio.create_task(run())
    await turn()
    for _ in range(times):
        task.cancel()
        await turn()
    await asyncio.wait([task])
    assert ([*range(10)], True) == (taken, task.cancelled())


async def test_a_cancel_scope_cancels_where_it_waits_for_nothing() -> None:
    """A cancel scope of anyio ends the coroutine at a checkpoint, as anyio expects, and not what it shields."""
    shielded: list[str] = []

    async def work() -> None:
        try:
            await anyio.lowlevel.checkpoint()
        finally:
            with anyio.CancelScope(shield=True):
                await anyio.lowlevel.checkpoint()
                shielded.append("done")

    async def run() -> bool:
        with anyio.CancelScope() as scope:
            scope.cancel()
            await defer_cancellation(work())
        return scope.cancelled_caught

    assert (True, ["done"]) == (await asyncio.create_task(run()), shielded)


async def test_a_cancellation_without_anyio(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that has not imported anyio has no cancel scopes."""
    monkeypatch.delitem(sys.modules, "anyio")
    ends, task = await cancelled_at(1, turn, turn)
    assert (["done", "done"], True) == (ends, task.cancelled())


async def test_the_exception_of_a_future_is_raised() -> None:
    """A coroutine gets the exception of the future that it waits for, and nothing of the coroutine is left alive."""
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(future.set_exception, OSError("broken"))

    class Local:
        pass

    seen: list[weakref.ref[Local]] = []

    async def work() -> None:
        local = Local()
        seen.append(weakref.ref(local))
        await future

    gc.disable()
    try:
        with pytest.raises(OSError, match="broken") as failed:
            await defer_cancellation(work())
        future.exception().__traceback__ = None  # type: ignore[union-attr]
        del failed
        assert seen[0]() is None
    finally:
        gc.enable()


async def test_a_coroutine_that_is_closed_closes_its_work() -> None:
    """Closing the outer coroutine closes the inner one."""
    closed: list[str] = []

    async def work() -> None:
        try:
            await turn()
        except GeneratorExit:
            closed.append("closed")
            raise

    async def run() -> None:
        await defer_cancellation(work())

    running = run()
    running.send(None)
    running.close()
    assert ["closed"] == closed
