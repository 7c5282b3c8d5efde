"""Read the parameters of a request and convert their texts to the types of their schemas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from epilot_targeting_generated.convert import is_list

from ._keywords import Json, Schema, is_object, types_of
from ._messages import Request
from ._schema import Checker
from ._styles import ABSENT, Pairs, Parameter, from_pairs, from_text, pairs

# Python refuses to read integers of more than 4300 digits.
NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,4000})(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
USUAL = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
# OpenAPI ignores these as parameters: other parts of the document define them.
PASSED_OVER = ("accept", "content-type", "authorization")


def parameters_of(checker: Checker, template: str, item: Schema, operation: Schema) -> list[Parameter]:
    """Return the parameters of an operation; they override those of its path."""
    names = re.findall(r"\{([^}]*)\}", template)
    found = {("path", name): _parameter(checker, {"name": name, "in": "path", "schema": {}}) for name in names}
    for node in [*item.get("parameters", []), *operation.get("parameters", [])]:
        one = _parameter(checker, checker.resolve(node))
        if one.place != "header" or one.name not in PASSED_OVER:
            found[one.place, one.name] = one
    return [one for one in found.values() if one.place != "path" or one.name in names]


def _parameter(checker: Checker, node: Schema) -> Parameter:
    place = node["in"]
    name = node["name"].lower() if place == "header" else node["name"]
    style = node.get("style", USUAL[place])
    schema = node.get("schema", {})
    for media_type, content in node.get("content", {}).items():
        style, schema = "json" if "json" in media_type else USUAL[place], checker.resolve(content).get("schema", {})
    explode = node.get("explode", style in ("form", "deepObject")) and "content" not in node
    return Parameter(name, place, style, explode, place == "path" or node.get("required", False), schema)


class Reader:
    """Reads the parameters of one request."""

    def __init__(self, checker: Checker, request: Request, path: Mapping[str, str]) -> None:
        self._checker = checker
        self._path = path
        self._headers = request.headers
        self._given: dict[str, Pairs] = {
            "query": pairs(request.query, "&"),
            "cookie": pairs(request.headers.get("cookie", ""), ";"),
        }

    def value(self, one: Parameter) -> tuple[bool, Json]:
        """Return whether a parameter is present, and its value.

        Raises:
            Unreadable: What was sent is not what the parameter's style looks like.
        """
        parts = list(self._parts(one.schema))
        kinds = [kind for kind in ("array", "object") if any(kind in _types(part) for part in parts)]
        plain = any(set(_types(part)) - {"array", "object", "null"} for part in parts) or not kinds
        found = [self._tree(one, kind, parts) for kind in [*kinds, *(["single"] if plain else [])]]
        # Nothing between separators is an empty text; but some write an empty list so.
        trees = [tree for tree in found if tree is not ABSENT] + [[] for tree in found if tree == [""]]
        values = [tree if one.style == "json" else self._typed(one.schema, tree) for tree in trees]
        fitting = [value for value in values if self._checker.fits(one.schema, value)]
        return bool(values), next(iter([*fitting, *values]), None)

    def _tree(self, one: Parameter, kind: str, parts: list[Schema]) -> Any:
        if one.place in self._given:
            given = self._given[one.place]
            known = {name for part in parts for name in part.get("properties", {})}
            return from_pairs(one, kind, known or {name for name, _ in given}, given)
        text = (self._path if one.place == "path" else self._headers).get(one.name)
        return ABSENT if text is None else from_text(one, kind, text)

    def _parts(self, schema: Schema | bool) -> Iterator[Schema]:
        """Return a schema and the schemas it combines."""
        if isinstance(schema, dict):
            opened = self._checker.opened(schema)
            yield opened
            for part in (part for key in ("allOf", "anyOf", "oneOf") for part in opened.get(key, ())):
                yield from self._parts(part)

    def _typed(self, schema: Schema | bool, tree: Any) -> Json:
        parts = list(self._parts(schema))
        if is_list(tree):
            items = [part["items"] for part in parts if "items" in part]
            return [self._typed({"anyOf": items} if items else True, one) for one in tree]
        if is_object(tree):
            return {name: self._typed(_member(parts, name), one) for name, one in tree.items()}
        kinds = {kind for part in parts for kind in _types(part)}
        # In JSON 1e3 is an integer; as a parameter it is not.
        exact = "integer" in kinds and "number" not in kinds
        readings = [*(one for one in _readings(tree) if not (exact and isinstance(one, float))), tree]
        return next((one for one in readings if self._checker.fits(schema, one) and schema not in (True, {})), tree)


def _member(parts: list[Schema], name: str) -> Schema | bool:
    known = [part["properties"][name] for part in parts if name in part.get("properties", {})]
    more = [part["additionalProperties"] for part in parts if isinstance(part.get("additionalProperties"), dict)]
    return {"anyOf": known or more} if known or more else True


def _types(part: Schema) -> list[str]:
    hints = {"object": "properties", "array": "items", "string": "enum"}
    return types_of(part) or [kind for kind, keyword in hints.items() if keyword in part]


def _readings(text: str) -> list[Json]:
    """Return the other values that a text can mean."""
    if NUMBER.fullmatch(text):
        return [int(text) if text.lstrip("-").isdigit() else float(text)]
    words: dict[str, list[Json]] = {"true": [True], "false": [False], "null": [None]}
    return words.get(text, [])
