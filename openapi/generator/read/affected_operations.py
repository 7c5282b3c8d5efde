"""Name the operations that an error in a schema affects."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

from ..errors import DocumentError, located
from ..json_types import Document, Schema, is_object
from .pointers import tokens

T = TypeVar("T")
POINTER = re.compile(r"#/paths/[^/\s]+/[a-z]+|#/components/[^\s:'\"]+")
REFERENCE = re.compile(r"#/components/[^\s\"]+")
Component = tuple[str, str]
"""The kind and the name of a component."""


def with_affected_operations(document: Document, work: Callable[[], T], where: str = "the document") -> T:
    """Run a stage; if it fails, put the names of the affected operations before its message.

    Args:
        document: The document.
        work: The stage.
        where: The subject of the stage, for an unexpected exception without a place.

    Raises:
        DocumentError: The stage failed.
    """
    try:
        with located(where):
            return work()
    except DocumentError as error:
        names = _affected(document, str(error))
        raise DocumentError(f"{', '.join(names)}: {error}" if names else str(error)) from None


def _affected(document: Document, message: str) -> list[str]:
    """Return the names of the operations that use the node at the pointer in a message; none without a pointer."""
    found = POINTER.search(message)
    path = tokens(found[0]) if found else []
    operations = {
        (url, method): node
        for url, item in document.get("paths", {}).items()
        for method, node in (item.items() if is_object(item) else ())
        if is_object(node)
    }
    if len(path) > 2 and path[0] == "paths":
        key = path[1], path[2]
        return [_name(key, operations[key])] if key in operations else []
    if len(path) > 2:
        component = path[1], path[2]
        return [_name(key, node) for key, node in operations.items() if component in _reached(document, node)]
    return []


def _name(key: tuple[str, str], node: Schema) -> str:
    """Return the operationId, or the method and path if there is none."""
    return str(node.get("operationId") or f"{key[1].upper()} {key[0]}")


def _reached(document: Document, node: Any) -> set[Component]:
    """Return the components that a node refers to, at any depth, by kind and name."""
    components: Schema = document.get("components") or {}
    found: set[Component] = set()
    todo = [node]
    while todo:
        for reference in REFERENCE.findall(json.dumps(todo.pop())):
            path = tokens(reference)
            if len(path) > 2 and (path[1], path[2]) not in found:
                found.add((path[1], path[2]))
                several: Schema = components.get(path[1]) or {}
                todo.append(several.get(path[2], {}))
    return found
