"""Deliver the result of an item: note it in the journal, count it, and pass it to the consumer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from epilot_targeting_generated import models

from ..errors import TargetingError
from ._items import Item
from ._journal_database import State
from ._results import BulkResult, Status

if TYPE_CHECKING:
    from ._engine import Engine

NOTED = {"done": State.DONE, "exists": State.EXISTS, "rejected": State.REJECTED}
"""The states that results are noted with. An item without one stays in doubt."""


class Delivery:
    """The way of results from the tasks of a run to its consumer.

    Args:
        engine: The run.
    """

    def __init__(self, engine: Engine) -> None:
        """Keep the run, whose journal, counts and queue of results are used."""
        self._engine = engine

    async def report(
        self,
        item: Item,
        status: Status,
        *,
        recipient: models.Recipient | None = None,
        error: TargetingError | None = None,
    ) -> None:
        """Note the outcome of an item that was sent in the journal, and then deliver its result to the consumer.

        The outcome `unknown` is not noted: the item stays in doubt. This waits while the consumer has too many results.
        `recipient` and `error` become those of the `BulkResult`.
        """
        await self._engine.results.reserve()
        result = BulkResult(item.source, item.key, status, recipient, error, item.attempts)
        if status in NOTED:
            self._engine.journal.finish((item.key, NOTED[status]), partial(self._deliver_noted, result))
        else:
            self._deliver_noted(result, None)

    async def deliver(self, item: Item, status: Status, error: TargetingError | None = None) -> None:
        """Deliver the result of an item that is not sent, such as `skipped`, without noting it in the journal.

        `error` is why an item is rejected.
        """
        await self._engine.results.reserve()
        self._engine.counts.add(status)
        self._engine.results.put(BulkResult(item.source, item.key, status, error=error))

    def _deliver_noted(self, result: BulkResult[Any], failure: Exception | None) -> None:
        """Count a result and deliver it to the consumer, after the journal has noted it. The item is no longer open.

        If the journal could not note it, `failure` is its error, which interrupts the run.
        """
        if failure is not None:
            self._engine.interrupt(failure)
        del self._engine.work.open[result.key]
        self._engine.counts.add(result.status)
        self._engine.results.put(result)
        self._engine.after_result()
