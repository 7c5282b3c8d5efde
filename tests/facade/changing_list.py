"""A list of records that changes while it is walked, read by cursor and by offset, for tests of walks."""

from __future__ import annotations

import asyncio
import random

from epilot_targeting import Page, TransportError


class ChangingList:
    """A list that takes some time for each page; before each one, records may come and go.

    Attributes:
        always: The records that were there from the beginning to now.
        requests: The cursor and the offset of each request.
        most: The largest number of requests under way.
        sizes: The number of records of each page.
    """

    def __init__(self, chance: random.Random, count: int, size: int, change: float = 0.0, faults: float = 0.0) -> None:
        self.chance = chance
        self.ids = [float(n) for n in range(count)]
        self.always = set(self.ids)
        self.size = size
        self.change = change
        self.faults = faults
        self.requests: list[tuple[str | None, int | None]] = []
        self.under_way = 0
        self.most = 0

    async def fetch(self, cursor: str | None, offset: int | None = None) -> Page[float]:
        """Return the page at an offset, or after the record that the cursor names."""
        self.requests.append((cursor, offset))
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(self.chance.uniform(0.01, 0.1))
            while self.chance.random() < self.change:
                self.add() if self.chance.random() < 0.5 else self.remove()
            if self.chance.random() < self.faults:
                raise TransportError("the connection was closed")
            return self.page(cursor, offset)
        finally:
            self.under_way -= 1

    def page(self, cursor: str | None, offset: int | None) -> Page[float]:
        """Return a page. Its cursor names its last record, so that it survives changes."""
        if offset is None:
            offset = sum(one <= float(cursor) for one in self.ids) if cursor else 0
        shown = self.ids[offset : offset + self.size]
        more = bool(shown) and offset + self.size < len(self.ids)
        return Page(shown, repr(shown[-1]) if more else None, len(self.ids), cursor)

    def add(self) -> None:
        """Add a record somewhere."""
        place = self.chance.randint(0, len(self.ids))
        before = self.ids[place - 1] if place else -1.0
        after = self.ids[place] if place < len(self.ids) else before + 1.0
        self.ids.insert(place, (before + after) / 2 if place < len(self.ids) else after)

    def remove(self) -> None:
        """Remove a record."""
        if self.ids:
            self.always.discard(self.ids.pop(self.chance.randrange(len(self.ids))))
