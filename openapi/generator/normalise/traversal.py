"""Visit and rewrite the schemas of a document; every function returns new dicts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..errors import located
from ..json_types import Document, Schema, is_array, is_object
from ..read.document import METHODS
from ..read.pointers import escape, schema_name, schema_pointer, tokens
from ..upstream import pascal_case

NULL: Schema = {"type": "null"}
TAGS = "$tags"
"""A temporary annotation of a variant: the values that select it, by the property of the discriminator."""
ANNOTATIONS = ("description", "readOnly", "writeOnly", "deprecated", "title", TAGS)

MAPS = ("properties", "patternProperties")
LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
ONES = ("items", "additionalProperties")


class Normalised(NamedTuple):
    """A document, and notes on what was ignored or assumed."""

    document: Document
    notes: list[str]


class Root(NamedTuple):
    """The location of an outermost schema: a component, or the schema of a parameter, body or response."""

    pointer: str
    name: str
    """The name of the component, or the prefix of names for classes found here."""


Rule = Callable[[Any, str], Any]
"""Rewrites the schema at a pointer."""


def component(schema: Schema) -> str:
    """Return the name of the component that a `$ref` points to."""
    return schema_name(schema["$ref"])


def annotations_of(schema: Schema) -> Schema:
    """Return the annotations of a schema, which do not constrain its values."""
    return {key: schema[key] for key in ANNOTATIONS if key in schema}


def without_annotations(schema: Schema) -> Schema:
    """Return a schema without its annotations."""
    return {key: value for key, value in schema.items() if key not in ANNOTATIONS}


def map_roots(document: Document, rule: Callable[[Any, Root], Any]) -> Document:
    """Rewrite every outermost schema: components, and the schemas of operations.

    Everything around them is shared with the old document.
    """
    roots = _Roots(rule)
    made = _over(document, "components", lambda part: _over(part, "schemas", lambda one: _each(one, roots.component)))
    return dict(_over(made, "paths", lambda paths: _each(paths, roots.path)))


class _Roots:
    """Visits the outermost schemas of a document, and gives each a location and a name for what is inside it."""

    def __init__(self, rule: Callable[[Any, Root], Any]) -> None:
        """Keep the rule, which returns the new schema."""
        self._rule = rule

    def rule(self, schema: Any, root: Root) -> Any:
        """Rewrite a schema with the rule; an unexpected exception names the location."""
        with located(root.pointer):
            return self._rule(schema, root)

    def component(self, name: str, schema: Any) -> Any:
        """Rewrite a component schema."""
        return self.rule(schema, Root(schema_pointer(name), name))

    def path(self, url: str, item: Any) -> Any:
        """Rewrite the operations of a path."""
        at = f"#/paths/{escape(url)}"
        return _each(item, lambda key, one: self.operation(one, f"{at}/{key}") if key in METHODS else one)

    def operation(self, operation: Any, at: str) -> Any:
        """Rewrite the schemas of an operation; names of what is inside them begin with its operationId."""
        name = pascal_case(str(operation.get("operationId") or " ".join(tokens(at)[1:]).replace("/", " ")))

        def parameter(index: int, given: Any) -> Any:
            """Rewrite the schema of a parameter."""
            root = Root(f"{at}/parameters/{index}/schema", name + pascal_case(str(given["name"])))
            return _over(given, "schema", lambda schema: self.rule(schema, root))

        def response(status: str, given: Any) -> Any:
            """Rewrite the schemas of a response."""
            return self.content(given, f"{at}/responses/{status}", f"{name}Reply")

        made = _over(operation, "parameters", lambda given: [parameter(index, one) for index, one in enumerate(given)])
        made = _over(made, "requestBody", lambda body: self.content(body, f"{at}/requestBody", f"{name}Body"))
        return _over(made, "responses", lambda given: _each(given, response))

    def content(self, holder: Any, at: str, name: str) -> Any:
        """Rewrite the schema of each media type of a body or response."""

        def media(kind: str, given: Any) -> Any:
            """Rewrite the schema of a media type."""
            root = Root(f"{at}/content/{escape(kind)}/schema", name)
            return _over(given, "schema", lambda schema: self.rule(schema, root))

        return _over(holder, "content", lambda kinds: _each(kinds, media))


def _over(node: Any, key: str, change: Callable[[Any], Any]) -> Any:
    """Return the node with one member changed, or the node itself if the member is missing."""
    return {**node, key: change(node[key])} if key in node else node


def _each(nodes: Any, change: Callable[[Any, Any], Any]) -> Any:
    """Return an object with each member changed by its key and value."""
    return {key: change(key, value) for key, value in nodes.items()}


def map_children(schema: Schema, pointer: str, rule: Rule) -> Schema:
    """Rewrite the direct subschemas of a schema."""
    made: Schema = {}
    for key, value in schema.items():
        if key in MAPS and is_object(value):
            made[key] = {name: rule(one, f"{pointer}/{key}/{escape(str(name))}") for name, one in value.items()}
        elif key in LISTS and is_array(value):
            made[key] = [rule(one, f"{pointer}/{key}/{index}") for index, one in enumerate(value)]
        elif key in ONES and is_object(value):
            made[key] = rule(value, f"{pointer}/{key}")
        else:
            made[key] = value
    return made


def everywhere(document: Document, rule: Rule) -> Document:
    """Rewrite every schema, the innermost first."""
    return map_roots(document, lambda schema, root: deep(schema, root.pointer, rule))


def deep(schema: Any, pointer: str, rule: Rule) -> Any:
    """Rewrite a schema after the schemas in it."""
    return rule(map_children(schema, pointer, lambda child, at: deep(child, at, rule)), pointer)


def schemas_of(document: Document) -> dict[str, Schema]:
    """Return the component schemas by name."""
    found: dict[str, Schema] = document.get("components", {}).get("schemas", {})
    return found


def with_schemas(document: Document, schemas: dict[str, Schema]) -> Document:
    """Return the document with other component schemas."""
    if not schemas and "components" not in document:
        return document
    return {**document, "components": {**document.get("components", {}), "schemas": schemas}}
