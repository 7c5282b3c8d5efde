"""Rename component schemas so that each becomes a class and a module of its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..errors import DocumentError
from ..json_types import Document, Schema
from ..naming.class_names import Names, class_name, is_reserved
from ..naming.python_names import shortened
from ..read.pointers import schema_name, schema_pointer
from .traversal import Normalised, everywhere, schemas_of, with_schemas


def _reason(old: str) -> str:
    """Return why a component does not keep its class name."""
    name = class_name(old)
    return f"{name} is taken" if shortened(name) == name else "its own name is too long for a file"


def rename(document: Document, chosen: Mapping[str, str] = MappingProxyType({})) -> Normalised:
    """Rename every component to the name of its class; `$ref`s follow.

    Args:
        document: The document.
        chosen: Names by the JSON pointers of component schemas; they take precedence.

    Raises:
        DocumentError: A chosen name is invalid as the name of a class.
    """
    schemas = schemas_of(document)
    given = {name: chosen[pointer] for name in schemas if (pointer := schema_pointer(name)) in chosen}
    for name, wanted in given.items():
        if class_name(wanted) != wanted or is_reserved(wanted):
            raise DocumentError(f"{schema_pointer(name)}: {wanted!r} is invalid as the name of a class")
    names = Names()
    # Chosen names come first, then those that can be kept.
    order = sorted(schemas, key=lambda name: (name not in given, class_name(name) != name or is_reserved(name)))
    new = {name: names.claim(given.get(name, name)) for name in order}
    notes = [
        f"{schema_pointer(old)}: becomes the class {new[old]}, since {_reason(old)}"
        for old in schemas
        if new[old] not in (class_name(old), given.get(old))
    ]

    def follow(schema: Schema, _pointer: str) -> Schema:
        """Point a `$ref` to the new name."""
        if "$ref" not in schema:
            return schema
        return {**schema, "$ref": schema_pointer(new[schema_name(schema["$ref"])])}

    document = everywhere(document, follow)
    return Normalised(with_schemas(document, {new[old]: one for old, one in schemas_of(document).items()}), notes)
