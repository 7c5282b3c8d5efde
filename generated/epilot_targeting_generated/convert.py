# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Turn JSON values into Python ones and back without losing anything.

A converter takes any JSON value and returns the Python value, or None if the value does not match the spec. The models
keep such a value unchanged, so that one malformed field does not lose the rest of the response.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from sys import float_info
from types import NoneType
from typing import Any, TypeGuard, TypeVar, cast
from uuid import UUID

from .ids import as_uuid as as_uuid
from .interrupt import BATCH, Interrupted, interrupt

E = TypeVar("E", bound=Enum)
T = TypeVar("T")

LONG = 16
"""The number of records from which on a list is read by the shapes of its records; see `shapes`."""
_MILLISECOND = 1000  # microseconds
_LARGEST = float_info.max
_SECOND = dt.timedelta(seconds=1)
_LEAP_SECOND = re.compile(r"(.+T[0-9:]+:)60((?:\.[0-9]+)?(?:Z|[+-][0-9:]+))")


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Return whether a value is a JSON array."""
    return isinstance(value, list)


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


def as_date(value: Any) -> Any:
    """Read an ISO 8601 date."""
    return _parsed(dt.date.fromisoformat, value)


def as_datetime(value: Any) -> Any:
    """Read an RFC 3339 date-time. One without an offset is malformed: it could not be compared with others.

    `t` and `z` may be in lower case. A leap second is read as the second after it, which Python has no other name for.
    """
    parsed = _parsed(dt.datetime.fromisoformat, value)
    if parsed is None and isinstance(value, str):
        parsed = _unusual_datetime(value.upper())
    return None if parsed is None or parsed.tzinfo is None else parsed


def _unusual_datetime(text: str) -> dt.datetime | None:
    """Parse a date-time of any other form, also a leap second; None if it is malformed."""
    leap = _LEAP_SECOND.fullmatch(text)
    if leap is None:
        return _parsed(dt.datetime.fromisoformat, text)
    return _parsed(lambda last: dt.datetime.fromisoformat(last) + _SECOND, f"{leap[1]}59{leap[2]}")


def _parsed(parse: Callable[[str], T], value: Any) -> T | None:
    """Return the parsed text, or None if the value is malformed or not a string."""
    try:
        return parse(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


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


def model_of(from_dict: Callable[[Mapping[str, Any]], Any]) -> Callable[[Any], Any]:
    """Return the converter of a model."""

    def convert(value: Any) -> Any:
        return from_dict(cast("dict[str, Any]", value)) if isinstance(value, dict) else None

    return convert


def models_of(from_dict: Callable[[Mapping[str, Any]], Any], *, nullable: bool = False) -> Callable[[Any], Any]:
    """Return the converter of a list of models: `list_of(model_of(from_dict))`, but faster."""
    convert_odd = model_of(from_dict)
    read_long: Callable[[list[Any]], list[Any]] | None = None

    def convert(value: Any) -> Any:
        nonlocal read_long
        if not is_list(value):
            return None
        if not value:
            return []
        if interrupt.get().requested:
            raise Interrupted
        if len(value) > BATCH:
            return _in_batches(convert, value)
        if len(value) < LONG:
            converted = [from_dict(item) if item.__class__ is dict else convert_odd(item) for item in value]
        else:
            read_long = read_long or _list_reader(from_dict, convert_odd)
            converted = read_long(value)
        return converted if nullable or is_whole(converted) else without_gaps(converted)

    return convert


def _list_reader(
    from_dict: Callable[[Mapping[str, Any]], Any], convert: Callable[[Any], Any]
) -> Callable[[list[Any]], list[Any]]:
    """Return the reader of long lists. Its module imports this one."""
    from .shapes import ListReader

    return ListReader(from_dict, convert)


def list_of(item: Callable[[Any], Any], *, nullable: bool = False) -> Callable[[Any], Any]:
    """Return the converter of a list. A malformed item is left out; see `record.refill`.

    Args:
        item: The converter of an item.
        nullable: Whether an item may be null. Then a malformed one reads None, in its place.
    """

    def convert(value: Any) -> Any:
        if not is_list(value):
            return None
        if interrupt.get().requested:
            raise Interrupted
        if len(value) > BATCH:
            return _in_batches(convert, value)
        converted = [item(element) for element in value]
        return converted if nullable or is_whole(converted) else without_gaps(converted)

    return convert


def without_gaps(values: list[Any]) -> list[Any]:
    """Return a list without None."""
    return [value for value in values if value is not None]


def _in_batches(convert: Callable[[Any], Any], values: list[Any]) -> list[Any]:
    """Convert a long list in batches: each begins with a look at the interrupt."""
    converted: list[Any] = []
    for start in range(0, len(values), BATCH):
        converted += convert(values[start : start + BATCH])
    return converted


def map_of(item: Callable[[Any], Any], *, nullable: bool = False) -> Callable[[Any], Any]:
    """Return the converter of an object whose values have one type. A malformed value makes the object malformed.

    Args:
        item: The converter of a value.
        nullable: Whether a value may be null.
    """

    def convert(value: Any) -> Any:
        if not isinstance(value, dict):
            return None
        converted = {key: item(element) for key, element in cast("dict[str, Any]", value).items()}
        lost = [key for key, made in converted.items() if made is None and not (nullable and value[key] is None)]
        return None if lost else converted

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


def whole(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a list converter that finds a list with a malformed item malformed."""

    def strict(value: Any) -> Any:
        converted = convert(value)
        return converted if converted is None or (len(converted) == len(value) and is_whole(converted)) else None

    return strict


def is_whole(values: list[Any]) -> bool:
    """Return whether no item of a list is malformed."""
    return NoneType not in {*map(type, values)}


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


def to_json(value: Any) -> Any:
    """Return the JSON value of any value that a model or a plain dict may hold."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.datetime):
        return datetime_text(value)
    if isinstance(value, UUID | dt.date):
        return str(value)
    if isinstance(value, list | tuple):
        return [to_json(item) for item in cast("tuple[Any, ...]", value)]
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in cast("Mapping[str, Any]", value).items()}
    if _is_sequence(value):
        return [to_json(item) for item in value]
    to_dict = getattr(value, "to_dict", None)
    return value if to_dict is None else to_dict()


def _is_sequence(value: Any) -> TypeGuard[Sequence[Any]]:
    """Return whether a value is a sequence that JSON has as a list."""
    return isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray)


def datetime_text(value: dt.datetime | str) -> str:
    """Return a date-time as the service writes it: with milliseconds, microseconds if needed, and Z for UTC.

    Raises:
        ValueError: It has no time zone.
    """
    if isinstance(value, str):
        return value
    if value.tzinfo is None:
        raise ValueError("a date-time needs a time zone, for example tzinfo=UTC")
    digits = "microseconds" if value.microsecond % _MILLISECOND else "milliseconds"
    text = value.isoformat(timespec=digits)
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text
