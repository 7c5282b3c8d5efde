# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Convert JSON objects and arrays: models, lists of them, lists and maps of other values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import NoneType
from typing import Any, TypeGuard, cast

from .interrupt import BATCH, Interrupted, interrupt

LONG = 16
"""The number of records from which on a list is read by the shapes of its records; see `shapes`."""


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Return whether a value is a JSON array."""
    return isinstance(value, list)


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
        if value.__class__ is not list and not is_list(value):
            return None
        if len(value) < LONG:
            converted = [from_dict(item) if item.__class__ is dict else convert_odd(item) for item in value]
        elif interrupt.get().requested:
            raise Interrupted
        elif len(value) > BATCH:
            return _in_batches(convert, value)
        else:
            read_long = read_long or _list_reader(from_dict, convert_odd)
            converted = read_long(value)
        return converted if nullable or all(converted) else without_gaps(converted)

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


def whole(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a list converter that finds a list with a malformed item malformed."""

    def strict(value: Any) -> Any:
        converted = convert(value)
        return converted if converted is None or (len(converted) == len(value) and is_whole(converted)) else None

    return strict


def is_whole(values: list[Any]) -> bool:
    """Return whether no item of a list is malformed."""
    return NoneType not in {*map(type, values)}
