"""What is known of all schemas at once: the components, the maps that are types, the tags that tell variants apart."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..upstream import UntrustedString
from ..upstream import properties as p

_components: dict[str, Any] = {}
_models: dict[str, Any] = {}


def learn(components: Mapping[str, Any], models: Iterable[Any]) -> None:
    """Take note of the document's components, and of its models, before anything is asked of them."""
    _components.clear()
    _components.update(components)
    _models.clear()
    _models.update({str(model.class_info.name): model for model in models})


def with_discriminators(node: Any) -> Any:
    """Return schemas whose unions carry their discriminator as their `example`.

    The parser drops discriminators and keeps examples, of which the normal form has none. Two unions of the same
    variants may have different discriminators, so a union can't be recognised by its variants.
    """
    if isinstance(node, list):
        return [with_discriminators(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: with_discriminators(item) for key, item in node.items()}
    tag = node.get("discriminator")
    if isinstance(tag, dict) and isinstance(node.get("anyOf"), list):
        made["example"] = json.dumps(tag)
    return made


def text(value: object) -> str:
    """Give the plain string of anything the parser read."""
    return value.get_untrusted_value() if isinstance(value, UntrustedString) else str(value or "")


def coded(schemas: Mapping[str, Any]) -> dict[str, Any]:
    """Give components whose fields have names that nothing can happen to: the parser refuses `id` beside `_id`."""
    return {
        name: {**schema, **_coded_fields(schema)} if "properties" in schema else schema
        for name, schema in schemas.items()
    }


def _coded_fields(schema: Mapping[str, Any]) -> dict[str, Any]:
    properties = {_code(wire): inner for wire, inner in schema["properties"].items()}
    return {"properties": properties, "required": [_code(wire) for wire in schema.get("required", [])]}


def _code(wire: str) -> str:
    return f"p_{wire.encode().hex()}"


def wire_name(prop: Any) -> str:
    """Give the name of a field on the wire."""
    return bytes.fromhex(text(prop.name).removeprefix("p_")).decode()


def members(prop: Any) -> tuple[list[Any], list[Any]]:
    """Give the required and the optional properties of a model.

    Asked of the model of that name: a reference is a copy, which may have been made before the model was filled in.
    """
    model = _models.get(str(prop.class_info.name), prop)
    return model.required_properties or [], model.optional_properties or []


def is_write_only(prop: Any, wire: str) -> bool:
    """Tell whether a field of a model stands in requests only."""
    field = _components.get(str(prop.class_info.name), {}).get("properties", {}).get(wire, {})
    return field.get("writeOnly") is True


def map_values(prop: Any) -> Any:
    """Give the type of the values of a map, or None where it is open."""
    values = _models.get(str(prop.class_info.name), prop).additional_properties
    return None if isinstance(values, p.AnyProperty) else values


def is_map(prop: Any) -> bool:
    """Tell whether an object is a mere dict: one without fields, written in place or with a type for its values.

    A component keeps its name; as a class where a dict would not say more, or where it holds itself.
    """
    name = str(prop.class_info.name)
    if any(members(prop)):
        return False
    return name not in _components or (map_values(prop) is not None and not _holds_itself(prop))


def _holds_itself(prop: Any) -> bool:
    name, seen = str(prop.class_info.name), set[str]()
    todo = [map_values(prop)]
    while todo:
        one = todo.pop()
        todo += getattr(one, "inner_properties", None) or []
        todo += [inner] if (inner := getattr(one, "inner_property", None)) else []
        if isinstance(one, p.ModelProperty) and not any(members(one)):
            if str(one.class_info.name) == name:
                return True
            if str(one.class_info.name) not in seen:
                seen.add(str(one.class_info.name))
                todo.append(map_values(one))
    return False


def tag_of(prop: Any) -> tuple[str, dict[str, str]]:
    """Return the field that tells the variants of a union apart, and the class for each of its values; "" for none."""
    models = [one for one in prop.inner_properties if isinstance(one, p.ModelProperty) and not is_map(one)]
    names = {str(one.class_info.name) for one in models}
    if len(names) < 2:  # noqa: PLR2004 (one is not told apart from anything)
        return "", {}
    discriminator: dict[str, Any] = json.loads(text(prop.example) or "{}")
    classes = {value: reference.rpartition("/")[2] for value, reference in discriminator.get("mapping", {}).items()}
    if names == {*classes.values()}:
        return discriminator["propertyName"], classes
    return _constants(models)


def _constants(models: list[Any]) -> tuple[str, dict[str, str]]:
    """Find a required field that has one value in each of the models, and another in each."""
    values = [{wire_name(r): _only_value(r) for r in members(one)[0]} for one in models]
    for wire, value in values[0].items():
        found = [fields.get(wire) for fields in values]
        if value is not None and None not in found and len(set(found)) == len(found):
            return wire, {str(v): str(one.class_info.name) for v, one in zip(found, models, strict=True)}
    return "", {}


def _only_value(prop: Any) -> Any:
    known = list(prop.values.values()) if isinstance(prop, p.EnumProperty) and prop.value_type is str else []
    return ast.literal_eval(f'"{known[0]}"') if len(known) == 1 else None  # the parser keeps them escaped
