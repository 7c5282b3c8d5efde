"""Replace `$ref`s to anchors and identifiers, `$dynamicRef` and `$recursiveRef` by `$ref`s with JSON pointers.

The generated types are the same in every context, so a dynamic `$ref` is followed only where it has one target.
"""

from __future__ import annotations

from typing import Any

from ..json_types import Document, Schema, is_array, is_object
from .external_files import DATA, NAMED
from .pointers import join

KEYWORDS = ("$anchor", "$dynamicAnchor", "$id", "$dynamicRef", "$recursiveRef")
Path = tuple[str, ...]


def follow_anchors(document: Document) -> tuple[Document, list[str]]:
    """Return the document without `$ref`s to anchors, and notes on the dynamic ones."""
    anchors = _Anchors()
    anchors.collect(document, (), ())
    return (anchors.rewritten(document, (), ()), anchors.notes) if anchors.found else (document, [])


class _Anchors:
    """Collects the anchors and identifiers of one document, and rewrites the `$ref`s to them."""

    def __init__(self) -> None:
        """Start without targets. `recursive` has the places of `$recursiveAnchor`."""
        self.found = False
        self.targets: dict[str, list[Path]] = {}
        """The places of anchors (`#name`) and identifiers."""
        self.recursive: list[Path] = []
        self.notes: list[str] = []

    def collect(self, node: Any, path: Path, root: Path) -> None:
        """Collect the anchors of a node and all nodes in it. `root` is the path of the outermost schema around it."""
        if is_object(node):
            self.found = self.found or not node.keys().isdisjoint(KEYWORDS)
            for key in ("$anchor", "$dynamicAnchor", "$id"):
                if isinstance(node.get(key), str) and not (path and path[-1] in NAMED):
                    name = node[key] if key == "$id" else f"#{node[key]}"
                    places = self.targets.setdefault(name, [])
                    places += [] if path in places else [path]
            if node.get("$recursiveAnchor") is True:
                self.recursive.append(path)
        for key, one, inner in _children(node, path, root):
            self.collect(one, (*path, key), inner)

    def rewritten(self, node: Any, path: Path, root: Path) -> Any:
        """Return a node with the `$ref`s in it rewritten."""
        made = {key: self.rewritten(one, (*path, key), inner) for key, one, inner in _children(node, path, root)}
        if is_array(node):
            return list(made.values())
        if not is_object(node):
            return node
        whole = {key: made.get(key, one) for key, one in node.items()}
        return whole if path and path[-1] in NAMED else self.schema(whole, path, root)

    def schema(self, schema: Schema, path: Path, root: Path) -> Schema:
        """Rewrite the `$ref`s of one schema, in place or as a new schema."""
        target: str | None = None
        if isinstance(schema.get("$ref"), str):
            schema["$ref"] = self.static(schema["$ref"])
        if isinstance(schema.get("$dynamicRef"), str):
            target = self.dynamic(schema.pop("$dynamicRef"), path)
        if isinstance(schema.get("$recursiveRef"), str):
            del schema["$recursiveRef"]
            target = join(*root)
            if len(self.recursive) > 1:
                self.notes.append(f"{join(*path)}: `$recursiveRef` is read as a `$ref` to {target}")
        if target is None:
            return schema
        if "$ref" in schema:
            schema["allOf"] = [*schema.get("allOf", []), {"$ref": target}]
            return schema
        return {**schema, "$ref": target}

    def static(self, reference: str) -> str:
        """Return a `$ref` as a JSON pointer if its target is known and unique; return any other as it is."""
        base, _, fragment = reference.partition("#")
        if reference in self.targets and len(self.targets[reference]) == 1:
            return join(*self.targets[reference][0])
        if base in self.targets and len(self.targets[base]) == 1 and fragment[:1] in ("", "/"):
            return join(*self.targets[base][0]) + fragment
        return reference

    def dynamic(self, reference: str, path: Path) -> str | None:
        """Return the only target of a `$dynamicRef`; None with a note if there is not exactly one."""
        if reference.startswith("#/") or len(self.targets.get(reference, [])) == 1:
            return self.static(reference)
        count = len(self.targets.get(reference, []))
        reason = f"{count} schemas have that anchor" if count else "no schema has that anchor"
        self.notes.append(f"{join(*path)}: `$dynamicRef` {reference!r} may be anything: {reason}")
        return None


def _children(node: Any, path: Path, root: Path) -> list[tuple[str, Any, Path]]:
    """Return the keys and values of a node that are no data, with the outermost schema around each."""
    if is_array(node):
        return [(str(index), one, root) for index, one in enumerate(node)]
    if not is_object(node):
        return []
    is_named = bool(path) and path[-1] in NAMED
    found: list[tuple[str, Any, Path]] = []
    for key, one in node.items():
        if is_named or key not in DATA:
            is_root = key == "schema" or path == ("components", "schemas")
            found.append((key, one, (*path, key) if is_root and not root else root))
    return found
