"""Stop a run that was dropped before its end: nobody waits for its tasks."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._engine import Engine
    from ._progress import Reporter

STOPPING: set[asyncio.Task[None]] = set()
"""The tasks of dropped runs until they end: an event loop has weak references to its tasks only."""


def stop_dropped(
    engine: Engine, driver: asyncio.Task[None], shown: asyncio.Task[None] | None, reporter: Reporter | None
) -> None:
    """Stop a run in its event loop, from any thread. Calls under way have 5 seconds to end.

    This does not wait, and raises nothing. If the loop is closed, do nothing.

    Args:
        engine: The engine of the run, which is stopped.
        driver: The task of its `drive`.
        shown: The task that updates the display of the progress, or None. It is cancelled.
        reporter: The display of the progress, or None. It is closed.
    """

    def stop() -> None:
        """Stop the engine and the display, and keep the task until it ends. The event loop calls this in its thread."""
        STOPPING.add(driver)
        driver.add_done_callback(STOPPING.discard)
        engine.stop()
        if shown is not None and reporter is not None:
            shown.cancel()
            reporter.close()

    with suppress(RuntimeError):  # the loop is closed
        driver.get_loop().call_soon_threadsafe(stop)
