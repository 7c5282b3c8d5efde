"""Compare limits of a schema: which of two values is narrower."""

from __future__ import annotations

from typing import Any

from .flatten import CAPS, LIMITS, PLAIN, View
from .keywords import machine_readable

KEYS = (*LIMITS, *CAPS, *PLAIN)
KEYWORDS = frozenset({"writeOnly", "discriminator", "not"})
"""Keywords whose values have no order."""


def keyword_value(view: View, key: str) -> Any:
    """Return the value of a keyword without descriptions and extensions.

    `false` counts as absent (None), except for a default.
    """
    value = machine_readable(view.rest.get(key))
    return None if value is False and key != "default" else value


def verdict(key: str, old: Any, new: Any) -> str:
    """Return the name of the rule for a changed keyword; None is an absent value."""
    if key == "default":
        return "default changed"
    if key == "readOnly":
        return "read-only changed"
    if key in KEYWORDS:
        return "keyword changed"
    if old is None or new is None or key not in (*LIMITS, *CAPS):
        return "widened" if new is None else "narrowed"
    return "widened" if (new < old) == (key in LIMITS) else "narrowed"
