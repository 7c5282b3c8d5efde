"""Rewrite the schemas of a document into normal form, which the parser takes without loss.

In: a document whose `$ref`s all point to component schemas. Out: the same document in normal form, with notes.
May import: `errors`, `json_types`, `upstream`, `naming`, `read`.

A schema in normal form is one of: `{}`, a `$ref` to a component, one `type`, an array, an object, or a union (`anyOf`,
null last). Objects with fields, and enums, are components, and the name of each is the name of its class.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Protocol

from ..errors import located
from ..json_types import Document
from .all_of import merge
from .components import complete, cut_cycles, lift_null, redirect
from .describe_limits import describe_limits
from .enums import name_members
from .hoist import finish, hoist
from .rename import rename
from .repair import repair, untype
from .shapes import shapes
from .strip import strip
from .subtypes import expand_bases
from .traversal import Normalised
from .unions import flatten, simplify


class Step(Protocol):
    """A function that rewrites a document."""

    __name__: str

    def __call__(self, document: Document, /) -> Document | Normalised:
        """Rewrite the schemas of a document."""
        ...


STEPS: tuple[Step, ...] = (
    repair, describe_limits, strip, shapes, expand_bases, merge, redirect, cut_cycles, complete, lift_null, simplify,
    rename, hoist, flatten, finish, name_members,
)  # fmt: skip
"""The steps in their order. Those up to `strip` may widen the set of valid values; the others keep it."""


def normalise(
    document: dict[str, Any], untyped: Mapping[str, str], names: Mapping[str, str] = MappingProxyType({})
) -> Normalised:
    """Rewrite the schemas of a document.

    Args:
        document: The document, with `$ref`s to component schemas only, and no other `$ref`s.
        untyped: JSON pointers of the schemas that become `{}`, with reasons.
        names: Names of classes by the JSON pointers of component schemas.

    Returns:
        The document in normal form, and notes on what was ignored or assumed.

    Raises:
        DocumentError: A schema has no Python type; the message names the pointer and what to do.
    """
    document = untype(document, untyped)
    notes: list[str] = []
    for step in STEPS:
        with located(f"the step {step.__name__}"):
            made = rename(document, names) if step is rename else step(document)
        if isinstance(made, Normalised):
            document = made.document
            notes += made.notes
        else:
            document = made
    return Normalised(document, notes)


__all__ = ["STEPS", "Normalised", "Step", "normalise"]
