# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Turn JSON values into Python ones and back without losing anything.

A converter takes any JSON value and returns the Python value, or None if the value does not match the spec. The models
keep such a value unchanged, so that one malformed field does not lose the rest of the response.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from sys import float_info
from typing import Any, TypeVar, cast

from .containers import is_list as is_list
from .containers import is_whole as is_whole
from .containers import list_of as list_of
from .containers import map_of as map_of
from .containers import model_of as model_of
from .containers import models_of as models_of
from .containers import whole as whole
from .dates import as_date as as_date
from .dates import as_datetime as as_datetime
from .dates import datetime_text as datetime_text
from .ids import as_uuid as as_uuid
from .jsonable import to_json as to_json

E = TypeVar("E", bound=Enum)

_LARGEST = float_info.max


def as_any(value: Any) -> Any:
    """Return any JSON value."""
    return value


def as_str(value: Any) -> Any:
    """Return a JSON string; None for another value."""
    return value if isinstance(value, str) else None


def as_bool(value: Any) -> Any:
    """Return a JSON boolean; None for another value, such as the string "true"."""
    return value if isinstance(value, bool) else None


def as_float(value: Any) -> Any:
    """Convert a JSON number in the range of a float. An integer stays one, so that 0 is written as 0 and not as 0.0."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if -_LARGEST <= value <= _LARGEST else None


def as_int(value: Any) -> Any:
    """Convert a JSON integer, also one such as 1.0."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def as_dict(value: Any) -> Any:
    """Convert a JSON object with any members."""
    return cast("Any", value) if isinstance(value, dict) else None


def as_none(_: Any) -> None:
    """Convert null; any other value does not match the spec."""


def by_value(enum: type[E]) -> dict[Any, E | None]:
    """Return the members of an enum by their values, and None for null."""
    return {None: None, **{member.value: member for member in enum}}


def enum_of(enum: type[E]) -> Callable[[Any], Any]:
    """Return the converter of an open enum: a value that is newer than the spec stays a plain value."""
    known: dict[Any, E] = {member.value: member for member in enum}
    plain = str if isinstance(next(iter(known)), str) else int

    def convert(value: Any) -> Any:
        # bool is an int to Python, but not to JSON.
        return known.get(value, value) if isinstance(value, plain) and not isinstance(value, bool) else None

    return convert


def tagged(
    name: str, known: Mapping[str, Callable[[Any], Any] | None], otherwise: Callable[[Any], Any]
) -> Callable[[Any], Any]:
    """Return the converter of a union whose objects have a discriminator.

    Args:
        name: The property name of the discriminator.
        known: The function that reads an object, by the value of the discriminator: None if several variants have it.
        otherwise: The converter of a value whose discriminator selects no variant.

    An object with another value of the discriminator is a variant that is newer than the spec: it stays a dict.
    """

    def convert(value: Any) -> Any:
        tag: Any = cast("dict[str, Any]", value).get(name) if isinstance(value, dict) else None
        read = known.get(tag, as_any) if isinstance(tag, str) else None
        return otherwise(value) if read is None else read(value)

    return convert


def any_of(*converters: tuple[frozenset[str], Callable[[Any], Any]]) -> Callable[[Any], Any]:
    """Return the converter of a union, from pairs of the members that a variant requires and its converter.

    For an object, the variant with the most required members is tried first, so that a general one does not hide it.
    """
    ranked = sorted(converters, key=lambda variant: -len(variant[0]))

    def convert(value: Any) -> Any:
        for required, converter in ranked:
            if not required or (isinstance(value, dict) and required <= cast("dict[str, Any]", value).keys()):
                converted = converter(value)
                if converted is not None:
                    return converted
        return None

    return convert
