"""Compare two schemas that occur in requests, responses or both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..json_types import is_object
from ..read.pointers import SCHEMA_PREFIX
from .changes import Change
from .flatten import View, flatten
from .keywords import listed, machine_readable, shown
from .narrower import KEYS, keyword_value, verdict
from .rules import SCHEMA, Direction


class Schemas:
    """Compares the schemas of two documents; a component of both is compared once, under its name."""

    def __init__(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        """Keep both documents. No pair of schemas is being compared yet."""
        self.old = old
        self.new = new
        self._open: list[tuple[str, str]] = []

    def compare(self, old: Any, new: Any, group: str, where: str, sides: frozenset[Direction]) -> Iterator[Change]:
        """Yield the changes between two schemas."""
        pair = json.dumps(old), json.dumps(new)
        if pair in self._open or (old == new and is_object(old) and _named(old.get("$ref"))):
            return
        self._open.append(pair)
        try:
            yield from _Pair(self, old, new, group, where, sides).changes()
        finally:
            self._open.pop()


class _Pair:
    """Two schemas to compare, flattened.

    References to a component in both stay closed, because that component is compared under its own name. `sides`:
    whether they occur in requests, responses or both.
    """

    def __init__(
        self, schemas: Schemas, old: Any, new: Any, group: str, where: str, sides: frozenset[Direction]
    ) -> None:
        """Flatten both schemas. `group` and `where` name them in the changes."""
        self.schemas = schemas
        self.group, self.where, self.sides = group, where, sides
        before, after = flatten(schemas.old, old), flatten(schemas.new, new)
        shared = frozenset(filter(_named, before.references & after.references))
        self.old: View = flatten(schemas.old, old, shared)
        self.new: View = flatten(schemas.new, new, shared)

    def changes(self) -> Iterator[Change]:
        """Yield all changes; if the type changed, only that."""
        if self._becomes_a_list():
            yield self._judge("becomes a list")
            return
        changed = list(self._types())
        yield from changed
        if any(change.what.startswith("type of") for change in changed):
            return
        yield from self._enum()
        yield from self._fields()
        yield from self._limits()
        yield from self._inner()
        yield from self._variants()

    def _judge(self, rule: str, field: str = "", **details: object) -> Change:
        """Return the change of a rule, at the schema or at one of its fields."""
        where = ".".join(part for part in (self.where, field) if part) or self.group.rpartition(" ")[2]
        return SCHEMA[rule].judge(self.group, self.sides, where=where, **details)

    def _becomes_a_list(self) -> bool:
        """Return whether a value of a request becomes a list of such values. One value is still accepted then."""
        if self.sides != frozenset[Direction](["request"]) or "array" in self.old.types or self.new.types != {"array"}:
            return False
        item, before = flatten(self.schemas.new, self.new.rest.get("items", {})), self.old
        return item.types == before.types and set(item.enum or []) >= set(before.enum or [])

    def _types(self) -> Iterator[Change]:
        """Yield the changes of null, of the types, and of `format` if the types are equal. An integer is a number."""
        old, new = self.old, self.new
        if old.nullable != new.nullable:
            yield self._judge("null allowed" if new.nullable else "null refused")
        before, after = _numbers(old.types), _numbers(new.types)
        texts = {"old": listed(old.types) or "anything", "new": listed(new.types) or "anything"}
        if before != after:
            wider, narrower = not after or (before and before < after), not before or (after and after < before)
            yield self._judge(f"type {'widened' if wider else 'narrowed' if narrower else 'changed'}", **texts)
        elif old.rest.get("format") != new.rest.get("format"):
            texts = {"old": shown(old.rest.get("format")), "new": shown(new.rest.get("format"))}
            yield self._judge("format changed", **texts)

    def _enum(self) -> Iterator[Change]:
        """Yield the values that were added or removed, or that there is an enum on one side only."""
        old, new = self.old.enum, self.new.enum
        if old is None or new is None:
            if old is not None:
                yield self._judge("enum dropped")
            elif new is not None:
                yield self._judge("enum made", values=listed(new))
            return
        if added := [value for value in new if value not in old]:
            yield self._judge("enum value added", values=listed(added))
        if removed := [value for value in old if value not in new]:
            yield self._judge("enum value removed", values=listed(removed))

    def _fields(self) -> Iterator[Change]:
        """Yield the fields that were added, removed, or became required or optional.

        Then yield the changes inside the others.
        """
        old, new = self.old, self.new
        added, removed = new.properties.keys() - old.properties, old.properties.keys() - new.properties
        for name in sorted(added):
            yield self._judge("required field added" if name in new.required else "field added", name)
        for name in sorted(removed):
            yield self._judge("field removed", name)
        for name in sorted((new.required - old.required) - added):
            yield self._judge("required now", name)
        for name in sorted((old.required - new.required) - removed):
            yield self._judge("optional now", name)
        for name in sorted(old.properties.keys() & new.properties):
            yield from self._inside(old.properties[name], new.properties[name], name)

    def _inside(self, old: Any, new: Any, name: str) -> Iterator[Change]:
        """Yield the changes of a schema inside this one; `name` is a field, or begins with a bracket."""
        where = f"{self.where}{name}" if name.startswith("[") else ".".join(filter(None, (self.where, name)))
        yield from self.schemas.compare(old, new, self.group, where, self.sides)

    def _limits(self) -> Iterator[Change]:
        """Yield the changes of limits and other plain keywords, and whether it is deprecated now."""
        for key in KEYS:
            old, new = keyword_value(self.old, key), keyword_value(self.new, key)
            if old != new:
                yield self._judge(verdict(key, old, new), what=key, old=shown(old), new=shown(new))
        if self.new.rest.get("deprecated") and not self.old.rest.get("deprecated"):
            yield self._judge("deprecated")

    def _inner(self) -> Iterator[Change]:
        """Yield the changes of the items of a list, and of the other fields of an object."""
        yield from self._inside(self.old.rest.get("items", {}), self.new.rest.get("items", {}), "[]")
        old, new = (view.rest.get("additionalProperties", True) for view in (self.old, self.new))
        if old is False or new is False:
            if old != new:
                yield self._judge("other fields refused" if new is False else "other fields taken")
        else:
            yield from self._inside(old, new, "[*]")

    def _variants(self) -> Iterator[Change]:
        """Yield the variants that were added or removed.

        As many inline variants on both sides are compared one by one instead.
        """
        old = _missing(self.old.variants, self.new.variants)
        new = _missing(self.new.variants, self.old.variants)
        if len(old) == len(new) and not any(is_object(one) and "$ref" in one for one in (*old, *new)):
            for number, (before, after) in enumerate(zip(old, new, strict=True), start=1):
                yield from self._inside(before, after, f"[variant {number}]")
            old = new = []
        if new:
            yield self._judge("variant added", values=listed(map(_name, new)))
        if old:
            yield self._judge("variant removed", values=listed(map(_name, old)))
        if self.old.variants and self.new.variants and self.old.exclusive != self.new.exclusive:
            yield self._judge("exactly one" if self.new.exclusive else "one at least")


def _named(reference: object) -> bool:
    """Return whether a `$ref` points to a component schema."""
    return str(reference).startswith(SCHEMA_PREFIX)


def _missing(here: list[Any], there: list[Any]) -> list[Any]:
    """Return the variants that are only on one side."""
    known = list(map(machine_readable, there))
    return [one for one in here if machine_readable(one) not in known]


def _numbers(types: set[str]) -> set[str]:
    """Return the types, with `integer` wherever `number` is one: every integer is a number."""
    # Every integer is a number.
    return types | {"integer"} if "number" in types else types


def _name(schema: Any) -> str:
    """Return the name of a variant: its component, its title, or its type."""
    names = schema if is_object(schema) else {}
    return str(names.get("$ref", names.get("title", names.get("type", "object")))).rsplit("/", 1)[-1]
