"""Python names for operations, tags, arguments and fields of a document."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Iterator

from .. import upstream
from ..errors import DocumentError

NEEDED_BY_MODELS = frozenset(
    {"self", "cls", "src_dict", "additional_properties", "to_dict", "to_row", "from_dict"}
    | {"classmethod", "object"}
    | {"field", "define", "dt"}
    | {"str", "int", "float", "bool", "bytes", "list", "dict", "tuple", "len", "map", "convert", "record", "types"}
)
"""Names that are invalid for fields and arguments: the generated class uses them."""
NEEDED_BY_CLIENTS = frozenset(
    {"raw", "authorize", "with_options", "options", "aclose", "openapi", "request", "rate_limit_wait"}
    | {"iter_recipients", "preload"}
)
"""Names that are invalid for operations: the clients of the facade have them. A test compares the two."""
NEEDED_BY_FILES = frozenset({"models", "all_tags"})
"""Names that are invalid for operations and tags: files of the package have them."""
NEEDED_BY_ANNOTATIONS = frozenset({"abc", "dt", "models", "types", "typing", "uuid"})
"""Names that are invalid for operations: they would shadow modules in the annotations of their class."""
NEEDED_BY_OPERATIONS = NEEDED_BY_CLIENTS | NEEDED_BY_FILES | NEEDED_BY_ANNOTATIONS
MAX_BYTES = 100
"""The size of the names of operations, tags and classes, each of which has a file."""
NEEDED_BY_CALLS = frozenset({"body", "media_type", "sending"})
"""Names of arguments and local variables that every method may have."""


def python_name(wire: str, where: str) -> str:
    """Return the name in snake_case, without leading decoration: `_id` becomes `id`.

    Raises:
        DocumentError: No identifier is left of the name.
    """
    name = _plain(wire)
    if not name.isidentifier():
        raise DocumentError(f"{where}: no Python name can be made of {wire!r}")
    return _unreserved(name)


def any_name(wire: str, fallback: str) -> str:
    """Return the name as `python_name` does, or one that begins with the fallback: `1st` becomes `field_1st`."""
    name = _plain(wire)
    if not name.isidentifier():
        name = f"{fallback}_{name}" if name and f"_{name}".isidentifier() else fallback
    return _unreserved(name)


def shortened(name: str) -> str:
    """Cut a name that is too long for a file: the limit of file systems is 255 bytes, and the name may get a suffix."""
    encoded = name.encode()
    return name if len(encoded) <= MAX_BYTES else encoded[:MAX_BYTES].decode(errors="ignore").rstrip("_")


def class_name(name: str) -> str:
    """Return the class name of a tag or an alias."""
    return upstream.class_name(name, "Tag")


def module_name(name: str) -> str:
    """Return the module name of a class, as the parser does for models and enums."""
    return upstream.module_name(name)


def collisions(names: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield the collisions among (document name, Python name) pairs: the Python name, its holder, and the other one.

    A document name that is equal to its Python name is the holder; otherwise the first one is.
    """
    pairs = list(names)
    holders = {name: wire for wire, name in reversed(pairs)} | {name: wire for wire, name in pairs if wire == name}
    yield from ((name, holders[name], wire) for wire, name in pairs if holders[name] != wire)


def free(name: str, taken: Iterable[str]) -> str:
    """Return the name if it is not taken, or the first of `name_2`, `name_3` and so on that is not."""
    used, number, found = set(taken), 2, name
    while found in used:
        found, number = f"{name}_{number}", number + 1
    return found


def _plain(wire: str) -> str:
    """Return the name in snake_case without leading decoration. It may be empty or begin with a digit."""
    # Decoration is everything before the first letter or digit, in any script.
    name = upstream.snake_case(re.sub(r"\W+", "_", re.sub(r"^[\W_]+", "", unicodedata.normalize("NFKC", wire))))
    return unicodedata.normalize("NFKC", name)  # lower-casing may leave a character that NFKC changes


def _unreserved(name: str) -> str:
    """Add an underscore to a keyword, and to a name that models need themselves."""
    return f"{name}_" if keyword.iskeyword(name) or name in NEEDED_BY_MODELS else name
