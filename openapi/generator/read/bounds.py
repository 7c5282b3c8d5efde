"""Check that a loaded document is JSON, and that it is neither nested too deeply nor multiplied by YAML aliases."""

from __future__ import annotations

from typing import Any

from ..errors import TOO_DEEP, DocumentError
from ..json_types import is_array, is_object
from .pointers import join

MAX_DEPTH = 150
"""Levels of objects and lists. Each level of a schema is two of them."""
MAX_EXPANDED = 100_000
"""Values that aliases may repeat. Every use of an anchor counts with all values inside it."""
SHOWN = 6
"""Names of a path that a message shows."""
SCALARS = (str, int, float, bool, type(None))


def check_bounds(loaded: Any) -> None:
    """Check the values of a document.

    Raises:
        DocumentError: A value is not JSON, a key is duplicate, or the document is too deep or too large.
    """
    meter = _Meter()
    expanded, _ = meter.measure(loaded)
    if expanded - meter.written > MAX_EXPANDED:
        repeated = f"{expanded - meter.written:,}"
        raise DocumentError(
            f"its YAML aliases repeat {repeated} values, and at most {MAX_EXPANDED:,} are allowed: "
            "move what they repeat to components, and refer to it by $ref"
        )


class _Meter:
    """Measures a document. Each node that aliases share is visited once."""

    def __init__(self) -> None:
        """Start at the root. `inside` has the identities of the nodes around the current one."""
        self.written = 0
        """The values that the document has, each anchor once."""
        self.path: list[str] = []
        self.inside: set[int] = set()
        self.known: dict[int, tuple[int, int]] = {}
        """The sizes and depths of the nodes that are done, by identity: aliases share one."""

    def measure(self, node: Any) -> tuple[int, int]:
        """Return the number of values of a node, and its depth."""
        if not is_object(node) and not is_array(node):
            self.written += 1
            self.scalar(node)
            return 1, 0
        if id(node) in self.inside:
            raise DocumentError(f"{join(*self.path[:SHOWN])}: this YAML alias contains itself")
        if id(node) in self.known:
            size, depth = self.known[id(node)]
            self.depth(depth)
            return size, depth
        self.written += 1
        self.depth(1)
        self.inside.add(id(node))
        size, depth = 1, 0
        for key, value in self.members(node):
            self.path.append(key)
            inner_size, inner_depth = self.measure(value)
            self.path.pop()
            size, depth = size + inner_size, max(depth, inner_depth)
        self.inside.remove(id(node))
        self.known[id(node)] = size, depth + 1
        return size, depth + 1

    def members(self, node: Any) -> list[tuple[str, Any]]:
        """Return the values of an object or list with their names.

        Raises:
            DocumentError: A key is duplicate or not JSON.
        """
        if is_array(node):
            return [(str(index), value) for index, value in enumerate(node)]
        found: dict[str, Any] = {}
        for key, value in node.items() if is_object(node) else ():
            name = self.key(key)
            if name in found:
                raise DocumentError(f"{join(*self.path, name)}: this key is duplicate")
            found[name] = value
        return list(found.items())

    def key(self, key: Any) -> str:
        """Return a key as JSON would have it."""
        self.scalar(key)
        if isinstance(key, bool) or key is None:
            return {True: "true", False: "false", None: "null"}[key]
        return str(key)

    def scalar(self, value: Any) -> None:
        """Raise DocumentError if a value is of a type that JSON lacks, such as a date."""
        if not isinstance(value, SCALARS):
            raise DocumentError(f"{join(*self.path)}: a YAML value of the type {type(value).__name__} is not JSON")

    def depth(self, more: int) -> None:
        """Raise DocumentError if `more` levels below the current path are too deep."""
        if len(self.path) + more > MAX_DEPTH:
            place = join(*self.path[:SHOWN]) + ("/…" if len(self.path) > SHOWN else "")
            raise DocumentError(f"{place}: {TOO_DEEP} (at most {MAX_DEPTH} levels)")
