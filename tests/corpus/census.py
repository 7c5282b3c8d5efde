"""Count what a document holds, and what became of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from corpus.documents import Document

NO_SCHEMAS = frozenset({"example", "examples", "default", "enum", "const", "callbacks", "webhooks", "discriminator"})
"""Keys under which no schema of an operation stands."""


def property_names(node: Any) -> Iterator[str]:
    """Return the name of every property of every schema, however deep."""
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
    """Return the fields that must be in some model: all but those the document says are given up, and why."""
    given_up: dict[str, str] = document.raw.get("x-lost", {})
    return {*property_names(document.raw)} - given_up.keys()


class ObjectSchema(NamedTuple):
    """An object that a document describes: where it stands, and its properties with those of its `allOf`."""

    place: str
    component: str
    properties: frozenset[str]

    def has_model_in(self, models: dict[str, set[str]]) -> bool:
        """Return whether a model has all of its properties: the component's own, or any where there is none."""
        candidates = [models[self.component]] if self.component in models else models.values()
        return any(self.properties <= fields for fields in candidates)


def objects(document: Document) -> Iterator[ObjectSchema]:
    """Return every object schema that has properties, but for those the document says are given up."""
    given_up: dict[str, str] = document.raw.get("x-lost", {})
    for place, node in _schemas(document.raw, ()):
        wanted = frozenset(_members(document, node, ())) - given_up.keys()
        if wanted:
            component = place[2] if place[:2] == ("components", "schemas") and len(place) == 3 else ""
            yield ObjectSchema("/".join(place), component, wanted)


def _schemas(node: Any, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _schemas(item, (*place, str(index)))
    if not isinstance(node, dict):
        return
    if isinstance(node.get("properties"), dict) or "allOf" in node:
        yield place, node
    for key, value in node.items():
        if key == "properties" and isinstance(value, dict):
            for name, schema in value.items():
                yield from _schemas(schema, (*place, key, name))
        elif key not in NO_SCHEMAS and not key.startswith("x-"):
            yield from _schemas(value, (*place, key))


def _members(document: Document, node: Any, followed: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(node, dict) or node.get("$ref") in followed:
        return
    if "$ref" in node:
        yield from _members(document, document.resolve(node), (*followed, node["$ref"]))
    properties = node.get("properties")
    yield from properties if isinstance(properties, dict) else ()
    for part in node.get("allOf", []):
        yield from _members(document, part, followed)


def generated_models(folder: Path) -> dict[str, set[str]]:
    """Return the wire names that each model of a package reads and writes, by the name of its class."""
    found: dict[str, set[str]] = {}
    for path in (folder / "_codecs").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and _names(node) == ["_NAMES"]:
                [kind] = re.findall(r"^record\.bind\(\s*(\w+),", path.read_text(encoding="utf-8"), re.MULTILINE)
                found[kind] = {*ast.literal_eval(node.value)}
    return found


def _names(node: ast.Assign | ast.AnnAssign) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [ast.unparse(target) for target in targets]
