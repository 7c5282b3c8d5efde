"""The tasks of `retrigger_failed`: collect the failed recipients, then send one batch after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any

from epilot_targeting_generated import models

from ..errors import TargetingError
from ._engine import Engine, Work
from ._errors import RetriggerRefusedError, failure_of
from ._executions import digest_of, execution_id
from ._items import Item
from ._journal_database import State
from ._recipient_list import PAGE_SIZE, id_of, read_list
from ._results import BulkResult
from ._settings import Settings

MAX_UNKNOWN = 3
"""Batches in a row of unknown outcome after which the run ends: each one leaves recipients that nobody can decide."""
REFUSALS = ("failure", "not_found", "invalid_status")
FAILED_AGAIN = (
    "its automation was started again with this journal, and has failed again; nothing was sent: "
    "another journal starts it once more"
)
WITHOUT_ID = "a failed recipient in the list has no id; nothing was sent"
MALFORMED_ID = "the id of a failed recipient in the list is no UUID: {!r}; nothing was sent"
MAX_ID = 100
"""Characters of a malformed id in an error."""
MAX_WORDS = 500
"""Characters of the service's words in an error."""


class RetriggerEngine(Engine):
    """The tasks of one run of `retrigger_failed`. Its recipients are noted in doubt right before they are sent.

    Args:
        settings: The arguments of the run.
        source: Nothing: the run collects its input.
    """

    def __init__(self, settings: Settings, source: Iterable[Any]) -> None:
        """Create the parts of a run. Nothing starts before `drive`."""
        super().__init__(settings, source)
        self._size = settings.batch
        self._unknown: list[TargetingError] = []  # of the last batches in a row

    def is_at_rest(self) -> bool:
        """Return whether only recipients are open that have to be read back: the next batch waits for them."""
        return self.settler.size == len(self.work.open)

    def _workers(self) -> list[Work]:
        """Return the work that ends by itself after a stop: one task sends all batches."""
        return [self._retrigger_all]

    def _others(self) -> list[Work]:
        """Return the work that is cancelled at a stop: reading recipients back."""
        return [self.settler.run]

    def _deliver_noted(self, result: BulkResult[Any], failure: Exception | None) -> None:
        """Deliver a result as `Engine` does, and wake the task that waits for its batch."""
        super()._deliver_noted(result, failure)
        self.work.notify()

    async def _retrigger_all(self) -> None:
        """Collect the failed recipients, and retrigger them batch by batch, until the run stops."""
        digests = await self._collect()
        if self.work.is_stopped:
            return  # the list was not read to its end: how many there are is unknown
        keys = deque(digests)
        self.total = len(keys) + self.counts["rejected"]
        while keys and not self.work.is_stopped:
            batch = [keys.popleft() for _ in range(min(self._size, len(keys)))]
            items = [Item(key, key, {}, digests[key]) for key in batch]
            await self._retrigger(items)
            if keys and len(self._unknown) >= MAX_UNKNOWN:
                self.interrupt(self._unknown[-1])
        self.work.is_input_ended = True
        self.end_if_complete()

    async def _collect(self) -> dict[str, str]:
        """Return the digests of the failed executions by recipient, after those that an earlier run left in doubt.

        The list is read to its end first: each recipient that is retriggered leaves the filter, and the pages shift.
        """
        settings, found = self.settings, dict[str, str]()

        async def take(recipient: models.Recipient) -> bool:
            key = id_of(recipient)
            if not key:
                await self.deliver(Item("", "", {}, ""), "rejected", error=RetriggerRefusedError(WITHOUT_ID))
            elif recipient.entity_id is None:
                # The service rejects the whole batch that has such an id.
                error = RetriggerRefusedError(MALFORMED_ID.format(key[:MAX_ID]))
                await self.deliver(Item(key, key, {}, ""), "rejected", error=error)
            elif recipient.automation_status == "failed":
                found[key] = digest_of(execution_id(recipient))
            return True

        pager = settings.caller.iter_recipients(settings.campaign_id, limit=PAGE_SIZE, automation_status="failed")
        try:
            is_read = await read_list(self, pager, take)
        except TargetingError as error:
            self.interrupt(error)
            return {}
        return {**await self.journal.in_doubt(), **found} if is_read else {}

    async def _retrigger(self, items: list[Item]) -> None:
        """Send those items that the journal does not have, and wait until each one has a result."""
        known = await self.journal.find([item.key for item in items])
        new = [item for item in items if item.key not in known]
        self.work.open.update((item.key, item) for item in new)
        for item in items:
            if item.key in known:
                await self._resume(item, *known[item.key])
        while new and await self._send_batch(new):
            pass
        while self.work.open and not self.work.is_stopped:
            await self.work.changed()

    async def _resume(self, item: Item, digest: str, state: int) -> None:
        """Decide an item that an earlier run has noted: it is never sent again."""
        if state != State.LEFT_IN_DOUBT:
            error = None if digest == item.digest else RetriggerRefusedError(FAILED_AGAIN)
            await self.deliver(item, "rejected" if error else "skipped", error)
            return
        self.work.open[item.key] = item
        item.was_sent = True
        if digest == item.digest:
            self._settle_all([item])
        else:
            await self.report(item, "done")  # the execution that failed now is another one

    async def _send_batch(self, items: list[Item]) -> bool:
        """Send a batch, and return whether it has to be sent again because the service did nothing."""
        await self.results.room(len(items))  # the outcomes are noted at once, however slow the consumer is
        if not await self.gate.enter():
            return False
        await self.journal.begin({item.key: item.digest for item in items})
        for item in items:
            item.was_sent = True
        client: Any = self.settings.caller
        body = {"recipient_ids": [item.key for item in items]}
        try:
            response = await client.retrigger_campaign_automations(self.settings.campaign_id, body)
        except TargetingError as error:
            error.__traceback__ = None  # a result keeps the error, and its frames the body
            return await self._fail_batch(items, error)
        self.gate.succeed()
        self._unknown, self._size = [], min(self.settings.batch, 2 * self._size)
        await self._report_results(items, response)
        return False

    async def _fail_batch(self, items: list[Item], error: TargetingError) -> bool:
        """Decide what follows a failed request, and return whether it is sent again."""
        failure = failure_of(error)
        for item in items:
            item.attempts += error.attempts
            item.last_error = error
            item.was_sent = error.applied is not False
        if failure == "fatal" or (failure == "refused" and self.settings.operation.is_fatal(error)):
            self.interrupt(error)
            return False
        if failure == "limited":
            self.gate.limit(error)
        else:
            self.count_failure(error)
        if error.applied is not False:
            self._unknown, self._size = [*self._unknown, error], 1
            self._settle_all(items)
        elif failure == "refused":
            for item in items:
                await self.report(item, "rejected", error=error)
        else:
            await self.journal.forget([item.key for item in items])
            return True
        return False

    async def _report_results(self, items: list[Item], response: models.RetriggerAutomationsResponse) -> None:
        """Report what the response says. A recipient without a result that is understood is read back."""
        # If the service returned two results for a recipient, a success counts.
        ordered = sorted(response.results, key=lambda one: one.result == "success")
        found = {str(one.recipient_id).lower(): one for one in ordered}
        undecided: list[Item] = []
        for item in items:
            item.attempts += 1
            result = found.get(item.key)
            if result is not None and result.result == "success":
                await self.report(item, "done")
            elif result is not None and result.result in REFUSALS:
                await self.report(item, "rejected", error=_refusal(result))
            else:
                undecided.append(item)
        self._settle_all(undecided)

    def _settle_all(self, items: list[Item]) -> None:
        """Have items read back: soon, since a changed id decides at once, and again after `settle_after`."""
        for item in items:
            self.settler.add_unknown(item)
            self.settler.read_early()


def _refusal(result: models.RetriggerAutomationsResult) -> RetriggerRefusedError:
    """Return the error of a recipient that the service did not retrigger, with the service's words."""
    words = " ".join((result.error or "").split())[:MAX_WORDS]
    text = f"the automation was not started again: {result.result}" + (f', "{words}"' if words else "")
    return RetriggerRefusedError(text, result=str(result.result), operation="retrigger_campaign_automations")
