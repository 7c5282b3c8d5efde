"""Compare two operations of the same name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..read.document import resolve
from .changes import Change
from .keywords import listed, shown
from .rules import BOTH, CALL, Direction
from .schemas import Schemas
from .serialisation import accepted, schema_of, way
from .usage import Operation, home

REQUEST: frozenset[Direction] = frozenset({"request"})
RESPONSE: frozenset[Direction] = frozenset({"response"})


class Calls:
    """Compares the operations of two documents."""

    def __init__(self, old: dict[str, Any], new: dict[str, Any], schemas: Schemas) -> None:
        """Keep both documents, and the comparison of their schemas."""
        self.old = old
        self.new = new
        self.schemas = schemas

    def compare(self, old: Operation, new: Operation) -> Iterator[Change]:
        """Yield the changes; those of a shared component are listed under its name."""
        group = old.name
        if (old.method, old.path) != (new.method, new.path):
            yield judge("address changed", group, old=f"`{old.method} {old.path}`", new=f"`{new.method} {new.path}`")
        before, after = old.node.get("x-retry"), new.node.get("x-retry")
        if before != after:
            yield judge("retry changed", group, old=shown(before), new=shown(after))
        if new.node.get("deprecated") and not old.node.get("deprecated"):
            yield judge("deprecated operation", group)
        yield from _sets("tag", group, set(old.node.get("tags", [])), set(new.node.get("tags", [])))
        yield from self._security(old, new)
        yield from self._parameters(old, new)
        yield from self._body(old, new)
        yield from self._responses(old, new)

    def _security(self, old: Operation, new: Operation) -> Iterator[Change]:
        """Yield the ways of authorisation that only one side accepts."""
        before, after = accepted(self.old, old), accepted(self.new, new)
        for rule, names in (("security refused", before - after), ("security taken", after - before)):
            if names:
                yield judge(rule, old.name, values=listed(names))

    def _parameters(self, old: Operation, new: Operation) -> Iterator[Change]:
        """Yield the parameters that were added or removed, and the changes of the others."""
        for key in dict.fromkeys([*old.parameters, *new.parameters]):
            before, after = old.parameters.get(key), new.parameters.get(key)
            words = {"place": key[0], "where": key[1]}
            if after is None:
                yield judge("parameter removed", old.name, **words)
            elif before is None:
                required = after.get("required")
                yield judge("required parameter added" if required else "parameter added", old.name, **words)
            else:
                shared = old.homes[key] if old.homes[key] == new.homes[key] else ""
                yield from self._parameter(before, after, shared or old.name)

    def _parameter(self, old: dict[str, Any], new: dict[str, Any], group: str) -> Iterator[Change]:
        """Yield the changes of a parameter: whether it is required, its serialisation, and its schema."""
        place, name = str(old["in"]), str(old["name"])
        if bool(old.get("required")) != bool(new.get("required")):
            rule = "parameter required" if new.get("required") else "parameter optional"
            yield judge(rule, group, place=place, where=name)
        ways = [way(one, place) for one in (old, new)]
        if ways[0] != ways[1]:
            yield judge("serialisation changed", group, where=name, old=ways[0], new=ways[1])
        yield from self.schemas.compare(schema_of(old), schema_of(new), group, name, REQUEST)

    def _body(self, old: Operation, new: Operation) -> Iterator[Change]:
        """Yield the changes of the request body: whether there is one, whether it is required, and its content."""
        before, after = (one.node.get("requestBody") for one in (old, new))
        if before is None or after is None:
            if before is not None:
                yield judge("body removed", old.name)
            elif after is not None:
                required = resolve(self.new, after).get("required")
                yield judge("required body added" if required else "body added", old.name)
            return
        group = _shared(before, after) or old.name
        before, after = resolve(self.old, before), resolve(self.new, after)
        if bool(before.get("required")) != bool(after.get("required")):
            yield judge("body required" if after.get("required") else "body optional", group)
        yield from self._content(before, after, group, "body", REQUEST)

    def _responses(self, old: Operation, new: Operation) -> Iterator[Change]:
        """Yield the changes of the responses: their statuses, headers and content."""
        before, after = (one.node.get("responses", {}) for one in (old, new))
        for side, names in (("removed", before.keys() - after.keys()), ("added", after.keys() - before.keys())):
            for status in sorted(names):
                result = "success" if status.startswith("2") else "failure"
                yield judge(f"{result} {side}", old.name, values=shown(status))
        for status in sorted(before.keys() & after.keys()):
            group = _shared(before[status], after[status]) or old.name
            was, now = resolve(self.old, before[status]), resolve(self.new, after[status])
            where = "" if group != old.name else status
            yield from _sets("header", group, set(was.get("headers", {})), set(now.get("headers", {})))
            yield from self._content(was, now, group, where, RESPONSE)

    def _content(
        self, old: dict[str, Any], new: dict[str, Any], group: str, where: str, sides: frozenset[Direction]
    ) -> Iterator[Change]:
        """Yield the changes of media types, of encodings, and of the schema of each media type.

        `where` names the body in messages; `sides` says whether it is sent or received.
        """
        before, after = old.get("content", {}), new.get("content", {})
        yield from _sets("media", group, set(before), set(after), where or "the response")
        for name in sorted(before.keys() & after.keys()):
            was, now = before[name], after[name]
            if was.get("encoding") != now.get("encoding"):
                old_way, new_way = shown(was.get("encoding")), shown(now.get("encoding"))
                yield judge("serialisation changed", group, where=where, old=old_way, new=new_way)
            yield from self.schemas.compare(was.get("schema", {}), now.get("schema", {}), group, where, sides)


def judge(rule: str, group: str, **details: object) -> Change:
    """Return a change whose level does not depend on the direction."""
    return CALL[rule].judge(group, BOTH, **details)


def _sets(what: str, group: str, old: set[str], new: set[str], where: str = "") -> Iterator[Change]:
    """Yield a change for each name that only one side has; `what` is the first word of the rule."""
    for side, names in (("removed", old - new), ("added", new - old)):
        for name in sorted(names):
            yield judge(f"{what} {side}", group, values=shown(name), where=where or name)


def _shared(old: dict[str, Any], new: dict[str, Any]) -> str:
    """Return the component that both nodes refer to, or an empty text."""
    return home(old) if home(old) == home(new) else ""
