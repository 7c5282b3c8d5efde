"""Suggest the most similar of some names, for messages about an unknown one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the suggestion for an unknown name, as the end of a message: `: did you mean ...?`.

    Args:
        name: The unknown name.
        known: The names that there are. If none is similar, the suggestion is an empty text.
    """
    similar = get_close_matches(name, list(known), n=1)
    return f": did you mean `{similar[0]}`?" if similar else ""
