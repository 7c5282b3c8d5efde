"""Decide the result of an item by its recipient in the list, or by its absence there; or send it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from epilot_targeting_generated import models

from ..errors import TargetingError
from ._delivery import Delivery
from ._engine_state import EngineState
from ._items import Item
from ._results import Status
from ._settle_errors import mismatch_error, undecided_error, unreadable_error

MAX_UNKNOWNS = 6
"""Attempts of unknown outcome after which an item that is absent is rejected."""


class Settler:
    """Settles the items that `ReadBack` has read back: reports their results, or sends them again.

    Args:
        engine: The state of the run.
        delivery: Where the results of settled items go.
        remove: Removes an item from the record of `ReadBack`.
    """

    def __init__(self, engine: EngineState, delivery: Delivery, remove: Callable[[Item], None]) -> None:
        """Keep the arguments, which `ReadBack` passes.

        Args:
            engine: The state of the run. Its work queue gets the items that are sent again.
            delivery: Gets the results of the other items.
            remove: `ReadBack.remove`. It is called with an item before the item goes to either of them.
        """
        self._engine = engine
        self._delivery = delivery
        self._remove = remove

    async def found(self, item: Item, recipient: models.Recipient, started: float) -> None:
        """Report the result of an item whose recipient is in the list, or send the item again, or keep it.

        `compare` of the operation decides. `as_asked`: the item is `done`, or `exists` if no attempt of it can have
        been carried out. After any other verdict, it is kept for the next reading if the list may lag. Otherwise `send`
        sends it again, or makes it `rejected` after six unknown outcomes. `overtaken` and `undecided` make it
        `unknown`, and `other` makes it `rejected`.

        Args:
            item: The item, which `ReadBack` has. It is removed there, unless it is kept.
            recipient: Its recipient, as the list has it.
            started: The time of the event loop at which the reading started. The list may lag if this is before
                `decided_from` of the item, and `was_sent` of the item is True.
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
            operation = self._engine.settings.operation
            error = mismatch_error(operation, item, recipient, is_unknown=verdict == "overtaken")
            await self._settle(item, status, recipient=recipient, error=error)

    async def absent(self, item: Item, started: float) -> None:
        """Decide on an item that is not in the list: report its result, send it again or keep it.

        It is kept for the next reading if the list may lag. Otherwise an item with a `refusal` is `rejected` with
        that error. Any other is sent again, or is `rejected` after six unknown outcomes. If the operation may not
        be repeated, it is `unknown` instead.

        Args:
            item: The item. `ReadBack` has it, and loses it unless it is kept.
            started: The time of the event loop at which the reading started. The list may lag if this is before
                `decided_from` of the item, and `was_sent` of the item is True.
        """
        if item.was_sent and started < item.decided_from:
            return  # the write may not show yet
        if item.refusal is not None:
            await self._settle(item, "rejected", error=item.refusal)
        elif self._engine.settings.operation.is_repeatable:
            await self._send_again(item)
        else:
            await self._undecided(item, None)

    async def unreadable(self, items: Iterable[Item], cause: TargetingError) -> None:
        """Report items as `unknown`, and remove them from `ReadBack`: the recipients cannot be read.

        An item that the service refused, and no attempt of which may have been carried out, is `rejected`.

        Args:
            items: The items that the reading did not find, in a collection that does not change when `ReadBack` loses
                them.
            cause: The error of the list of recipients. It becomes the `__cause__` of each item's error.
        """
        for item in items:
            if item.refusal is None or item.was_sent:
                await self._settle(item, "unknown", error=unreadable_error(cause))
            else:
                await self._settle(item, "rejected", error=item.refusal)

    async def _undecided(self, item: Item, recipient: models.Recipient | None) -> None:
        """Report an item as `unknown`, because nothing proves its outcome, and remove it from `ReadBack`.

        The error of the result is that of `undecided_error`.

        Args:
            item: The item.
            recipient: Its recipient in the list that was read back, for the result. None if it is not in the list.
        """
        await self._settle(item, "unknown", recipient=recipient, error=undecided_error(item))

    async def _send_again(self, item: Item) -> None:
        """Move an item from `ReadBack` back to the work queue, or report it as `rejected` after six unknown outcomes.

        The error of such a result is that of the item's last attempt.
        """
        if item.unknowns >= MAX_UNKNOWNS:
            await self._settle(item, "rejected", error=item.last_error)
        else:
            self._remove(item)
            self._engine.work.add(item)

    async def _settle(
        self,
        item: Item,
        status: Status,
        *,
        recipient: models.Recipient | None = None,
        error: TargetingError | None = None,
    ) -> None:
        """Remove an item from `ReadBack`, and report its result by `Delivery.report`.

        That waits while the consumer has too many results, and then queues the outcome for the journal. An error of
        the journal is not raised here, but interrupts the run.

        Args:
            item: The item.
            status: The result: `done`, `exists`, `rejected` or `unknown`.
            recipient: Its recipient in the list. Default: none.
            error: Why it is rejected or unknown. Default: none.

        Raises:
            KeyError: `ReadBack` does not have the item.
        """
        self._remove(item)
        self._engine.work.notify()  # further items may be pulled
        await self._delivery.report(item, status, recipient=recipient, error=error)
