"""Python names for what the document calls by its own."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Iterator

from .. import upstream
from ..errors import DocumentError

NEEDED_BY_MODELS = frozenset(
    {"self", "cls", "src_dict", "additional_properties", "to_dict", "from_dict", "classmethod", "object"}
    | {"field", "define", "dt"}
    | {"str", "int", "float", "bool", "bytes", "list", "dict", "tuple", "len", "map", "convert", "record", "types"}
)
"""Names that a field or an argument can't have, since the class around it needs them."""
NEEDED_BY_CLIENTS = frozenset({"raw", "authorize", "with_options", "options", "aclose", "openapi", "iter_recipients"})
"""Names that no operation can have, since the facade's clients have them; a test compares the two."""
NEEDED_BY_FILES = frozenset({"models", "all_tags"})
"""Names that no operation and no tag can have, since files of the package have them."""
NEEDED_BY_ANNOTATIONS = frozenset({"abc", "dt", "models", "types", "typing", "uuid"})
"""Names that no operation can have: inside its class, the annotations of the others would find it."""
NEEDED_BY_OPERATIONS = NEEDED_BY_CLIENTS | NEEDED_BY_FILES | NEEDED_BY_ANNOTATIONS
NEEDED_BY_CALLS = frozenset({"body", "media_type"})
"""Names of arguments that are not the document's."""


def python_name(wire: str, where: str) -> str:
    """Name a field, an argument or an operation: the wire's name in snake_case, without decoration (`_id`).

    Raises:
        DocumentError: Nothing is left of the name.
    """
    name = _plain(wire)
    if not name.isidentifier():
        raise DocumentError(f"{where}: {wire!r} gives no Python name")
    return _unreserved(name)


def any_name(wire: str, fallback: str) -> str:
    """Name something as `python_name` does, and where that can't be, after the fallback: `1st` is `field_1st`."""
    name = _plain(wire)
    if not name.isidentifier():
        name = f"{fallback}_{name}" if name and f"_{name}".isidentifier() else fallback
    return _unreserved(name)


def class_name(name: str) -> str:
    """Name a class."""
    return upstream.class_name(name, "Tag")


def module_name(name: str) -> str:
    """Name the module of a class, as the parser names those of models and enums."""
    return upstream.module_name(name)


def collisions(names: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Give each (wire name, name) that comes with a name that is taken: the name, who has it, and who wants it.

    What is called by its own name has it, whatever stands before it.
    """
    pairs = list(names)
    holders = {name: wire for wire, name in reversed(pairs)} | {name: wire for wire, name in pairs if wire == name}
    yield from ((name, holders[name], wire) for wire, name in pairs if holders[name] != wire)


def free(name: str, taken: Iterable[str]) -> str:
    """Give the name, or else the first that is not taken of `name_2`, `name_3` and so on."""
    used, number, found = set(taken), 2, name
    while found in used:
        found, number = f"{name}_{number}", number + 1
    return found


def _plain(wire: str) -> str:
    # Decoration is whatever stands before the first letter or digit; letters of every script are letters.
    name = upstream.snake_case(re.sub(r"\W+", "_", re.sub(r"^[\W_]+", "", unicodedata.normalize("NFKC", wire))))
    return unicodedata.normalize("NFKC", name)  # small letters may be one character where capitals are two


def _unreserved(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) or name in NEEDED_BY_MODELS else name
