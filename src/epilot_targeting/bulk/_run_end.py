"""How a bulk run that ended early says so: the error that it raises, or a note on the exception of its block."""

from __future__ import annotations

import asyncio

from ..errors import TargetingError
from ._engine import Engine
from ._failures import is_unreached
from ._outage_message import CHECK
from ._run_errors import interrupted_error
from ._run_state import RunState


def raise_failure(state: RunState, engine: Engine, *, is_raised: bool) -> None:
    """Raise what ended the run early. Return if every item has a result, and nothing is left to raise.

    `BulkRun` calls this when the tasks of the run have ended, and all its results are taken.

    Args:
        state: The state of the run.
        engine: The engine of the run.
        is_raised: Whether an earlier call has raised the exception of the input, a middleware or a callback.

    Raises:
        Exception: The input, a middleware or a callback raised it, and `is_raised` is False. This comes first, also if
            every item has a result. It gets a note with the state of the run, unless that is complete. A
            `TargetingError` whose `applied` is False gets the `applied` of the run.
        BulkInterrupted: The run gave up: `interruption` of the engine is set. Each further call raises it again.
        RuntimeError: The run did not give up, and items have no result: it was cancelled, the user left its block
            early, or `is_raised` is True. In the last case, the exception of the input, a middleware or a callback is
            the cause.
    """
    failure = engine.failure
    if failure is not None and not is_raised:
        if isinstance(failure, TargetingError) and failure.applied is False:
            failure.applied = engine.applied  # it speaks of the run from here on
        add_note(state, failure)
        raise failure
    cause = engine.interruption
    if cause is not None:
        advice = f"{CHECK}; " if not engine.gate.is_reached and is_unreached(cause) else ""
        rest = f"{advice}{state.text()}"
        raise interrupted_error(cause, state.name, state.counts, engine.applied, rest) from cause
    if not engine.is_complete:
        text = f"{state.name} ended early, and a bulk run can be used once: {state.text()}"
        raise RuntimeError(text) from failure


def add_note(state: RunState, error: BaseException) -> None:
    """Add a note to an exception that ends the run early: what is done, what is left, and how to continue.

    Add none if the run is complete or was not started, or if the exception has the same text already.
    """
    if state.engine is None or state.engine.is_complete:
        return
    text = state.text()
    if not any(text in known for known in (str(error), *getattr(error, "__notes__", ()))):
        is_cancelled = isinstance(error, asyncio.CancelledError | KeyboardInterrupt)
        verb = "was cancelled" if is_cancelled else "ended early"
        error.add_note(f"{state.name} {verb}: {text}")
