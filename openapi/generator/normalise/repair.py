"""Repair schemas with invalid keywords: apply the obvious meaning, or drop the keyword."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import ADVICE, DocumentError
from ..json_types import Document, Schema, is_array, is_object
from ..read.pointers import escape, tokens
from .traversal import LISTS, Normalised, map_children, map_roots

TYPES = ("string", "integer", "number", "boolean", "array", "object", "null")
PARAMETERS = "/parameters/"
FORMS: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("properties", "patternProperties", "discriminator"), dict),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems", "enum", "required"), list),
    **dict.fromkeys(("description", "title", "format", "$ref"), str),
    **dict.fromkeys(("readOnly", "writeOnly", "deprecated", "nullable"), bool),
    "additionalProperties": (dict, bool),
    "items": (dict, list, bool),
    "type": (str, list),
}
"""The types of the values of keywords."""


def untype(document: Document, untyped: Mapping[str, str]) -> Document:
    """Replace the schemas at these JSON pointers by `{}`, keeping their descriptions.

    Raises:
        DocumentError: There is no schema at a pointer.
    """
    for pointer in untyped:
        if not pointer.startswith("#/"):
            raise DocumentError(f"untyped {pointer}: a pointer begins with #/")
        document = _untype(document, tokens(pointer), pointer)
    return document


def untype_present(document: Document, untyped: Mapping[str, str]) -> tuple[Document, dict[str, str]]:
    """Do the same before `$ref`s are followed, so that one to nowhere can be listed; return the entries that are left.

    Entries are left whose place the document does not have yet, or has in another order: that of parameters.
    """
    left: dict[str, str] = {}
    for pointer, reason in untyped.items():
        try:
            if PARAMETERS in pointer:
                left[pointer] = reason
            else:
                document = untype(document, {pointer: reason})
        except DocumentError:
            left[pointer] = reason
    return document, left


def _untype(node: Any, path: list[str], pointer: str) -> Any:
    """Return the node with the schema at a path replaced. `pointer` names it in the error.

    Raises:
        DocumentError: There is no schema at the path.
    """
    if not path and (is_object(node) or isinstance(node, bool)):
        return {"description": node["description"]} if is_object(node) and "description" in node else {}
    head, *rest = path or [""]
    if is_object(node) and head in node:
        return {**node, head: _untype(node[head], rest, pointer)}
    if is_array(node) and head.isdecimal() and int(head) < len(node):
        return [_untype(one, rest, pointer) if index == int(head) else one for index, one in enumerate(node)]
    raise DocumentError(f"untyped {pointer}: there is no such schema; correct or remove the entry in the settings")


def repair(document: Document) -> Normalised:
    """Make every schema an object whose keywords have values of the right type.

    Raises:
        DocumentError: A type is unknown, or an `allOf` has the part `false`.
    """
    notes: list[str] = []
    return Normalised(map_roots(document, lambda schema, root: _Repair(notes).schema(schema, root.pointer)), notes)


class _Repair:
    """Repairs schemas, and notes what it changed."""

    def __init__(self, notes: list[str]) -> None:
        """Keep the list that the notes go to."""
        self.notes = notes

    def note(self, pointer: str, text: str) -> None:
        """Note a change of the schema at a pointer."""
        self.notes.append(f"{pointer}: {text}")

    def schema(self, schema: Any, pointer: str) -> Schema:
        """Repair a schema and all schemas in it. Anything but an object or `true` becomes `{}` with a note."""
        if schema is True:
            return {}
        if not is_object(schema):
            said = "`false` allows no value" if schema is False else f"{schema!r} is not a schema"
            self.note(pointer, f"{said}; the values are not checked")
            return {}
        made = {str(key): value for key, value in schema.items() if value is not None or key == "const"}
        for step in (self.forms, self.discriminator, self.required, self.types, self.lists, self.tuple):
            made = step(made, pointer)
        return map_children(made, pointer, self.schema)

    def forms(self, schema: Schema, pointer: str) -> Schema:
        """Drop keywords with a value of the wrong type."""
        wrong = [key for key in schema if key in FORMS and not isinstance(schema[key], FORMS[key])]
        for key in wrong:
            self.note(pointer, f"`{key}` is invalid ({schema[key]!r}) and is ignored")
        return {key: value for key, value in schema.items() if key not in wrong}

    def discriminator(self, schema: Schema, pointer: str) -> Schema:
        """Drop, with a note, the entries of a mapping whose target is no string, and a mapping that is no object."""
        given: Schema = schema.get("discriminator", {})
        mapping = given.get("mapping")
        if mapping is None:
            return schema
        kept = {key: one for key, one in mapping.items() if isinstance(one, str)} if is_object(mapping) else {}
        if not is_object(mapping):
            self.note(f"{pointer}/discriminator", f"`mapping` is invalid ({mapping!r}) and is ignored")
        elif wrong := [key for key in mapping if key not in kept]:
            self.note(f"{pointer}/discriminator/mapping", f"the targets of {', '.join(wrong)} are no texts; ignored")
        return {**schema, "discriminator": {**given, "mapping": kept}}

    def required(self, schema: Schema, pointer: str) -> Schema:
        """Move misplaced `required` beside `properties`, as a list of names."""
        properties = {str(key): value for key, value in schema.get("properties", {}).items()}
        required = [name for name in schema.get("required", []) if isinstance(name, str)]
        for name, one in list(properties.items()):
            if name == "required" and (is_array(one) or isinstance(one, bool)):
                del properties[name]
                required += [other for other in one if isinstance(other, str)] if is_array(one) else []
                self.note(pointer, "`required` is inside `properties`; it is read as beside it")
            elif is_object(one) and isinstance(one.get("required"), bool):
                properties[name] = {key: value for key, value in one.items() if key != "required"}
                required += [name] if one["required"] else []
                self.note(f"{pointer}/properties/{escape(name)}", "`required` is a boolean; it is read as the parent's")
        made = {**schema, "properties": properties} if "properties" in schema else schema
        return {**made, "required": list(dict.fromkeys(required))} if required or "required" in schema else made

    def types(self, schema: Schema, pointer: str) -> Schema:
        """Reject unknown types."""
        given = schema.get("type", [])
        types = ["null" if one is None else one for one in (given if is_array(given) else [given])]
        if "any" in types:
            self.note(pointer, "the type 'any' is unknown; the values are not checked")
            types = []
        for one in types:
            if one not in TYPES:
                known = f"{', '.join(TYPES)}; a file is a string of format binary"
                raise DocumentError(f"{pointer}: the type {one!r} is unknown: use {known}")
        for key, kind in (("properties", "object"), ("items", "array")):
            if types and key in schema and kind not in types:
                self.note(pointer, f"`{key}` does not apply to the type {types[0]} and is ignored")
        rest = {key: value for key, value in schema.items() if key != "type"}
        return {**rest, "type": types[0] if len(types) == 1 else types} if types else rest

    def lists(self, schema: Schema, pointer: str) -> Schema:
        """Drop empty lists of schemas, and variants that no value fits."""
        made = {key: value for key, value in schema.items() if key not in LISTS or value}
        for key in ("anyOf", "oneOf"):
            if False in made.get(key, []):
                made[key] = [one for one in made[key] if one is not False]
        if False in made.get("allOf", []):
            raise DocumentError(f"{pointer}/allOf: no value fits `false`; {ADVICE}")
        return {key: value for key, value in made.items() if key not in LISTS or value}

    def tuple(self, schema: Schema, pointer: str) -> Schema:
        """Read tuples as arrays whose items may be of any of the types."""
        if is_array(schema.get("items")):
            schema = {**schema, "prefixItems": schema["items"], "items": schema.get("additionalItems", False)}
        if "prefixItems" not in schema:
            return schema if is_object(schema.get("items", {})) else {**schema, "items": {}}
        self.note(pointer, "`prefixItems` has no Python type here; each item may be any of its types")
        rest = schema.get("items", False)  # strictly, without `items` anything may follow
        items = [*schema["prefixItems"], *([] if rest is False else [rest])]
        made = {key: value for key, value in schema.items() if key != "prefixItems"}
        return {**made, "items": {"anyOf": items} if items else {}}
