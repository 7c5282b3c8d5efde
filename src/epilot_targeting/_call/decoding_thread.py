"""Decode a response of more than 1 MiB in a thread, which ends soon after its call does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from epilot_targeting_generated.interrupt import Interrupt, interrupt

from .._tasks import run_in_task

T = TypeVar("T")
SMALL_BODY = 2**20
"""The largest body, in bytes, that is decoded without a thread: it takes a few milliseconds."""


async def decode_in_thread(decode: Callable[[], T]) -> T:
    """Call `decode` in a thread, and return its result. The event loop runs other tasks meanwhile.

    So the deadline of the call can cancel this wait. Then CancelledError is raised at once, as after any
    other cancellation. `decode` ends soon afterwards: the conversion of a list raises Interrupted in the
    thread. An exception of `decode` is raised unchanged.

    Args:
        decode: Returns the decoded response. It has no arguments.
    """
    interrupt_request = Interrupt()

    def work() -> T:
        """Return the result of `decode`, which runs in the thread. Its exception is raised.

        `decode_in_thread` sets `interrupt_request.requested` to True at its end. If `decode` still runs then, it raises
        `Interrupted` at the next long list that it converts.
        """
        interrupt.set(interrupt_request)  # in the thread's copy of the context
        return decode()

    try:
        return await run_in_task(lambda: asyncio.to_thread(work))
    finally:
        interrupt_request.requested = True
