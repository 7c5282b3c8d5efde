"""Generate a value that is valid against a schema: an example of the document, or a generated one.

Candidates are generated lazily, the most likely first. Each is validated before it is used, so a keyword that the
generator ignores costs some attempts and never yields an invalid value.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice, product

from epilot_targeting_generated.convert import is_list

from ._all_of import merge_all_of
from ._combining_keywords import discriminator_values
from ._patterns import matching_texts
from ._scalar_examples import numbers, strings
from ._scalar_keywords import Json, Schema, equality_key, types_of
from ._schema import Checker

ATTEMPTS = 2000
"""Candidates of a schema that are tried."""
ATTEMPTS_OF_TYPE = 150
"""Candidates of one type that are tried."""
Followed = frozenset[str]
"""The references that are being followed, to stop at recursive ones."""


class NoExample(Exception):
    """No value was found that is valid against a schema."""


class Examples:
    """Generates values for the schemas of one document."""

    def __init__(self, checker: Checker) -> None:
        """Keep the checker of the document. The value found for each `$ref` will be cached."""
        self._checker = checker
        self._cache: dict[str, Json] = {}

    def example(self, schema: Schema | bool, stated: tuple[Json, ...] = ()) -> Json:
        """Return a JSON value that is valid against a schema: a stated example, or a generated value.

        It may be shared, and must not be changed.

        Args:
            schema: The schema.
            stated: Examples of the document, of which the first valid one is used. Default: none.

        Raises:
            NoExample: No valid value was found.
        """
        valid = (value for value in stated if self._checker.fits(schema, value))
        for value in chain(valid, self._values(schema, frozenset())):
            return value
        raise NoExample("no value was found that is valid against the schema; an `example` in the document helps")

    def _values(self, schema: Schema | bool, followed: Followed) -> Iterator[Json]:
        """Generate JSON values that are valid against a schema, the most likely first. There may be none.

        At most 2,000 candidates are tried. `followed` has the `$ref`s that the schema is part of, to stop at a
        recursive one. It is empty for an outermost schema.
        """
        reference = schema.get("$ref") if isinstance(schema, dict) and len(schema) == 1 else None
        if reference in self._cache:
            yield self._cache[reference]
        for value in islice(self._candidates(schema, followed), ATTEMPTS):
            if self._checker.fits(schema, value):
                if reference is not None:
                    self._cache.setdefault(reference, value)
                yield value

    def _candidates(self, schema: Schema | bool, followed: Followed) -> Iterator[Json]:
        """Generate values that may be valid against a schema: those that it states, then generated ones of its types.

        `followed` has the `$ref`s that the schema is part of, to stop at a recursive one.
        """
        for form, inner in islice(self._forms(schema, followed), ATTEMPTS):
            examples: list[Json] = form["examples"] if is_list(form.get("examples")) else []
            stated = [form.get("example"), *examples, form.get("default"), form.get("const")]
            yield from (value for value in stated if value is not None)
            yield from form.get("enum", [])
            for kind in _possible_types(form):
                yield from islice(self._of_type(kind, form, inner), ATTEMPTS_OF_TYPE)
            if form.get("nullable"):
                yield None

    def _of_type(self, kind: str, form: Schema, followed: Followed) -> Iterator[Json]:
        """Generate values of one JSON type that may be valid against a schema.

        Args:
            kind: The type, such as `object`.
            form: The schema, without `$ref` and combinations.
            followed: The `$ref`s that the schema is part of.
        """
        if kind == "object":
            yield from self._objects(form, followed)
        elif kind == "array":
            yield from self._arrays(form, followed)
        elif kind == "string":
            yield from matching_texts(form["pattern"]) if "pattern" in form else strings(form)
        elif kind == "boolean":
            yield from (True, False)
        elif kind == "null":
            yield None
        else:
            yield from numbers(form, whole=kind == "integer")

    def _forms(self, schema: Schema | bool, followed: Followed) -> Iterator[tuple[Schema, Followed]]:
        """Generate the alternatives of a schema, each as one schema without `$ref`, `allOf`, `anyOf` and `oneOf`.

        A recursive `$ref` and the schema False have none.

        Each comes with the `$ref`s that it is part of, to stop at a recursive one. `followed` has those of the schema
        itself.
        """
        if isinstance(schema, bool):
            yield from [({}, followed)] if schema else []
            return
        if schema.get("$ref") in followed:
            return
        followed = followed | {schema["$ref"]} if "$ref" in schema else followed
        schema = self._checker.opened(schema)
        groups = [self._forms(part, followed) for part in schema.get("allOf", ())]
        for key in ("oneOf", "anyOf"):
            if key in schema:
                variants = [_with_discriminator(schema.get("discriminator"), part) for part in schema[key]]
                groups.append(chain.from_iterable([self._forms(part, followed) for part in variants]))
        own = {key: value for key, value in schema.items() if key not in ("allOf", "oneOf", "anyOf")}
        for parts in product(*groups):
            yield merge_all_of([own, *(form for form, _ in parts)]), followed.union(*(inner for _, inner in parts))

    def _first(self, schema: Schema | bool, followed: Followed) -> list[Json]:
        """Return a list of the first valid value of a schema, or an empty list if none was found.

        `followed` has the `$ref`s that the schema is part of, to stop at a recursive one.
        """
        return list(islice(self._values(schema, followed), 1))

    def _objects(self, form: Schema, followed: Followed) -> Iterator[Json]:
        """Generate objects that may be valid: with all members, with the required ones, then with other member values.

        Args:
            form: The schema, without `$ref` and combinations.
            followed: The `$ref`s that the schema is part of.
        """
        hidden, required = self._checker.hidden(form), form.get("required", [])
        known = {name: one for name, one in form.get("properties", {}).items() if name not in hidden}
        known |= {name: self._additional_schema(form) for name in required if name not in known and name not in hidden}
        extra = form.get("minProperties", 0) - len(known)
        extra = max(extra, 1 if isinstance(form.get("additionalProperties"), dict) else 0)
        names = (name for name in self._names(form, followed) if name not in known)
        known |= {name: self._additional_schema(form) for name in islice(names, extra)}
        first = {name: value for name, one in known.items() for value in self._first(one, followed)}
        ordered = sorted(first, key=lambda name: name not in required)[: form.get("maxProperties")]
        yield {name: first[name] for name in known if name in ordered}
        yield {name: first[name] for name in first if name in required}
        for name in first:
            yield from ({**first, name: other} for other in islice(self._values(known[name], followed), 1, 20))

    def _additional_schema(self, form: Schema) -> Schema | bool:
        """Return the schema with which a member of an object is generated that `properties` does not list.

        It is `additionalProperties` or, if that is False, the first schema of `patternProperties`. If the keyword is
        absent, it is True, the schema of any value.
        """
        patterns = form.get("patternProperties", {})
        additional: Schema | bool = form.get("additionalProperties", True)
        return next(iter(patterns.values()), True) if additional is False else additional

    def _names(self, form: Schema, followed: Followed) -> Iterator[str]:
        """Generate names for further members of an object, a limited number.

        Some may be known to `properties`, come twice, or be invalid: the caller validates the object.

        Args:
            form: The schema of the object.
            followed: The `$ref`s that the schema is part of.
        """
        if "propertyNames" in form:
            wanted = {"allOf": [{"type": "string"}, form["propertyNames"]]}
            yield from self._values(wanted, followed)
        for pattern in form.get("patternProperties", {}):
            yield from matching_texts(pattern)
        yield from (f"property_{number}" for number in range(1, ATTEMPTS_OF_TYPE))

    def _arrays(self, form: Schema, followed: Followed) -> Iterator[Json]:
        """Generate arrays that may be valid: of the smallest valid size, and then of other items.

        Args:
            form: The schema, without `$ref` and combinations.
            followed: The `$ref`s that the schema is part of.
        """
        head = [value for one in form.get("prefixItems", []) for value in self._first(one, followed)]
        head += self._first(form["contains"], followed) if "contains" in form else []
        size = min(max(form.get("minItems", 0), len(head), 1), form.get("maxItems", ATTEMPTS_OF_TYPE))
        inner = form.get("items", "prefixItems" not in form)
        wanted = max(size - len(head), 0)
        if form.get("uniqueItems"):
            seen = {equality_key(one): one for one in head}
            for value in self._values(inner, followed) if wanted else ():
                seen.setdefault(equality_key(value), value)
                if len(seen) >= size:
                    break
            yield list(seen.values())[:size]
        else:
            yield [*head, *(self._first(inner, followed) * wanted if wanted else [])][:size]
        yield head
        yield from ([*head, *([value] * max(wanted, 1))] for value in self._values(inner, followed))


def _with_discriminator(discriminator: Schema | None, part: Schema) -> Schema:
    """Return the schema of a variant of a union, which also requires the discriminator values of that variant.

    Args:
        discriminator: The discriminator object of the union. None: the schema is returned as it is.
        part: The schema of the variant, as the union has it: a `$ref`. If the mapping does not name it, its value is
            the name of its schema.
    """
    if discriminator is None:
        return part
    name = discriminator["propertyName"]
    named = {"properties": {name: {"enum": discriminator_values(discriminator, part)}}, "required": [name]}
    return {"allOf": [named, part]}


def _possible_types(form: Schema) -> list[str]:
    """Return the JSON types that a schema allows.

    Without `type`, return the usual types, those that its keywords suggest first. One may be there twice.
    """
    if "type" in form:
        return types_of(form)
    hints = {
        "object": ("properties", "required", "additionalProperties", "patternProperties", "minProperties"),
        "array": ("items", "prefixItems", "minItems", "uniqueItems", "contains"),
        "number": ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"),
    }
    guessed = [kind for kind, keywords in hints.items() if any(keyword in form for keyword in keywords)]
    return [*guessed, "string", "integer", "object", "array", "boolean", "null"]
