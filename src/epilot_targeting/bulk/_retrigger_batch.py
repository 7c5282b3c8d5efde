"""Send one batch of `retrigger_failed`, and report the results that its response has, or what follows its failure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from epilot_targeting_generated import models

from ..errors import TargetingError
from ._errors import RetriggerRefusedError
from ._failures import failure_of
from ._items import Item

if TYPE_CHECKING:
    from ._engine import Engine

REFUSALS = ("failure", "not_found", "invalid_status")
MAX_REFUSED = 3
"""Recipients in a row that are refused alone, after which a refused batch is no longer split: none of them is at fault.
"""
MAX_WORDS = 500
"""Characters of the service's words in an error."""


class BatchSender:
    """Sends the batches of one run.

    Args:
        engine: The engine of the run.

    Attributes:
        size: The number of recipients in the next batch.
        unknown: The errors of the last batches in a row whose outcome was unknown.
        refused: The number of recipients in a row that were refused in a batch of their own.
    """

    def __init__(self, engine: Engine) -> None:
        """Set `size` to `batch` of the run's settings, which is the largest, and `refused` to 0.

        `unknown` starts empty: it gets the errors of the last batches in a row whose outcome was unknown.
        """
        self._engine = engine
        self.size = engine.settings.batch
        self.unknown: list[TargetingError] = []
        self.refused = 0

    async def send(self, items: list[Item]) -> list[list[Item]]:
        """Send a batch by one request, and report the results of its items, or have them read back.

        Wait while the consumer has too many results, and while calls pause. Then note the items in the journal in
        doubt, and send them. A success doubles `size`, up to `batch` of the settings. A `TargetingError` is not raised:
        `_fail` decides what follows.

        Args:
            items: The items, which are in `open` of the work queue, at most `size`.

        Returns:
            The batches that have to be sent by further calls of this method, which also note their items again: the
            same one, or both halves of one that was refused. Else none, also if the run stopped before.

        Raises:
            JournalError: The journal cannot be written.
            Exception: A middleware raised it.
        """
        await self._engine.results.room(len(items))  # the outcomes are noted at once, however slow the consumer is
        if not await self._engine.gate.enter():
            return []
        await self._engine.journal.begin({item.key: item.digest for item in items})
        for item in items:
            item.was_sent = True
        client: Any = self._engine.settings.caller
        body = {"recipient_ids": [item.key for item in items]}
        try:
            response = await client.retrigger_campaign_automations(self._engine.settings.campaign_id, body)
        except TargetingError as error:
            error.__traceback__ = None  # a result keeps the error, and its frames the body
            return await self._fail(items, error)
        self._engine.gate.succeed()
        self.unknown, self.refused, self.size = [], 0, min(self._engine.settings.batch, 2 * self.size)
        await self._report_results(items, response)
        return []

    async def _fail(self, items: list[Item], error: TargetingError) -> list[list[Item]]:
        """Decide what follows the failed request of a batch. The error is kept in the items, and not raised.

        After a fatal error, such as an invalid token, `interrupt` ends the run, and the items stay open. A long outage
        also interrupts it. If the request may have been carried out, the items are read back, and the next batch has
        one recipient. If the service refused the batch, it is split, as one recipient may be the reason. All items are
        `rejected` if there is one, or if three recipients in a row were refused alone.

        Returns:
            The batches that the caller sends, if the service did nothing: both halves after a refusal, or the same
            batch for another reason, such as the rate limit. The notes in the journal are removed then. `send` sends
            nothing if the run was interrupted. No batches in all other cases.

        Raises:
            JournalError: The notes cannot be removed.
        """
        failure = failure_of(error)
        for item in items:
            item.attempts += error.attempts
            item.last_error = error
            item.was_sent = error.applied is not False
        if failure == "fatal" or (failure == "refused" and self._engine.settings.operation.is_fatal(error)):
            self._engine.interrupt(error)
            return []
        if failure == "limited":
            self._engine.gate.limit(error)
        else:
            self._engine.count_failure(error)
        if error.applied is not False:
            self.unknown, self.size = [*self.unknown, error], 1
            self.read_back(items)
            return []
        if failure == "refused" and (len(items) == 1 or self.refused >= MAX_REFUSED):
            self.refused += 1
            for item in items:
                await self._engine.delivery.report(item, "rejected", error=error)
            return []
        await self._engine.journal.forget([item.key for item in items])
        half = len(items) // 2 if failure == "refused" else 0
        return [part for part in (items[:half], items[half:]) if part]

    async def _report_results(self, items: list[Item], response: models.RetriggerAutomationsResponse) -> None:
        """Report the result that the response has for each item of a batch: `done` or `rejected`.

        Wait while the consumer has too many results. An item without a result, or with one that the spec does not
        know, is read back later by `ReadBack`. If an item has two results, a success counts. Results of other
        recipients are ignored. Nothing is raised.
        """
        # If the service returned two results for a recipient, a success counts.
        ordered = sorted(response.results, key=lambda one: one.result == "success")
        found = {str(one.recipient_id).lower(): one for one in ordered}
        undecided: list[Item] = []
        for item in items:
            item.attempts += 1
            result = found.get(item.key)
            if result is not None and result.result == "success":
                await self._engine.delivery.report(item, "done")
            elif result is not None and result.result in REFUSALS:
                await self._engine.delivery.report(item, "rejected", error=_refusal(result, item))
            else:
                undecided.append(item)
        self.read_back(undecided)

    def read_back(self, items: list[Item]) -> None:
        """Add items to `ReadBack`, which reads them back in a second, and again after `settle_after`.

        In the first reading, a changed execution id makes an item `done`. The second one starts at least
        `settle_after` seconds from now. It reads back the items that are left, and makes each `done` or `unknown`.
        A further call before the first reading puts that off to a second after the call.

        Args:
            items: The items, which may have been sent. They are in `open` of the work queue. It may be empty.
        """
        for item in items:
            self._engine.read_back.add_unknown(item)
            self._engine.read_back.read_early()


def _refusal(result: models.RetriggerAutomationsResult, item: Item) -> RetriggerRefusedError:
    """Return the error of a recipient that the service did not retrigger, for its result.

    The text quotes up to 500 characters of the service's words, if there are any.

    Args:
        result: The recipient's result in the response: `failure`, `not_found` or `invalid_status`.
        item: The recipient.
    """
    words = " ".join((result.error or "").split())[:MAX_WORDS]
    text = f"the automation was not started again: {result.result}" + (f', "{words}"' if words else "")
    operation = "retrigger_campaign_automations"
    return RetriggerRefusedError(text, result=str(result.result), operation=operation, attempts=item.attempts)
