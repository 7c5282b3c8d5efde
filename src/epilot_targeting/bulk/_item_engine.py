"""The tasks of a run that sends its items one by one: pull them, send them, and decide what follows a failed call."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterable, Iterable
from typing import Any

from ..errors import TargetingError
from ._engine import Engine, Work
from ._failures import failure_of
from ._input import Input
from ._items import Item
from ._settings import Settings


class ItemEngine(Engine):
    """The tasks of one run that sends each item by a call.

    Args:
        settings: The arguments of the run.
        source: The items.
    """

    def __init__(self, settings: Settings, source: Iterable[Any] | AsyncIterable[Any]) -> None:
        """Create the parts of a run. Nothing is pulled or sent before `drive`. The event loop must be running.

        `source` has the items, as the user passed it in.
        """
        super().__init__(settings)
        self._input = Input(self, source)

    def is_at_rest(self) -> bool:
        """Return whether nothing is left to send: the input has ended, and all open items wait to be read back.

        Open items are those without a result, also those that are queued. There may be none. If this is True, the list
        is read without waiting for more items.
        """
        return self.work.is_input_ended and self.read_back.size == len(self.work.open)

    def _workers(self) -> list[Work]:
        """Return the async functions of the tasks that end by themselves after `stop`. `drive` starts them.

        They have no arguments. The list has the function that sends items `concurrency` times, and once the function
        that notes the input in the journal.
        """
        return [*[self._work] * self.settings.concurrency, self._input.register]

    def _others(self) -> list[Work]:
        """Return the async functions of the two tasks that `drive` cancels at a stop.

        They pull the input, and read recipients back. They have no arguments. `drive` starts them.
        """
        return [self._input.pull, self.read_back.run]

    async def _work(self) -> None:
        """Send waiting items, one after the other, until the run stops.

        Each concurrent sender is a task with this function. It waits while no item is there, and while calls pause. An
        exception of `_send` is raised, and fails the run. The item of a call that is cancelled, or ended by an
        exception that is no `TargetingError`, counts as sent: the request may have been carried out, so the journal
        keeps the item in doubt.
        """
        while (item := await self.work.take()) is not None:
            if not await self.gate.enter():
                return
            try:
                await self._send(item)
            except BaseException:  # a middleware may have raised it after the request
                item.was_sent = True
                raise

    async def _send(self, item: Item) -> None:
        """Send an item by one call. Report it as `done` after a success; after a failure let `_fail` decide.

        The caller has taken the item from the queue and entered the gate. The outcome is reported to the gate here.

        A `TargetingError` is not raised, but kept in the item, as is the number of attempts. Any other exception, such
        as that of a middleware, is raised and fails the run.
        """
        settings = self.settings
        if not item.was_sent and item.first_sent is None:
            item.first_sent = dt.datetime.now(dt.UTC)
        try:
            recipient = await settings.operation.send(settings.caller, settings.campaign_id, item)
        except TargetingError as error:
            error.__traceback__ = None  # a result keeps the error, and its frames the body
            item.attempts += error.attempts
            item.last_error = error
            await self._fail(item, error)
        else:
            item.attempts += 1
            self.gate.succeed()
            await self.delivery.report(item, "done", recipient=recipient)

    async def _fail(self, item: Item, error: TargetingError) -> None:
        """Decide what follows the failed call of an item, by the class of its error. Nothing is raised.

        After a fatal error, such as an invalid token, `interrupt` ends the run, and the item stays open. Any
        other error is reported to the gate, so that calls pause in an outage and at the rate limit. A long outage
        interrupts the run too, but even then the item

        - is added to `read_back` if the write may have been carried out, also after a malformed success;
        - is put back in the queue, before other items, if the service did nothing;
        - is reported as `rejected` if the service refused it, or added to `read_back` if the operation has to
          compare it first.

        If the run was interrupted, an item that is queued or added to `read_back` stays open.
        """
        failure = failure_of(error)
        item.was_sent = item.was_sent or error.applied is not False
        if failure == "fatal" or (failure == "refused" and self.settings.operation.is_fatal(error)):
            self.interrupt(error)
            return
        if failure == "limited":
            self.gate.limit(error)
        else:
            self.count_failure(error)
        if error.applied is not False:
            item.unknowns += 1
            self.read_back.add_unknown(item)
        elif failure != "refused":
            self.work.put_back(item)
        elif self.settings.operation.needs_reading(error):
            self.read_back.add_refused(item, error)
        else:
            await self.delivery.report(item, "rejected", error=error)
