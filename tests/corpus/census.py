"""Count what a document holds, and what became of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.documents import Document

NO_SCHEMAS = frozenset({"example", "examples", "default", "enum", "const", "callbacks", "webhooks", "discriminator"})
"""Keys under which no schema of an operation stands."""


def property_names(node: Any) -> Iterator[str]:
    """Give the name of every property of every schema, however deep."""
    if isinstance(node, list):
        for item in node:
            yield from property_names(item)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key == "properties" and isinstance(value, dict):
            yield from value
            for schema in value.values():
                yield from property_names(schema)
        elif key not in NO_SCHEMAS and not key.startswith("x-"):
            yield from property_names(value)


def wanted_fields(document: Document) -> set[str]:
    """Give the fields that must be in some model: all but those the document says are given up, and why."""
    given_up: dict[str, str] = document.raw.get("x-lost", {})
    return {*property_names(document.raw)} - given_up.keys()


def generated_fields(folder: Path) -> set[str]:
    """Give the wire names that the models of a package read and write."""
    found: set[str] = set()
    for path in (folder / "models").glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and _names(node) == ["_NAMES"]:
                found |= {*ast.literal_eval(node.value)}
    return found


def _names(node: ast.Assign | ast.AnnAssign) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [ast.unparse(target) for target in targets]
