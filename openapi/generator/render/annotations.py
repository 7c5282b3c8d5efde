"""Write types as Python annotations: of attributes, of arguments and of bodies."""

from __future__ import annotations

from collections.abc import Iterable

from ..types.python_types import REWRITTEN, Enum, Kind, ListOf, Map, Model, Scalar, Type, Union, is_nullable, variants
from .escaping import Code, code, identifier, joined, literal, split

SCALARS: dict[Kind, Code] = {
    "str": Code("str"),
    "bool": Code("bool"),
    "int": Code("int"),
    "float": Code("float"),
    "any": Code("Any"),
    "uuid": Code("UUID"),
    "date": Code("dt.date"),
    "datetime": Code("dt.datetime"),
    "file": Code("File | bytes | str"),
    "none": Code("None"),
}


LONG = 2**63
"""Mypy reads no integer of so many bits in a `Literal`."""


def value_class(enum: Enum) -> Code:
    """Return the class of an enum's values."""
    return Code("str") if enum.is_text else Code("int")


def annotation(given: Type) -> Code:
    """Return the annotation of a value that is present."""
    if isinstance(given, Scalar):
        return SCALARS[given.kind]
    if isinstance(given, Enum):
        return code("%s | %s", identifier(given.name), value_class(given))
    if isinstance(given, Model):
        return identifier(given.name)
    if isinstance(given, Map):
        return code("dict[str, %s]", Code("Any") if given.values is None else _item(given.values))
    if isinstance(given, ListOf):
        return code("list[%s]", _item(given.item))
    kinds = [*map(annotation, given.variants), *_newer(given)]
    parts = [part for kind in kinds for part in kind.split(" | ")]
    return Code("Any") if "Any" in parts else joined(" | ", dict.fromkeys(kinds))


def _newer(given: Union) -> list[Code]:
    """Return the annotation of a variant that is newer than the spec."""
    return [Code("dict[str, Any]")] if given.tag else []


def _item(given: Type) -> Code:
    """Return the annotation of a value inside a list, where null is spelt out."""
    kind = annotation(given)
    return code("%s | None", kind) if is_nullable(given) and kind != "Any" else kind


def literals(enum: Enum) -> Code:
    """Return the annotation of the values that an enum has today; `int` if mypy would not read one of them."""
    if any(isinstance(value, int) and abs(value) >= LONG for value in enum.members.values()):
        return Code("int")
    return code("Literal[%s]", joined(", ", map(literal, dict.fromkeys(enum.members.values()))))


def may_be_null(given: Type) -> bool:
    """Return whether None is a value of the type, and no malformed one."""
    return is_nullable(given) or annotation(given) in ("Any", "None")


def request_annotation(given: Type) -> Code:
    """Return the annotation of a value that is only sent: an id or a time may be its text, an enum is closed."""
    if isinstance(given, Enum):
        return code("%s | %s", identifier(given.name), literals(given))
    if isinstance(given, Scalar) and given.kind in REWRITTEN:
        return code("%s | str", annotation(given))
    if isinstance(given, ListOf) and isinstance(given.item, Scalar) and given.item.kind in REWRITTEN:
        return code("%s | list[str]", annotation(given))
    if isinstance(given, ListOf) and isinstance(given.item, Enum):
        return code("list[%s]", request_annotation(given.item))
    if isinstance(given, Union):
        sent = dict.fromkeys(part for one in given.variants for part in split(request_annotation(one)))
        kinds = [*sent, *(one for one in _newer(given) if one not in sent)]
        return Code("Any") if "Any" in kinds else joined(" | ", kinds)
    return annotation(given)


def optional(kind: Code) -> Code:
    """Add None to an annotation that does not have it."""
    return kind if kind == "Any" or "None" in split(kind) else code("%s | None", kind)


def argument(given: Type) -> Code:
    """Return the annotation of an argument: for a list any sequence, or one item."""
    if isinstance(given, ListOf):
        item = argument(given.item)
        return Code("Any") if item == "Any" else code("%s | SequenceNotStr[%s]", item, item)
    if isinstance(given, Union):
        return _union([argument(one) for one in given.variants])
    return value(given)


def value(given: Type) -> Code:
    """Return the annotation of a value in a plain dict: closed enums, dicts for models, and any sequence for a list."""
    if isinstance(given, Scalar | Enum):
        return request_annotation(given)
    if isinstance(given, Model):
        return code("%s | %s", identifier(given.name), identifier(given.twin))
    if isinstance(given, Map):
        return code("Mapping[str, %s]", Code("Any") if given.values is None else nullable_value(given.values))
    if isinstance(given, ListOf):
        return code("SequenceNotStr[%s]", nullable_value(given.item))
    return _union([value(one) for one in given.variants])


def dict_annotation(given: Type) -> Code:
    """Return the annotation of a value in a plain dict as `value` does, but with no models at the top."""
    if isinstance(given, Model):
        return identifier(given.twin)
    if isinstance(given, ListOf):
        return code("SequenceNotStr[%s]", dict_annotation(given.item))
    return _union([dict_annotation(one) for one in given.variants]) if isinstance(given, Union) else value(given)


def nullable_value(given: Type) -> Code:
    """Return the annotation of a value in a plain dict, with None if it may be null."""
    return optional(value(given)) if is_nullable(given) else value(given)


def body_argument(given: Iterable[Type]) -> Code:
    """Return the annotation of a body that may be of any of several types."""
    return _union([value(inner) for several in given for inner in variants(several)])


def _union(kinds: list[Code]) -> Code:
    """Return the union of annotations."""
    parts = dict.fromkeys(part for kind in kinds for part in split(kind))
    return Code("Any") if "Any" in parts else joined(" | ", parts)
