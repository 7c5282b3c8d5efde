"""Check a scalar against schema keywords: type, size, enum and pattern."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeGuard

from attrs import evolve, frozen
from epilot_targeting_generated.convert import is_list

from ._formats import is_format
from ._patterns import compiled

if TYPE_CHECKING:
    from ._schema import Checker

Json = Any
Schema = dict[str, Any]


@frozen
class Place:
    """The location of a value in a body."""

    text: str = ""
    excused: frozenset[str] = frozenset()
    """Members that are not required, since only the other direction has them."""

    def __str__(self) -> str:
        return self.text or "the value"

    def member(self, name: str) -> Place:
        """Return the location of a member."""
        return Place(f"{self.text}.{name}".lstrip("."))

    def item(self, index: int) -> Place:
        """Return the location of an item."""
        return Place(f"{self.text}[{index}]")

    def excusing(self, names: frozenset[str]) -> Place:
        """Return this location with more optional names."""
        return evolve(self, excused=self.excused | names) if names else self


Check = Callable[["Checker", Schema, Any, Json, Place], Iterator[str]]


def types_of(schema: Schema) -> list[str]:
    """Return the types that a schema names."""
    named: str | list[str] = schema.get("type", [])
    return [named] if isinstance(named, str) else named


def frozen_form(value: Json) -> Hashable:
    """Return a key that is equal for equal JSON values only: 1 equals 1.0, and true does not equal 1."""
    if is_object(value):
        return frozenset((name, frozen_form(one)) for name, one in value.items())
    if is_list(value):
        return tuple(frozen_form(one) for one in value)
    return isinstance(value, bool), value


def is_object(value: Json) -> TypeGuard[dict[str, Json]]:
    """Return whether a value is a JSON object."""
    return isinstance(value, dict)


def is_number(value: Json) -> bool:
    """Return whether a value is a JSON number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


TYPES: dict[str, Callable[[Json], bool]] = {
    "object": is_object,
    "array": is_list,
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "number": is_number,
    "integer": lambda value: is_number(value) and (isinstance(value, int) or value.is_integer()),
    "null": lambda value: value is None,
}


def _type(_: Checker, schema: Schema, __: str | list[str], value: Json, place: Place) -> Iterator[str]:
    allowed = types_of(schema)
    if not any(TYPES[kind](value) for kind in allowed):
        yield f"{place} must be of type {' or '.join(allowed)}"


def _enum(_: Checker, __: Schema, values: list[Json], value: Json, place: Place) -> Iterator[str]:
    if frozen_form(value) not in map(frozen_form, values):
        yield f"{place} must be one of {', '.join(map(str, values))}"


def _const(_: Checker, __: Schema, only: Json, value: Json, place: Place) -> Iterator[str]:
    if frozen_form(value) != frozen_form(only):
        yield f"{place} must be {only}"


def _format(_: Checker, __: Schema, name: str, value: Json, place: Place) -> Iterator[str]:
    if not is_format(name, value):
        yield f"{place} must be a {name}"


def _pattern(_: Checker, __: Schema, pattern: str, value: Json, place: Place) -> Iterator[str]:
    if isinstance(value, str) and not compiled(pattern).search(value):
        yield f"{place} must match {pattern}"


def _multiple_of(_: Checker, __: Schema, step: Any, value: Json, place: Place) -> Iterator[str]:
    # As written and not as binary fractions: 0.3 is a multiple of 0.1.
    if is_number(value) and (not isfinite(value) or Fraction(str(value)) % Fraction(str(step))):
        yield f"{place} must be a multiple of {step}"


def _limit(what: str, kinds: Any, fits: Callable[[Any, Any], bool], excluded: str = "") -> Check:
    def check(_: Checker, schema: Schema, limit: Any, value: Json, place: Place) -> Iterator[str]:
        # OpenAPI 3.0 has a boolean beside the limit, 3.1 a separate limit.
        if isinstance(limit, bool) or not isinstance(value, kinds) or isinstance(value, bool):
            return
        size = value if isinstance(value, int | float) else len(value)
        if not fits(size, limit) or (schema.get(excluded) is True and size == limit):
            yield f"{place}: {what} {limit}"

    return check


NUMBER = int | float
SCALARS: dict[str, Check] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "format": _format,
    "pattern": _pattern,
    "multipleOf": _multiple_of,
    "minItems": _limit("the fewest items are", list, lambda size, limit: size >= limit),
    "maxItems": _limit("the most items are", list, lambda size, limit: size <= limit),
    "minLength": _limit("the shortest length is", str, lambda size, limit: size >= limit),
    "maxLength": _limit("the longest length is", str, lambda size, limit: size <= limit),
    "minProperties": _limit("the fewest members are", dict, lambda size, limit: size >= limit),
    "maxProperties": _limit("the most members are", dict, lambda size, limit: size <= limit),
    "minimum": _limit("the least is", NUMBER, lambda value, limit: value >= limit, "exclusiveMinimum"),
    "maximum": _limit("the most is", NUMBER, lambda value, limit: value <= limit, "exclusiveMaximum"),
    "exclusiveMinimum": _limit("it must be over", NUMBER, lambda value, limit: value > limit),
    "exclusiveMaximum": _limit("it must be under", NUMBER, lambda value, limit: value < limit),
}
"""The checks, by keyword."""
