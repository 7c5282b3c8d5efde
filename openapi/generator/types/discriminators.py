"""Find the property whose value tells the models of a union apart."""

from __future__ import annotations

import ast
import json
from typing import Any

from ..json_types import SHARED
from ..read.pointers import schema_name
from ..upstream import EnumProperty, ModelProperty, UnionProperty, UntrustedString
from .maps import MapRules
from .parser_input import SINGLE, unmangle


def tag_of(union: UnionProperty, maps: MapRules) -> tuple[str, dict[str, str]]:
    """Return the property that tells the variants apart, and the class for each of its values.

    The property is "" if there is none, and the class is "" where the fields of the object decide.
    """
    models = [one for one in union.inner_properties if isinstance(one, ModelProperty) and not maps.is_map(one)]
    names = {str(one.class_info.name) for one in models}
    written = _discriminator(union)
    classes = {value: schema_name(reference) for value, reference in written.get("mapping", {}).items()}
    if names and names == {*classes.values()}:
        return written["propertyName"], classes | dict.fromkeys(written.get(SHARED, []), "")
    return _constants(models, maps) if len(names) > 1 else ("", {})


def is_single(union: UnionProperty) -> bool:
    """Return whether the union has one variant, and the null that the parser sees is not in the document."""
    return _discriminator(union).get(SINGLE) is True


def _discriminator(union: UnionProperty) -> dict[str, Any]:
    """Return the discriminator that `with_discriminators` wrote into the example of a union; an empty dict if none."""
    example = union.example
    written: dict[str, Any] = json.loads(
        example.get_untrusted_value() if isinstance(example, UntrustedString) else "{}"
    )
    return written


def _constants(models: list[ModelProperty], maps: MapRules) -> tuple[str, dict[str, str]]:
    """Return the required property that has another constant in each model, and the class by constant.

    Return an empty name and an empty dict if there is none.
    """
    values = [{_name(prop): _constant(prop) for prop in maps.required(one)} for one in models]
    for name, value in values[0].items():
        found = [fields.get(name) for fields in values]
        if value is not None and None not in found and len(set(found)) == len(found):
            return name, {str(v): str(one.class_info.name) for v, one in zip(found, models, strict=True)}
    return "", {}


def _name(prop: Any) -> str:
    """Return the name of a property in the document."""
    return unmangle(prop.name.get_untrusted_value())


def _constant(prop: Any) -> Any:
    """Return the only value of a string enum; None for any other property."""
    known = list(prop.values.values()) if isinstance(prop, EnumProperty) and prop.value_type is str else []
    return ast.literal_eval(f'"{known[0]}"') if len(known) == 1 else None  # the parser keeps texts escaped
