"""The tasks of `retrigger_failed`: collect the failed recipients, then send one batch after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any

from epilot_targeting_generated import models

from ..errors import TargetingError
from ._engine import Engine, Work
from ._errors import RetriggerRefusedError, failure_of
from ._items import Item
from ._journal_database import State
from ._recipient_list import PAGE_SIZE, id_of, read_list
from ._results import BulkResult
from ._retrigger_operation import digest_of, execution_id
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
        """Return whether all open recipients wait to be read back: nothing else is sent before they have results."""
        return self.settler.size == len(self.work.open)

    def _workers(self) -> list[Work]:
        """Return the function of the one task that ends by itself after `stop`: it sends all batches."""
        return [self._retrigger_all]

    def _others(self) -> list[Work]:
        """Return the function of the one task that `drive` cancels at a stop: it reads recipients back."""
        return [self.settler.run]

    def _deliver_noted(self, result: BulkResult[Any], failure: Exception | None) -> None:
        """Count and deliver a result as `Engine` does, and wake `_retrigger`, which waits for the batch."""
        super()._deliver_noted(result, failure)
        self.work.notify()

    async def _retrigger_all(self) -> None:
        """Collect the failed recipients, and retrigger them batch by batch, until all have a result or the run stops.

        It is interrupted after three batches in a row of unknown outcome.
        """
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
        """Return the recipients to retrigger: the digests of their failed executions, by lower-case id.

        Those that an earlier run left in doubt come first. The list is read to its end before anything is sent: each
        recipient that is retriggered leaves the filter, and the pages shift. The result is empty if the run was
        stopped.
        """
        settings, found = self.settings, dict[str, str]()

        async def take(recipient: models.Recipient) -> bool:
            """Keep a failed recipient, or reject one without a valid id. Return True: all are wanted."""
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
        """Send those items of a batch that the journal does not have.

        Wait until each one has a result, or the run stops.
        """
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
        """Find the result of an item that the journal has already, with this digest and `State`.

        It is never sent again.

        If an earlier run left it in doubt, it is read back. It is `done` at once if another execution has failed since.
        """
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
        """Send a batch by one request, and report the results of its items, or have them read back.

        Returns:
            True if the batch has to be sent again, because the service did nothing; else False.
        """
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
        """Decide what follows the failed request of a batch: results, reading back, or the end of the run.

        Returns:
            True if the batch has to be sent again, because the service did nothing; else False.
        """
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
        """Report the result that the response has for each item of a batch.

        An item without a known one is read back.
        """
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
        """Have items read back twice: soon, and again after `settle_after`. A changed execution id decides at once."""
        for item in items:
            self.settler.add_unknown(item)
            self.settler.read_early()


def _refusal(result: models.RetriggerAutomationsResult) -> RetriggerRefusedError:
    """Return the error of a recipient that the service did not retrigger, with the service's words.

    Args:
        result: The recipient's result in the response: `failure`, `not_found` or `invalid_status`.
    """
    words = " ".join((result.error or "").split())[:MAX_WORDS]
    text = f"the automation was not started again: {result.result}" + (f', "{words}"' if words else "")
    return RetriggerRefusedError(text, result=str(result.result), operation="retrigger_campaign_automations")
