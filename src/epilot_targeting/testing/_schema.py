"""Check a value against a schema of the document: OpenAPI 3.0, and the usual part of 3.1.

Written by hand so that the fake needs no further package; the tests compare its verdicts with those of jsonschema.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import unquote

from ._keywords import SCALARS, Json, Place, Schema
from ._patterns import UnknownKeyword
from ._shapes import SHAPES

__all__ = ["Checker", "Json", "Place", "Schema", "UnknownKeyword"]

CHECKS = SCALARS | SHAPES
# Annotations, and keywords that another one handles.
_SAID = {"$anchor", "$comment", "$defs", "$id", "$schema", "contentEncoding", "contentMediaType", "default"}
_SAID_TOO = {"deprecated", "description", "discriminator", "else", "example", "examples", "externalDocs", "nullable"}
ANNOTATIONS = _SAID | _SAID_TOO | {"readOnly", "then", "title", "writeOnly", "xml"}
NOWHERE = Place()


class Checker:
    """Checks values against the schemas of one document.

    Args:
        document: The document.
        reply: Whether the values are replies: they never hold what is `writeOnly`. Of a request, what is `readOnly` is
            not demanded, and passed over where it comes, as a client may send back what it was given.
    """

    def __init__(self, document: Schema, *, reply: bool = False) -> None:
        self._document = document
        self._reply = reply
        self._siblings = not str(document.get("openapi", "3.0")).startswith("3.0")

    def resolve(self, node: Schema) -> Schema:
        """Follow references.

        Raises:
            UnknownKeyword: One leads nowhere.
        """
        while "$ref" in node:
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
        """Return a schema as an object without a reference; siblings of `$ref` count from OpenAPI 3.1 on."""
        if isinstance(schema, bool):
            return {} if schema else {"not": {}}
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        if "$ref" in schema and beside and self._siblings:
            return {"allOf": [{"$ref": schema["$ref"]}, beside]}
        return self.resolve(schema)

    def problems(self, schema: Schema | bool, value: Json, place: Place = NOWHERE) -> Iterator[str]:
        """Return the faults of a value with their locations.

        Raises:
            UnknownKeyword: The schema uses a keyword that is not known here.
        """
        if isinstance(schema, bool):
            yield from () if schema else (f"{place} is not allowed",)
            return
        schema = self.opened(schema)
        unknown = {key for key in schema if not key.startswith("x-")} - ANNOTATIONS - CHECKS.keys()
        if unknown:
            raise UnknownKeyword(f"{place}: {', '.join(sorted(unknown))}")
        if self._reply and schema.get("writeOnly"):
            yield f"{place} is not for replies"
        if value is None and schema.get("nullable"):
            return
        place = place.excusing(self.hidden(schema))
        for keyword, argument in schema.items():
            if keyword in CHECKS:
                yield from CHECKS[keyword](self, schema, argument, value, place)

    def fits(self, schema: Schema | bool, value: Json, place: Place = NOWHERE) -> bool:
        """Return whether a value fits a schema."""
        return next(self.problems(schema, value, place), None) is None

    def hidden(self, schema: Schema) -> frozenset[str]:
        """Return the names of the members that only the other direction has."""
        mark = "writeOnly" if self._reply else "readOnly"
        found = {name for name, one in schema.get("properties", {}).items() if self._has(one, mark)}
        return frozenset(found).union(*(self.hidden(self.opened(part)) for part in schema.get("allOf", ())))

    def _has(self, schema: Schema | bool, mark: str) -> bool:
        opened = self.opened(schema)
        return bool(opened.get(mark)) or any(self._has(part, mark) for part in opened.get("allOf", ()))
