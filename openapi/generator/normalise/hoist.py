"""Objects with fields and enums that stand in place become components, named from where they stand."""

from __future__ import annotations

from ..json_types import Document, Schema, is_object
from ..naming.class_names import Names
from ..read.pointers import SCHEMA_PREFIX, schema_pointer
from ..upstream import pascal_case
from .traversal import TAGS, Root, bare, map_children, map_roots, notes_of, schemas_of, with_schemas

LONGEST_TITLE = 40
OF_CLASSES = ("description", "deprecated")


def hoist(document: Document) -> Document:
    """Make a component of every class that stands in place."""
    hoister = _Hoister(Names(schemas_of(document)))
    document = map_roots(document, hoister.root)
    return with_schemas(document, {**schemas_of(document), **hoister.made})


class _Hoister:
    def __init__(self, names: Names) -> None:
        self.names = names
        self.made: dict[str, Schema] = {}

    def root(self, schema: Schema, root: Root) -> Schema:
        if root.pointer.startswith(SCHEMA_PREFIX) and _is_class(schema):
            return self.below(schema, root.name)
        return self.place(schema, root.name)

    def place(self, schema: Schema, name: str) -> Schema:
        """Put a class into a component and refer to it."""
        if not _is_class(schema):
            return self.below(schema, name)
        name = self.names.claim(name)
        self.made[name] = {}  # the outer one comes first
        own = bare(schema) | {key: schema[key] for key in OF_CLASSES if key in schema}
        self.made[name] = self.below(own, name)
        ref: Schema = {"$ref": schema_pointer(name)}
        return ref | {key: value for key, value in notes_of(schema).items() if key != "title"}

    def below(self, schema: Schema, name: str) -> Schema:
        made = dict(schema)
        if "properties" in schema:
            made["properties"] = {
                key: self.place(one, name + (pascal_case(key) or "Field")) for key, one in schema["properties"].items()
            }
        if "items" in schema:
            made["items"] = self.place(schema["items"], f"{name}Item")
        if is_object(schema.get("additionalProperties")):
            made["additionalProperties"] = self.place(schema["additionalProperties"], f"{name}Value")
        if "anyOf" in schema:
            made["anyOf"] = [
                self.place(one, name + suffix)
                for one, suffix in zip(schema["anyOf"], _suffixes(schema["anyOf"]), strict=True)
            ]
        return made


def _is_class(schema: Schema) -> bool:
    return "properties" in schema or "enum" in schema


def _suffixes(variants: list[Schema]) -> list[str]:
    if len([one for one in variants if one.get("type") != "null"]) == 1:
        return [""] * len(variants)
    return [pascal_case(_said(one)) or f"Variant{index}" for index, one in enumerate(variants, 1)]


def _said(variant: Schema) -> str:
    """Give what a variant is called: by the discriminator, by a property with one value, or by its title."""
    tags = [value for values in variant.get(TAGS, {}).values() for value in values]
    enums = [one["enum"] for one in variant.get("properties", {}).values() if "enum" in one]
    constants = [str(values[0]) for values in enums if len(values) == 1]
    title = variant.get("title", "")
    return next(iter([*tags, *constants]), title if len(title) <= LONGEST_TITLE else "")


def finish(document: Document) -> Document:
    """Say of every object whether more fields are allowed, and drop what only helped us to find names.

    Maps that stand in place get a title: the generator makes a class of each, which must not meet another.
    """
    names = Names(schemas_of(document))

    def rule(schema: Schema, root: Root) -> Schema:
        return deep(schema, root.pointer, root)

    def deep(schema: Schema, pointer: str, root: Root) -> Schema:
        made = map_children(schema, pointer, lambda one, at: deep(one, at, root))
        made = {key: value for key, value in made.items() if key not in ("title", TAGS)}
        if made.get("type") != "object":
            return made
        is_component = pointer == root.pointer and pointer.startswith(SCHEMA_PREFIX)
        title = {} if is_component else {"title": names.claim(f"{root.name}Map")}
        return {**made, "additionalProperties": made.get("additionalProperties", True), **title}

    return map_roots(document, rule)
