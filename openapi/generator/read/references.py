"""Make every `$ref` of a schema point to a component schema."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from ..errors import DocumentError, located
from ..json_types import Document, Schema, is_array, is_object
from ..naming.class_names import Names
from ..upstream import pascal_case
from .document import METHODS
from .external_files import FILES
from .pointers import escape, join, schema_pointer, unescape

SCHEMA = "schema"
Path = tuple[str, ...]
CHILDREN: dict[str, dict[str, str]] = {
    "document": {"components": "components", "paths": "path*", "webhooks": "path*"},
    "components": {
        "schemas": "schema*", "responses": "response*", "parameters": "parameter*", "requestBodies": "body*",
        "headers": "parameter*", "callbacks": "callback*", "pathItems": "path*",
    },
    "path": {"parameters": "parameter*", **dict.fromkeys(METHODS, "operation")},
    "operation": {
        "parameters": "parameter*", "requestBody": "body", "responses": "response*", "callbacks": "callback*",
    },
    "callback": {},
    "parameter": {"schema": SCHEMA, "content": "media*"},
    "body": {"content": "media*"},
    "response": {"content": "media*", "headers": "parameter*"},
    "media": {"schema": SCHEMA, "encoding": "encoding*"},
    "encoding": {"headers": "parameter*"},
    SCHEMA: {
        **dict.fromkeys(
            ("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames",
             "unevaluatedItems", "unevaluatedProperties"), SCHEMA,
        ),
        **dict.fromkeys(
            ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas",
             "allOf", "anyOf", "oneOf", "prefixItems"), "schema*",
        ),
    },
}  # fmt: skip
"""The structure of a document: the kinds of an object's members, by its kind; `*` for a list or map of them."""
STRUCTURE = {
    "components", "schemas", "paths", "content", "schema", "properties", "$defs", "definitions", "responses",
    "parameters", "requestBodies", "requestBody", "headers", "application/json",
}  # fmt: skip
"""Names in pointers that add nothing to the name of a component."""
DEEPEST_PLACE = 3
"""The tokens of the pointers that an unexpected exception is located at: a component, or a path."""
UNSAFE = frozenset("/~%#?")
"""Characters that are escaped in a `$ref`."""


def local_references(document: Document) -> Document:
    """Make every `$ref` of a schema point to a component; targets elsewhere are copied into new components.

    Raises:
        DocumentError: A `$ref` is unresolved, external or circular.
    """
    return _Relocator(document).run()


class _Relocator:
    """Rewrites the `$ref`s of one document, and copies targets that are no components into new components."""

    def __init__(self, document: Document) -> None:
        """Keep the document. `found` has new names by path; `pending` has copies that are still to be visited."""
        self.document = document
        components: Schema = document.get("components") or {}
        self.components: Schema = components.get("schemas") or {}
        self.names = Names(str(name) for name in self.components if UNSAFE.isdisjoint(str(name)))
        self.found: dict[Path, str] = {}
        self.checked: set[str] = set()
        self.pending: list[tuple[str, Schema, str]] = []

    def run(self) -> Document:
        """Return the document with all `$ref`s rewritten and the new components."""
        self.name_after_components()
        made: Document = self.visit(self.document, "document", "#")
        components: Schema = made.get("components") or {}
        schemas: dict[str, Schema] = components.get("schemas") or {}
        renamed = {path[2]: name for path, name in self.found.items() if _is_component(path)}
        schemas = {renamed.get(str(name), str(name)): schema for name, schema in schemas.items()}
        while self.pending:
            name, schema, pointer = self.pending.pop(0)
            schemas[name] = self.visit(schema, SCHEMA, pointer)
        if not schemas:
            return made
        return {**made, "components": {**components, "schemas": schemas}}

    def name_after_components(self) -> None:
        """Name schemas of other files after the components that are nothing but `$ref`s to them."""
        for name, schema in list(self.components.items()):
            if is_object(schema) and _is_external(schema) and len(schema) == 1 and UNSAFE.isdisjoint(str(name)):
                path, target = self.resolve(schema["$ref"], schema_pointer(str(name)), frozenset())
                if path[0] == FILES and self.found.setdefault(path, str(name)) == name:
                    self.components = {**self.components, name: target}
        if self.components:
            given: Schema = self.document.get("components") or {}
            self.document = {**self.document, "components": {**given, "schemas": self.components}}

    def visit(self, node: Any, kind: str, pointer: str) -> Any:
        """Return a node of a known kind with the `$ref`s in it rewritten.

        Members that `CHILDREN` lacks stay as they are.
        """
        if not is_object(node):
            return node
        made = dict(node)
        if kind == SCHEMA:
            self.follow(made, pointer)
        elif _is_external(node):
            return self.visit(self.resolve(node["$ref"], pointer, frozenset())[1], kind, pointer)
        children = dict.fromkeys(node, "path") if kind == "callback" else CHILDREN[kind]
        for key in [key for key in node if key in children]:
            inner = children[key].removesuffix("*")
            made[key] = self.members(node[key], inner, f"{pointer}/{escape(str(key))}", many=children[key] != inner)
        return made

    def members(self, node: Any, kind: str, pointer: str, *, many: bool) -> Any:
        """Visit a member: one node, each node of a list, or with `many` each value of a map."""
        if is_array(node):
            return [self.visit(one, kind, f"{pointer}/{index}") for index, one in enumerate(node)]
        if many and is_object(node):
            return {key: self.entry(one, kind, f"{pointer}/{escape(str(key))}") for key, one in node.items()}
        return self.visit(node, kind, pointer)

    def entry(self, node: Any, kind: str, pointer: str) -> Any:
        """Visit a value of a map. An unexpected exception names a component or path, but nothing deeper."""
        if pointer.count("/") > DEEPEST_PLACE:
            return self.visit(node, kind, pointer)
        with located(pointer):
            return self.visit(node, kind, pointer)

    def follow(self, schema: Schema, pointer: str) -> None:
        """Rewrite the `$ref` of a schema, and those in the mapping of its discriminator, in place."""
        if isinstance(schema.get("$ref"), str):
            schema["$ref"] = self.relocate(schema["$ref"], pointer)
        discriminator = schema.get("discriminator")
        if is_object(discriminator) and is_object(discriminator.get("mapping")):
            at = f"{pointer}/discriminator/mapping"
            mapping = {
                key: self.relocate(value, at) if isinstance(value, str) and value.startswith("#") else value
                for key, value in discriminator["mapping"].items()
            }
            schema["discriminator"] = {**discriminator, "mapping": mapping}

    def relocate(self, ref: str, pointer: str) -> str:
        """Return the `$ref` to the component that has the target, which is copied into a new one if needed.

        Raises:
            DocumentError: The `$ref` is external or unresolved.
        """
        if not ref.startswith("#"):
            raise DocumentError(f"{pointer}: external $ref {ref!r}: copy its target into the document")
        path, target = self.resolve(ref, pointer, frozenset())
        self.check_chain(ref, target, pointer)
        if _is_component(path) and UNSAFE.isdisjoint(path[2]):
            return schema_pointer(path[2])
        if path not in self.found:
            self.found[path] = self.names.claim(pascal_case(_title(path).replace("/", " ")))
            if not _is_component(path):
                self.pending.append((self.found[path], target, join(*path)))
        return schema_pointer(self.found[path])

    def resolve(self, ref: str, pointer: str, seen: frozenset[str]) -> tuple[Path, Any]:
        """Return the path and the target of a `$ref`, following `$ref`s on the way to it, not that of the target.

        Raises:
            DocumentError: It is unresolved, circular or no JSON pointer, or its target is not a schema.
        """
        if ref in seen:
            raise DocumentError(f"{pointer}: circular $ref {ref!r}")
        if not ref.startswith("#/"):
            raise DocumentError(f"{pointer}: $ref {ref!r} is not a JSON pointer from the root of the document")
        node: Any = self.document
        names: list[str] = []
        for part in ref[2:].split("/"):
            seen |= {ref}
            while is_object(node) and isinstance(node.get("$ref"), str) and part not in node:
                outer = node["$ref"]
                path, node = self.resolve(outer, pointer, seen)
                names = list(path)
                seen |= {outer}
            token, node = _step(node, part, lambda: DocumentError(f"{pointer}: unresolved $ref {ref!r}"))
            names.append(token)
        if not is_object(node) and not isinstance(node, bool):
            raise DocumentError(f"{pointer}: the target of $ref {ref!r} is not a schema")
        return tuple(names), node

    def check_chain(self, ref: str, node: Any, pointer: str) -> None:
        """Reject a target that is a `$ref`, and so on, to nothing or in a circle."""
        chain = {ref: None}
        while is_object(node) and isinstance(node.get("$ref"), str) and node["$ref"].startswith("#"):
            if node["$ref"] in chain:
                raise DocumentError(f"{pointer}: circular $ref {ref!r}")
            if node["$ref"] in self.checked:
                break
            chain[node["$ref"]] = None
            _, node = self.resolve(node["$ref"], pointer, frozenset())
        self.checked |= chain.keys()


def _step(node: Any, part: str, failure: Callable[[], DocumentError]) -> tuple[str, Any]:
    """Return the decoded part of a `$ref`, and the node there.

    A name with a literal percent sign is found first, then the percent-decoded one. `pointers.target` is stricter: it
    only decodes.

    Raises:
        DocumentError: There is no such node; `failure` makes the error.
    """
    raw = unescape(part)
    for token in (raw, unescape(unquote(part))):
        if is_object(node) and token in node:
            return token, node[token]
        if is_array(node) and token.isdecimal() and int(token) < len(node):
            return token, node[int(token)]
    raise failure()


def _is_external(node: Schema) -> bool:
    """Return whether a node is a `$ref` into another file."""
    return isinstance(node.get("$ref"), str) and node["$ref"].startswith(f"#/{FILES}/")


def _title(path: Path) -> str:
    """Return the text that the name of a copied schema is made of."""
    if path[0] != FILES:
        return " ".join(one for one in path if one not in STRUCTURE)
    inside = [one for one in path[2:] if one not in STRUCTURE]
    return " ".join(inside) or PurePosixPath(path[1]).stem


def _is_component(path: Path) -> bool:
    """Return whether a path is that of a component schema."""
    return len(path) == 3 and path[:2] == ("components", "schemas")
