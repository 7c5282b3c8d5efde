"""Cap the retries that all calls of a client share."""

from __future__ import annotations


class RetryBudget:
    """Caps the retries of all calls of a client: in an outage most calls fail after one attempt.

    It begins with 100 retries. Each retry costs 1, each success returns 0.5, up to 100.
    """

    MAX = 100.0
    REFILL = 0.5  # enough for three attempts a call while three in ten attempts fail

    def __init__(self) -> None:
        """Start with a full budget of `MAX` (100) retries."""
        self.left = self.MAX

    def spend(self) -> bool:
        """Take one retry from the budget and return True. Return False, and take nothing, if less than one is left."""
        if self.left < 1:
            return False
        self.left -= 1
        return True

    def refill(self) -> None:
        """Add `REFILL` (0.5) of a retry to the budget after a call has succeeded, up to `MAX` (100)."""
        self.left = min(self.MAX, self.left + self.REFILL)
