"""What was found, and how grave it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

Kind = Literal["added", "changed", "removed"]


class Level(IntEnum):
    """How much a change asks of who uses the client, from nothing to an edit of their code."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    BREAKING = 3


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        level: How grave it is.
        group: Whose it is: an operation, a schema or a class.
        kind: Whether something was added, changed or removed.
        what: The change in words.
        why: Why it is as grave as that, where it is not plain.
    """

    level: Level
    group: str
    kind: Kind
    what: str
    why: str = ""


def gravest(changes: Iterable[Change]) -> Level:
    """Give the highest level of all."""
    return max((change.level for change in changes), default=Level.NONE)


def distinct(changes: Iterable[Change]) -> list[Change]:
    """Give each change once, in the order in which they came."""
    return list(dict.fromkeys(changes))
