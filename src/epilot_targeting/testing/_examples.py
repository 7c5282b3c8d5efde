"""Generate a value that fits a schema: an example of the document, or a built one.

Values are made lazily, the best one first, and each is checked before it is given: a keyword that the builder can't
aim at costs it some attempts, and never the truth.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice, product

from epilot_targeting_generated.convert import is_list

from ._keywords import Json, Schema, frozen_form, types_of
from ._merging import merged
from ._patterns import texts
from ._scalars import numbers, strings
from ._schema import Checker
from ._shapes import named_by

ATTEMPTS, OF_A_KIND = 2000, 150
Open = frozenset[str]
"""The references being followed, to stop at recursive ones."""


class Unbuildable(Exception):
    """No value was found that fits a schema."""


class Examples:
    """Values for the schemas of one document."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self._made: dict[str, Json] = {}

    def example(self, schema: Schema | bool, stated: tuple[Json, ...] = ()) -> Json:
        """Return a value that fits a schema: the first fitting one of `stated`, or a generated one.

        Raises:
            Unbuildable: None was found.
        """
        fitting = (value for value in stated if self._checker.fits(schema, value))
        for value in chain(fitting, self._values(schema, frozenset())):
            return value
        raise Unbuildable("no value was found that fits the schema; an `example` in the document helps")

    def _values(self, schema: Schema | bool, opened: Open) -> Iterator[Json]:
        reference = schema.get("$ref") if isinstance(schema, dict) and len(schema) == 1 else None
        if reference in self._made:
            yield self._made[reference]
        for value in islice(self._candidates(schema, opened), ATTEMPTS):
            if self._checker.fits(schema, value):
                if reference is not None:
                    self._made.setdefault(reference, value)
                yield value

    def _candidates(self, schema: Schema | bool, opened: Open) -> Iterator[Json]:
        for form, inner in islice(self._forms(schema, opened), ATTEMPTS):
            examples: list[Json] = form["examples"] if is_list(form.get("examples")) else []
            stated = [form.get("example"), *examples, form.get("default"), form.get("const")]
            yield from (value for value in stated if value is not None)
            yield from form.get("enum", [])
            for kind in _kinds(form):
                yield from islice(self._of_kind(kind, form, inner), OF_A_KIND)
            if form.get("nullable"):
                yield None

    def _of_kind(self, kind: str, form: Schema, opened: Open) -> Iterator[Json]:
        if kind == "object":
            yield from self._objects(form, opened)
        elif kind == "array":
            yield from self._arrays(form, opened)
        elif kind == "string":
            yield from texts(form["pattern"]) if "pattern" in form else strings(form)
        elif kind == "boolean":
            yield from (True, False)
        elif kind == "null":
            yield None
        else:
            yield from numbers(form, whole=kind == "integer")

    def _forms(self, schema: Schema | bool, opened: Open) -> Iterator[tuple[Schema, Open]]:
        """Return the alternatives of a schema, without references and combinations."""
        if isinstance(schema, bool):
            yield from [({}, opened)] if schema else []
            return
        if schema.get("$ref") in opened:
            return
        opened = opened | {schema["$ref"]} if "$ref" in schema else opened
        schema = self._checker.opened(schema)
        groups = [self._forms(part, opened) for part in schema.get("allOf", ())]
        for key in ("oneOf", "anyOf"):
            if key in schema:
                variants = [_named(schema.get("discriminator"), part) for part in schema[key]]
                groups.append(chain.from_iterable([self._forms(part, opened) for part in variants]))
        own = {key: value for key, value in schema.items() if key not in ("allOf", "oneOf", "anyOf")}
        for parts in product(*groups):
            yield merged([own, *(form for form, _ in parts)]), opened.union(*(inner for _, inner in parts))

    def _first(self, schema: Schema | bool, opened: Open) -> list[Json]:
        return list(islice(self._values(schema, opened), 1))

    def _objects(self, form: Schema, opened: Open) -> Iterator[Json]:
        hidden, required = self._checker.hidden(form), form.get("required", [])
        known = {name: one for name, one in form.get("properties", {}).items() if name not in hidden}
        known |= {name: self._other(form) for name in required if name not in known and name not in hidden}
        extra = form.get("minProperties", 0) - len(known)
        extra = max(extra, 1 if isinstance(form.get("additionalProperties"), dict) else 0)
        names = (name for name in self._names(form, opened) if name not in known)
        known |= {name: self._other(form) for name in islice(names, extra)}
        first = {name: value for name, one in known.items() for value in self._first(one, opened)}
        ordered = sorted(first, key=lambda name: name not in required)[: form.get("maxProperties")]
        yield {name: first[name] for name in known if name in ordered}
        yield {name: first[name] for name in first if name in required}
        for name in first:
            yield from ({**first, name: other} for other in islice(self._values(known[name], opened), 1, 20))

    def _other(self, form: Schema) -> Schema | bool:
        patterns = form.get("patternProperties", {})
        additional: Schema | bool = form.get("additionalProperties", True)
        return next(iter(patterns.values()), True) if additional is False else additional

    def _names(self, form: Schema, opened: Open) -> Iterator[str]:
        if "propertyNames" in form:
            wanted = {"allOf": [{"type": "string"}, form["propertyNames"]]}
            yield from self._values(wanted, opened)
        for pattern in form.get("patternProperties", {}):
            yield from texts(pattern)
        yield from (f"property_{number}" for number in range(1, OF_A_KIND))

    def _arrays(self, form: Schema, opened: Open) -> Iterator[Json]:
        head = [value for one in form.get("prefixItems", []) for value in self._first(one, opened)]
        head += self._first(form["contains"], opened) if "contains" in form else []
        size = min(max(form.get("minItems", 0), len(head), 1), form.get("maxItems", OF_A_KIND))
        inner = form.get("items", "prefixItems" not in form)
        wanted = max(size - len(head), 0)
        if form.get("uniqueItems"):
            seen = {frozen_form(one): one for one in head}
            for value in self._values(inner, opened) if wanted else ():
                seen.setdefault(frozen_form(value), value)
                if len(seen) >= size:
                    break
            yield list(seen.values())[:size]
        else:
            yield [*head, *(self._first(inner, opened) * wanted if wanted else [])][:size]
        yield head
        yield from ([*head, *([value] * max(wanted, 1))] for value in self._values(inner, opened))


def _named(discriminator: Schema | None, part: Schema) -> Schema:
    """Add the discriminator value of a variant to its schema."""
    if discriminator is None:
        return part
    name = discriminator["propertyName"]
    named = {"properties": {name: {"enum": named_by(discriminator, part)}}, "required": [name]}
    return {"allOf": [named, part]}


def _kinds(form: Schema) -> list[str]:
    """Return the types of a schema's values, or guess them from its keywords."""
    if "type" in form:
        return types_of(form)
    hints = {
        "object": ("properties", "required", "additionalProperties", "patternProperties", "minProperties"),
        "array": ("items", "prefixItems", "minItems", "uniqueItems", "contains"),
        "number": ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"),
    }
    guessed = [kind for kind, keywords in hints.items() if any(keyword in form for keyword in keywords)]
    return [*guessed, "string", "integer", "object", "array", "boolean", "null"]
