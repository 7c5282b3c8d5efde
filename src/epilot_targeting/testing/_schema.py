"""Check a value against a schema of the document: OpenAPI 3.0, and the usual part of 3.1.

It is hand-written, so that the fake needs no further package. The tests compare its results with those of jsonschema.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import unquote

from ._array_keywords import ARRAY_CHECKS
from ._combining_keywords import COMBINING_CHECKS
from ._keyword_check import Json, Location, Schema
from ._object_keywords import OBJECT_CHECKS
from ._patterns import UnknownKeyword
from ._scalar_keywords import SCALAR_CHECKS

__all__ = ["COMBINING", "Checker", "Json", "Location", "Schema", "UnknownKeyword"]

COMBINING = ("allOf", "anyOf", "oneOf")
"""The keywords that combine schemas."""
CHECKS = SCALAR_CHECKS | OBJECT_CHECKS | ARRAY_CHECKS | COMBINING_CHECKS
# Annotations, and keywords that another one handles.
_METADATA = {"$anchor", "$comment", "$defs", "$id", "$schema", "contentEncoding", "contentMediaType", "default"}
_MORE_METADATA = {
    "deprecated",
    "description",
    "discriminator",
    "else",
    "example",
    "examples",
    "externalDocs",
    "nullable",
}
ANNOTATIONS = _METADATA | _MORE_METADATA | {"readOnly", "then", "title", "writeOnly", "xml"}
ROOT = Location()


class Checker:
    """Checks values against the schemas of one document.

    Args:
        document: The document.
        for_response: Whether the values are responses. A response must not contain `writeOnly` members. A request
            need not contain `readOnly` members, and may: a client may send back what it received.
    """

    def __init__(self, document: Schema, *, for_response: bool = False) -> None:
        """Keep the OpenAPI document, and whether the values to check are parts of responses or of requests.

        A response must not have `writeOnly` members. A request may lack required `readOnly` ones. From OpenAPI 3.1 on,
        which the document's `openapi` states, keywords beside a `$ref` count.
        """
        self._document = document
        self._for_response = for_response
        self._siblings = not str(document.get("openapi", "3.0")).startswith("3.0")

    def resolve(self, node: Schema) -> Schema:
        """Return the object of the document that a `$ref` refers to, or the node itself if it is no `$ref`.

        It is no copy. If that object is a `$ref` too, follow it. Keywords beside a `$ref` are ignored.

        Raises:
            UnknownKeyword: A `$ref` is unresolved, or leads back to itself. One to another document always is.
        """
        seen: set[str] = set()
        while "$ref" in node:
            if node["$ref"] in seen:
                raise UnknownKeyword(f"the reference {node['$ref']} leads back to itself in the document")
            seen.add(node["$ref"])
            found: Any = self._document
            for part in cast("str", node["$ref"]).removeprefix("#/").split("/"):
                key = unquote(part).replace("~1", "/").replace("~0", "~")
                try:
                    found = found[int(key) if isinstance(found, list) else key]
                except (LookupError, TypeError, ValueError):
                    raise UnknownKeyword(f"the reference {node['$ref']} is unresolved in the document") from None
            node = found
        return node

    def opened(self, schema: Schema | bool) -> Schema:
        """Return a schema as an object without `$ref` at its top.

        From OpenAPI 3.1 on, a `$ref` with keywords beside it becomes an `allOf` of both. Before, they are ignored. The
        schema True, of any value, becomes an empty object, and False `{"not": {}}`. The result may be part of the
        document: callers must not change it.

        Raises:
            UnknownKeyword: The `$ref` is unresolved, or leads back to itself.
        """
        if isinstance(schema, bool):
            return {} if schema else {"not": {}}
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        if "$ref" in schema and beside and self._siblings:
            return {"allOf": [{"$ref": schema["$ref"]}, beside]}
        return self.resolve(schema)

    def parts(self, schema: Schema | bool) -> list[Schema]:
        """Return a schema and, at every level, those that it combines by `allOf`, `anyOf` and `oneOf`.

        Each is without `$ref` at its top. Booleans are left out: if `schema` is one, the list is empty.

        Raises:
            UnknownKeyword: A `$ref` is unresolved, or leads back to itself.
            RecursionError: A schema combines itself, perhaps by way of others.
        """
        if isinstance(schema, bool):
            return []
        opened = self.opened(schema)
        combined = [part for key in COMBINING for part in opened.get(key, ())]
        return [opened, *(inner for part in combined for inner in self.parts(part))]

    def problems(self, schema: Schema | bool, value: Json, location: Location = ROOT) -> Iterator[str]:
        """Generate a message for each problem of a JSON value, with its location. A valid value has none.

        Args:
            schema: The schema.
            value: The value.
            location: Where the value is in the body, for the messages. The value may lack the members in its
                `optional`. Default: the whole body, with no such members.

        Raises:
            UnknownKeyword: The schema has an unsupported keyword, type or pattern, or an invalid `$ref`.
        """
        if isinstance(schema, bool):
            yield from () if schema else (f"{location} is not allowed",)
            return
        schema = self.opened(schema)
        unknown = {key for key in schema if not key.startswith("x-")} - ANNOTATIONS - CHECKS.keys()
        if unknown:
            raise UnknownKeyword(f"{location}: {', '.join(sorted(unknown))}")
        if self._for_response and schema.get("writeOnly"):
            yield f"{location} must not be in a response"
        if value is None and schema.get("nullable"):
            return
        location = location.with_optional(self.hidden(schema))
        for keyword, argument in schema.items():
            if keyword in CHECKS:
                yield from CHECKS[keyword](self, schema, argument, value, location)

    def fits(self, schema: Schema | bool, value: Json, location: Location = ROOT) -> bool:
        """Return whether a JSON value is valid against a schema.

        Args:
            schema: The schema.
            value: The value.
            location: Where the value is in the body, for the text of UnknownKeyword. The value may lack the members in
                its `optional`. Default: the whole body, with no such members.

        Raises:
            UnknownKeyword: The schema has an unsupported keyword, type or pattern, or an invalid `$ref`.
        """
        return next(self.problems(schema, value, location), None) is None

    def hidden(self, schema: Schema) -> frozenset[str]:
        """Return the names of a schema's properties that only the other direction has: `readOnly` ones for requests.

        For responses, they are the `writeOnly` ones. A value may lack them although they are required. Properties of
        the schemas in its `allOf` are included.

        Args:
            schema: The schema, without `$ref` at its top: see `opened`.

        Raises:
            UnknownKeyword: A `$ref` of a property or of the `allOf` is unresolved.
        """
        mark = "writeOnly" if self._for_response else "readOnly"
        found = {name for name, one in schema.get("properties", {}).items() if self._has(one, mark)}
        return frozenset(found).union(*(self.hidden(self.opened(part)) for part in schema.get("allOf", ())))

    def _has(self, schema: Schema | bool, mark: str) -> bool:
        """Return whether a keyword, `readOnly` or `writeOnly`, is true in a schema or in one of its `allOf`.

        A `$ref` is followed.

        Args:
            schema: The schema.
            mark: The keyword.

        Raises:
            UnknownKeyword: A `$ref` is unresolved, or leads back to itself.
        """
        opened = self.opened(schema)
        return bool(opened.get(mark)) or any(self._has(part, mark) for part in opened.get("allOf", ()))
