"""Flatten models into rows: the columns of a model, and the value of each. Loaded by the first `to_row`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import Enum, EnumType
from json import JSONEncoder
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, cast, get_args, get_type_hints
from uuid import UUID

from attrs import NOTHING, fields

from .jsonable import to_json
from .record import Model, codec_of, generated_class

Kind = Literal["text", "integer", "number", "boolean", "id", "time", "date", "enum", "json"]
"""The content of a column. Nested values are JSON text."""
_KINDS: dict[type, Kind] = {
    str: "text", int: "integer", float: "number", bool: "boolean", UUID: "id", dt.datetime: "time", dt.date: "date",
}  # fmt: skip
_OR_PLAIN: dict[Kind, set[type]] = {"id": {str}, "time": {str}, "date": {str}, "enum": {str, int}}
"""Kinds whose values may also be plain ones: the text of a body, or an enum value that is newer than the spec."""


class Column(NamedTuple):
    """A column: a field of the spec.

    Attributes:
        name: The attribute of the model.
        wire: The name in JSON.
        required: Whether the constructor requires the field.
        kind: The content.
        enum: The enum of the kind `enum`, else None.
    """

    name: str
    wire: str
    required: bool
    kind: Kind
    enum: type[Enum] | None


def columns_of(kind: type[Model]) -> tuple[Column, ...]:
    """Return the columns of a model, in the order of the spec."""
    known = _columns.get(kind)
    if known is None:
        known = _columns[kind] = _columns_of(generated_class(kind))
    return known


def _columns_of(made: type[Model]) -> tuple[Column, ...]:
    hints = get_type_hints(made)
    required = {attribute.name for attribute in fields(cast("type[Any]", made)) if attribute.default is NOTHING}
    names: dict[str, str] = getattr(codec_of(made), "_NAMES", {})
    return tuple(Column(name, wire, name in required, *kind_of(hints[name])) for wire, name in names.items())


def row_of(model: Model) -> dict[str, Any]:
    """Return the row of a model: the value of each column by its name."""
    row: dict[str, Any] = {}
    for column in columns_of(type(model)):
        value = getattr(model, column.name)
        flatten = None if value is None else _FLATTEN.get(column.kind)
        row[column.name] = value if flatten is None else flatten(value)
    return row


def unknown_members(model: Model) -> dict[str, Any] | None:
    """Return the members of `additional_properties` that are not null, or None if there are none."""
    slots: Any = model  # the property would make a dict for each model
    held: dict[str, Any] | None = slots._additional
    return None if held is None else {name: value for name, value in held.items() if value is not None} or None


def json_text(value: Any) -> str:
    """Return a value as JSON text. Characters that UTF-8 cannot encode are escaped, all others are not."""
    text = _READABLE.encode(value)
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate, which JSON strings may contain
        return _ASCII.encode(value)
    return text


def plain(value: Any) -> Any:
    """Return the plain value of an enum member."""
    return value.value if isinstance(value, Enum) else value


def kind_of(annotation: Any) -> tuple[Kind, type[Enum] | None]:
    """Return the kind of a column by the annotation of its field, and the enum of an enum."""
    variants: list[Any] = [*get_args(annotation)] if isinstance(annotation, UnionType) else [annotation]
    first, *others = [one for one in variants if one is not NoneType]
    enum = cast("type[Enum]", first) if isinstance(first, EnumType) else None
    found: Kind = "enum" if enum else _KINDS.get(first, "json")
    is_plain = found in _OR_PLAIN and {*others} <= _OR_PLAIN[found]
    return (found, enum) if is_plain or not others else ("json", None)


def _json_value(value: Any) -> Any:
    """Convert a value for the JSON encoder, which does not know it."""
    made = to_json(value)
    return str(value) if made is value else made


_columns: dict[type[Model], tuple[Column, ...]] = {}
_FLATTEN: dict[Kind, Callable[[Any], Any]] = {"enum": plain, "json": json_text}
_READABLE = JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_json_value)
_ASCII = JSONEncoder(separators=(",", ":"), default=_json_value)
