"""When the pages end, and which cursor follows: the regular end, an invalid cursor, or a cursor that came before."""

from __future__ import annotations

from hashlib import blake2b

from ..errors import PaginationError


class NextCursor:
    """The cursor of the page to fetch next, until the pages end.

    Attributes:
        value: The cursor of the next page; None is the first page. After the last page, the cursor of that page.
        number: The number of pages before it, since the iteration started.
        end: None while a page follows. After the last page it is empty, or the reason why no page can follow.
    """

    __slots__ = ("_cycles", "end", "number", "value")

    def __init__(self, start: str | None) -> None:
        """Start before the page at `start`; None is the first page."""
        self.value: str | None = start
        self.number: int = 0
        self.end: str | None = None
        self._cycles = CycleDetector(start)

    def advance(self, cursor: object) -> None:
        """Count a page that was fetched, and set `value` to the cursor that follows it, or `end` if none can follow.

        If `cursor` is None or an empty string, `end` is empty. If it is of another type or came before, `end` is the
        reason. In both cases `value` does not change. Whether the page has records does not matter. Call this once for
        each page, while `end` is None.

        Args:
            cursor: The cursor of the next page, as the service returned it: a JSON value of any type.
        """
        self.number += 1
        if cursor is None or cursor == "":
            self.end = ""
        elif not isinstance(cursor, str):
            self.end = "a cursor that is not a string"
        elif not self._cycles.add(cursor):
            self.end = "the same cursor twice"
        else:
            self.value = cursor

    def end_error(self, operation: str) -> Exception:
        """Return the exception that ends the iteration. It is StopAsyncIteration after the last page.

        It is PaginationError if a page should follow, but its cursor is invalid or was there before. `operation` is the
        name of the operation, for its message. Call this only when `end` is not None.
        """
        if not self.end:
            return StopAsyncIteration()
        message = f"{operation}: the service returned {self.end}, so no further page can be fetched"
        return PaginationError(message, operation=operation, cursor=self.value, applied=True)


class CycleDetector:
    """The cursors of an iteration so far, each as a digest of 8 bytes: about 90 bytes of memory a page.

    Two cursors with the same digest would end the iteration with an error. For a million pages the probability is one
    in thirty million. The digest is not `hash()`, whose width depends on how Python was built. Two different
    cursors that lead to the same page look like two pages.
    """

    def __init__(self, start: str | None) -> None:
        """Add `start`, the cursor that the iteration starts from. If it is None, the first page, add nothing."""
        self._seen: set[int] = set()
        if start is not None:
            self.add(start)

    def add(self, cursor: str) -> bool:
        """Add a cursor, and return whether it is new: it was not added before, and is not `start`."""
        content = cursor.encode("utf-8", "surrogatepass")  # JSON strings may contain lone surrogates
        digest = int.from_bytes(blake2b(content, digest_size=8).digest())
        known = len(self._seen)
        self._seen.add(digest)
        return len(self._seen) > known
