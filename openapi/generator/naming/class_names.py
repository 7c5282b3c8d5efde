"""Names that stay what they are when the generator makes classes and modules of them, each only once."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ..upstream import RESERVED_WORDS, snake_case
from ..upstream import class_name as upstream_class_name

RESERVED = RESERVED_WORDS | {
    "Any", "Mapping", "Sequence", "Self", "UUID", "Final", "TypeAlias", "Literal", "Response", "Reply", "File",
    "Operation", "Operations", "RawOperations", "Model", "StrEnum", "IntEnum", "None", "True", "False", "dt",
    "convert", "record", "types",
}  # fmt: skip
"""Names that the generated modules use themselves."""
MODULES = frozenset({"list", "dict", "str", "sorted", "globals", "getattr"})
"""What the index of the models needs, and a module of that name would hide."""
NUMBER_OF_TRIES = 4


def class_name(text: str) -> str:
    """Give the name that the generator's own naming leaves as it is."""
    # Python reads names in this normal form.
    name = _settled(unicodedata.normalize("NFKC", text))
    if upstream_class_name(name, "") != name or unicodedata.normalize("NFKC", name) != name:
        # Letters outside of ASCII may change their case for ever, or be one character where capitals are two.
        name = _settled(unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode())
    return name.rstrip("_") or "Model"


def _settled(text: str) -> str:
    name = text.rstrip("_")
    for _ in range(NUMBER_OF_TRIES):
        name = upstream_class_name(name, "Schema").rstrip("_")
    return name


def is_reserved(name: str) -> bool:
    """Tell whether a class of that name would hide something that the generated code needs."""
    return name in RESERVED or snake_case(name) in MODULES or name.endswith("Operations")


class Names:
    """Hands out names of classes, each with a module of its own."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._modules = {snake_case(name) for name in taken}

    def claim(self, wanted: str) -> str:
        """Give the name, or one near to it that is free."""
        first = class_name(wanted)
        if is_reserved(first):
            first = class_name(f"{first}Model")
        name, number = first, 1
        while snake_case(name) in self._modules:
            number += 1
            name = class_name(f"{first}{number}")
        self._modules.add(snake_case(name))
        return name
