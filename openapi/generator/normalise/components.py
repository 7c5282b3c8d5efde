"""Normalise components: resolve aliases, reject cycles, move null out, and complete `required`."""

from __future__ import annotations

from ..errors import DocumentError, located
from ..json_types import Document, Schema, is_object
from ..read.pointers import schema_pointer
from .traversal import (
    NULL,
    TAGS,
    Normalised,
    annotations_of,
    component,
    everywhere,
    schemas_of,
    with_schemas,
    without_annotations,
)


def redirect(document: Document) -> Normalised:
    """Replace `$ref`s to components that are `$ref`s themselves by the end of the chain."""
    schemas = schemas_of(document)
    ends: dict[str, str] = {}
    for name in schemas:
        ends |= _ends(name, schemas, ends)
    gone = {name: end for name, end in ends.items() if name != end}
    notes = [f"{schema_pointer(name)}: is an alias of {end}, which is the class" for name, end in gone.items()]
    kept = with_schemas(document, {name: schema for name, schema in schemas.items() if name not in gone})

    def rule(schema: Schema, pointer: str) -> Schema:
        """Point a `$ref` to the end of its chain.

        Raises:
            DocumentError: It is unresolved.
        """
        if "$ref" not in schema:
            return schema
        if component(schema) not in ends:
            raise DocumentError(f"{pointer}: unresolved $ref {schema['$ref']!r}")
        return {**schema, "$ref": schema_pointer(ends[component(schema)])}

    return Normalised(everywhere(kept, rule), notes)


def _ends(name: str, schemas: dict[str, Schema], known: dict[str, str]) -> dict[str, str]:
    """Return the end of the chain of `$ref`s that begins with a component, for each component of the chain.

    `known` has the ends of other chains.

    Raises:
        DocumentError: The chain is circular or unresolved.
    """
    chain: dict[str, None] = {}
    current = name
    while current not in known and "$ref" in schemas.get(current, {}):
        chain[current] = None
        current = component(schemas[current])
        if current in chain:
            raise DocumentError(f"{schema_pointer(name)}: circular $ref")
    if current not in schemas:
        raise DocumentError(f"{schema_pointer([*chain][-1])}: unresolved $ref {schema_pointer(current)!r}")
    return dict.fromkeys([*chain, current], known.get(current, current))


def cut_cycles(document: Document) -> Normalised:
    """Replace `$ref`s by which a component contains itself without an object in between: Python has no type for it.

    Inside a list or a map, such a value may be anything. As a variant, it adds nothing to the union; the only variant
    may be anything.
    """
    cutter = _Cutter(schemas_of(document))
    made: dict[str, Schema] = {}
    for name in schemas_of(document):
        with located(schema_pointer(name)):
            made[name] = cutter.component(name)
    return Normalised(with_schemas(document, made), cutter.notes)


class _Cutter:
    """Cuts the cycles of the components of one document, and collects the notes."""

    def __init__(self, schemas: dict[str, Schema]) -> None:
        """Keep the components. `done` has the finished ones; `open` has those that are being cut, outermost first."""
        self.schemas = schemas
        self.done: dict[str, Schema] = {}
        self.open: list[str] = []
        self.notes: list[str] = []

    def component(self, name: str) -> Schema:
        """Return a component without cycles, which is cut only once."""
        schema = self.schemas[name]
        if name not in self.done:
            self.open.append(name)
            # The fields of an object may contain its component.
            is_class = schema.get("type") == "object"
            self.done[name] = schema if is_class else self.cut(schema, schema_pointer(name), name)
            self.open.pop()
        return self.done[name]

    def cut(self, schema: Schema, pointer: str, of_component: str = "") -> Schema:
        """Return a schema without `$ref`s to the components that it is inside of.

        Args:
            schema: The schema.
            pointer: Its place.
            of_component: The component, if the schema is the whole component or one of its variants.
        """
        if "$ref" in schema:
            return self.reference(schema, pointer)
        made = dict(schema)
        for key in ("items", "additionalProperties"):
            if is_object(schema.get(key)) and "properties" not in schema:
                made[key] = self.cut(schema[key], f"{pointer}/{key}")
        if "anyOf" in schema:
            variants = [(one, f"{pointer}/anyOf/{index}") for index, one in enumerate(schema["anyOf"])]
            others = [(one, at) for one, at in variants if "$ref" not in one or component(one) != of_component]
            made["anyOf"] = [self.cut(one, at, of_component) for one, at in others or variants]
        return made

    def reference(self, schema: Schema, pointer: str) -> Schema:
        """Return a `$ref`, or only its annotations, with a note, if it closes a cycle."""
        if component(schema) not in self.open:
            self.component(component(schema))
            return schema
        self.notes.append(
            f"{pointer}: {component(schema)} refers to itself without an object in between; the inner value may be "
            "anything"
        )
        return annotations_of(schema)


def lift_null(document: Document) -> Document:
    """Move null from components that become classes to the places where they are used."""
    schemas = schemas_of(document)
    lifted = {name: inner for name, one in schemas.items() if (inner := _without_null(one))}

    def rule(schema: Schema, _pointer: str) -> Schema:
        """Replace a `$ref` to a component that was nullable by a union of it and null.

        Annotations move to the union.
        """
        if "$ref" not in schema or component(schema) not in lifted:
            return schema
        notes = annotations_of(schema)
        tags = {TAGS: notes.pop(TAGS)} if TAGS in notes else {}
        return {"anyOf": [{"$ref": schema["$ref"], **tags}, NULL], **notes}

    return everywhere(with_schemas(document, {**schemas, **lifted}), rule)


def _without_null(schema: Schema) -> Schema:
    """Return a nullable class without its null; an empty dict if the schema is anything else."""
    variants = [one for one in schema.get("anyOf", []) if without_annotations(one) != NULL]
    if len(variants) != 1 or not (variants[0].get("type") == "object" or "enum" in variants[0]):
        return {}
    return {**variants[0], **annotations_of(schema)}


def complete(document: Document) -> Normalised:
    """Add a property for each name in `required` that has none: of the type of `additionalProperties`, or any."""
    notes: list[str] = []

    def rule(schema: Schema, pointer: str) -> Schema:
        """Add the missing properties of one schema. Note where `additionalProperties` forbids them."""
        properties = schema.get("properties", {})
        missing = [name for name in schema.get("required", []) if name not in properties]
        if not missing:
            return schema
        more = schema.get("additionalProperties")
        if more is False:
            notes.append(f"{pointer}: `required` has {', '.join(missing)}, which it forbids; they are allowed")
        more = more if is_object(more) else {}
        return {**schema, "properties": {**properties, **dict.fromkeys(missing, more)}}

    return Normalised(everywhere(document, rule), notes)
