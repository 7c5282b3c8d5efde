"""Generate a value that is valid against a schema: an example of the document, or a generated one.

Candidates are generated lazily, the most likely first. Each is validated before it is used, so a keyword that the
generator ignores costs some attempts and never yields an invalid value.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from epilot_targeting_generated.convert import is_list

from ._example_forms import Followed, forms_of, possible_types
from ._example_members import ATTEMPTS_OF_TYPE, arrays, objects
from ._keyword_check import Json, Schema
from ._patterns import matching_texts
from ._scalar_examples import numbers, strings
from ._schema import Checker

ATTEMPTS = 2000
"""Candidates of a schema that are tried."""


class NoExample(Exception):
    """No value was found that is valid against a schema."""


class Examples:
    """Generates values for the schemas of one document."""

    def __init__(self, checker: Checker) -> None:
        """Keep the checker, which resolves each `$ref` and validates the values before they are used.

        The first value found for each `$ref` will be cached: do not change the document later.
        """
        self._checker = checker
        self._cache: dict[str, Json] = {}

    def example(self, schema: Schema | bool, stated: tuple[Json, ...] = ()) -> Json:
        """Return a JSON value that is valid against a schema: a stated example, or a value generated from the schema.

        It may be shared, and must not be changed.

        Args:
            schema: The schema.
            stated: Examples that the document has beside the schema. The first valid one is used. Default: none.

        Raises:
            NoExample: No valid value was found.
            UnknownKeyword: The schema has an unsupported keyword or pattern, or an unresolved `$ref`.
        """
        valid = (value for value in stated if self._checker.fits(schema, value))
        for value in chain(valid, self._values(schema, frozenset())):
            return value
        raise NoExample("no value was found that is valid against the schema; an `example` in the document helps")

    def _values(self, schema: Schema | bool, followed: Followed) -> Iterator[Json]:
        """Generate JSON values that are valid against a schema, the most likely first. There may be none.

        At most 2,000 candidates are tried. A value may come twice, and may be shared: callers must not change it.

        Args:
            schema: The schema.
            followed: The `$ref`s that were followed to this schema, as for `forms_of`. Empty for an outermost schema.

        Raises:
            UnknownKeyword: The schema has an unsupported keyword or pattern, or an unresolved `$ref`.
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
        """Generate values that may be valid against a schema. The caller limits and validates them.

        For each alternative of the schema, first come its `example`, `examples`, `default`, `const` and `enum`, then
        generated values of its types, and None if it is `nullable`. They may be shared: do not change them.

        Args:
            schema: The schema. False has no values.
            followed: The `$ref`s that were followed to this schema, as for `forms_of`.

        Raises:
            UnknownKeyword: The schema has an unsupported keyword, type or pattern, or an invalid `$ref`.
        """
        for form, inner in islice(forms_of(self._checker, schema, followed), ATTEMPTS):
            examples: list[Json] = form["examples"] if is_list(form.get("examples")) else []
            stated = [form.get("example"), *examples, form.get("default"), form.get("const")]
            yield from (value for value in stated if value is not None)
            yield from form.get("enum", [])
            for kind in possible_types(form):
                yield from islice(self._of_type(kind, form, inner), ATTEMPTS_OF_TYPE)
            if form.get("nullable"):
                yield None

    def _of_type(self, kind: str, form: Schema, followed: Followed) -> Iterator[Json]:
        """Generate values of one JSON type that may be valid against a schema. The caller limits and validates them.

        Args:
            kind: The type, such as `object`.
            form: The schema, without `$ref`, `allOf`, `anyOf` and `oneOf` at its top.
            followed: The `$ref`s that were followed to this schema, as for `forms_of`.
        """
        if kind == "object":
            yield from objects(form, self._checker, lambda inner: self._values(inner, followed))
        elif kind == "array":
            yield from arrays(form, lambda inner: self._values(inner, followed))
        elif kind == "string":
            yield from matching_texts(form["pattern"]) if "pattern" in form else strings(form)
        elif kind == "boolean":
            yield from (True, False)
        elif kind == "null":
            yield None
        else:
            yield from numbers(form, whole=kind == "integer")
