"""What all works are given: how much to do, and where the generated client is."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Ground(NamedTuple):
    """What a work is given.

    Attributes:
        rounds: How often each side is measured.
        share: Which part of the work is done; less than 1 is for trying it out.
        vanilla: The folder from which the generated client is imported.
    """

    rounds: int
    share: float
    vanilla: Path

    def sized(self, full: int, multiple: int = 1) -> int:
        """Return how much of something is done."""
        return max(multiple, int(full * self.share) // multiple * multiple)
