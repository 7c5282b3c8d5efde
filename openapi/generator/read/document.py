"""Read an OpenAPI document, and follow its references."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError

from ..errors import DocumentError
from ..json_types import is_object
from .pointers import target

VERSIONS = ("3.0", "3.1")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class _Constructor(SafeConstructor):
    """Takes dates as the text that they are written as: JSON has none."""


_untyped: Any = _Constructor  # ruamel.yaml annotates neither of the two
_untyped.add_constructor("tag:yaml.org,2002:timestamp", _untyped.construct_yaml_str)


def load(path: Path) -> dict[str, Any]:
    """Read a YAML or JSON document, as what JSON can say: text for dates, and for the keys of objects.

    Raises:
        DocumentError: It can't be read, or is no OpenAPI document of a version that is known here.
    """
    try:
        # Once more as UTF-8, which is what is written.
        loaded = json.loads(json.dumps(_parsed(path.read_bytes()), ensure_ascii=False).encode())
    except (OSError, UnicodeError, YAMLError, TypeError, ValueError, RecursionError) as error:
        raise DocumentError(f"the document can't be read: {error}") from None
    found = loaded.get("openapi", loaded.get("swagger")) if is_object(loaded) else None
    if not str(found).startswith(VERSIONS) or "openapi" not in loaded:
        raise DocumentError(f"an OpenAPI document of version {' or '.join(VERSIONS)} is needed, not {found!r}")
    given: dict[str, Any] = {name: one for name, one in loaded.items() if one is not None}
    if not is_object(given.get("info")):
        raise DocumentError("the document has no `info`")
    parts = {name: given.get(name, {}) for name in ("paths", "webhooks", "components")}
    parts |= parts["components"] if is_object(parts["components"]) else {}
    for name, one in parts.items():
        if one is not None and not is_object(one) and not name.startswith("x-"):
            raise DocumentError(f"the document is no good: its `{name}` are no object")
    return given


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_members)  # YAML takes JSON too, but a hundred times as long
    except ValueError:
        reader: Any = YAML(typ="safe", pure=True)
        reader.Constructor = _Constructor
        return reader.load(text)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError  # the other reader names the key that stands twice
    return made


def resolve(document: dict[str, Any], node: Any) -> dict[str, Any]:
    """Follow references until there is none.

    Raises:
        DocumentError: They lead nowhere, or in a circle, or to what is no object.
    """
    seen: list[str] = []
    while is_object(node) and isinstance(node.get("$ref"), str):
        if node["$ref"] in seen:
            raise DocumentError(f"circular $ref {node['$ref']!r}")
        seen.append(node["$ref"])
        node = target(document, node["$ref"])
    if not is_object(node):
        raise DocumentError(f"an object is needed{f' at {seen[-1]}' if seen else ''}, not {type(node).__name__}")
    return node
