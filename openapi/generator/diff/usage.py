"""Find the operations of a document, and the schemas in requests and responses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..json_types import is_array, is_object
from ..read.document import METHODS, resolve
from ..read.pointers import SCHEMA_PREFIX, schema_name, target, tokens
from .keywords import single
from .rules import Direction

Key = tuple[str, str]
"""The location and the name of a parameter."""


@dataclass(frozen=True)
class Operation:
    """One operation."""

    name: str
    method: str
    path: str
    node: dict[str, Any]
    parameters: dict[Key, dict[str, Any]]
    homes: dict[Key, str]


def operations(document: dict[str, Any]) -> dict[str, Operation]:
    """Return all operations by operationId, or by method and path if there is none or an earlier one has it."""
    found: dict[str, Operation] = {}
    for path, entry in document.get("paths", {}).items():
        item = resolve(document, entry)
        for method in METHODS:
            if method in item:
                node = item[method]
                place = f"{method.upper()} {path}"
                name = str(node.get("operationId", place))
                name = place if name in found else name
                parameters, homes = _parameters(document, [*item.get("parameters", []), *node.get("parameters", [])])
                found[name] = Operation(name, method.upper(), path, node, parameters, homes)
    return found


def _parameters(
    document: dict[str, Any], entries: list[Any]
) -> tuple[dict[tuple[str, str], Any], dict[tuple[str, str], str]]:
    """Return the parameters by location and name, and the components that they come from by the same keys.

    `entries` has those of the path first; those of the operation replace them.
    """
    # Those of the operation replace those of its path.
    resolved = [(resolve(document, entry), home(entry)) for entry in entries]
    keys = [(str(one.get("in")), str(one.get("name"))) for one, _ in resolved]
    parameters = {key: one for key, (one, _) in zip(keys, resolved, strict=True)}
    return parameters, {key: where for key, (_, where) in zip(keys, resolved, strict=True)}


def home(node: dict[str, Any]) -> str:
    """Return the component that a `$ref` points to, as a group of changes; an empty text for any other node."""
    parts = tokens(str(node.get("$ref", "")))
    return f"{single(parts[-2])} {parts[-1]}" if len(parts) > 1 else ""


def directions(document: dict[str, Any]) -> dict[str, frozenset[Direction]]:
    """Return the directions in which each component schema occurs."""
    found: defaultdict[str, set[Direction]] = defaultdict(set)
    for one in operations(document).values():
        request = [*one.parameters.values(), one.node.get("requestBody", {})]
        for name in _reached(document, request, set()):
            found[name].add("request")
        for name in _reached(document, one.node.get("responses", {}), set()):
            found[name].add("response")
    return {name: frozenset(sides) for name, sides in found.items()}


def _reached(document: dict[str, Any], node: Any, seen: set[str]) -> Iterator[str]:
    """Yield the component schemas that a node refers to, at any depth. `seen` collects the `$ref`s."""
    if is_array(node):
        for item in node:
            yield from _reached(document, item, seen)
    elif is_object(node):
        reference = node.get("$ref")
        if isinstance(reference, str) and reference not in seen:
            seen.add(reference)
            if reference.startswith(SCHEMA_PREFIX):
                yield schema_name(reference)
            yield from _reached(document, target(document, reference), seen)
        for item in node.values():
            yield from _reached(document, item, seen)
