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
    """Stop a run in its event loop, from any thread. Calls under way have 5 seconds to end. This does not wait.

    If the loop is closed, do nothing.

    Args:
        engine: The tasks of the run.
        driver: The task that runs them.
        shown: The task that shows the progress, or None.
        reporter: The display of the progress, or None.
    """

    def stop() -> None:
        """Stop the tasks and the display. The event loop calls this."""
        STOPPING.add(driver)
        driver.add_done_callback(STOPPING.discard)
        engine.stop()
        if shown is not None and reporter is not None:
            shown.cancel()
            reporter.close()

    with suppress(RuntimeError):  # the loop is closed
        driver.get_loop().call_soon_threadsafe(stop)
