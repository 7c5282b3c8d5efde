"""`State`: what a journal knows of an item."""

from __future__ import annotations

from enum import IntEnum


class State(IntEnum):
    """The state of an item in the journal."""

    IN_DOUBT = 1
    """It may have been sent in this run."""
    LEFT_IN_DOUBT = 2
    """It may have been sent by an earlier run."""
    DONE = 3
    EXISTS = 4
    REJECTED = 5
