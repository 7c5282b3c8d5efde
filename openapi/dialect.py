"""Our dialect of Python for what openapi-python-client parsed: types and converters, as the templates need them.

The generator's own types carry a sentinel for "not sent"; here `None` means that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from document import DocumentError
from known import is_map, map_values, members, tag_of, text, wire_name
from openapi_python_client.parser import properties as p

SCALARS: dict[type, tuple[str, str]] = {
    p.StringProperty: ("str", "as_str"),
    p.BooleanProperty: ("bool", "as_bool"),
    p.IntProperty: ("int", "as_int"),
    p.FloatProperty: ("float", "as_float"),
    p.AnyProperty: ("Any", "as_any"),
    p.UuidProperty: ("UUID", "as_uuid"),
    p.DateProperty: ("dt.date", "as_date"),
    p.DateTimeProperty: ("dt.datetime", "as_datetime"),
    p.FileProperty: ("File | bytes | str", "as_str"),
    p.NoneProperty: ("None", "as_none"),
}
REWRITTEN = (p.UuidProperty, p.DateProperty, p.DateTimeProperty)
"""Types that can be written in more ways than one."""


def annotation(prop: Any) -> str:
    """Give the type of a value that is there.

    Raises:
        DocumentError: There is none: a kind of property that the normal form of a schema does not lead to.
    """
    if type(prop) in SCALARS:
        return SCALARS[type(prop)][0]
    if isinstance(prop, p.EnumProperty):
        return f"{prop.class_info.name} | {prop.value_type.__name__}"
    if isinstance(prop, p.ModelProperty):
        return f"dict[str, {_item(map_values(prop))}]" if is_map(prop) else str(prop.class_info.name)
    if isinstance(prop, p.ListProperty):
        return f"list[{_item(prop.inner_property)}]"
    if isinstance(prop, p.UnionProperty):
        parts = [part for inner in variants(prop) for part in annotation(inner).split(" | ")]
        return "Any" if "Any" in parts else _joined(annotation(inner) for inner in variants(prop))
    raise DocumentError(f"{text(prop.name)!r} is a {type(prop).__name__}, which has no template")


def _item(prop: Any) -> str:
    kind = annotation(prop) if prop is not None else "Any"
    return f"{kind} | None" if is_nullable(prop) and kind != "Any" else kind


def _joined(kinds: Any) -> str:
    return " | ".join(dict.fromkeys(kinds))


def converter(prop: Any) -> str:
    """Give the expression of the function that reads a value; see `templates/package/convert.py`."""
    if type(prop) in SCALARS:
        return f"convert.{SCALARS[type(prop)][1]}"
    if isinstance(prop, p.EnumProperty):
        return f"convert.enum_of({prop.class_info.name})"
    if isinstance(prop, p.ModelProperty):
        return _map_converter(prop) if is_map(prop) else f"convert.model_of({prop.class_info.name}.from_dict)"
    if isinstance(prop, p.ListProperty):
        inner = converter(prop.inner_property)
        if inner.startswith("convert.model_of("):
            return inner.replace("model_of", "models_of", 1)
        nested = isinstance(prop.inner_property, p.ListProperty)
        return f"convert.list_of({f'convert.whole({inner})' if nested else inner})"
    return _union_converter(prop)


def _map_converter(prop: Any) -> str:
    values = map_values(prop)
    if annotation(prop) == "dict[str, Any]":
        return "convert.as_dict"
    return f"convert.map_of({_in_union(values)}{', nullable=True' if is_nullable(values) else ''})"


def _union_converter(prop: Any) -> str:
    kinds = variants(prop)
    if len(kinds) == 1:
        return converter(kinds[0])
    any_of = f"convert.any_of({', '.join(f'({_required(v)}, {_in_union(v)})' for v in kinds)})"
    tag, classes_by_value = tag_of(prop)
    if not tag:
        return any_of
    mapping = ", ".join(f"{value!r}: {name}.from_dict" for value, name in classes_by_value.items())
    return f"convert.tagged({tag!r}, {{{mapping}}}, {any_of})"


def to_json(prop: Any, source: str) -> str:
    """Give the expression of the JSON value."""
    if isinstance(prop, p.UnionProperty) and len(variants(prop)) == 1:
        return to_json(variants(prop)[0], source)
    if isinstance(prop, p.EnumProperty):
        return f"{prop.value_type.__name__}({source})"
    if isinstance(prop, p.ModelProperty):
        return _map_to_json(prop, source) if is_map(prop) else f"{source}.to_dict()"
    if isinstance(prop, p.UuidProperty | p.DateProperty):
        return f"str({source})"
    if isinstance(prop, p.DateTimeProperty):
        return f"convert.datetime_text({source})"
    if isinstance(prop, p.UnionProperty):
        return f"convert.to_json({source})"
    if isinstance(prop, p.ListProperty):
        inner = to_json(prop.inner_property, "item")
        return source if inner == "item" else f"[item if item is None else {inner} for item in {source}]"
    return source


def _map_to_json(prop: Any, source: str) -> str:
    inner = to_json(map_values(prop), "item")
    entry = f"key: item if item is None else {inner}"
    return source if inner == "item" else f"{{{entry} for key, item in {source}.items()}}"


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


def _in_union(prop: Any) -> str:
    return f"convert.whole({converter(prop)})" if isinstance(prop, p.ListProperty) else converter(prop)


def _required(prop: Any) -> str:
    names = sorted(wire_name(r) for r in members(prop)[0]) if isinstance(prop, p.ModelProperty) else []
    return f"frozenset({{{', '.join(map(repr, names))}}})" if names else "frozenset()"
