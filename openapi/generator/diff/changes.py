"""Changes and their levels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

Kind = Literal["added", "changed", "removed"]


class Level(IntEnum):
    """The effect of a change on users of the client; BREAKING means that they edit their code."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    BREAKING = 3


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        level: Its level.
        group: The operation, schema or class that changed.
        kind: Whether something was added, changed or removed.
        what: The change as a phrase.
        why: The reason for the level, if it is not obvious.
    """

    level: Level
    group: str
    kind: Kind
    what: str
    why: str = ""


def highest_level(changes: Iterable[Change]) -> Level:
    """Return the highest level."""
    return max((change.level for change in changes), default=Level.NONE)


def distinct(changes: Iterable[Change]) -> list[Change]:
    """Return the changes without duplicates, in their order."""
    return list(dict.fromkeys(changes))
