"""What the check of a schema keyword takes: the checker, the schema, a JSON value, and its location in the body."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeAlias

from attrs import evolve, frozen

Json = Any
Schema = dict[str, Any]


@frozen
class Location:
    """The location of a value in a body."""

    text: str = ""
    optional: frozenset[str] = frozenset()
    """Required members that may be missing, since only the other direction has them."""

    def __str__(self) -> str:
        """Return the location as text, such as `results[0].id`, or `the value` for the whole body."""
        return self.text or "the value"

    def member(self, name: str) -> Location:
        """Return the location of a member of the object at this location, such as `results[0].id` from `results[0]`.

        It has no optional members yet: see `with_optional`.
        """
        return Location(f"{self.text}.{name}".lstrip("."))

    def item(self, index: int) -> Location:
        """Return the location of an item of the list at this location, such as `results[0]` from `results`.

        It has no optional members yet: see `with_optional`.
        """
        return Location(f"{self.text}[{index}]")

    def with_optional(self, names: frozenset[str]) -> Location:
        """Return this location with more names of members that the object there may lack though required."""
        return evolve(self, optional=self.optional | names) if names else self


class SchemaChecker(Protocol):
    """The part of `Checker` that keywords need: it checks a value against a schema inside of theirs."""

    def problems(self, schema: Schema | bool, value: Json, location: Location = ...) -> Iterator[str]:
        """Generate a message for each problem of a value, as `Checker.problems` does."""
        ...

    def fits(self, schema: Schema | bool, value: Json, location: Location = ...) -> bool:
        """Return whether a value has no problem, as `Checker.fits` does."""
        ...


Check: TypeAlias = Callable[[SchemaChecker, Schema, Any, Json, Location], Iterator[str]]
"""The check of one keyword.

Its arguments are the checker, the whole schema, the keyword's own value, the JSON value to check and its location. It
generates a message for each problem."""
