"""Make components of inline objects with fields and of inline enums, named by their location."""

from __future__ import annotations

from ..json_types import Document, Schema, is_object
from ..naming.class_names import Names
from ..read.pointers import SCHEMA_PREFIX, schema_pointer
from ..upstream import pascal_case
from .traversal import (
    TAGS,
    Root,
    annotations_of,
    map_children,
    map_roots,
    schemas_of,
    with_schemas,
    without_annotations,
)

LONGEST_TITLE = 40
OF_CLASSES = ("description", "deprecated")


def hoist(document: Document) -> Document:
    """Make a component of every inline class."""
    hoister = _Hoister(Names(schemas_of(document)))
    document = map_roots(document, hoister.root)
    return with_schemas(document, {**schemas_of(document), **hoister.made})


class _Hoister:
    """Moves inline classes into components. `made` collects these by name."""

    def __init__(self, names: Names) -> None:
        """Keep the assigner of class names. No component is made yet."""
        self.names = names
        self.made: dict[str, Schema] = {}

    def root(self, schema: Schema, root: Root) -> Schema:
        """Move the classes inside an outermost schema. A component that is a class itself stays where it is."""
        if root.pointer.startswith(SCHEMA_PREFIX) and _is_class(schema):
            return self.below(schema, root.name)
        return self.inline(schema, root.name)

    def inline(self, schema: Schema, name: str) -> Schema:
        """Move an inline class into a component and return a `$ref` to it.

        Of any other schema, move only the classes inside it.
        """
        if not _is_class(schema):
            return self.below(schema, name)
        name = self.names.claim(name)
        self.made[name] = {}  # before the classes inside it
        own = without_annotations(schema) | {key: schema[key] for key in OF_CLASSES if key in schema}
        self.made[name] = self.below(own, name)
        ref: Schema = {"$ref": schema_pointer(name)}
        return ref | {key: value for key, value in annotations_of(schema).items() if key != "title"}

    def below(self, schema: Schema, name: str) -> Schema:
        """Move the classes inside a schema; their names begin with its name."""
        made = dict(schema)
        if "properties" in schema:
            made["properties"] = {
                key: self.inline(one, name + (pascal_case(key) or "Field")) for key, one in schema["properties"].items()
            }
        if "items" in schema:
            made["items"] = self.inline(schema["items"], f"{name}Item")
        if is_object(schema.get("additionalProperties")):
            made["additionalProperties"] = self.inline(schema["additionalProperties"], f"{name}Value")
        if "anyOf" in schema:
            made["anyOf"] = [
                self.inline(one, name + suffix)
                for one, suffix in zip(schema["anyOf"], _suffixes(schema["anyOf"]), strict=True)
            ]
        return made


def _is_class(schema: Schema) -> bool:
    """Return whether a schema becomes a class: an object with fields, or an enum."""
    return "properties" in schema or "enum" in schema


def _suffixes(variants: list[Schema]) -> list[str]:
    """Return the suffixes of the names of variants: none beside null alone, and `Variant1` for one without a name."""
    if len([one for one in variants if one.get("type") != "null"]) == 1:
        return [""] * len(variants)
    return [pascal_case(_variant_name(one)) or f"Variant{index}" for index, one in enumerate(variants, 1)]


def _variant_name(variant: Schema) -> str:
    """Return the name of a variant: by the discriminator, by a constant property, or by its title."""
    tags = [value for values in variant.get(TAGS, {}).values() for value in values]
    enums = [one["enum"] for one in variant.get("properties", {}).values() if "enum" in one]
    constants = [str(values[0]) for values in enums if len(values) == 1]
    title = variant.get("title", "")
    return next(iter([*tags, *constants]), title if len(title) <= LONGEST_TITLE else "")


def finish(document: Document) -> Document:
    """Make `additionalProperties` explicit, and drop the annotations that only named variants.

    Inline maps get a title, since the parser makes a class of each, whose name must not collide with another.
    """
    names = Names(schemas_of(document))

    def rule(schema: Schema, root: Root) -> Schema:
        """Finish one outermost schema."""
        return deep(schema, root.pointer, root)

    def deep(schema: Schema, pointer: str, root: Root) -> Schema:
        """Finish a schema and the schemas in it."""
        made = map_children(schema, pointer, lambda one, at: deep(one, at, root))
        made = {key: value for key, value in made.items() if key not in ("title", TAGS)}
        if made.get("type") != "object":
            return made
        is_component = pointer == root.pointer and pointer.startswith(SCHEMA_PREFIX)
        title = {} if is_component else {"title": names.claim(f"{root.name}Map")}
        return {**made, "additionalProperties": made.get("additionalProperties", True), **title}

    return map_roots(document, rule)
