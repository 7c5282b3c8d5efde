"""Class names that the parser leaves unchanged, each with a module of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ..upstream import RESERVED_WORDS, snake_case
from ..upstream import class_name as upstream_class_name
from .python_names import shortened

RESERVED = RESERVED_WORDS | {
    "Any", "Mapping", "Sequence", "Self", "UUID", "Final", "TypeAlias", "Literal", "Response", "Reply", "File",
    "Operation", "Operations", "RawOperations", "Model", "StrEnum", "IntEnum", "None", "True", "False", "dt",
    "convert", "record", "types", "TypedDict", "NotRequired", "SequenceNotStr",
}  # fmt: skip
"""Names that the generated modules import or define."""
MODULES = frozenset({"list", "dict", "str", "sorted", "globals", "getattr", "import_module", "typing"})
"""Module names that would shadow a name that the index of the models uses."""
NUMBER_OF_TRIES = 4


def class_name(text: str) -> str:
    """Return a class name that the parser's naming leaves unchanged."""
    # Python normalises identifiers to NFKC.
    name = _settled(unicodedata.normalize("NFKC", text))
    if upstream_class_name(name, "") != name or unicodedata.normalize("NFKC", name) != name:
        # The case of some non-ASCII letters is not stable, or an upper-case letter takes two characters.
        name = _settled(unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode())
    return name.rstrip("_") or "Model"


def _settled(text: str) -> str:
    """Return the name after repeating the parser's naming until it no longer changes."""
    name = text.rstrip("_")
    for _ in range(NUMBER_OF_TRIES):
        name = upstream_class_name(name, "Schema").rstrip("_")
    return name


def is_reserved(name: str) -> bool:
    """Return whether a class of that name would shadow something that the generated code uses."""
    return name in RESERVED or snake_case(name) in MODULES or name.endswith("Operations")


class Names:
    """Assigns class names, each with a module of its own."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """Start with the names that are taken."""
        self._modules = {snake_case(name) for name in taken}

    def claim(self, wanted: str) -> str:
        """Return the class name for a wanted one, and count it as taken.

        A name that is too long for a file is cut. A reserved name gets the suffix `Model`, a taken one a number.
        """
        first = class_name(shortened(class_name(wanted)))
        if is_reserved(first):
            first = class_name(f"{first}Model")
        name, number = first, 1
        while snake_case(name) in self._modules:
            number += 1
            name = class_name(f"{first}{number}")
        self._modules.add(snake_case(name))
        return name
