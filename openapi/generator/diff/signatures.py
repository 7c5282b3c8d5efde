"""Compare the annotations of public names, which griffe does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .changes import Change, Level

SELF = ("self", "cls")


@dataclass(frozen=True)
class Both:
    """A public name on both sides."""

    group: str
    name: str
    old: Any
    new: Any


def differences(both: Both) -> Iterator[Change]:
    """Yield the changes of the types and defaults of a function or attribute.

    Yield nothing if one side lacks it or has another kind of object.
    """
    old, new = both.old, both.new
    if old is None or new is None or old.kind != new.kind:
        return
    if old.is_function:
        yield from _signature(both)
    elif old.is_attribute:
        yield from _attribute(both)


def _signature(both: Both) -> Iterator[Change]:
    """Yield the changes of a function: new optional arguments, and types of arguments and of the result.

    griffe reports removed arguments and new required ones.
    """
    before = {one.name: one for one in both.old.parameters}
    for one in both.new.parameters:
        if one.name not in before:
            if not one.required:
                yield Change(Level.MINOR, both.group, "added", f"`{both.name}`: argument `{one.name}`")
        elif one.name not in SELF:
            old, new = str(before[one.name].annotation), str(one.annotation)
            level = Level.MINOR if _members(old) <= _members(new) else Level.BREAKING
            yield from _typed(both, f"argument `{one.name}`", old, new, level)
    old, new = str(both.old.returns), str(both.new.returns)
    level = Level.MINOR if _members(new) <= _members(old) else Level.BREAKING
    yield from _typed(both, "gives", old, new, level)


def _attribute(both: Both) -> Iterator[Change]:
    """Yield the change of an attribute: its annotation, its value if it has none, or whether a field has a default."""
    old, new = both.old, both.new
    if str(old.annotation) != str(new.annotation):
        yield from _typed(both, "type", str(old.annotation), str(new.annotation), Level.BREAKING)
    elif old.annotation is None and str(old.value) != str(new.value):
        yield from _typed(both, "value", str(old.value), str(new.value), Level.BREAKING)
    elif is_field(old) and is_field(new) and (old.value is None) != (new.value is None):
        level, word = (Level.BREAKING, "no default any more") if new.value is None else (Level.MINOR, "a default now")
        yield Change(level, both.group, "changed", f"`{both.name}` has {word}")


def _typed(both: Both, what: str, old: str, new: str, level: Level) -> Iterator[Change]:
    """Yield a change of a type, unless both sides are equal."""
    if old != new:
        yield Change(level, both.group, "changed", f"`{both.name}`: {what} `{old}` → `{new}`")


def _members(annotation: str) -> set[str]:
    """Return the members of a union, split at its bars except those inside brackets."""
    return {part.strip() for part in re.split(r"\|(?![^\[]*\])", annotation)}


def is_field(found: Any) -> bool:
    """Return whether a name is a field and not a property."""
    return found is not None and found.is_attribute and "property" not in found.labels
