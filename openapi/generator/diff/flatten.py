"""Flatten a schema into one view: `allOf` merged, and null separate, in every OpenAPI version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..json_types import is_array, is_object
from ..read.document import resolve

LIMITS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
CAPS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
PLAIN = ("multipleOf", "pattern", "uniqueItems", "readOnly", "writeOnly", "discriminator", "not", "default")
OTHER = ("format", "items", "additionalProperties", "deprecated")


@dataclass
class View:
    """The keywords of a schema and its `allOf`.

    `variants` has the schemas of its union, `exclusive` whether that is a `oneOf`, and `references` the `$ref`s on the
    way.
    """

    types: set[str] = field(default_factory=set[str])
    nullable: bool = False
    enum: list[Any] | None = None
    required: set[str] = field(default_factory=set[str])
    properties: dict[str, Any] = field(default_factory=dict[str, Any])
    variants: list[Any] = field(default_factory=list[Any])
    exclusive: bool = False
    rest: dict[str, Any] = field(default_factory=dict[str, Any])
    references: set[str] = field(default_factory=set[str])


def flatten(document: dict[str, Any], schema: Any, skip: frozenset[str] = frozenset()) -> View:
    """Return the view of a schema, without the targets of the `$ref`s in `skip`."""
    view = View()
    _absorb(document, schema, view, skip)
    view.nullable |= "null" in view.types or None in (view.enum or [])
    view.types -= {"null"}
    view.enum = None if view.enum is None else [value for value in view.enum if value is not None]
    return view


def _absorb(document: dict[str, Any], schema: Any, view: View, skip: frozenset[str]) -> None:
    """Add a schema and the targets of its `$ref` and `allOf` to a view.

    A `$ref` in `skip`, or one followed before, adds nothing. A union of one variant and null is that variant, nullable.
    """
    if not is_object(schema):  # `true` allows every value, `false` none; anything else is invalid
        schema = {"not": {}} if schema is False else {}
    reference = schema.get("$ref")
    if isinstance(reference, str):
        if reference not in skip | view.references:
            view.references.add(reference)
            _absorb(document, resolve(document, schema), view, skip)
        return
    _take(schema, view)
    for part in schema.get("allOf", []):
        _absorb(document, part, view, skip)
    variants = [*schema.get("oneOf", []), *schema.get("anyOf", [])]
    kept = [one for one in variants if one != {"type": "null"}]
    view.nullable |= len(kept) < len(variants)
    if len(kept) == 1:
        _absorb(document, kept[0], view, skip)
    else:
        view.variants += kept
        view.exclusive |= "oneOf" in schema


def _take(schema: dict[str, Any], view: View) -> None:
    """Add the keywords of one schema to a view, without those of its `$ref`, `allOf` and unions."""
    named = schema.get("type", [])
    view.types |= {named} if isinstance(named, str) else set(named)
    view.nullable |= bool(schema.get("nullable"))
    view.enum = [schema["const"]] if "const" in schema else schema.get("enum", view.enum)
    required = schema.get("required", [])
    view.required |= set(required) if is_array(required) else set()  # a boolean in OpenAPI 2.0
    for name, inner in schema.get("properties", {}).items():
        before = view.properties.get(name)
        view.properties[name] = inner if before in (None, inner) else {"allOf": [before, inner]}
    view.rest |= {key: schema[key] for key in (*LIMITS, *CAPS, *PLAIN, *OTHER) if key in schema}
