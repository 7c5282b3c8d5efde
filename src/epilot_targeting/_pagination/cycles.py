"""Detect a cursor that the service returns a second time."""

from __future__ import annotations

from hashlib import blake2b


class CycleDetector:
    """The cursors of an iteration so far, each as a digest of 8 bytes: about 90 bytes of memory a page.

    Two cursors with the same digest would end the iteration with an error. For a million pages the probability is one
    in thirty million. The digest is not `hash()`, whose width depends on how Python was built. Two different
    cursors that lead to the same page look like two pages.
    """

    def __init__(self, start: str | None) -> None:
        """Start with the cursor that the iteration starts from. None is the first page, which has no cursor."""
        self._seen: set[int] = set()
        if start is not None:
            self.add(start)

    def add(self, cursor: str) -> bool:
        """Add a cursor. Return whether it is new: False means that the service returned it before."""
        content = cursor.encode("utf-8", "surrogatepass")  # JSON strings may contain lone surrogates
        digest = int.from_bytes(blake2b(content, digest_size=8).digest())
        known = len(self._seen)
        self._seen.add(digest)
        return len(self._seen) > known
