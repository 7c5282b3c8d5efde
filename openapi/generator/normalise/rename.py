"""Rename component schemas so that each becomes a class and a module of its own."""

from __future__ import annotations

from ..json_types import Document, Schema
from ..naming.class_names import Names, class_name, is_reserved
from ..read.pointers import schema_name, schema_pointer
from .traversal import Normalised, everywhere, schemas_of, with_schemas


def rename(document: Document) -> Normalised:
    """Give every component a name that becomes a class and a module of its own; references follow."""
    schemas = schemas_of(document)
    names = Names()
    # Those that can keep their name choose first.
    order = sorted(schemas, key=lambda name: class_name(name) != name or is_reserved(name))
    new = {name: names.claim(name) for name in order}
    notes = [
        f"{schema_pointer(old)}: becomes the class {new[old]}, since {class_name(old)} is taken"
        for old in schemas
        if new[old] != class_name(old)
    ]

    def follow(schema: Schema, _pointer: str) -> Schema:
        if "$ref" not in schema:
            return schema
        return {**schema, "$ref": schema_pointer(new[schema_name(schema["$ref"])])}

    document = everywhere(document, follow)
    return Normalised(with_schemas(document, {new[old]: one for old, one in schemas_of(document).items()}), notes)
