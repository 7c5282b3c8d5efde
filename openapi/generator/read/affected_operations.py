"""Say which operations are concerned where a schema can't be taken."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

from ..errors import DocumentError

T = TypeVar("T")
IN_PATHS = re.compile(r"#/paths/([^/\s]+)/([a-z]+)")
COMPONENT = re.compile(r"#/components/([a-zA-Z]+/[^/\s:'\"]+)")


def with_affected_operations(document: dict[str, Any], work: Callable[[], T]) -> T:
    """Do something with a document; where it fails, name the operations that the place of the failure belongs to.

    Raises:
        DocumentError: It failed.
    """
    try:
        return work()
    except DocumentError as error:
        names = _operations_at(document, str(error))
        raise DocumentError(f"{', '.join(names)}: {error}" if names else str(error)) from None


def _operations_at(document: dict[str, Any], words: str) -> list[str]:
    operations = {
        (path, method): node
        for path, item in document.get("paths", {}).items()
        for method, node in (item.items() if isinstance(item, dict) else ())
        if isinstance(node, dict)
    }
    if found := IN_PATHS.search(words):
        key = found[1].replace("~1", "/").replace("~0", "~"), found[2]
        return [_name(key, operations[key])] if key in operations else []
    if found := COMPONENT.search(words):
        return [_name(key, node) for key, node in operations.items() if found[1] in _reached(document, node)]
    return []


def _name(key: tuple[str, str], node: dict[str, Any]) -> str:
    return str(node.get("operationId") or f"{key[1].upper()} {key[0]}")


def _reached(document: dict[str, Any], node: Any) -> set[str]:
    """Give the names of the components that something refers to, however deep."""
    components = document.get("components") or {}
    found: set[str] = set()
    todo = [node]
    while todo:
        for name in COMPONENT.findall(json.dumps(todo.pop())):
            if name not in found:
                found.add(name)
                kind, _, key = name.partition("/")
                todo.append((components.get(kind) or {}).get(key, {}))
    return found
