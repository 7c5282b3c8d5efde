"""Our dialect of Python for what openapi-python-client parsed: types and converters, as the templates need them.

The generator's own types carry a sentinel for "not sent"; here `None` means that.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ..errors import DocumentError
from ..types.known import is_map, map_values, members, tag_of, text, wire_name
from ..upstream import properties as p
from .escaping import Code, code, identifier, joined, literal

SCALARS: dict[type, tuple[Code, Code]] = {
    p.StringProperty: (Code("str"), Code("convert.as_str")),
    p.BooleanProperty: (Code("bool"), Code("convert.as_bool")),
    p.IntProperty: (Code("int"), Code("convert.as_int")),
    p.FloatProperty: (Code("float"), Code("convert.as_float")),
    p.AnyProperty: (Code("Any"), Code("convert.as_any")),
    p.UuidProperty: (Code("UUID"), Code("convert.as_uuid")),
    p.DateProperty: (Code("dt.date"), Code("convert.as_date")),
    p.DateTimeProperty: (Code("dt.datetime"), Code("convert.as_datetime")),
    p.FileProperty: (Code("File | bytes | str"), Code("convert.as_str")),
    p.NoneProperty: (Code("None"), Code("convert.as_none")),
}
REWRITTEN = (p.UuidProperty, p.DateProperty, p.DateTimeProperty)
"""Types that can be written in more ways than one."""
ITEM = Code("item")


def class_of(prop: Any) -> Code:
    """Return the name of a generated class."""
    return identifier(str(prop.class_info.name))


def sole(prop: Any) -> Any:
    """Return the only variant of a union, or anything else as it is."""
    return variants(prop)[0] if len(variants(prop)) == 1 else prop


def annotation(prop: Any) -> Code:
    """Give the type of a value that is there.

    Raises:
        DocumentError: There is none: a kind of property that the normal form of a schema does not lead to.
    """
    if type(prop) in SCALARS:
        return SCALARS[type(prop)][0]
    if isinstance(prop, p.EnumProperty):
        return code("%s | %s", class_of(prop), identifier(prop.value_type.__name__))
    if isinstance(prop, p.ModelProperty):
        return code("dict[str, %s]", _item(map_values(prop))) if is_map(prop) else class_of(prop)
    if isinstance(prop, p.ListProperty):
        return code("list[%s]", _item(prop.inner_property))
    if isinstance(prop, p.UnionProperty):
        kinds = [annotation(inner) for inner in variants(prop)]
        parts = [part for kind in kinds for part in kind.split(" | ")]
        return Code("Any") if "Any" in parts else joined(" | ", dict.fromkeys(kinds))
    raise DocumentError(f"{text(prop.name)!r} is a {type(prop).__name__}, which has no template")


def _item(prop: Any) -> Code:
    kind = annotation(prop) if prop is not None else Code("Any")
    return code("%s | None", kind) if is_nullable(prop) and kind != "Any" else kind


def converter(prop: Any) -> Code:
    """Give the expression of the function that reads a value; see `templates/package/convert.py`."""
    if type(prop) in SCALARS:
        return SCALARS[type(prop)][1]
    if isinstance(prop, p.EnumProperty):
        return code("convert.enum_of(%s)", class_of(prop))
    if isinstance(prop, p.ModelProperty):
        return _map_converter(prop) if is_map(prop) else code("convert.model_of(%s.from_dict)", class_of(prop))
    if isinstance(prop, p.ListProperty):
        return _list_converter(prop.inner_property)
    return _union_converter(prop)


def _list_converter(item: Any) -> Code:
    if shape(item) == "model":
        return code("convert.models_of(%s.from_dict)", class_of(sole(item)))
    return code("convert.list_of(%s)", _in_union(item))


def _map_converter(prop: Any) -> Code:
    values = map_values(prop)
    if annotation(prop) == "dict[str, Any]":
        return Code("convert.as_dict")
    return code("convert.map_of(%s%s)", _in_union(values), Code(", nullable=True") if is_nullable(values) else Code(""))


def _union_converter(prop: Any) -> Code:
    kinds = variants(prop)
    if len(kinds) == 1:
        return converter(kinds[0])
    pairs = (code("(%s, %s)", _required(one), _in_union(one)) for one in kinds)
    any_of = code("convert.any_of(%s)", joined(", ", pairs))
    tag, classes_by_value = tag_of(prop)
    if not tag:
        return any_of
    mapping = (code("%s: %s.from_dict", literal(value), identifier(name)) for value, name in classes_by_value.items())
    return code("convert.tagged(%s, {%s}, %s)", literal(tag), joined(", ", mapping), any_of)


def to_json(prop: Any, source: Code) -> Code:
    """Give the expression of the JSON value."""
    if isinstance(prop, p.UnionProperty) and len(variants(prop)) == 1:
        return to_json(variants(prop)[0], source)
    if isinstance(prop, p.EnumProperty):
        return code("%s(%s)", identifier(prop.value_type.__name__), source)
    if isinstance(prop, p.ModelProperty):
        return _map_to_json(prop, source) if is_map(prop) else code("%s.to_dict()", source)
    if isinstance(prop, p.UuidProperty | p.DateProperty):
        return code("str(%s)", source)
    if isinstance(prop, p.DateTimeProperty):
        return code("convert.datetime_text(%s)", source)
    if isinstance(prop, p.UnionProperty):
        return code("convert.to_json(%s)", source)
    if isinstance(prop, p.ListProperty):
        inner = to_json(prop.inner_property, ITEM)
        return source if inner == ITEM else code("[item if item is None else %s for item in %s]", inner, source)
    return source


def _map_to_json(prop: Any, source: Code) -> Code:
    inner = to_json(map_values(prop), ITEM)
    if inner == ITEM:
        return source
    return code("{key: item if item is None else %s for key, item in %s.items()}", inner, source)


def enum_members(enum: Any) -> list[tuple[Code, Code]]:
    """Return the names and the values of an enum's members."""
    is_text = enum.value_type is str
    values = {key: json.loads(f'"{value}"') if is_text else value for key, value in enum.values.items()}
    return [(identifier(str(key)), literal(value)) for key, value in values.items()]  # the parser keeps texts escaped


def shape(prop: Any) -> str:
    """Tell which of the ways of reading that the models' template has in place serves a type; "other" for none."""
    if isinstance(prop, p.UnionProperty) and len(variants(prop)) == 1:
        return shape(variants(prop)[0])
    if isinstance(prop, p.ModelProperty):
        return ("map" if annotation(prop) == "dict[str, Any]" else "other") if is_map(prop) else "model"
    if isinstance(prop, p.EnumProperty):
        return "enum" if prop.value_type is str else "other"  # of integers, since True is no 1 to JSON
    return {p.StringProperty: "str", p.UuidProperty: "uuid", p.DateTimeProperty: "moment"}.get(type(prop), "other")


def is_list(prop: Any) -> bool:
    """Tell whether a value is a list, and nothing else: then what can't be read of it leaves a gap."""
    return [type(one) for one in variants(prop)] == [p.ListProperty]


def is_nullable(prop: Any) -> bool:
    """Tell whether null is a value of the type."""
    return isinstance(prop, p.UnionProperty) and any(isinstance(i, p.NoneProperty) for i in prop.inner_properties)


def is_rewritten(prop: Any) -> bool:
    """Tell whether a value may have been written otherwise than we would write it."""
    return any(isinstance(one, REWRITTEN) for one in walk(prop, lambda _: False))


def classes(prop: Any) -> set[tuple[str, str]]:
    """Give the (module, class) pairs of the generated classes that the type names."""
    named = walk(prop, lambda _: False)
    return {
        (one.class_info.module_name, str(one.class_info.name))
        for one in named
        if isinstance(one, p.EnumProperty) or (isinstance(one, p.ModelProperty) and not is_map(one))
    }


def models(prop: Any) -> set[tuple[str, str]]:
    """Return the (module, class) pairs of the generated models that the type names, without the enums."""
    named = [one for one in walk(prop, lambda _: False) if isinstance(one, p.ModelProperty)]
    return set().union(*(classes(one) for one in named if not is_map(one)))


def walk(prop: Any, enter: Callable[[Any], bool]) -> list[Any]:
    """Give a property and all that it is made of; of a model's fields, where `enter` says so."""
    found: list[Any] = []
    todo = [prop]
    while todo:
        one = todo.pop()
        found.append(one)
        todo += getattr(one, "inner_properties", None) or []
        todo += [inner] if (inner := getattr(one, "inner_property", None)) else []
        if isinstance(one, p.ModelProperty):
            if is_map(one) and map_values(one) is not None:
                todo.append(map_values(one))
            elif enter(one):
                todo += [inner for group in members(one) for inner in group]
    return found


def variants(prop: Any) -> list[Any]:
    """Give what a union is made of, null apart; of anything else itself."""
    if not isinstance(prop, p.UnionProperty):
        return [prop]
    return [inner for inner in prop.inner_properties if not isinstance(inner, p.NoneProperty)]


def _in_union(prop: Any) -> Code:
    made = converter(prop)
    return code("convert.whole(%s)", made) if isinstance(prop, p.ListProperty) else made


def _required(prop: Any) -> Code:
    names = sorted(wire_name(r) for r in members(prop)[0]) if isinstance(prop, p.ModelProperty) else []
    return code("frozenset({%s})", joined(", ", map(literal, names))) if names else Code("frozenset()")
