"""Start a task at once: it runs up to its first wait before its creator continues."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

_task: Any = asyncio.Task  # type checkers know its parameters in Python 3.11 only

if sys.version_info < (3, 12):  # pragma: no cover (other versions do not run it)
    # The functions that asyncio documents for other implementations of tasks.
    from asyncio.tasks import _enter_task, _leave_task  # pyright: ignore[reportPrivateUsage]
    from contextvars import copy_context

    class _Begun(Coroutine[Any, Any, Any]):
        """A coroutine that waits for something already. A task continues it."""

        __slots__ = ("_awaited", "_work")

        def __init__(self, work: Coroutine[Any, Any, Any], awaited: Any) -> None:
            """Keep the coroutine, and what it waits for."""
            self._work = work
            self._awaited: list[Any] = [awaited]

        def send(self, value: Any) -> Any:
            """Continue the coroutine. At first, let the task wait for what the coroutine waits for."""
            return self._awaited.pop() if self._awaited else self._work.send(value)

        def throw(self, *error: Any) -> Any:
            """Raise an exception in the coroutine."""
            self._awaited.clear()
            return self._work.throw(*error)

        def close(self) -> None:
            """Close the coroutine."""
            self._work.close()

        def __await__(self) -> Any:
            raise NotImplementedError  # only a task runs it

    def _start(work: Coroutine[Any, Any, Any], *, loop: asyncio.AbstractEventLoop) -> asyncio.Future[Any]:
        """Run the first step of a coroutine, and let a task do the rest.

        The task is initialised only if there is a rest: its constructor would schedule a step. In the first step it
        is the current task already, since libraries remember in which task a timeout or a cancel scope was entered.
        """
        creator, context = asyncio.current_task(loop), copy_context()
        task: asyncio.Task[Any] = _task.__new__(_task)
        if creator is not None:
            _leave_task(loop, creator)
        _enter_task(loop, task)
        try:
            awaited = context.run(work.send, None)
        except BaseException as error:
            done = loop.create_future()
            if isinstance(error, StopIteration):
                done.set_result(error.value)
            else:
                done.set_exception(error)
            return done
        finally:
            _leave_task(loop, task)
            if creator is not None:
                _enter_task(loop, creator)
        task.__init__(_Begun(work, awaited), loop=loop, context=context)  # type: ignore[misc]
        return task


start_at_once: Callable[..., asyncio.Future[Any]] = (
    partial(_task, eager_start=True) if sys.version_info >= (3, 12) else _start
)
"""Start a coroutine as a task of an event loop, `loop=`, and return its future."""
