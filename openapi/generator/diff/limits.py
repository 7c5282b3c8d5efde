"""Keywords that limit what fits a schema: which of two values is the narrower."""

from __future__ import annotations

from typing import Any

from .flatten import CAPS, LIMITS, PLAIN, View
from .keywords import bare

KEYS = (*LIMITS, *CAPS, *PLAIN)
KEYWORDS = frozenset({"readOnly", "writeOnly", "discriminator", "not"})
"""Keywords of which nobody can say which value is the narrower."""


def said(view: View, key: str) -> Any:
    """Give what a schema says of a keyword; what is false is not said, unless it is a default."""
    value = bare(view.rest.get(key))
    return None if value is False and key != "default" else value


def verdict(key: str, old: Any, new: Any) -> str:
    """Name the rule that fits when a keyword changes."""
    if key == "default":
        return "default changed"
    if key in KEYWORDS:
        return "keyword changed"
    if old is None or new is None or key not in (*LIMITS, *CAPS):
        return "widened" if new is None else "narrowed"
    return "widened" if (new < old) == (key in LIMITS) else "narrowed"
