"""Compare the public Python names of two folders, with griffe and with rules of our own."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import griffe

from .changes import Change, Kind, Level
from .signatures import Both, differences, is_field

GENERATED = "epilot_targeting_generated"
FACADE = "epilot_targeting"
SHOWN = re.compile(rf"{GENERATED}\.(models\.\w+|api\.(?!all_tags)\w+)\.(?!Raw)[A-Z]\w*[a-z]\w*(\.|$)")
"""The names of the generated package that users see: models and methods; those of `raw` follow the methods."""


def compare(old: Path, new: Path, package: str, sent: frozenset[str] = frozenset()) -> list[Change]:
    """Return the changes of a package's public names.

    Args:
        old: The folder with the old package.
        new: The folder with the new package.
        package: The package's name.
        sent: The models in requests: a new required field of their constructors is a breaking change.
    """
    logging.getLogger("griffe").setLevel(logging.CRITICAL)  # imports from other packages are not loaded
    before, after = (_load(folder, package) for folder in (old, new))
    names = [dict(_names(root, package)) for root in (before, after)]
    changes = list(_gone(names[0], names[1], sent))
    changes += _breakages(before, after)
    for path in names[0].keys() & names[1].keys():
        changes += differences(Both(*_place(path), names[0][path], names[1][path]))
    return sorted(_once(changes), key=lambda change: (change.group, -change.level, change.what))


def _once(changes: list[Change]) -> Iterable[Change]:
    """Return the changes without those of the same class under a longer name."""
    # A class may be public under several names: the shortest one is reported.
    longest_first = sorted(changes, key=lambda change: (-len(change.group), change.group))
    return {(one.group.rpartition(".")[2], one.level, one.kind, one.what): one for one in longest_first}.values()


def _load(folder: Path, package: str) -> Any:
    """Load a package with griffe, without importing it."""
    return griffe.load(package, search_paths=[folder], allow_inspection=False, try_relative_path=False)


def _names(parent: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield the public names of a module or class by path, at any depth.

    The object is None where griffe cannot resolve it.
    """
    for name, member in parent.all_members.items():
        inner = f"{path}.{name}"
        if not member.is_public or name.startswith("__") or name == "TYPE_CHECKING":
            continue
        try:
            found = member.final_target if member.is_alias else member
        except griffe.AliasResolutionError:
            found = None
        if found is not None and (found.is_module or found.is_class):
            yield from _names(found, inner)
        if not inner.startswith(f"{GENERATED}.") or SHOWN.match(inner):
            yield inner, found


def _place(path: str) -> tuple[str, str]:
    """Return the group of a path for the report, and its last name."""
    parts = path.split(".")
    parts = parts[3:] if parts[0] == GENERATED else parts
    return ".".join(parts[:-1]) or parts[-1], parts[-1]


def _gone(old: dict[str, Any], new: dict[str, Any], sent: frozenset[str]) -> Iterator[Change]:
    """Yield the names that only one side has; of a class or module, not what is inside it.

    A new field without a default is a breaking change of a model that requests contain.
    """
    sides: list[tuple[Kind, Level, dict[str, Any], dict[str, Any]]] = [
        ("removed", Level.BREAKING, old, new),
        ("added", Level.MINOR, new, old),
    ]
    for kind, level, here, there in sides:
        missing = here.keys() - there.keys()
        for path in sorted(missing):
            if path.rpartition(".")[0] not in missing:
                needed = kind == "added" and _needed(here[path])
                words = f"{_sort(here[path])} `{_place(path)[1]}`{', which the constructor needs' if needed else ''}"
                group = _place(path)[0]
                yield Change(Level.BREAKING if needed and group in sent else level, group, kind, words)


def _needed(found: Any) -> bool:
    """Return whether an object is a field without a default, which the constructor requires."""
    return is_field(found) and found.annotation is not None and found.value is None


def _sort(found: Any) -> str:
    """Return the kind of an object, such as "class"."""
    return "name" if found is None else str(found.kind.value)


def _breakages(old: Any, new: Any) -> Iterator[Change]:
    """Yield the breaking changes that griffe finds, apart from removed names."""
    for one in griffe.find_breaking_changes(old, new):
        path = one.obj.path
        if one.kind is griffe.BreakageKind.OBJECT_REMOVED or not (SHOWN.match(path) or path.startswith(f"{FACADE}.")):
            continue
        group, name = _place(path)
        values = [value for value in (one.old_value, one.new_value) if value is not None]
        texts = [
            value.value if isinstance(value, griffe.Kind) else str(getattr(value, "name", value)) for value in values
        ]
        said = " → ".join(dict.fromkeys(texts))
        yield Change(Level.BREAKING, group, "changed", f"`{name}`: {one.kind.value.lower()}: `{said}`")
