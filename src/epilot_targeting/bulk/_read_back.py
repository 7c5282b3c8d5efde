"""The items that have to be read back, and when the list of recipients is read for them: `ReadBack`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from math import inf

from epilot_targeting_generated import models

from ..errors import TargetingError
from ._delivery import Delivery
from ._engine_state import EngineState
from ._items import Item
from ._recipient_list import PAGE_SIZE, id_of, read_list
from ._settle_outcomes import Settler

MAX_UNSETTLED = 1000
"""Items from which on no further one is pulled, and a reading starts as soon as one of them can be settled."""
EARLY = 1.0
"""Seconds before an early reading."""
PACE = 4
"""The share of time between readings, as a multiple of the last reading's duration."""
TICK = 0.001
"""Seconds by which a timer may end too early."""


class ReadBack:
    """The items that have to be read back, in one iteration over the list for many of them.

    Args:
        engine: The state of the run.
        delivery: Where the results of settled items go.
        is_at_rest: Returns whether nothing else is sent before the items in the record have results.
    """

    def __init__(self, engine: EngineState, delivery: Delivery, is_at_rest: Callable[[], bool]) -> None:
        """Create an empty record of items. The docstring of the class explains the arguments.

        The engine starts `run` as a task, which reads the items back. The event loop must be running here.
        """
        self._engine = engine
        self._is_at_rest = is_at_rest
        self._settler = Settler(engine, delivery, self.remove)
        self._loop = asyncio.get_running_loop()
        self._items: dict[str, Item] = {}
        self._next_start = 0.0
        self._early_start = inf
        self._wake = asyncio.Event()

    @property
    def size(self) -> int:
        """The number of items that have to be read back. They have no result yet."""
        return len(self._items)

    @property
    def is_full(self) -> bool:
        """Whether 1,000 items or more have to be read back, so that `Input` registers no further one."""
        return len(self._items) >= MAX_UNSETTLED

    def add_unknown(self, item: Item) -> None:
        """Add an item whose write may have been carried out, to be read back by a later reading.

        A reading that starts within `settle_after` seconds from now settles the item only if its recipient is as asked,
        since the list may lag. Otherwise the item waits for another reading. If it was added before, these seconds
        begin anew, and its `refusal` becomes None.
        """
        item.decided_from = self._loop.time() + self._engine.settings.settle_after
        item.refusal = None
        self._add(item)

    def add_refused(self, item: Item, error: TargetingError) -> None:
        """Add an item that the service has refused, to be read back: its recipient may be as asked already.

        `ItemEngine._fail` calls this with the service's refusal, `error`. If the recipient is in the list,
        `Settler.found` decides: the item is `exists` or `done` if it is as asked. If it is absent, the item is
        `rejected` with `error`. If an earlier write of the item had an unknown outcome, absence counts only
        `settle_after` seconds after that.
        """
        item.decided_from = max(item.decided_from, self._loop.time())
        item.refusal = error
        self._add(item)

    def read_early(self) -> None:
        """Start a reading one second from now, without waiting for `settle_after`.

        The list may show some outcomes by then. The time of the regular reading stays: if that starts earlier,
        there is no early one. A further call puts the early reading off to a second after that call.
        `BatchSender.read_back` of `retrigger_failed` calls this after `add_unknown`.
        """
        self._early_start = self._loop.time() + EARLY
        self._wake.set()

    def _add(self, item: Item) -> None:
        """Keep an item until `remove`. Wake `run` if it is the first one or the 1,000th, or if nothing is left to send.

        An item with the same key is replaced.
        """
        self._items[item.key] = item
        if len(self._items) in (1, MAX_UNSETTLED):
            self._wake.set()
        self.check_rest()

    def remove(self, item: Item) -> None:
        """Remove an item that need not be read back any more: it gets a result, or is sent again.

        Raises:
            KeyError: It was not added.
        """
        del self._items[item.key]

    def check_rest(self) -> None:
        """If nothing is left to send, and items wait to be read back, wake `run`: it need not wait for further items.

        The run calls this after each result, and at the end of the input.
        """
        if self._items and self._is_at_rest():
            self._wake.set()

    async def run(self) -> None:
        """Read the list of recipients back whenever it is time to, until the task is cancelled.

        The engine starts this as a task of the run. `_seconds_left` says when the next reading starts. If the list
        cannot be read, `Settler.unreadable` decides on the items that this reading has not found. That error is not
        raised, and further readings follow for other items. Any other exception, such as that of a middleware, is
        raised and fails the run.
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
        """Return the seconds until the next reading starts: 0 for now, None if no item waits for one.

        If nothing is left to send, it starts when `decided_from` of all items has passed. Otherwise, if `is_full`,
        it starts when that of the first item has passed. Otherwise it starts `settle_after` seconds after that of
        the first item, so that further items share it, but not before a pause of `PACE` times the duration of the
        last reading.

        It starts at the time that `read_early` has set, if that is earlier.
        """
        if not self._items:
            return None
        times = [item.decided_from for item in self._items.values()]
        if self._is_at_rest():
            start = max(times)
        elif self.is_full:
            start = min(times)
        else:
            start = max(self._next_start, min(times) + self._engine.settings.settle_after)
        left = min(start, self._early_start) - self._loop.time()
        return left if left > TICK else 0.0

    async def _read(self, started: float) -> None:
        """Read the list of recipients once, and let `Settler` decide on items in it, then on absent ones.

        If the list cannot be read, `Settler.unreadable` decides on items that were not found before the error, which is
        not raised. If the run stops meanwhile, the items that are left stay without a result.

        Args:
            started: The time of the event loop at which the reading starts. An item that may have been sent, and whose
                `decided_from` is later, stays for another reading, unless `compare` of the operation returns `as_asked`
                for its recipient.
        """
        settings, self._early_start = self._engine.settings, inf
        wanted = dict(self._items)
        pager = settings.caller.iter_recipients(settings.campaign_id, limit=PAGE_SIZE)
        try:
            is_read = await read_list(self._engine, pager, partial(self._compare, wanted, started))
        except TargetingError as error:
            await self._settler.unreadable(wanted.values(), error)
            return
        for item in wanted.values() if is_read else ():
            await self._settler.absent(item, started)

    async def _compare(self, wanted: dict[str, Item], started: float, recipient: models.Recipient) -> bool:
        """Let `Settler.found` decide on the item of a recipient from the list. Return whether items are left to find.

        A recipient that no item has asked for is ignored. `read_list` calls this for each recipient, and ends the
        reading when it returns False.

        Args:
            wanted: The items that were not found so far, by key. The one that is found is removed.
            started: The time of the event loop at which the reading started.
            recipient: The recipient.
        """
        item = wanted.pop(id_of(recipient), None)
        if item is not None:
            await self._settler.found(item, recipient, started)
        return bool(wanted)
