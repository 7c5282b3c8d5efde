"""The schema keywords about the members of objects."""

from __future__ import annotations

from collections.abc import Iterator

from ._keyword_check import Check, Json, Location, Schema, SchemaChecker
from ._patterns import compile_pattern
from ._scalar_keywords import is_object


def members(value: Json) -> dict[str, Json]:
    """Return a JSON object as it is, as its members by name. For another value, return an empty dict."""
    return value if is_object(value) else {}


def _properties(
    checker: SchemaChecker, _: Schema, known: dict[str, Schema], value: Json, location: Location
) -> Iterator[str]:
    """Check `properties`: generate the messages about each member that it lists and that does not fit its schema.

    `known` has the schemas by name. A member that is missing is valid, and so is a value that is no object.
    """
    for name, schema in known.items():
        if name in members(value):
            yield from checker.problems(schema, value[name], location.member(name))


def _required(_: SchemaChecker, __: Schema, names: list[str], value: Json, location: Location) -> Iterator[str]:
    """Check `required`: generate a message for each of `names` that the object has no member of.

    Members in `location.optional` may be missing: only the other direction, request or response, has them. A value that
    is no object is valid.
    """
    if is_object(value):
        missing = [name for name in names if name not in value and name not in location.optional]
        yield from (f"{location.member(name)} is missing" for name in missing)


def additional_members(schema: Schema, value: Json) -> list[str]:
    """Return the names of an object's members that `properties` and `patternProperties` of a schema do not list.

    They are subject to `additionalProperties`. Another value than an object has none.

    Raises:
        UnknownKeyword: Python does not support a pattern of `patternProperties`.
    """
    patterns = [compile_pattern(pattern) for pattern in schema.get("patternProperties", {})]
    unknown = [name for name in members(value) if name not in schema.get("properties", {})]
    return [name for name in unknown if not any(pattern.search(name) for pattern in patterns)]


def _additional(
    checker: SchemaChecker, schema: Schema, allowed: bool | Schema, value: Json, location: Location
) -> Iterator[str]:
    """Check `additionalProperties`: generate the messages about each member that the schema does not list.

    These are the members of `additional_members`, which neither `properties` nor `patternProperties` has.
    `allowed` is the schema of such members, or whether they are allowed. A value that is no object is valid.

    Raises:
        UnknownKeyword: Python does not support a pattern of `patternProperties`.
    """
    for name in additional_members(schema, value) if allowed is not True else ():
        yield from checker.problems(allowed, value[name], location.member(name))


def _by_pattern(
    checker: SchemaChecker, _: Schema, known: dict[str, Schema], value: Json, location: Location
) -> Iterator[str]:
    """Check `patternProperties`: generate the messages about each member whose name has a part that matches a pattern.

    `known` has the schemas of such members, by pattern. A value that is no object is valid.

    Raises:
        UnknownKeyword: Python does not support a pattern.
    """
    for pattern, schema in known.items():
        for name in filter(compile_pattern(pattern).search, members(value)):
            yield from checker.problems(schema, value[name], location.member(name))


def _names(checker: SchemaChecker, _: Schema, schema: Schema, value: Json, location: Location) -> Iterator[str]:
    """Check `propertyNames`: generate the messages about each name of a member that does not fit `schema`.

    A value that is no object is valid.
    """
    for name in members(value):
        yield from checker.problems(schema, name, Location(f"the name {location.member(name)}"))


def _dependent(
    _: SchemaChecker, __: Schema, wanted: dict[str, list[str]], value: Json, location: Location
) -> Iterator[str]:
    """Check `dependentRequired`: generate a message for each member that is missing although another one requires it.

    `wanted` has the names that are required, by the name of the member that requires them. A value that is no object is
    valid.
    """
    for name in set(wanted) & set(members(value)):
        yield from (f"{location.member(other)} is missing" for other in wanted[name] if other not in value)


OBJECT_CHECKS: dict[str, Check] = {
    "properties": _properties,
    "required": _required,
    "additionalProperties": _additional,
    "patternProperties": _by_pattern,
    "propertyNames": _names,
    "dependentRequired": _dependent,
}
"""The checks by keyword. Each generates the messages about an invalid value."""
