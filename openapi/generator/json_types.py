"""Narrow JSON values for type checkers, and name the two shapes that the stages pass on."""

from __future__ import annotations

from typing import Any, TypeGuard

Schema = dict[str, Any]
Document = dict[str, Any]
SHARED = "x-values-of-several-variants"
"""A member of a discriminator in normal form: the values that select no variant, since several have them."""


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Return whether a value is a JSON object."""
    return isinstance(value, dict)


def is_array(value: Any) -> TypeGuard[list[Any]]:
    """Return whether a value is a JSON array."""
    return isinstance(value, list)
