"""Objects and arrays that may be valid against a schema, made of the values of the schemas inside of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeAlias

from ._keyword_check import Json, Schema
from ._patterns import matching_texts
from ._scalar_keywords import equality_key
from ._schema import Checker

ATTEMPTS_OF_TYPE = 150
"""Candidates of one type that are tried."""
Values: TypeAlias = Callable[[Schema | bool], Iterator[Json]]


def objects(form: Schema, checker: Checker, values: Values) -> Iterator[Json]:
    """Generate objects that may be valid: with all members, with the required ones, then with other member values.

    The caller validates them. Their number is limited. A member for which no valid value was found is left out.

    Args:
        form: The schema, without `$ref`, `allOf`, `anyOf` and `oneOf` at its top.
        checker: The checker of the document.
        values: Generates the valid values of a schema inside of this one, the most likely first.
    """
    hidden, required = checker.hidden(form), form.get("required", [])
    known = {name: one for name, one in form.get("properties", {}).items() if name not in hidden}
    known |= {name: _additional_schema(form) for name in required if name not in known and name not in hidden}
    extra = form.get("minProperties", 0) - len(known)
    extra = max(extra, 1 if isinstance(form.get("additionalProperties"), dict) else 0)
    names = (name for name in _names(form, values) if name not in known)
    known |= {name: _additional_schema(form) for name in islice(names, extra)}
    first = {name: value for name, one in known.items() for value in _first_value(one, values)}
    ordered = sorted(first, key=lambda name: name not in required)[: form.get("maxProperties")]
    yield {name: first[name] for name in known if name in ordered}
    yield {name: first[name] for name in first if name in required}
    for name in first:
        yield from ({**first, name: other} for other in islice(values(known[name]), 1, 20))


def arrays(form: Schema, values: Values) -> Iterator[Json]:
    """Generate arrays that may be valid. The caller limits and validates them.

    The first is as short as the schema allows, but has an item if possible. The second has only the items that
    `prefixItems` and `contains` ask for, and may be empty. In each further one, all other items have the same value.

    Args:
        form: The schema, without `$ref`, `allOf`, `anyOf` and `oneOf` at its top.
        values: Generates the valid values of a schema inside of this one, the most likely first.
    """
    head = [value for one in form.get("prefixItems", []) for value in _first_value(one, values)]
    head += _first_value(form["contains"], values) if "contains" in form else []
    size = min(max(form.get("minItems", 0), len(head), 1), form.get("maxItems", ATTEMPTS_OF_TYPE))
    inner = form.get("items", "prefixItems" not in form)
    wanted = max(size - len(head), 0)
    if form.get("uniqueItems"):
        seen = {equality_key(one): one for one in head}
        for value in values(inner) if wanted else ():
            seen.setdefault(equality_key(value), value)
            if len(seen) >= size:
                break
        yield list(seen.values())[:size]
    else:
        yield [*head, *(_first_value(inner, values) * wanted if wanted else [])][:size]
    yield head
    yield from ([*head, *([value] * max(wanted, 1))] for value in values(inner))


def _first_value(schema: Schema | bool, values: Values) -> list[Json]:
    """Return a list of the first valid value of a schema, or an empty list if none was found.

    `values` generates the valid values of a schema, the most likely first.
    """
    return list(islice(values(schema), 1))


def _additional_schema(form: Schema) -> Schema | bool:
    """Return the schema for a generated member that `properties` of the object's schema does not list.

    It is `additionalProperties`, or True, the schema of any value, if that is absent. If that is False, it is
    the first schema of `patternProperties`, or True if there is none. The caller validates the object.
    """
    patterns = form.get("patternProperties", {})
    additional: Schema | bool = form.get("additionalProperties", True)
    return next(iter(patterns.values()), True) if additional is False else additional


def _names(form: Schema, values: Values) -> Iterator[str]:
    """Generate names for further members of an object, a limited number.

    Some may be in `properties`, come twice, or be invalid: the caller validates the object.

    Args:
        form: The schema of the object.
        values: Generates the valid values of a schema inside of this one, the most likely first.
    """
    if "propertyNames" in form:
        wanted = {"allOf": [{"type": "string"}, form["propertyNames"]]}
        yield from values(wanted)
    for pattern in form.get("patternProperties", {}):
        yield from matching_texts(pattern)
    yield from (f"property_{number}" for number in range(1, ATTEMPTS_OF_TYPE))
