"""Pull items from the input as they are needed, note them in the journal, and queue those that have to be sent."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import ConfigurationError
from ._items import Item
from ._journal_state import State

if TYPE_CHECKING:
    from ._engine import Engine

REPEATED = "an item with the same id and another payload came before in this run; nothing was sent"
FROM_JOURNAL = (
    "the journal has an item with the same id and another payload, from an earlier run; nothing was sent: "
    "use another journal for new values"
)
FROM_EITHER = (
    "the journal has an item with the same id and another payload, from an earlier run or this one; nothing was sent: "
    "use another journal for new values"
)
BATCH = 2
"""Items that are noted at once, as a multiple of the concurrency."""

Pulled: TypeAlias = tuple[Item, ConfigurationError | None]
"""An item that was pulled, and its error if it is malformed."""


class Input:
    """The input of a run.

    Args:
        engine: The engine of the run.
        source: The items.
    """

    def __init__(self, engine: Engine, source: Iterable[Any] | AsyncIterable[Any]) -> None:
        """Keep the engine of the run, and the source, from which nothing is pulled before `pull`."""
        self._engine = engine
        self._source = source
        self._size = engine.settings.concurrency
        self._most = BATCH * self._size
        self._pulled: list[Pulled] = []
        self._is_exhausted = False

    async def pull(self) -> None:
        """Pull all items from the source, and wait while twice the concurrency of them are kept for `register`.

        A task of the run does this, once. At the end of the source it wakes `register`. An iterable that is not
        asynchronous is pulled in the event loop. An exception of the source is raised, and fails the run. The source is
        not closed here, also if the task is cancelled.
        """
        if isinstance(self._source, AsyncIterable):
            async for one in self._source:
                await self._take(one)
        else:
            for one in self._source:
                await self._take(one)
        self._is_exhausted = True
        self._engine.work.notify()

    async def _take(self, one: object) -> None:
        """Read a pulled item, keep it for `register`, and wait while twice the concurrency of them are kept.

        It is read before the next one is pulled: a generator may change and yield the same dict again. At a stop of the
        run, `drive` cancels the wait.

        Args:
            one: The item, as the user's iterable returned it. If it is malformed, its error is kept with it.
        """
        try:
            self._pulled.append((self._engine.settings.operation.read(one), None))
        except ConfigurationError as error:
            self._pulled.append((Item(one, "", {}, ""), error))
        self._engine.work.notify()
        while len(self._pulled) >= self._most:
            await self._engine.work.changed()

    async def register(self) -> None:
        """Note pulled items in the journal, and queue those that have to be sent, until the input has ended.

        A task of the run does this, once. It waits while `concurrency` items are queued, or 1,000 wait to be read back.
        At the end of the input it sets `is_input_ended` of the work queue, and stops the run if no item is open.
        Otherwise the result of the last open item stops it. After a stop, such as for an exception of the source, this
        returns early, but not in the middle of a batch of items.

        Raises:
            JournalError: The journal cannot be written. It interrupts the run.
        """
        engine = self._engine
        while self._pulled or not self._is_exhausted:
            if engine.work.is_stopped:
                return
            if self._pulled and len(engine.work) < self._size and not engine.read_back.is_full:
                pulled, self._pulled = self._pulled, []
                engine.work.notify()
                while pulled:
                    pulled = await self._register(pulled)
            else:
                await engine.work.changed()
        engine.work.is_input_ended = True
        engine.read_back.check_rest()
        engine.end_if_complete()

    async def _register(self, pulled: list[Pulled]) -> list[Pulled]:
        """Note a batch of pulled items in the journal in doubt, and queue them to be sent.

        Malformed items are `rejected`. An item whose key has come before, in the batch or in the journal, is not sent:
        it is `skipped`, or `rejected` if its payload differs. One that an earlier run left in doubt with the same
        payload is handed to `ReadBack` instead. This does not wait for the items to be sent or read back. Before it
        delivers a result, it waits while the consumer has too many.

        Args:
            pulled: The items, each with its error if it is malformed, else with None.

        Returns:
            The items to register after these: their keys are repeated in the batch, and were in the journal before it.

        Raises:
            JournalError: The journal cannot be written.
        """
        engine, batch = self._engine, dict[str, Item]()
        repeated: list[Item] = []
        for item, error in pulled:
            if error is not None:
                await engine.delivery.deliver(item, "rejected", error=error)
                continue
            if batch.setdefault(item.key, item) is not item:
                repeated.append(item)
        known = await engine.journal.begin({key: item.digest for key, item in batch.items()}) if batch else {}
        for key, item in batch.items():
            await self._pass_on(item, *known.get(key, ("", None)))
        for item in repeated:
            if item.key not in known:
                await self._repeat(item, batch[item.key].digest)
        return [(item, None) for item in repeated if item.key in known]

    async def _pass_on(self, item: Item, digest: str, state: int | None) -> None:
        """Decide what follows for an item that `_register` has noted, by what the journal had for its key before.

        An item with a new key is queued to be sent. One that an earlier run left in doubt with the same payload is read
        back. Both become open here: they have no result yet. Any other is reported by `_repeat`.

        Args:
            item: The item.
            digest: The digest of the payload that the journal had for its key, or an empty string if the key is new.
            state: The `State` that the journal had for its key, or None if the key is new.
        """
        engine = self._engine
        if state is None:
            engine.work.open[item.key] = item
            engine.work.add(item)
        elif state == State.LEFT_IN_DOUBT and digest == item.digest:
            engine.work.open[item.key] = item
            item.was_sent = True
            engine.read_back.add_unknown(item)
        else:
            await self._repeat(item, digest, self._text_of(state))

    def _text_of(self, state: int) -> str:
        """Return the text of the error of an item whose key the journal has with another payload.

        It says in which run the other payload came. The first rule that applies decides:

        - this run, if `state` is `REJECTED` or `IN_DOUBT`, or if the journal had no items of an earlier run;
        - an earlier run, if `state` is `LEFT_IN_DOUBT`, or if this run has no result `done` or `exists`;
        - otherwise either of them.

        `state` is the `State` that the journal had for its key.
        """
        engine, counts = self._engine, self._engine.counts
        if state in (State.REJECTED, State.IN_DOUBT) or not engine.journal.is_reused:
            return REPEATED
        is_possible = counts["done"] or counts["exists"]
        return FROM_EITHER if is_possible and state != State.LEFT_IN_DOUBT else FROM_JOURNAL

    async def _repeat(self, item: Item, digest: str, text: str = REPEATED) -> None:
        """Report an item that is not sent, because its key has come before: as `skipped`, or `rejected` if it differs.

        If the consumer has too many results, wait first. The journal is not changed.

        Args:
            item: The item.
            digest: The digest of the payload that came before with its key.
            text: The text of the error of an item with another digest. Default: the other one came in this run.
        """
        if digest == item.digest:
            await self._engine.delivery.deliver(item, "skipped")
        else:
            await self._engine.delivery.deliver(item, "rejected", error=ConfigurationError(text))
