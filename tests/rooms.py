"""Read which rooms of a package a module imports from, and compare them with the rooms that its own room names."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from pathlib import Path


class Rooms:
    """The rooms of a package: its folders, and modules at the top. The docstring of each names its imports.

    Args:
        folder: The folder of the package.
        leaves: Modules that import nothing of the package, and that each room may name.
        open_rooms: Rooms and modules at the top that may import everything.
    """

    def __init__(self, folder: Path, leaves: Collection[str], open_rooms: Collection[str]) -> None:
        self.folder = folder
        self.leaves = leaves
        self.open_rooms = open_rooms
        self.modules = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py"))
        self.names = sorted({room_of(module) for module in self.modules} - {*open_rooms, *leaves})

    def description(self, room: str) -> str:
        """Return the docstring of a room, which is a folder or a module at the top."""
        module = self.folder / f"{room}.py" if f"{room}.py" in self.modules else self.folder / room / "__init__.py"
        return ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""

    def allowed(self, room: str) -> set[str]:
        """Return the rooms that a room may import from."""
        if room in self.open_rooms:
            return {*self.names, *self.leaves, *self.open_rooms}
        if room in self.leaves:
            return set()
        named = re.search(r"May import: ([^.]*)\.", self.description(room))
        assert named is not None, f"the docstring of {room} does not name the rooms that it may import from"
        return set(re.findall(r"`(\w+)`", named[1]))

    def imported(self, module: str, source: str) -> set[str]:
        """Return the rooms that a module imports from, those inside functions and for type checkers included."""
        above = [part for part in module.split("/")[:-1] if part]
        found: set[str] = set()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                found |= {place[0] or "__init__" for alias in node.names if (place := self._inside(alias.name))}
            elif isinstance(node, ast.ImportFrom):
                name = node.module or ""
                inside = [*above[: len(above) - node.level + 1], *name.split(".")] if node.level else self._inside(name)
                if inside is not None:
                    place = [part for part in inside if part]
                    found |= {place[0]} if place else {self._module(alias.name) for alias in node.names}
        return found - {room_of(module)}

    def _module(self, name: str) -> str:
        """Return a module or room at the top by its name; any other name belongs to the package's `__init__`."""
        return name if name in {room_of(module) for module in self.modules} else "__init__"

    def _inside(self, name: str) -> list[str] | None:
        """Return the parts of an absolute name below the package, or None if it is not in the package."""
        first, _, rest = name.partition(".")
        return rest.split(".") if first == self.folder.name else None

    def faults(self, module: str, source: str) -> set[str]:
        """Return the rooms that a module imports from and may not."""
        return self.imported(module, source) - self.allowed(room_of(module))

    def order(self) -> list[str]:
        """Return the rooms in an order in which each imports only from earlier ones; fail if there is none."""
        order: list[str] = []
        rest = {*self.names}
        while rest:
            ready = {room for room in rest if self.allowed(room) - {*self.leaves, *self.open_rooms} <= set(order)}
            assert ready, f"these rooms import one another: {rest}"
            order += sorted(ready)
            rest -= ready
        return order


def room_of(module: str) -> str:
    """Return the room of a module: its folder, or the module itself at the top."""
    return module.removesuffix(".py").partition("/")[0]
