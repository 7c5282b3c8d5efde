"""Load an OpenAPI document from YAML or JSON, and follow its `$ref`s."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError

from ..errors import TOO_DEEP, DocumentError
from ..json_types import is_object
from .bounds import check_bounds
from .pointers import target

VERSION = re.compile(r"3\.[01](?:\.[0-9]+(?:-.+)?)?")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class _Constructor(SafeConstructor):
    """Reads dates, `=` and `<<` as text: JSON has no dates, and the two are values of enums."""


_untyped: Any = _Constructor  # ruamel.yaml annotates neither of the two
for _tag in ("timestamp", "value", "merge"):
    _untyped.add_constructor(f"tag:yaml.org,2002:{_tag}", _untyped.construct_yaml_str)


def load(path: Path) -> dict[str, Any]:
    """Load a YAML or JSON document as JSON values: dates and the keys of objects are text.

    Raises:
        DocumentError: It is unreadable, or its OpenAPI version is not supported.
    """
    loaded = load_json(path)
    found = loaded.get("openapi", loaded.get("swagger")) if is_object(loaded) else None
    if not is_object(loaded) or "openapi" not in loaded or not VERSION.fullmatch(str(found)):
        raise DocumentError(f"an OpenAPI document of version 3.0 or 3.1 is needed, not {found!r}")
    given: dict[str, Any] = {name: one for name, one in loaded.items() if one is not None}
    if not is_object(given.get("info")):
        raise DocumentError("the document has no `info`")
    parts = {name: given.get(name, {}) for name in ("paths", "webhooks", "components")}
    parts |= parts["components"] if is_object(parts["components"]) else {}
    for name, one in parts.items():
        if one is not None and not is_object(one) and not name.startswith("x-"):
            raise DocumentError(f"`{name}` must be an object")
    return given


def load_json(path: Path) -> Any:
    """Load a YAML or JSON file as JSON values.

    Raises:
        DocumentError: It is unreadable, too deep or too large.
    """
    try:
        parsed = _parsed(path.read_bytes())
        check_bounds(parsed)
        # Encoded as UTF-8, as the package will be: lone surrogates are an error here.
        return json.loads(json.dumps(parsed, ensure_ascii=False).encode())
    except RecursionError:
        raise DocumentError(f"the document is unreadable: {TOO_DEEP}") from None
    except (OSError, UnicodeError, YAMLError, TypeError, ValueError) as error:
        raise DocumentError(f"the document is unreadable: {error}") from None


def _parsed(text: bytes) -> Any:
    """Parse JSON, or YAML if it is not JSON.

    Raises:
        YAMLError: It is neither, or a key is duplicate.
    """
    try:
        return json.loads(text, object_pairs_hook=_members)  # YAML contains JSON, but is much slower
    except ValueError:
        reader: Any = YAML(typ="safe", pure=True)
        reader.Constructor = _Constructor
        return reader.load(text)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the members of a JSON object.

    Raises:
        ValueError: A key is duplicate.
    """
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError  # the YAML reader names the duplicate key
    return made


def resolve(document: dict[str, Any], node: Any) -> dict[str, Any]:
    """Follow `$ref`s until there is none.

    Raises:
        DocumentError: A `$ref` is unresolved, external or circular, or its target is not an object.
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
