"""Read the parameters of a request, and convert their texts to the types of their schemas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from epilot_targeting_generated.convert import is_list

from ._keyword_check import Json, Schema
from ._parameter_styles import ABSENT, Kind, Pairs, Parameter, from_pairs, from_text, split_pairs
from ._request_and_response import Request
from ._scalar_keywords import is_object, types_of
from ._schema import COMBINING, Checker

# Python converts at most 4300 digits to an integer.
NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,4000})(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
DEFAULT_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
IGNORED_HEADERS = ("accept", "content-type", "authorization")
"""Headers that OpenAPI does not allow as parameters."""
STRUCTURES: tuple[Kind, ...] = ("array", "object")


def parameters_of(checker: Checker, template: str, item: Schema, operation: Schema) -> list[Parameter]:
    """Return the parameters of an operation in the document, those of its path item included.

    Args:
        checker: The checker of the document.
        template: The path template, such as `/campaigns/{campaign_id}`.
        item: The path item object, without `$ref`.
        operation: The operation object. Its parameters override those of the path item.

    Returns:
        One for each name and location. A variable of the template that the document does not describe is
        included, and a path parameter that the template does not have is left out, as are headers that OpenAPI
        ignores.

    Raises:
        UnknownKeyword: The `$ref` of a parameter, or one in its `content`, is unresolved.
        KeyError: A parameter has no `name` or no `in`, or its `in` is unknown.
    """
    names = re.findall(r"\{([^}]*)\}", template)
    found = {("path", name): _parameter(checker, {"name": name, "in": "path", "schema": {}}) for name in names}
    for node in [*item.get("parameters", []), *operation.get("parameters", [])]:
        parameter = _parameter(checker, checker.resolve(node))
        if parameter.location != "header" or parameter.name not in IGNORED_HEADERS:
            found[parameter.location, parameter.name] = parameter
    return [parameter for parameter in found.values() if parameter.location != "path" or parameter.name in names]


def _parameter(checker: Checker, node: Schema) -> Parameter:
    """Return a `Parameter` from its object in the document, with the defaults of OpenAPI.

    A header's name gets lower case.

    Args:
        checker: The checker of the document, which resolves a `$ref` in `content`.
        node: The parameter object, without `$ref` at its top.

    Raises:
        UnknownKeyword: A `$ref` in `content` is unresolved.
        KeyError: The object has no `name` or no `in`, or `in` is none of `path`, `query`, `header` and
            `cookie`.
    """
    location = node["in"]
    name = node["name"].lower() if location == "header" else node["name"]
    style = node.get("style", DEFAULT_STYLES[location])
    schema = node.get("schema", {})
    for media_type, content in node.get("content", {}).items():
        style, schema = (
            "json" if "json" in media_type else DEFAULT_STYLES[location],
            checker.resolve(content).get("schema", {}),
        )
    explode = node.get("explode", style in ("form", "deepObject")) and "content" not in node
    return Parameter(name, location, style, explode, location == "path" or node.get("required", False), schema)


class ParameterReader:
    """Reads the parameters of one request."""

    def __init__(self, checker: Checker, request: Request, path: Mapping[str, str]) -> None:
        """Split the query and the cookies of a request, and keep its headers and path variables.

        Args:
            checker: The checker of the document.
            request: The request.
            path: Its path variables by name, percent-encoded.
        """
        self._checker = checker
        self._path = path
        self._headers = request.headers
        self._given: dict[str, Pairs] = {
            "query": split_pairs(request.query, "&"),
            "cookie": split_pairs(request.headers.get("cookie", ""), ";"),
        }

    def read(self, parameter: Parameter) -> tuple[bool, Json]:
        """Return whether the request has a parameter, and its value.

        Returns:
            The value, converted to the types of its schema. A text that cannot be converted stays text: the caller
            validates the value. It is None if the request does not have the parameter.

        Raises:
            MalformedParameter: The text is invalid in the parameter's style.
            UnknownKeyword: The schema has an unsupported keyword or pattern, or an unresolved `$ref`.
        """
        parts = self._checker.parts(parameter.schema)
        kinds: list[Kind] = [kind for kind in STRUCTURES if any(kind in _types(part) for part in parts)]
        if not kinds or any(set(_types(part)) - {"array", "object", "null"} for part in parts):
            kinds.append("single")
        found = [self._texts(parameter, kind, parts) for kind in kinds]
        # Nothing between separators is an empty text; but some clients send an empty list like that.
        untyped = [texts for texts in found if texts is not ABSENT] + [[] for texts in found if texts == [""]]
        values = [texts if parameter.style == "json" else self._convert(parameter.schema, texts) for texts in untyped]
        valid = [value for value in values if self._checker.fits(parameter.schema, value)]
        return bool(values), next(iter([*valid, *values]), None)

    def _texts(self, parameter: Parameter, kind: Kind, parts: list[Schema]) -> Any:
        """Return the value of a parameter as the request has it: a decoded text, or a list or dict of texts.

        With the style `deepObject` it is nested dicts, which may contain lists. With `json` it is any JSON value.
        It is `ABSENT` if the request does not have the parameter.

        Args:
            parameter: The parameter.
            kind: The kind of value to read: "object", "array" or "single".
            parts: Its schema and those that it combines, for the names of an object's members.

        Raises:
            MalformedParameter: The text is invalid in the parameter's style.
        """
        if parameter.location in self._given:
            given = self._given[parameter.location]
            known = {name for part in parts for name in part.get("properties", {})}
            return from_pairs(parameter, kind, known or {name for name, _ in given}, given)
        text = (self._path if parameter.location == "path" else self._headers).get(parameter.name)
        return ABSENT if text is None else from_text(parameter, kind, text)

    def _convert(self, schema: Schema | bool, texts: Any) -> Json:
        """Return a new value whose texts are converted to the types of the schema. A text that fits none stays text.

        Args:
            schema: The schema of the parameter, or of a part of its value. For True or `{}`, or a combination of these
                alone, texts stay texts.
            texts: A decoded text, or a list or dict of such values. It is not changed.
        """
        parts = self._checker.parts(schema)
        if is_list(texts):
            items = [part["items"] for part in parts if "items" in part]
            return [self._convert({"anyOf": items} if items else True, one) for one in texts]
        if is_object(texts):
            return {name: self._convert(_member(parts, name), one) for name, one in texts.items()}
        kinds = {kind for part in parts for kind in _types(part)}
        # In JSON 1e3 is an integer; as a parameter it is not.
        exact = "integer" in kinds and "number" not in kinds
        readings = [*(one for one in _readings(texts) if not (exact and isinstance(one, float))), texts]
        is_any = not any(part.keys() - {*COMBINING} for part in parts)
        fitting = [one for one in readings if not is_any and self._checker.fits(schema, one)]
        # An integer out of range is still an integer: the message then says the range.
        typed = [one for one in readings[:-1] if kinds and self._checker.fits({"type": sorted(kinds)}, one)]
        return next(iter([*fitting, *typed, texts]))


def _member(parts: list[Schema], name: str) -> Schema | Literal[True]:
    """Return the schema by which `_convert` converts the member of an object with this name.

    It is `anyOf` of the `properties` of this name in `parts` or, without these, of their
    `additionalProperties`. An `additionalProperties` that is a boolean does not count. Return True, the schema
    of any value, if there are none either.

    Args:
        parts: The schema of the object and those that it combines by `allOf`, `anyOf` and `oneOf`, from
            `Checker.parts`.
        name: The name of the member.
    """
    known = [part["properties"][name] for part in parts if name in part.get("properties", {})]
    more = [part["additionalProperties"] for part in parts if isinstance(part.get("additionalProperties"), dict)]
    return {"anyOf": known or more} if known or more else True


def _types(part: Schema) -> list[str]:
    """Return the JSON types that a schema names.

    Without `type`, `properties` stands for an object, `items` for an array and `enum` for a string. The list may be
    empty. `part` comes from `Checker.parts`: a `$ref` or `allOf` is not followed here.
    """
    hints = {"object": "properties", "array": "items", "string": "enum"}
    return types_of(part) or [kind for kind, keyword in hints.items() if keyword in part]


def _readings(text: str) -> list[Json]:
    """Return a list of the one JSON number, boolean or null that a text may represent, or an empty list.

    A text such as `1.0` is a float, and `10` an int.
    """
    if NUMBER.fullmatch(text):
        return [int(text) if text.lstrip("-").isdigit() else float(text)]
    words: dict[str, list[Json]] = {"true": [True], "false": [False], "null": [None]}
    return words.get(text, [])
