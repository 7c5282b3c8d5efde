"""Suggest the most similar of some names, for messages about an unknown one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `: did you mean ...?` with the most similar of the known names, or an empty text if none is similar."""
    similar = get_close_matches(name, list(known), n=1)
    return f": did you mean `{similar[0]}`?" if similar else ""
