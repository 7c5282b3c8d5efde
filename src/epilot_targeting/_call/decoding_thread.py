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
    """Decode in a thread, so that the event loop runs other tasks and the deadline. A cancelled call stops the thread.

    Args:
        decode: Returns the decoded response.
    """
    request = Interrupt()

    def work() -> T:
        """Decode with the interrupt of this call, which stops the thread soon after the call has ended."""
        interrupt.set(request)  # in the thread's copy of the context
        return decode()

    try:
        return await run_in_task(lambda: asyncio.to_thread(work))
    finally:
        request.requested = True
