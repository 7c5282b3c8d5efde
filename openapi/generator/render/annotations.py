"""Write types as Python annotations: of attributes, of arguments and of bodies."""

from __future__ import annotations

from collections.abc import Iterable

from ..types.python_types import REWRITTEN, Enum, Kind, ListOf, Map, Model, Scalar, Type, Union, is_nullable, variants
from .escaping import Code, code, identifier, joined, split

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


def request_annotation(given: Type) -> Code:
    """Return the annotation of a value that is only sent: an id or a time may be its text."""
    if isinstance(given, Scalar) and given.kind in REWRITTEN:
        return code("%s | str", annotation(given))
    if isinstance(given, ListOf) and isinstance(given.item, Scalar) and given.item.kind in REWRITTEN:
        return code("%s | list[str]", annotation(given))
    if isinstance(given, Union):
        sent = dict.fromkeys(part for one in given.variants for part in split(request_annotation(one)))
        kinds = [*sent, *(one for one in _newer(given) if one not in sent)]
        return Code("Any") if "Any" in kinds else joined(" | ", kinds)
    return annotation(given)


def optional(kind: Code) -> Code:
    """Add None to an annotation that does not have it."""
    return kind if kind == "Any" or "None" in kind.split(" | ") else code("%s | None", kind)


def argument(given: Type) -> Code:
    """Return the annotation of an argument: for a list any sequence, or one item; for a model a plain dict too."""
    if isinstance(given, ListOf):
        item = argument(given.item)
        return Code("Any") if item == "Any" else code("%s | Sequence[%s]", item, item)
    if isinstance(given, Scalar):
        kind = annotation(given)
        return code("%s | str", kind) if given.kind in REWRITTEN else kind
    if isinstance(given, Map):
        return Code("Mapping[str, Any]")
    if isinstance(given, Model):
        return code("%s | Mapping[str, Any]", annotation(given))
    if isinstance(given, Enum):
        return annotation(given)
    kinds = list(dict.fromkeys(part for one in given.variants for part in split(argument(one))))
    return Code("Any") if "Any" in kinds else joined(" | ", kinds)


def body_argument(given: Iterable[Type]) -> Code:
    """Return the annotation of a body that may be of any of several types."""
    kinds: dict[Code, None] = {}
    for one in (inner for several in given for inner in variants(several)):
        if isinstance(one, ListOf):
            item = argument(one.item)
            kinds |= dict.fromkeys([Code("Any") if item == "Any" else code("Sequence[%s]", item)])
        else:
            kinds |= dict.fromkeys(split(argument(one)))
    if "Any" in kinds:
        return Code("Any")
    # A plain dict is last, and once, whatever the number of models.
    last = [kind for kind in kinds if kind == "Mapping[str, Any]"]
    return joined(" | ", [*(kind for kind in kinds if kind not in last), *last])
