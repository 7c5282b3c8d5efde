"""The schema keywords that look at one value alone: type, enum, format, pattern, and limits of size."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from fractions import Fraction
from math import isfinite
from typing import Any, TypeGuard

from epilot_targeting_generated.convert import is_list

from ._formats import is_format
from ._keyword_check import Check, Json, Location, Schema, SchemaChecker
from ._patterns import UnknownKeyword, compile_pattern


def types_of(schema: Schema) -> list[str]:
    """Return the JSON types in `type` of a schema, or an empty list if it has none.

    Do not change the list: it may be that of the schema.
    """
    named: str | list[str] = schema.get("type", [])
    return [named] if isinstance(named, str) else named


def equality_key(value: Json) -> Hashable:
    """Return a key, such as for a set, that two JSON values share if they are equal. 1 equals 1.0, true is not 1."""
    if is_object(value):
        return frozenset((name, equality_key(one)) for name, one in value.items())
    if is_list(value):
        return tuple(equality_key(one) for one in value)
    return isinstance(value, bool), value


def is_object(value: Json) -> TypeGuard[dict[str, Json]]:
    """Return whether a value is a JSON object."""
    return isinstance(value, dict)


def is_number(value: Json) -> bool:
    """Return whether a value is a JSON number, which a boolean is not."""
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


def _type(_: SchemaChecker, schema: Schema, __: str | list[str], value: Json, location: Location) -> Iterator[str]:
    """Check `type`: generate a message if the value is of none of the types that the schema names.

    1.0 is an integer too, and a boolean is no number. `Checker.problems` does not call this for an allowed null.

    Raises:
        UnknownKeyword: There is no such type.
    """
    allowed = types_of(schema)
    if not TYPES.keys() >= {*allowed}:
        raise UnknownKeyword(f"{location}: the type {' or '.join(allowed)} is unknown")
    if not any(TYPES[kind](value) for kind in allowed):
        yield f"{location} must be of type {' or '.join(allowed)}"


def _enum(_: SchemaChecker, __: Schema, values: list[Json], value: Json, location: Location) -> Iterator[str]:
    """Check `enum`: generate a message if the value equals none of its values. 1 equals 1.0, true is not 1."""
    if equality_key(value) not in map(equality_key, values):
        yield f"{location} must be one of {', '.join(map(str, values))}"


def _const(_: SchemaChecker, __: Schema, only: Json, value: Json, location: Location) -> Iterator[str]:
    """Check `const`: generate a message if the value does not equal `only`. 1 equals 1.0, true is not 1."""
    if equality_key(value) != equality_key(only):
        yield f"{location} must be {only}"


def _format(_: SchemaChecker, __: Schema, name: str, value: Json, location: Location) -> Iterator[str]:
    """Check `format`: generate a message if the value does not conform to it.

    A value of a type that the format is not for is valid, and so is any value with an unknown format.
    """
    if not is_format(name, value):
        yield f"{location} must be a {name}"


def _pattern(_: SchemaChecker, __: Schema, pattern: str, value: Json, location: Location) -> Iterator[str]:
    """Check `pattern`: generate a message if a text has no part that matches it. Other values are valid.

    Raises:
        UnknownKeyword: Python does not support the pattern.
    """
    if isinstance(value, str) and not compile_pattern(pattern).search(value):
        yield f"{location} must match {pattern}"


def _multiple_of(_: SchemaChecker, __: Schema, step: int | float, value: Json, location: Location) -> Iterator[str]:
    """Check `multipleOf`: generate a message if a number is no multiple of it, in decimal arithmetic.

    A value that is no number is valid.
    """
    # As written and not as binary fractions: 0.3 is a multiple of 0.1.
    if is_number(value) and (not isfinite(value) or Fraction(str(value)) % Fraction(str(step))):
        yield f"{location} must be a multiple of {step}"


def _limit(message: str, kinds: Any, fits: Callable[[Any, Any], bool], excluded: str = "") -> Check:
    """Return the check of a keyword that limits a number, or the size of a text, list or object.

    Args:
        message: The end of the message, with `{}` for the limit.
        kinds: The Python types to which the limit applies, as for `isinstance`. A boolean is never limited.
        fits: Called with the number or size and the limit. Returns whether it is within the limit.
        excluded: The keyword of OpenAPI 3.0 that, if it is True in the schema, makes a value equal to the limit
            invalid. The message does not change. Default: none.
    """

    def check(_: SchemaChecker, schema: Schema, limit: Any, value: Json, location: Location) -> Iterator[str]:
        """Check the limit: generate a message if the value, or its size, is beyond it.

        A value of another type than `kinds`, or a boolean, is valid. A boolean `limit` is no limit: in OpenAPI 3.0,
        `exclusiveMinimum` is a boolean, which the check of `minimum` reads from `schema`.
        """
        # OpenAPI 3.0 has a boolean beside the limit, 3.1 a separate limit.
        if isinstance(limit, bool) or not isinstance(value, kinds) or isinstance(value, bool):
            return
        size = value if isinstance(value, int | float) else len(value)
        if not fits(size, limit) or (schema.get(excluded) is True and size == limit):
            yield f"{location} {message.format(limit)}"

    return check


NUMBER = int | float
SCALAR_CHECKS: dict[str, Check] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "format": _format,
    "pattern": _pattern,
    "multipleOf": _multiple_of,
    "minItems": _limit("must have at least {} items", list, lambda size, limit: size >= limit),
    "maxItems": _limit("must have at most {} items", list, lambda size, limit: size <= limit),
    "minLength": _limit("must have at least {} characters", str, lambda size, limit: size >= limit),
    "maxLength": _limit("must have at most {} characters", str, lambda size, limit: size <= limit),
    "minProperties": _limit("must have at least {} members", dict, lambda size, limit: size >= limit),
    "maxProperties": _limit("must have at most {} members", dict, lambda size, limit: size <= limit),
    "minimum": _limit("must be at least {}", NUMBER, lambda value, limit: value >= limit, "exclusiveMinimum"),
    "maximum": _limit("must be at most {}", NUMBER, lambda value, limit: value <= limit, "exclusiveMaximum"),
    "exclusiveMinimum": _limit("must be greater than {}", NUMBER, lambda value, limit: value > limit),
    "exclusiveMaximum": _limit("must be less than {}", NUMBER, lambda value, limit: value < limit),
}
"""The checks by keyword. Each generates the messages about an invalid value."""
