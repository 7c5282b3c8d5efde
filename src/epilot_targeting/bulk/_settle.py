"""Settle unknown outcomes and refusals: read the recipients back, in one iteration for many items."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any

from epilot_targeting_generated import models

from ..errors import TargetingError
from ._errors import OutcomeUnknownError, RecipientMismatchError
from ._items import Item
from ._recipient_list import PAGE_SIZE, id_of, read_list
from ._results import Status

if TYPE_CHECKING:
    from ._engine import Engine

MAX_UNSETTLED = 1000
"""Items from which on no further one is pulled, and a reading starts as soon as one of them can be settled."""
EARLY = 1.0
"""Seconds before an early reading."""
PACE = 4
"""The share of time between readings, as a multiple of the last reading's duration."""
TICK = 0.001
"""Seconds by which a timer may end too early."""
MAX_UNKNOWNS = 6
"""Attempts of unknown outcome after which an item that is absent is rejected."""
UNDECIDED = "nothing in the list shows that the write was carried out, so this is unknown, and it is not repeated"


class Settler:
    """The items that have to be read back.

    Args:
        engine: The run.
    """

    def __init__(self, engine: Engine) -> None:
        """Create an empty record of items to read back. `run` reads them back."""
        self._engine = engine
        self._loop = asyncio.get_running_loop()
        self._items: dict[str, Item] = {}
        self._next_start = 0.0
        self._early_start = inf
        self._wake = asyncio.Event()

    @property
    def size(self) -> int:
        """The number of items that have to be read back and have no result yet."""
        return len(self._items)

    @property
    def is_full(self) -> bool:
        """Whether so many items have to be read back that no further one should be pulled."""
        return len(self._items) >= MAX_UNSETTLED

    def add_unknown(self, item: Item) -> None:
        """Have an item read back whose write may have been carried out.

        Before `settle_after` seconds from now, its absence from the list of recipients proves nothing, and the item
        waits for another reading.
        """
        item.decided_from = self._loop.time() + self._engine.settings.settle_after
        item.refusal = None
        self._add(item)

    def add_refused(self, item: Item, error: TargetingError) -> None:
        """Have an item read back that the service has refused, perhaps because its recipient is there already.

        If its recipient is absent, the item is `rejected` with this error.
        """
        item.decided_from = max(item.decided_from, self._loop.time())
        item.refusal = error
        self._add(item)

    def read_early(self) -> None:
        """Start one reading in a second, without waiting for `settle_after`: the list may show some outcomes by then.

        Only `retrigger_failed` calls this.
        """
        self._early_start = self._loop.time() + EARLY
        self._wake.set()

    def _add(self, item: Item) -> None:
        """Add an item, and wake `run` for the first one, for the 1,000th, or if nothing is left to send."""
        self._items[item.key] = item
        if len(self._items) in (1, MAX_UNSETTLED):
            self._wake.set()
        self.check_rest()

    def check_rest(self) -> None:
        """If nothing is left to send, wake `run`: it need not wait for further items.

        It is called after each result, and at the end of the input.
        """
        if self._items and self._engine.is_at_rest():
            self._wake.set()

    async def run(self) -> None:
        """Read the list of recipients back whenever it is time to, until the task is cancelled.

        The engine starts this as a task of the run.
        """
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._seconds_left()):
                    await self._wake.wait()
            self._wake.clear()
            if self._seconds_left() == 0:
                started = self._loop.time()
                await self._read(started + TICK)
                now = self._loop.time()
                self._next_start = now + PACE * (now - started)

    def _seconds_left(self) -> float | None:
        """Return the seconds until the next reading starts, or None if there is nothing to read.

        The reading waits for further items while the run has others to send, and not for more than another
        `settle_after`. At the end of the run it waits until all items can be settled.
        """
        if not self._items:
            return None
        times = [item.decided_from for item in self._items.values()]
        if self._engine.is_at_rest():
            start = max(times)
        elif self.is_full:
            start = min(times)
        else:
            start = max(self._next_start, min(times) + self._engine.settings.settle_after)
        left = min(start, self._early_start) - self._loop.time()
        return left if left > TICK else 0.0

    async def _read(self, started: float) -> None:
        """Read the list of recipients once, and settle the items: first those in the list, then the absent ones.

        If the list cannot be read, settle all of them as `unknown`.

        Args:
            started: The time of the event loop at which the reading starts. Items whose `decided_from` is later stay,
                if the list does not settle them.
        """
        settings, self._early_start = self._engine.settings, inf
        wanted = dict(self._items)
        pager = settings.caller.iter_recipients(settings.campaign_id, limit=PAGE_SIZE)
        try:
            is_read = await read_list(self._engine, pager, partial(self._compare, wanted, started))
        except TargetingError as error:
            await self._give_up(wanted, error)
            return
        for item in wanted.values() if is_read else ():
            await self._absent(item, started)

    async def _compare(self, wanted: dict[str, Item], started: float, recipient: models.Recipient) -> bool:
        """Settle the item of a recipient from the list, if it has one, and return whether another item is still wanted.

        Args:
            wanted: The items without a recipient so far, by key. The one that is found is removed.
            started: The time of the event loop at which the reading started.
            recipient: The recipient.
        """
        item = wanted.pop(id_of(recipient), None)
        if item is not None:
            await self._found(item, recipient, started)
        return bool(wanted)

    async def _give_up(self, wanted: dict[str, Item], cause: TargetingError) -> None:
        """Settle items as `unknown`, because the list cannot be read.

        Args:
            wanted: The items, by key.
            cause: The error of the list.
        """
        for item in wanted.values():
            text = "the list of recipients cannot be read, so it is unknown whether the write was carried out"
            await self._settle(item, "unknown", error=_caused(OutcomeUnknownError(text), cause))

    async def _found(self, item: Item, recipient: models.Recipient, started: float) -> None:
        """Settle an item by its recipient in the list, send it again, or keep it while the list may lag.

        Args:
            item: The item.
            recipient: Its recipient.
            started: The time of the event loop at which the reading started.
        """
        verdict = self._engine.settings.operation.compare(item, recipient)
        if verdict == "as_asked":
            await self._settle(item, "done" if item.was_sent else "exists", recipient=recipient)
        elif item.was_sent and started < item.decided_from:
            return  # the list may lag
        elif verdict == "send":
            await self._send_again(item)
        elif verdict == "undecided":
            await self._undecided(item, recipient)
        else:
            status: Status = "unknown" if verdict == "overtaken" else "rejected"
            error = self._mismatch(item, recipient, is_unknown=verdict == "overtaken")
            await self._settle(item, status, recipient=recipient, error=error)

    async def _absent(self, item: Item, started: float) -> None:
        """Settle an item that is not in the list, send it again, or keep it while the list may lag.

        Args:
            item: The item.
            started: The time of the event loop at which the reading started.
        """
        if item.was_sent and started < item.decided_from:
            return  # the write may not show yet
        if item.refusal is not None:
            await self._settle(item, "rejected", error=item.refusal)
        elif self._engine.settings.operation.is_repeatable:
            await self._send_again(item)
        else:
            await self._undecided(item, None)

    async def _undecided(self, item: Item, recipient: models.Recipient | None) -> None:
        """Settle an item as `unknown`, because nothing proves its outcome.

        The result has its recipient, if it is in the list.
        """
        error = OutcomeUnknownError(UNDECIDED, operation=self._engine.settings.operation.name)
        await self._settle(item, "unknown", recipient=recipient, error=_caused(error, item.last_error))

    async def _send_again(self, item: Item) -> None:
        """Queue an item again, or settle it as `rejected` after six attempts of unknown outcome."""
        if item.unknowns >= MAX_UNKNOWNS:
            await self._settle(item, "rejected", error=item.last_error)
        else:
            del self._items[item.key]
            self._engine.work.add(item)

    async def _settle(self, item: Item, status: Status, **details: Any) -> None:
        """Remove an item, which must be in this record, and report its result.

        The details are `recipient` and `error` of the result.
        """
        del self._items[item.key]
        self._engine.work.notify()  # further items may be pulled
        await self._engine.report(item, status, **details)

    def _mismatch(self, item: Item, recipient: models.Recipient, *, is_unknown: bool) -> TargetingError:
        """Return the error of an item whose recipient in the list has other values than asked for.

        It is an `OutcomeUnknownError` if the recipient was changed since the write was sent, else a
        `RecipientMismatchError`.
        """
        operation, found = self._engine.settings.operation, recipient.to_dict()
        names = operation.differences(item, found)
        asked = {name: item.body.get("status" if name not in item.body else name) for name in names}
        text = f"the recipient has other values than asked for: {', '.join(names)}"
        if is_unknown:
            text += "; it was changed since the write was sent, so it is unknown whether the write was carried out"
        kind = OutcomeUnknownError if is_unknown else RecipientMismatchError
        error = kind(text, asked=asked, found={name: found.get(name) for name in names}, operation=operation.name)
        return _caused(error, item.refusal or item.last_error)


def _caused(error: TargetingError, cause: TargetingError | None) -> TargetingError:
    """Set the cause of an error, or None for no cause, and return the error."""
    error.__cause__ = cause
    return error
