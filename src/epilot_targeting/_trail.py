"""Remember the cursors of a walk, in the same little space however long it is."""

from __future__ import annotations

from collections import deque

RECENT = 256  # cursors, of about 100 bytes each


class Trail:
    """The cursors that a walk has come by, as far as it takes to notice that it goes in a circle.

    The recent ones are all known. Of a larger circle one cursor in it is, chosen anew after twice as many steps each
    time (Brent): such a walk ends too, after some rounds.
    """

    def __init__(self, start: str | None) -> None:
        self._order: deque[str | None] = deque()
        self._recent: set[str | None] = set()
        self._mark = start
        self._steps = 0
        self._until: int = 1
        self.add(start)

    def __contains__(self, cursor: str) -> bool:
        return cursor in self._recent or cursor == self._mark

    def add(self, cursor: str | None) -> None:
        """Take note of the next cursor."""
        self._order.append(cursor)
        self._recent.add(cursor)
        if len(self._order) > RECENT:
            self._recent.discard(self._order.popleft())
        self._steps += 1
        if self._steps == self._until:
            self._mark, self._steps, self._until = cursor, 0, 2 * self._until
