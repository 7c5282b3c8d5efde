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
        """Create an empty queue."""
        self.open: dict[str, Item] = {}
        self.is_input_ended = False
        self._waiting: deque[Item] = deque()
        self._changed = asyncio.Event()
        self.is_stopped: bool = False

    def __len__(self) -> int:
        """Return the number of items that wait to be sent."""
        return len(self._waiting)

    def add(self, item: Item) -> None:
        """Add an item at the end."""
        self._waiting.append(item)
        self.notify()

    def put_back(self, item: Item) -> None:
        """Add an item in front: it is sent again."""
        self._waiting.appendleft(item)
        self.notify()

    async def take(self) -> Item | None:
        """Return the next item, once there is one, or None after `stop`."""
        while not self.is_stopped:
            if self._waiting:
                item = self._waiting.popleft()
                self.notify()
                return item
            await self.changed()
        return None

    def stop(self) -> None:
        """Hand out no further item."""
        self.is_stopped = True
        self.notify()

    async def changed(self) -> None:
        """Wait for a change of the queue, or of what its users depend on."""
        await self._changed.wait()

    def notify(self) -> None:
        """Wake all that wait for a change."""
        self._changed.set()
        self._changed = asyncio.Event()
