"""Compute the version number that follows from a level of change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .changes import Level

FILE = "src/epilot_targeting/_version.py"
"""The module that holds the version of the project."""
STATEMENT = re.compile(r'^__version__ = "([^"]*)"', re.MULTILINE)
NUMBERS = re.compile(r"v?(\d+)\.(\d+)\.(\d+)")
BUMPS = {Level.NONE: "none", Level.PATCH: "patch", Level.MINOR: "minor", Level.BREAKING: "major"}


@dataclass(frozen=True, order=True)
class Version:
    """A version by its three numbers; a suffix such as `rc1` is ignored."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def after(self, bump: str) -> Version:
        """Return the version after a bump: "none", "patch", "minor" or "major"."""
        raised = {
            "none": self,
            "patch": Version(self.major, self.minor, self.patch + 1),
            "minor": Version(self.major, self.minor + 1, 0),
            "major": Version(self.major + 1, 0, 0),
        }
        return raised[bump]

    def bump(self, level: Level) -> str:
        """Return the part of the version that a change of this level raises.

        Before 1.0.0 a breaking change raises the minor number, and everything else the patch number.
        """
        if self.major:
            return BUMPS[level]
        return {Level.NONE: "none", Level.BREAKING: "minor"}.get(level, "patch")


def parse(text: str) -> Version:
    """Parse a version.

    Raises:
        ValueError: It does not begin with three numbers.
    """
    found = NUMBERS.match(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not a version: use three numbers, as in 1.2.3")
    return Version(*map(int, found.groups()))


def of_module(text: str) -> str:
    """Read `__version__` in the text of a module; return an empty text where it has none."""
    found = STATEMENT.search(text)
    return found[1] if found else ""
