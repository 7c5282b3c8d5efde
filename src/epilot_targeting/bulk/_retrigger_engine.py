"""The tasks of `retrigger_failed`: collect the failed recipients, then send one batch after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any

from ._engine import Engine, Work
from ._errors import RetriggerRefusedError
from ._items import Item
from ._journal_state import State
from ._retrigger_batch import BatchSender
from ._retrigger_collect import collect
from ._settings import Settings

MAX_UNKNOWN = 3
"""Batches in a row of unknown outcome after which the run ends: each one leaves recipients that nobody can decide."""
FAILED_AGAIN = (
    "its automation was started again with this journal, and has failed again; nothing was sent: "
    "another journal starts it once more"
)


class RetriggerEngine(Engine):
    """The tasks of a run of `retrigger_failed`. Recipients are noted in doubt right before they are sent.

    Args:
        settings: The arguments of the run.
        source: Ignored: the failed recipients are read from the service.
    """

    def __init__(self, settings: Settings, source: Iterable[Any]) -> None:
        """Create the parts of a run, whose tasks `drive` starts. The event loop must be running.

        `source` is ignored: `_retrigger_all` reads the failed recipients from the service. `BulkRun` passes it to
        each engine.
        """
        del source
        super().__init__(settings)
        self._sender = BatchSender(self)

    def is_at_rest(self) -> bool:
        """Return whether all open recipients wait to be read back: nothing is sent before they have results.

        `ReadBack` then reads the list of recipients without waiting for more of them. The open recipients are those
        of the present batch that have no result. Return True if none is open.
        """
        return self.read_back.size == len(self.work.open)

    def _workers(self) -> list[Work]:
        """Return the async function of the one task that ends by itself after `stop`: it sends all batches.

        It has no arguments. `drive` starts it.
        """
        return [self._retrigger_all]

    def _others(self) -> list[Work]:
        """Return the async function of the one task that `drive` cancels at a stop: it reads recipients back.

        It has no arguments. `drive` starts it.
        """
        return [self.read_back.run]

    def after_result(self) -> None:
        """Do as `Engine` does, and wake `_retrigger`, which waits for the results of the batch.

        `Delivery` calls this each time it has removed a recipient with a result from `work.open`.
        """
        super().after_result()
        self.work.notify()

    async def _retrigger_all(self) -> None:
        """Retrigger all failed recipients batch by batch, until each has a result or the run stops.

        The one task that sends does this. It first collects the recipients, and then sets `total`. A
        `TargetingError` is not raised. It interrupts the run if the list cannot be read, the error is fatal, an
        outage lasts too long, or recipients are left after three batches in a row of unknown outcome. Then this
        returns.

        Raises:
            JournalError: The journal cannot be used. `_guard` then interrupts the run.
            Exception: A middleware raised it. `_guard` then makes the run fail.
        """
        digests = await collect(self)
        if self.work.is_stopped:
            return  # the list was not read to its end: how many there are is unknown
        keys = deque(digests)
        self.total = len(keys) + self.counts["rejected"]
        while keys and not self.work.is_stopped:
            batch = [keys.popleft() for _ in range(min(self._sender.size, len(keys)))]
            items = [Item(key, key, {}, digests[key]) for key in batch]
            await self._retrigger(items)
            if keys and len(self._sender.unknown) >= MAX_UNKNOWN:
                self.interrupt(self._sender.unknown[-1])
        if keys:
            return  # the run was stopped: the input has not ended, also if no recipient is open
        self.work.is_input_ended = True
        self.end_if_complete()

    async def _retrigger(self, items: list[Item]) -> None:
        """Send those items of a batch that the journal does not have. Wait for a result of each, or a stop.

        A request with which the service does nothing is repeated until the run stops, as after a long outage, or split
        if it was refused. Items that the journal has are not sent: `_resume` reports their results or has them read
        back. A `TargetingError` is not raised: see `BatchSender.send`.

        Raises:
            JournalError: The journal cannot be read or written.
            Exception: A middleware raised it.
        """
        known = await self.journal.find([item.key for item in items])
        new = [item for item in items if item.key not in known]
        self.work.open.update((item.key, item) for item in new)
        for item in items:
            if item.key in known:
                await self._resume(item, *known[item.key])
        batches = [new] if new else []
        while batches:
            batches = [*await self._sender.send(batches[0]), *batches[1:]]
        while self.work.open and not self.work.is_stopped:
            await self.work.changed()

    async def _resume(self, item: Item, digest: str, state: int) -> None:
        """Report the result of an item that the journal has already, or add it to `ReadBack`.

        It is never sent again. The two digests differ if another execution has failed since the journal got its
        own. An item with a result is `rejected` then, else `skipped`. One that an earlier run left in doubt is
        `done` then, else `ReadBack` reads it back later. This waits only while the consumer has too many results.

        Args:
            item: The item, with the digest of the execution that failed now.
            digest: The digest of the execution that the journal has.
            state: The `State` that the journal has.
        """
        if state != State.LEFT_IN_DOUBT:
            error = None if digest == item.digest else RetriggerRefusedError(FAILED_AGAIN)
            await self.delivery.deliver(item, "rejected" if error else "skipped", error)
            return
        self.work.open[item.key] = item
        item.was_sent = True
        if digest == item.digest:
            self._sender.read_back([item])
        else:
            await self.delivery.report(item, "done")  # the execution that failed now is another one
