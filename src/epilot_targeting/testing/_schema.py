"""Check a value against a schema of the document: what OpenAPI 3.0 has and the document uses, and nothing else.

Written by hand so that the fake needs no further package; the tests compare its verdicts with those of jsonschema.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, cast
from uuid import UUID

from epilot_targeting_generated.convert import is_list

Json = Any
Schema = dict[str, Any]
ANNOTATIONS = {"description", "example", "default", "title", "readOnly", "deprecated", "externalDocs", "nullable"}
UUID_LENGTH = 36


class UnknownKeyword(Exception):
    """The document uses a keyword that this check does not know: passing it over would weaken the fake unseen."""


class Checker:
    """Checks values against the schemas of one document."""

    def __init__(self, document: Schema) -> None:
        self._document = document

    def resolve(self, node: Schema) -> Schema:
        """Follow references."""
        while "$ref" in node:
            found: Any = self._document
            for part in cast("str", node["$ref"]).removeprefix("#/").split("/"):
                found = found[part]
            node = found
        return node

    def problems(self, schema: Schema, value: Json, place: str = "") -> Iterator[str]:
        """Give what is wrong with a value, each with its place.

        Raises:
            UnknownKeyword: The schema uses a keyword that is not known here.
        """
        schema = self.resolve(schema)
        unknown = {key for key in schema if not key.startswith("x-")} - ANNOTATIONS - CHECKS.keys()
        if unknown:
            raise UnknownKeyword(f"{place or 'the value'}: {', '.join(sorted(unknown))}")
        if value is None and schema.get("nullable"):
            return
        for keyword, argument in schema.items():
            if keyword in CHECKS:
                yield from CHECKS[keyword](self, schema, argument, value, place)


def _type(_: Checker, __: Schema, kind: str, value: Json, place: str) -> Iterator[str]:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    fits = {
        "object": isinstance(value, dict),
        "array": isinstance(value, list),
        "string": isinstance(value, str),
        "boolean": isinstance(value, bool),
        "number": number,
        "integer": number and float(value).is_integer(),
    }
    if not fits[kind]:
        yield f"{place or 'the body'} must be of type {kind}"


def _enum(_: Checker, __: Schema, values: list[Json], value: Json, place: str) -> Iterator[str]:
    if value not in values:
        yield f"{place or 'the value'} must be one of {', '.join(map(str, values))}"


def _format(_: Checker, __: Schema, name: str, value: Json, place: str) -> Iterator[str]:
    if not isinstance(value, str):
        return
    try:
        if not FORMATS[name](value):
            yield f"{place or 'the value'} must be a {name}"
    except ValueError:
        yield f"{place or 'the value'} must be a {name}"


FORMATS: dict[str, Callable[[str], bool]] = {
    "uuid": lambda text: len(text) == UUID_LENGTH and str(UUID(text)) == text.lower(),
    "date": lambda text: dt.date.fromisoformat(text).isoformat() == text,
    "date-time": lambda text: "T" in text.upper() and dt.datetime.fromisoformat(text.upper()).tzinfo is not None,
}


def _properties(checker: Checker, _: Schema, known: dict[str, Schema], value: Json, place: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, schema in known.items():
            if name in value:
                yield from checker.problems(schema, value[name], f"{place}.{name}".lstrip("."))


def _required(_: Checker, __: Schema, names: list[str], value: Json, place: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (f"{f'{place}.{name}'.lstrip('.')} is missing" for name in names if name not in value)


def _additional(checker: Checker, schema: Schema, allowed: bool | Schema, value: Json, place: str) -> Iterator[str]:
    if allowed is True or not isinstance(value, dict):
        return
    for name, member in cast("dict[str, Json]", value).items():
        if name not in schema.get("properties", {}):
            here = f"{place}.{name}".lstrip(".")
            if allowed is False:
                yield f"{here} is not allowed"
            else:
                yield from checker.problems(allowed, member, here)


def _items(checker: Checker, _: Schema, schema: Schema, value: Json, place: str) -> Iterator[str]:
    for index, item in enumerate(value if is_list(value) else []):
        yield from checker.problems(schema, item, f"{place}[{index}]")


def _unique(_: Checker, __: Schema, wanted: bool, value: Json, place: str) -> Iterator[str]:
    if wanted and is_list(value) and any(item in value[:index] for index, item in enumerate(value)):
        yield f"{place} must not hold an item twice"


def _limit(what: str, fits: Callable[[Any, Any], bool], kinds: Any) -> Callable[..., Iterator[str]]:
    def check(_: Checker, __: Schema, limit: Any, value: Json, place: str) -> Iterator[str]:
        if isinstance(value, kinds) and not isinstance(value, bool) and not fits(value, limit):
            yield f"{place or 'the value'}: {what} {limit}"

    return check


def _all_of(checker: Checker, _: Schema, parts: list[Schema], value: Json, place: str) -> Iterator[str]:
    for part in parts:
        yield from checker.problems(part, value, place)


def _any_of(checker: Checker, _: Schema, parts: list[Schema], value: Json, place: str) -> Iterator[str]:
    found = [list(checker.problems(part, value, place)) for part in parts]
    if all(found):
        yield f"{place or 'the body'} fits none of its forms: {min(found, key=len)[0]}"


CHECKS: dict[str, Callable[[Checker, Schema, Any, Json, str], Iterator[str]]] = {
    "type": _type,
    "enum": _enum,
    "format": _format,
    "properties": _properties,
    "required": _required,
    "additionalProperties": _additional,
    "items": _items,
    "uniqueItems": _unique,
    "minItems": _limit("the fewest items are", lambda value, limit: len(value) >= limit, list),
    "maxItems": _limit("the most items are", lambda value, limit: len(value) <= limit, list),
    "minLength": _limit("the shortest length is", lambda value, limit: len(value) >= limit, str),
    "maxLength": _limit("the longest length is", lambda value, limit: len(value) <= limit, str),
    "minimum": _limit("the least is", lambda value, limit: value >= limit, int | float),
    "maximum": _limit("the most is", lambda value, limit: value <= limit, int | float),
    "allOf": _all_of,
    "anyOf": _any_of,
}
