"""Tell what a document says to machines from what it says to people."""

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
"""Keywords whose objects have names for keys, not keywords."""
DATA = frozenset({"enum", "const", "default", "required", "security"})
"""Keywords whose values are data: no word in them is a keyword."""


def bare(node: Any, names: bool = False) -> Any:
    """Leave out all that is there for people, and extensions."""
    if is_array(node):
        return [bare(item) for item in node]
    if not is_object(node):
        return node
    if names:
        return {key: bare(value) for key, value in node.items()}
    kept = {key: value for key, value in node.items() if key not in WORDS and not key.startswith("x-")}
    return {key: value if key in DATA else bare(value, key in NAMES) for key, value in kept.items()}


def differing(old: Any, new: Any, where: str = "") -> Iterator[str]:
    """Give the JSON pointers of all places where two values differ."""
    if is_object(old) and is_object(new):
        for key in dict.fromkeys([*old, *new]):
            inside = f"{where}/{escape(key)}"
            yield from differing(old.get(key), new.get(key), inside)
    elif old != new:
        yield where or "/"


def shown(value: Any) -> str:
    """Write a value as code, or say that there is none."""
    return "none" if value is None else f"`{value if isinstance(value, str) else json.dumps(value)}`"


def listed(values: Any) -> str:
    """Write several values as code, sorted."""
    return ", ".join(sorted(shown(value) for value in values))


def single(kind: str) -> str:
    """Name one of the components of a kind: `requestBody` for `requestBodies`."""
    return f"{kind.removesuffix('ies')}y" if kind.endswith("ies") else kind.removesuffix("s")
