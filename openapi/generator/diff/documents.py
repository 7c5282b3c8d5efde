"""Compare two documents: operation by operation, then schema by schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .changes import Change, distinct
from .keywords import differing, machine_readable, shown, single
from .operations import Calls, judge
from .rules import CALL
from .schemas import Schemas
from .usage import Operation, directions, operations

SHARED = ("parameters", "requestBodies", "responses", "headers", "securitySchemes")
FOR_PEOPLE = frozenset({"info", "tags", "externalDocs"})
JUDGED = frozenset({"paths", "components", "security"})
MOST_PLACES = 5


def compare(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Return all changes between two documents, by their effect on a client."""
    schemas = Schemas(old, new)
    changes = list(_operations(old, new, schemas))
    changes += _schemas(old, new, schemas)
    changes += _servers(old, new)
    return distinct([*changes, *_rest(old, new, {change.group for change in changes})])


def _operations(old: dict[str, Any], new: dict[str, Any], schemas: Schemas) -> Iterator[Change]:
    """Yield the changes of all operations in the order of the old document, then the added ones.

    A renamed operation is compared under its new name, so that its other changes follow.
    """
    before, after = operations(old), operations(new)
    renamed = dict(_renamed(before, after))
    calls = Calls(old, new, schemas)
    for name, one in before.items():
        if name in renamed:
            yield judge("operation renamed", name, old=shown(name), new=shown(renamed[name]))
        now = after.get(renamed.get(name, name))
        if now is None:
            yield judge("operation removed", name, method=one.method, path=one.path)
        else:
            yield from calls.compare(one, now)
    # In the order of the document, so that two runs give one report.
    for name in [one for one in after if one not in before and one not in renamed.values()]:
        yield judge("operation added", name, method=after[name].method, path=after[name].path)


def _renamed(old: dict[str, Operation], new: dict[str, Operation]) -> Iterator[tuple[str, str]]:
    """Yield the old and the new operationId where only that has changed, not the method and the path."""
    places = {(one.method, one.path): name for name, one in new.items() if name not in old}
    for name, one in old.items():
        if name not in new and (one.method, one.path) in places:
            yield name, places[one.method, one.path]


def _schemas(old: dict[str, Any], new: dict[str, Any], schemas: Schemas) -> Iterator[Change]:
    """Yield the changes of the component schemas by name: a renamed one is removed, and added."""
    before, after = (document.get("components", {}).get("schemas", {}) for document in (old, new))
    used = directions(old)
    for name in sorted({*before, *after}):
        group = f"schema {name}"
        if name not in after:
            yield judge("schema removed", group)
        elif name not in before:
            yield judge("schema added", group)
        else:
            yield from schemas.compare(before[name], after[name], group, "", used.get(name, frozenset()))


def _servers(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    """Yield a change of the first server, which clients use by default."""
    servers: list[Any] = [(document.get("servers") or [{}])[0] for document in (old, new)]
    first = [server.get("url") for server in servers]
    if first[0] != first[1]:
        yield judge("server changed", "the document", old=shown(first[0]), new=shown(first[1]))


def _rest(old: dict[str, Any], new: dict[str, Any], judged: set[str]) -> Iterator[Change]:
    """Yield the changes that no rule covers: of descriptions, or of keywords without a rule."""
    for group, before, after in _parts(old, new):
        if before == after or group in judged:
            continue
        places = list(differing(machine_readable(before), machine_readable(after)))
        if places:
            more = f" and {len(places) - MOST_PLACES} more" if len(places) > MOST_PLACES else ""
            yield judge("no rule", group, values=", ".join(map(shown, places[:MOST_PLACES])) + more)
        else:
            yield CALL["words"].judge(group, ("request", "response"))


def _parts(old: dict[str, Any], new: dict[str, Any]) -> Iterable[tuple[str, Any, Any]]:
    """Yield the parts of both documents that are compared as a whole: the name, and the old and new content.

    They are operations, components of both, and the rest of the document.
    """
    calls = [{name: one.node for name, one in operations(document).items()} for document in (old, new)]
    yield from ((name, calls[0][name], calls[1][name]) for name in calls[0] if name in calls[1])
    lists = [document.get("components", {}) for document in (old, new)]
    for kind in ("schemas", *SHARED):
        entries = [components.get(kind, {}) for components in lists]
        for name in sorted(entries[0].keys() & entries[1].keys()):
            yield f"{single(kind)} {name}", entries[0][name], entries[1][name]
    before, after = ({key: one[key] for key in one if key not in JUDGED | FOR_PEOPLE} for one in (old, new))
    yield "the document", before, after
    before, after = ({"description": [one.get(key) for key in sorted(FOR_PEOPLE)]} for one in (old, new))
    yield "the document", before, after
