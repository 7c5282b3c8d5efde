"""Deliver the result of an item: note it in the journal, count it, and pass it to the consumer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

from epilot_targeting_generated import models

from ..errors import TargetingError
from ._engine_state import EngineState
from ._items import Item
from ._journal_state import State
from ._results import BulkResult, Status

NOTED = {"done": State.DONE, "exists": State.EXISTS, "rejected": State.REJECTED}
"""The states that results are noted with. An item without one stays in doubt."""


class Delivery:
    """The way of results from the tasks of a run to its consumer.

    Args:
        engine: The state of the run.
        after_result: Called after each result of an item that was open.
    """

    def __init__(self, engine: EngineState, after_result: Callable[[], None]) -> None:
        """Keep the arguments.

        Args:
            engine: The state of the run: its journal, counts, open items and queue of results.
            after_result: Called after each result of an open item, which `report` delivers. `deliver` does not call
                it.
        """
        self._engine = engine
        self._after_result = after_result

    async def report(
        self,
        item: Item,
        status: Status,
        *,
        recipient: models.Recipient | None = None,
        error: TargetingError | None = None,
    ) -> None:
        """Report the result of an open item: write it to the journal, count it, and pass it to the consumer.

        If the consumer has too many results, first wait until it takes one, or the run stops. Then queue the
        outcome for the journal, and return: the rest follows by `_deliver_noted` when the journal has written it.
        `unknown` is not written, so that the item stays in doubt, and is delivered before this returns. An error of
        the journal is not raised, but interrupts the run.

        Args:
            item: The item, which is in `open` of the work queue. Report it once.
            status: `done`, `exists`, `rejected` or `unknown`.
            recipient: Its recipient, if the service returned it. Default: none.
            error: Why it is rejected or unknown. Default: none.
        """
        await self._engine.results.reserve()
        if item.was_sent:
            self._engine.was_in_doubt = True
        if status == "done":
            item.was_sent = True  # until the outcome is written: a run that is cancelled before keeps its note
        result = BulkResult(item.source, item.key, status, recipient, self._complete(error, item), item.attempts)
        if status in NOTED:
            self._engine.journal.finish((item.key, NOTED[status]), partial(self._deliver_noted, result))
        else:
            self._deliver_noted(result, None)

    async def deliver(
        self, item: Item, status: Literal["skipped", "rejected"], error: TargetingError | None = None
    ) -> None:
        """Count and deliver the result of an item that this run does not send. The journal does not get it.

        If the queue of results is full, first wait until the consumer takes one, or the run stops.

        Args:
            item: The item, which is not in `open` of the work queue.
            status: The result.
            error: Why the item is rejected. Default: none.
        """
        await self._engine.results.reserve()
        self._engine.counts.add(status)
        self._engine.results.put(BulkResult(item.source, item.key, status, error=self._complete(error, item)))

    def _complete(self, error: TargetingError | None, item: Item) -> TargetingError | None:
        """Set the operation and the attempts of an error of this run that no call has raised, and return the error."""
        if error is not None and error.operation is None:
            error.operation, error.attempts = self._engine.settings.operation.name, item.attempts
        return error

    def _deliver_noted(self, result: BulkResult[Any], failure: Exception | None) -> None:
        """Count a result and deliver it to the consumer.

        Remove its item from the open ones, which may end the run. This does not wait: `report` has reserved a place
        in the queue. The journal calls this after it has tried to write the result. For the status `unknown`, which
        is not written, `report` calls this directly.

        Args:
            result: The result. Its item is open.
            failure: The error of the journal, or None. An error interrupts the run, and the result is delivered all
                the same.
        """
        if failure is not None:
            self._engine.interrupt(failure)
        del self._engine.work.open[result.key]
        self._engine.counts.add(result.status)
        self._engine.results.put(result)
        self._after_result()
