"""Separate the keywords for machines from those for people, and list differences."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..json_types import is_array, is_object
from ..read.pointers import escape

WORDS = frozenset({"description", "summary", "title", "example", "examples", "externalDocs", "$comment"})
"""Keywords for people."""
NAMES = frozenset(
    {"properties", "patternProperties", "dependentSchemas", "definitions", "$defs", "schemas", "responses", "headers"}
    | {"parameters", "requestBodies", "securitySchemes", "links", "callbacks", "pathItems", "paths", "webhooks"}
    | {"content", "encoding", "variables", "mapping"}
)
"""Keywords whose objects map names, not keywords."""
DATA = frozenset({"enum", "const", "default", "required", "security"})
"""Keywords whose values are data without keywords."""


def machine_readable(node: Any, names: bool = False) -> Any:
    """Return a node without extensions and without keywords for people.

    `names`: whether its members are names, such as fields, and not keywords.
    """
    if is_array(node):
        return [machine_readable(item) for item in node]
    if not is_object(node):
        return node
    if names:
        return {key: machine_readable(value) for key, value in node.items()}
    kept = {key: value for key, value in node.items() if key not in WORDS and not key.startswith("x-")}
    return {key: value if key in DATA else machine_readable(value, key in NAMES) for key, value in kept.items()}


def differing(old: Any, new: Any, where: str = "") -> Iterator[str]:
    """Yield the JSON pointers of all differences; `/` where the two differ as a whole."""
    if is_object(old) and is_object(new):
        for key in dict.fromkeys([*old, *new]):
            inside = f"{where}/{escape(key)}"
            yield from differing(old.get(key), new.get(key), inside)
    elif old != new:
        yield where or "/"


def shown(value: Any) -> str:
    """Return a value as Markdown code, or `none`."""
    return "none" if value is None else f"`{value if isinstance(value, str) else json.dumps(value)}`"


def listed(values: Any) -> str:
    """Return values as Markdown code, sorted."""
    return ", ".join(sorted(shown(value) for value in values))


def single(kind: str) -> str:
    """Return the singular of a kind of component: `requestBody` for `requestBodies`."""
    return f"{kind.removesuffix('ies')}y" if kind.endswith("ies") else kind.removesuffix("s")
