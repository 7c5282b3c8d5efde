"""Our dialect of Python for what openapi-python-client parsed: names, types and converters, as the templates need them.

The generator's own names carry prefixes (`field_id` for `_id`) and its types a sentinel for "not sent". Here a field is
named as the contract with our users says, and `None` means "not sent".
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from openapi_python_client.parser import properties as p
from openapi_python_client.schema.untrusted_string import UntrustedString
from openapi_python_client.strings import snake_case

RESERVED = frozenset(keyword.kwlist) | {
    "self", "cls", "additional_properties", "to_dict", "from_dict",
    "str", "int", "float", "bool", "list", "dict", "field", "define", "dt", "Any", "UUID",
    "convert", "len", "map", "record",
}  # fmt: skip
"""Names that a field or an argument can't have, since the class around it needs them."""

SCALARS: dict[type, tuple[str, str]] = {
    p.StringProperty: ("str", "as_str"),
    p.BooleanProperty: ("bool", "as_bool"),
    p.IntProperty: ("int", "as_int"),
    p.FloatProperty: ("float", "as_float"),
    p.AnyProperty: ("Any", "as_any"),
    p.UuidProperty: ("UUID", "as_uuid"),
    p.DateProperty: ("dt.date", "as_date"),
    p.DateTimeProperty: ("dt.datetime", "as_datetime"),
}
REWRITTEN = (p.UuidProperty, p.DateProperty, p.DateTimeProperty)
"""Types that can be written in more ways than one."""


class Unsupported(Exception):
    """Something in the document that the templates can't say."""


def text(value: object) -> str:
    """Give the plain string of anything the parser read."""
    return value.get_untrusted_value() if isinstance(value, UntrustedString) else str(value or "")


def python_name(wire: str, where: str) -> str:
    """Name a field or an argument: the wire's name in snake_case, without decoration (`_id`, `$relation`).

    Raises:
        Unsupported: Nothing is left of the name.
    """
    name = snake_case(re.sub(r"^[^A-Za-z]+", "", wire))
    if not name.isidentifier():
        raise Unsupported(f"{where}: {wire!r} gives no Python name")
    return f"{name}_" if name in RESERVED else name


def members(prop: Any) -> tuple[list[Any], list[Any]]:
    """Give the required and the optional properties of a model.

    Asked of the model of that name: a reference is a copy, which may have been made before the model was filled in.
    """
    model = MODELS.get(str(prop.class_info.name), prop)
    return model.required_properties or [], model.optional_properties or []


def annotation(prop: Any) -> str:
    """Give the type of a value that is there."""
    if type(prop) in SCALARS:
        return SCALARS[type(prop)][0]
    if isinstance(prop, p.EnumProperty):
        return f"{prop.class_info.name} | {prop.value_type.__name__}"
    if isinstance(prop, p.ModelProperty):
        return "dict[str, Any]" if _is_inline_map(prop) else str(prop.class_info.name)
    if isinstance(prop, p.ListProperty):
        return f"list[{annotation(prop.inner_property)}]"
    if isinstance(prop, p.UnionProperty):
        return " | ".join(dict.fromkeys(annotation(inner) for inner in _variants(prop)))
    raise Unsupported(f"{text(prop.name)!r} is a {type(prop).__name__}, which has no template")


def converter(prop: Any) -> str:
    """Give the expression of the function that reads a value; see `templates/package/convert.py`."""
    if type(prop) in SCALARS:
        return f"convert.{SCALARS[type(prop)][1]}"
    if isinstance(prop, p.EnumProperty):
        return f"convert.enum_of({prop.class_info.name})"
    if isinstance(prop, p.ModelProperty):
        return "convert.as_dict" if _is_inline_map(prop) else f"convert.model_of({prop.class_info.name}.from_dict)"
    if isinstance(prop, p.ListProperty):
        inner = converter(prop.inner_property)
        if inner.startswith("convert.model_of("):
            return inner.replace("model_of", "models_of", 1)
        nested = isinstance(prop.inner_property, p.ListProperty)
        return f"convert.list_of({f'convert.whole({inner})' if nested else inner})"
    variants = _variants(prop)
    if len(variants) == 1:
        return converter(variants[0])
    return f"convert.any_of({', '.join(f'({_required(v)}, {_in_union(v)})' for v in variants)})"


def to_json(prop: Any, source: str) -> str:
    """Give the expression of the JSON value."""
    if isinstance(prop, p.UnionProperty) and len(_variants(prop)) == 1:
        return to_json(_variants(prop)[0], source)
    if isinstance(prop, p.EnumProperty):
        return f"{prop.value_type.__name__}({source})"
    if isinstance(prop, p.ModelProperty) and not _is_inline_map(prop):
        return f"{source}.to_dict()"
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


def shape(prop: Any) -> str:
    """Tell which of the ways of reading that the models' template has in place serves a type; "other" for none."""
    if isinstance(prop, p.UnionProperty) and len(_variants(prop)) == 1:
        return shape(_variants(prop)[0])
    if isinstance(prop, p.ModelProperty):
        return "map" if _is_inline_map(prop) else "model"
    if isinstance(prop, p.EnumProperty):
        return "enum" if prop.value_type is str else "other"  # of integers, since True is no 1 to JSON
    return {p.StringProperty: "str", p.UuidProperty: "uuid", p.DateTimeProperty: "moment"}.get(type(prop), "other")


def required_fields(prop: Any, where: str) -> list[Field]:
    """Give the fields that a whole reply must have."""
    if not isinstance(prop, p.ModelProperty):
        return []
    return [field for field in fields(members(prop)[0], where) if not field.nullable]


def success(endpoint: Any) -> Any:
    """Give the property of the operation's success: its lowest documented 2xx.

    Raises:
        Unsupported: None is documented, or it is not JSON.
    """
    for response in endpoint.responses:
        if response.status_code.range and 200 <= response.status_code.range[0] < 300:
            if response.source["attribute"] != "response.json()":
                raise Unsupported(f"{endpoint.name}: a success that is not JSON has no template")
            return response.prop
    raise Unsupported(f"{endpoint.name}: no success is documented")


def is_nullable(prop: Any) -> bool:
    """Tell whether null is a value of the type."""
    return isinstance(prop, p.UnionProperty) and any(isinstance(i, p.NoneProperty) for i in prop.inner_properties)


def classes(prop: Any) -> set[tuple[str, str]]:
    """Give the (module, class) pairs of the generated classes that the type names."""
    if isinstance(prop, p.ListProperty):
        return classes(prop.inner_property)
    if isinstance(prop, p.UnionProperty):
        return set().union(*(classes(inner) for inner in prop.inner_properties))
    if isinstance(prop, p.EnumProperty) or (isinstance(prop, p.ModelProperty) and not _is_inline_map(prop)):
        return {(prop.class_info.module_name, str(prop.class_info.name))}
    return set()


@dataclass(frozen=True)
class Field:
    """A field of a model, or a parameter of an operation."""

    prop: Any
    where: str

    @property
    def wire(self) -> str:
        """The name on the wire."""
        return text(self.prop.name)

    @property
    def name(self) -> str:
        """The name in Python."""
        return python_name(self.wire, self.where)

    @property
    def required(self) -> bool:
        """Whether it must be there."""
        return bool(self.prop.required)

    @property
    def nullable(self) -> bool:
        """Whether null is one of its values."""
        return is_nullable(self.prop)

    @property
    def description(self) -> str:
        """What the document says of it, on one line."""
        return " ".join(text(self.prop.description).split())

    @property
    def type(self) -> str:
        """The type as an attribute."""
        kind = annotation(self.prop)
        return kind if kind == "Any" or (self.required and not self.nullable) else f"{kind} | None"

    @property
    def argument(self) -> str:
        """The type as an argument: of lists any sequence, or one item alone; of enums the string too."""
        kind = annotation(self.prop)
        if isinstance(self.prop, p.ListProperty):
            item = annotation(self.prop.inner_property)
            kind = f"{item} | Sequence[{item}]"
        kind = f"{kind} | str" if isinstance(self.prop, REWRITTEN) else kind
        return kind if self.required else f"{kind} | None"

    @property
    def is_list(self) -> bool:
        """Whether it may hold a list."""
        inner = _variants(self.prop) if isinstance(self.prop, p.UnionProperty) else [self.prop]
        return any(isinstance(one, p.ListProperty) for one in inner)

    @property
    def kept(self) -> str:
        """The hidden attribute for how the value came, if that has to be known; else nothing."""
        return f"_{self.name}_read" if self.rewritten or (self.required and self.nullable) else ""

    @property
    def rewritten(self) -> bool:
        """Whether the value may have been written otherwise than we would write it."""
        return _is_rewritten(self.prop)


def fields(props: list[Any], where: str) -> list[Field]:
    """Make the fields of a model or the arguments of an operation.

    Raises:
        Unsupported: Two of them would have the same Python name.
    """
    made = [Field(prop, where) for prop in props]
    seen: dict[str, str] = {}
    for one in made:
        if one.name in seen:
            raise Unsupported(f"{where}: {seen[one.name]!r} and {one.wire!r} would both be named {one.name!r}")
        seen[one.name] = one.wire
    return made


def _is_inline_map(prop: Any) -> bool:
    # A component keeps its name and class; only a map written in place becomes a dict, which says all there is to say.
    return prop.class_info.name not in COMPONENT_NAMES and not any(members(prop))


COMPONENT_NAMES: set[str] = set()
MODELS: dict[str, Any] = {}


def learn(components: Iterable[str], models: Iterable[Any]) -> None:
    """Take note of the document's components, and of its models, before anything is asked of them."""
    COMPONENT_NAMES.clear()
    COMPONENT_NAMES.update(components)
    MODELS.clear()
    MODELS.update({str(model.class_info.name): model for model in models})


def _variants(prop: Any) -> list[Any]:
    return [inner for inner in prop.inner_properties if not isinstance(inner, p.NoneProperty)]


def _in_union(prop: Any) -> str:
    return f"convert.whole({converter(prop)})" if isinstance(prop, p.ListProperty) else converter(prop)


def _required(prop: Any) -> str:
    names = sorted(text(r.name) for r in members(prop)[0]) if isinstance(prop, p.ModelProperty) else []
    return f"frozenset({{{', '.join(map(repr, names))}}})" if names else "frozenset()"


def _is_rewritten(prop: Any) -> bool:
    if isinstance(prop, p.ListProperty):
        return _is_rewritten(prop.inner_property)
    if isinstance(prop, p.UnionProperty):
        return any(_is_rewritten(inner) for inner in prop.inner_properties)
    return isinstance(prop, REWRITTEN)
