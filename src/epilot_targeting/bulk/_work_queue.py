"""The items of a run that wait to be sent, and those whose result is not known yet."""

from __future__ import annotations

import asyncio
from collections import deque

from ._items import Item


class WorkQueue:
    """The items that wait to be sent, in order, and all items without a result.

    Attributes:
        open: The items that were pulled and have no result yet, by key.
        is_input_ended: Whether no further item will be pulled.
        is_stopped: Whether nothing further is sent.
    """

    def __init__(self) -> None:
        """Create a queue without items, which is not stopped."""
        self.open: dict[str, Item] = {}
        self.is_input_ended = False
        self._waiting: deque[Item] = deque()
        self._changed = asyncio.Event()
        self.is_stopped: bool = False

    def __len__(self) -> int:
        """Return the number of items that wait to be sent. Those that `take` has returned do not count."""
        return len(self._waiting)

    def add(self, item: Item) -> None:
        """Add an item at the end. It is sent after those that wait already. After `stop`, it is not sent.

        The item must be in `open` already, where `Input` puts each new one. `open` does not change here.
        """
        self._waiting.append(item)
        self.notify()

    def put_back(self, item: Item) -> None:
        """Add an item in front, so that it is sent next: the service did nothing with its request.

        `open`, where the item still is, does not change here. After `stop`, the item is not sent.
        """
        self._waiting.appendleft(item)
        self.notify()

    async def take(self) -> Item | None:
        """Remove and return the next waiting item, once there is one. Return None after `stop`, also if items wait.

        The item stays in `open`.
        """
        while not self.is_stopped:
            if self._waiting:
                item = self._waiting.popleft()
                self.notify()
                return item
            await self.changed()
        return None

    def stop(self) -> None:
        """Make `take` return None from now on, also a call that waits: the run sends nothing more.

        Waiting items stay in `open`, and `take` returns none of them. A second call does nothing new.
        """
        self.is_stopped = True
        self.notify()

    async def changed(self) -> None:
        """Wait for the next call of `notify`. The caller then looks again whether it may continue."""
        await self._changed.wait()

    def notify(self) -> None:
        """Wake all that wait in `changed`: the queue, or something else that they wait for, has changed."""
        self._changed.set()
        self._changed = asyncio.Event()
