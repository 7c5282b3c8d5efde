"""Read which rooms of a package a module imports from, and compare them with the rooms that its own room names."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path


class Rooms:
    """The rooms of a package: its folders, and modules at the top. The docstring of each names its imports.

    Args:
        folder: The folder of the package.
        leaves: Modules that import nothing of the package, and that each room may name.
        open_rooms: Rooms and modules at the top that may import everything, except for optional rooms.
        optional: Rooms that no other room imports. They may name open rooms.
    """

    def __init__(
        self, folder: Path, leaves: Collection[str], open_rooms: Collection[str], optional: Collection[str] = ()
    ) -> None:
        self.folder = folder
        self.leaves = leaves
        self.open_rooms = open_rooms
        self.optional = optional
        self.modules = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py"))
        self.names = sorted({room_of(module) for module in self.modules} - {*open_rooms, *leaves})

    def description(self, room: str) -> str:
        """Return the docstring of a room, which is a folder or a module at the top."""
        module = self.folder / f"{room}.py" if f"{room}.py" in self.modules else self.folder / room / "__init__.py"
        return ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""

    def allowed(self, room: str) -> set[str]:
        """Return the rooms that a room may import from."""
        if room in self.open_rooms:
            return {*self.names, *self.leaves, *self.open_rooms} - {*self.optional}
        if room in self.leaves:
            return set()
        named = re.search(r"May import: ([^.]*)\.", self.description(room))
        assert named is not None, f"the docstring of {room} does not name the rooms that it may import from"
        return set(re.findall(r"`(\w+)`", named[1]))

    def imported(self, module: str, source: str) -> set[str]:
        """Return the rooms that a module imports from, those inside functions and for type checkers included."""
        return {room_of(other) for other in self.imported_modules(module, source)} - {room_of(module)}

    def imported_modules(self, module: str, source: str) -> set[str]:
        """Return the modules of the package that a module imports, inside functions and for type checkers too."""
        above = module.split("/")[:-1]
        found: set[str] = set()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                found |= {
                    self._module(place) for alias in node.names if (place := self._inside(alias.name)) is not None
                }
            elif isinstance(node, ast.ImportFrom):
                name = node.module or ""
                inside = [*above[: len(above) - node.level + 1], *name.split(".")] if node.level else self._inside(name)
                if inside is not None:
                    found |= {self._module([*inside, alias.name]) for alias in node.names}
        return found - {module}

    def _module(self, parts: Collection[str]) -> str:
        """Return the module that holds a dotted name: the longest beginning of its parts that is one."""
        place = [part for part in parts if part]
        while place and not {self._file(place), self._file([*place, "__init__"])} & {*self.modules}:
            place = place[:-1]
        return self._file(place) if self._file(place) in self.modules else self._file([*place, "__init__"])

    @staticmethod
    def _file(parts: Collection[str]) -> str:
        """Return the path of a module below the folder."""
        return f"{'/'.join(parts)}.py"

    def _inside(self, name: str) -> list[str] | None:
        """Return the parts of an absolute name below the package, or None if it is not in the package."""
        first, _, rest = name.partition(".")
        return rest.split(".") if first == self.folder.name else None

    def circle(self, changed: Mapping[str, str] | None = None) -> list[str]:
        """Return modules that import one another in a circle, the first one again at the end. Empty if there is none.

        Args:
            changed: Sources that replace those of the files, by module.
        """
        sources = {module: (self.folder / module).read_text(encoding="utf-8") for module in self.modules}
        graph = {
            module: self.imported_modules(module, text) for module, text in (sources | dict(changed or {})).items()
        }
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            return list(error.args[1])
        return []

    def faults(self, module: str, source: str) -> set[str]:
        """Return the rooms that a module imports from and may not."""
        return self.imported(module, source) - self.allowed(room_of(module))

    def order(self) -> list[str]:
        """Return the rooms in an order in which each imports only from earlier ones; fail if there is none."""
        order: list[str] = []
        rest = {*self.names}
        while rest:
            ready = {room for room in rest if self._above(room) <= set(order)}
            assert ready, f"these rooms import one another: {rest}"
            order += sorted(ready)
            rest -= ready
        return order

    def _above(self, room: str) -> set[str]:
        """Return the rooms that have to come before a room."""
        return self.allowed(room) - {*self.leaves} - ({*self.open_rooms} if room in self.optional else set())


def room_of(module: str) -> str:
    """Return the room of a module: its folder, or the module itself at the top."""
    return module.removesuffix(".py").partition("/")[0]
