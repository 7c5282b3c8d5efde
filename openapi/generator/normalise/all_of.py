"""Replace every `allOf` by the intersection of its parts."""

from __future__ import annotations

import json

from ..errors import ADVICE, DocumentError
from ..json_types import Document, Schema, is_object
from ..read.pointers import SCHEMA_PREFIX, escape, schema_pointer
from .intersection import EmptyIntersection, intersection_of_types, same
from .subtypes import extends
from .traversal import Normalised, Root, annotations_of, component, map_roots, schemas_of, without_annotations
from .unions import join

MOST_VARIANTS = 32
DEEPEST = 20


def merge(document: Document) -> Normalised:
    """Merge every `allOf`. A field that need not be there may be anything if no value fits all parts.

    Raises:
        DocumentError: No value fits all parts of one, or it contains itself.
    """
    merger = _Merger(schemas_of(document))

    def rule(schema: Schema, root: Root) -> Schema:
        """Merge one outermost schema. Report an empty intersection as an error of the document."""
        try:
            return (
                merger.component(root)
                if root.pointer.startswith(SCHEMA_PREFIX)
                else merger.whole(schema, root.pointer, ())
            )
        except EmptyIntersection as error:
            raise DocumentError(f"{error}; {ADVICE}") from None

    return Normalised(map_roots(document, rule), merger.notes)


class _Merger:
    """Merges the `allOf`s of a document.

    A head is a schema whose own `allOf` is merged, but not those in its fields.
    """

    def __init__(self, schemas: dict[str, Schema]) -> None:
        """Keep the component schemas. No head is merged yet; `open` has the names of those being merged."""
        self.schemas = schemas
        self.heads: dict[str, Schema] = {}
        self.open: list[str] = []
        self.notes: list[str] = []

    def component(self, root: Root) -> Schema:
        """Merge a component.

        Where the result is a `$ref` to an object, that object is copied: the component stays a class.
        """
        made = self.whole(self.head_of_component(root.name), root.pointer, ())
        parts = [one for one in self.schemas[root.name].get("allOf", []) if without_annotations(one)]
        if len(parts) < 2 or "$ref" not in made:
            return made
        target = self.whole(self.target(made, root.pointer), root.pointer, ())
        return {**target, **annotations_of(made)} if target.get("type") == "object" else made

    def whole(self, schema: Schema, at: str, within: tuple[str, ...]) -> Schema:
        """Merge a schema and all schemas in it.

        `at`: its JSON pointer. `within`: the `allOf`s being merged, to find a cycle.

        Raises:
            EmptyIntersection: No value fits it.
            DocumentError: An `allOf` contains itself.
        """
        if "allOf" in schema:
            key = json.dumps(sorted(json.dumps(without_annotations(part), sort_keys=True) for part in schema["allOf"]))
            if key in within or len(within) > DEEPEST:
                raise DocumentError(f"{at}: `allOf` contains itself; {ADVICE}")
            within = (*within, key)
        head = self.head(schema, at)
        if "anyOf" in head:
            return join({**head, "anyOf": self.variants([(one, at) for one in head["anyOf"]], within)})
        made = dict(head)
        if "properties" in head:
            made["properties"] = {
                name: self.inner(one, f"{at}/properties/{escape(name)}", within, name in head.get("required", []))
                for name, one in head["properties"].items()
            }
        for key in ("items", "additionalProperties"):
            if is_object(head.get(key)):
                made[key] = self.inner(head[key], f"{at}/{key}", within, is_required=False)
        return made

    def inner(self, schema: Schema, at: str, within: tuple[str, ...], is_required: bool) -> Schema:
        """Merge the schema of a field or item.

        If no value fits it: where it is required, no value fits the whole schema either, and the error goes up;
        elsewhere the value may be anything, with a note.

        `within`: the `allOf`s being merged, to find a cycle.
        """
        try:
            return self.whole(schema, at, within)
        except EmptyIntersection as error:
            if is_required:
                raise
            self.notes.append(f"{error}; the value may be anything")
            return annotations_of(schema)

    def variants(self, variants: list[tuple[Schema, str]], within: tuple[str, ...]) -> list[Schema]:
        """Merge variants with their JSON pointers, and drop those that no value fits.

        Raises:
            EmptyIntersection: No value fits any.
        """
        found: list[Schema] = []
        failures: list[EmptyIntersection] = []
        for schema, at in variants:
            try:
                found.append(self.whole(schema, at, within))
            except EmptyIntersection as error:
                failures.append(error)
        if not found:
            raise failures[0]
        return found

    def head(self, schema: Schema, at: str) -> Schema:
        """Return the head of a schema.

        Raises:
            EmptyIntersection: No value fits all parts of its `allOf`.
        """
        if "allOf" not in schema:
            return schema
        made: Schema = {}
        for part in schema["allOf"]:
            made = self.intersection(made, self.head(part, at), at)
        return {**made, **annotations_of(schema)}

    def intersection(self, one: Schema, other: Schema, at: str) -> Schema:
        """Return the intersection of two heads.

        A `$ref` stays one where the other adds nothing, or is a base of its component.

        Raises:
            EmptyIntersection: No value fits both.
        """
        notes = {**annotations_of(one), **annotations_of(other)}
        if same(one, other) or not without_annotations(one) or not without_annotations(other):
            return {**one, **other}
        if "$ref" in one and "$ref" in other and extends(self.schemas, component(other), component(one)):
            return {**other, **notes}
        if "$ref" in one and "$ref" in other and extends(self.schemas, component(one), component(other)):
            return {**one, **notes}
        if "$ref" in one or "$ref" in other:
            ref = one if "$ref" in one else other
            target = self.target(ref, at)
            # In the order of the parts, which is the order of the fields.
            made = self.intersection(target, other, at) if ref is one else self.intersection(one, target, at)
            return {**ref, **notes} if same(made, target) else {**made, **notes}
        if "anyOf" in one or "anyOf" in other:
            return {**self.distribute(one, other, at), **notes}
        return {**intersection_of_types(one, other, at), **notes}

    def distribute(self, one: Schema, other: Schema, at: str) -> Schema:
        """Intersect two unions: each variant of one with each variant of the other. Drop those that no value fits.

        Raises:
            EmptyIntersection: No value fits any pair.
            DocumentError: The result has too many variants.
        """
        found: list[Schema] = []
        failure = EmptyIntersection(at)
        for left in one.get("anyOf", [one]):
            for right in other.get("anyOf", [other]):
                try:
                    found.append(self.intersection(self.head(left, at), self.head(right, at), at))
                except EmptyIntersection as error:
                    failure = error
        if not found:
            raise failure
        made = join({"anyOf": found})
        most = max(MOST_VARIANTS, len(one.get("anyOf", [])), len(other.get("anyOf", [])))
        if len(made.get("anyOf", [])) > most:
            raise DocumentError(f"{at}: `allOf` has more than {most} variants; {ADVICE}")
        return made

    def head_of_component(self, name: str) -> Schema:
        """Return the head of a component, computed once.

        Raises:
            DocumentError: It refers to itself through `allOf`.
        """
        at = schema_pointer(name)
        if name in self.open:
            raise DocumentError(f"{at}: refers to itself through `allOf`; {ADVICE}")
        if name not in self.heads:
            self.open.append(name)
            try:
                self.heads[name] = self.head(self.schemas[name], at)
            finally:
                self.open.pop()
        return self.heads[name]

    def target(self, ref: Schema, at: str) -> Schema:
        """Return the head of the component that a `$ref` points to, without its annotations.

        Its `title` is the name of that component.

        Raises:
            DocumentError: The `$ref` is unresolved or circular.
        """
        seen: list[str] = []
        while "$ref" in ref:
            name = component(ref)
            if name not in self.schemas or name in seen:
                raise DocumentError(f"{at}: {'circular' if seen else 'unresolved'} $ref {ref['$ref']!r}")
            seen.append(name)
            ref = self.head_of_component(name)
        return {**without_annotations(ref), "title": seen[-1]}
