"""Pull items from the input as they are needed, note them in the journal, and queue those that have to be sent."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from typing import TYPE_CHECKING, Any

from ..errors import ConfigurationError
from ._items import Item
from ._journal_database import State

if TYPE_CHECKING:
    from ._engine import Engine

BATCH = 2
"""Items that are noted at once, as a multiple of the concurrency."""


class Input:
    """The input of a run.

    Args:
        engine: The run.
        source: The items.
    """

    def __init__(self, engine: Engine, source: Iterable[Any] | AsyncIterable[Any]) -> None:
        """Keep the source, of which nothing is pulled yet.

        Up to twice the concurrency of items will be pulled ahead.
        """
        self._engine = engine
        self._source = source
        self._size = engine.settings.concurrency
        self._most = BATCH * self._size
        self._pulled: list[Any] = []
        self._is_exhausted = False

    async def pull(self) -> None:
        """Pull all items from the source, and wait while enough of them are kept for `register`.

        A task of the run does this. An iterable that is not asynchronous is pulled in the event loop.
        """
        if isinstance(self._source, AsyncIterable):
            async for one in self._source:
                await self._take(one)
        else:
            for one in self._source:
                await self._take(one)
        self._is_exhausted = True
        self._engine.work.notify()

    async def _take(self, one: Any) -> None:
        """Keep a pulled item for `register`, and wait while twice the concurrency of them are kept.

        Args:
            one: The item, as the user's iterable returned it.
        """
        self._pulled.append(one)
        self._engine.work.notify()
        while len(self._pulled) >= self._most:
            await self._engine.work.changed()

    async def register(self) -> None:
        """Note the pulled items in the journal, and queue those that have to be sent, until the input has ended.

        A task of the run does this. After a stop it ends by itself, so that no item is noted in part.
        """
        engine = self._engine
        while self._pulled or not self._is_exhausted:
            if engine.work.is_stopped:
                return
            if self._pulled and len(engine.work) < self._size and not engine.settler.is_full:
                pulled, self._pulled = self._pulled, []
                engine.work.notify()
                await self._register(pulled)
            else:
                await engine.work.changed()
        engine.work.is_input_ended = True
        engine.settler.check_rest()
        engine.end_if_complete()

    async def _register(self, sources: list[Any]) -> None:
        """Read a batch of pulled items, note them in the journal, and pass each one on. Malformed ones are `rejected`.

        Args:
            sources: The items, as the user's iterable returned them.
        """
        engine, batch = self._engine, dict[str, Item]()
        repeated: list[tuple[Item, str]] = []
        for source in sources:
            try:
                item = engine.settings.operation.read(source)
            except ConfigurationError as error:
                await engine.deliver(Item(source, "", {}, ""), "rejected", error=error)
                continue
            first = batch.setdefault(item.key, item)
            if first is not item:
                repeated.append((item, first.digest))
        known = await engine.journal.begin({key: item.digest for key, item in batch.items()}) if batch else {}
        for key, item in batch.items():
            await self._pass_on(item, *known.get(key, ("", None)))
        for item, digest in repeated:
            await self._repeat(item, digest)

    async def _pass_on(self, item: Item, digest: str, state: int | None) -> None:
        """Queue an item, have it read back, or report that its key has come before.

        Args:
            item: The item.
            digest: The digest of the payload that the journal has for its key, or an empty string if the key is new.
            state: The `State` that the journal has for its key, or None if the key is new.
        """
        engine = self._engine
        if state is None:
            engine.work.open[item.key] = item
            engine.work.add(item)
        elif state == State.LEFT_IN_DOUBT and digest == item.digest:
            engine.work.open[item.key] = item
            item.was_sent = True
            engine.settler.add_unknown(item)
        else:
            await self._repeat(item, digest)

    async def _repeat(self, item: Item, digest: str) -> None:
        """Report an item whose key has come before, with the digest of the earlier payload.

        It is `skipped` if its own digest is the same, else `rejected`.
        """
        if digest == item.digest:
            await self._engine.deliver(item, "skipped")
        else:
            text = "an item with the same id and another payload came before; nothing was sent"
            await self._engine.deliver(item, "rejected", error=ConfigurationError(text))
