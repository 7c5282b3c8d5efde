"""Write the expressions that read values of a type from JSON, and write them as JSON; see `runtime/convert.py`."""

from __future__ import annotations

from typing import Literal

from ..types.python_types import Enum, Kind, ListOf, Map, Model, Scalar, Type, Union, is_nullable, sole
from .annotations import annotation, may_be_null, value_class
from .escaping import Code, code, identifier, joined, literal

SCALARS: dict[Kind, Code] = {
    "str": Code("convert.as_str"),
    "bool": Code("convert.as_bool"),
    "int": Code("convert.as_int"),
    "float": Code("convert.as_float"),
    "any": Code("convert.as_any"),
    "uuid": Code("convert.as_uuid"),
    "date": Code("convert.as_date"),
    "datetime": Code("convert.as_datetime"),
    "file": Code("convert.as_str"),
    "none": Code("convert.as_none"),
}
ITEM = Code("item")
Shape = Literal["str", "uuid", "moment", "enum", "model", "map", "other"]
UsualKind = Literal["str", "int", "bool", "dict", "enum", "moment", "model", "list", "nullable_list", "other"]


def converter(given: Type) -> Code:
    """Return the expression of the function that reads a value."""
    if isinstance(given, Scalar):
        return SCALARS[given.kind]
    if isinstance(given, Enum):
        return code("convert.enum_of(%s)", identifier(given.name))
    if isinstance(given, Model):
        return code("convert.model_of(read_%s)", identifier(given.name))
    if isinstance(given, Map):
        return _map_converter(given)
    if isinstance(given, ListOf):
        return _list_converter(given.item)
    return _union_converter(given)


def _list_converter(item: Type) -> Code:
    """Return the expression of the converter of a list; lists of models have a faster one."""
    model = sole(item)
    nullable = Code(", nullable=True") if may_be_null(item) else Code("")
    if isinstance(model, Model):
        return code("convert.models_of(read_%s%s)", identifier(model.name), nullable)
    return code("convert.list_of(%s%s)", _in_union(item), nullable)


def _map_converter(given: Map) -> Code:
    """Return the expression of the converter of a plain dict."""
    if given.values is None or annotation(given) == "dict[str, Any]":
        return Code("convert.as_dict")
    nullable = Code(", nullable=True") if is_nullable(given.values) else Code("")
    return code("convert.map_of(%s%s)", _in_union(given.values), nullable)


def _union_converter(given: Union) -> Code:
    """Return the expression of the converter of a union: by its discriminator, or by required members without one."""
    if sole(given) is not given:
        return converter(given.variants[0])
    pairs = (code("(%s, %s)", _required(one), _in_union(one)) for one in given.variants)
    any_of = code("convert.any_of(%s)", joined(", ", pairs))
    if not given.tag:
        return any_of
    readers = ((value, code("read_%s", identifier(name)) if name else Code("None")) for value, name in given.classes)
    mapping = (code("%s: %s", literal(value), reader) for value, reader in readers)
    return code("convert.tagged(%s, {%s}, %s)", literal(given.tag), joined(", ", mapping), any_of)


def _in_union(given: Type) -> Code:
    """Return the converter of a variant or item: a list with a malformed item does not match."""
    made = converter(given)
    return code("convert.whole(%s)", made) if isinstance(given, ListOf) else made


def _required(given: Type) -> Code:
    """Return the set of the members that a model requires; an empty one for any other type."""
    names = sorted(one.name for one in given.properties if one.required) if isinstance(given, Model) else []
    return code("frozenset({%s})", joined(", ", map(literal, names))) if names else Code("frozenset()")


def to_json(given: Type, source: Code) -> Code:
    """Return the expression of the JSON value of an expression."""
    one = sole(given)
    if isinstance(one, Enum):
        return code("%s(%s)", value_class(one), source)
    if isinstance(one, Model):
        return code("%s.to_dict()", source)
    if isinstance(one, Map):
        return _map_to_json(one, source)
    if isinstance(one, ListOf):
        inner = to_json(one.item, ITEM)
        return source if inner == ITEM else code("[item if item is None else %s for item in %s]", inner, source)
    if isinstance(one, Union):
        return code("convert.to_json(%s)", source)
    if one.kind in ("uuid", "date"):
        return code("str(%s)", source)
    return code("convert.datetime_text(%s)", source) if one.kind == "datetime" else source


def _map_to_json(given: Map, source: Code) -> Code:
    """Return the expression of a dict's JSON value: the dict itself if its values need no conversion."""
    inner = ITEM if given.values is None else to_json(given.values, ITEM)
    if inner == ITEM:
        return source
    return code("{key: item if item is None else %s for key, item in %s.items()}", inner, source)


def shape(given: Type) -> Shape:
    """Return which inline branch of the models' template reads a type; "other" if none does."""
    one = sole(given)
    if isinstance(one, Model):
        return "model"
    if isinstance(one, Map):
        return "map" if annotation(one) == "dict[str, Any]" else "other"
    if isinstance(one, Enum):
        return "enum" if one.is_text else "other"  # not of integers: True equals 1 in Python, but not in JSON
    if isinstance(one, Scalar):
        shapes: dict[Kind, Shape] = {"str": "str", "uuid": "uuid", "datetime": "moment"}
        return shapes.get(one.kind, "other")
    return "other"


def usual_kind(given: Type) -> UsualKind:
    """Return how the usual values of a type are read in a list of records; see `runtime/shapes.py`."""
    one = sole(given)
    if isinstance(one, ListOf):
        return "nullable_list" if may_be_null(one.item) else "list"
    if isinstance(one, Scalar) and (one.kind == "int" or one.kind == "bool"):
        return one.kind
    kinds: dict[Shape, UsualKind] = {
        "str": "str", "map": "dict", "enum": "enum", "moment": "moment", "model": "model",
    }  # fmt: skip
    return kinds.get(shape(given), "other")
