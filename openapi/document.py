"""Read the OpenAPI document, and the things in it that openapi-python-client drops."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
RETRY_CLASSES = ("read", "value", "write")


class DocumentError(Exception):
    """The document can't be generated from; the message names the operation and the reason."""


@dataclass(frozen=True)
class Described:
    """What the document says of one operation."""

    operation_id: str
    method: str
    path: str
    retry: str
    failures: dict[str, str]
    """Status to description."""
    parameters: dict[str, str]
    """Name on the wire to description."""


def load(path: Path) -> dict[str, Any]:
    """Read a YAML or JSON document."""
    loaded: dict[str, Any] = YAML(typ="safe").load(path.read_bytes())
    return loaded


def describe(document: dict[str, Any]) -> dict[tuple[str, str], Described]:
    """Collect the operations by (method, path).

    Raises:
        DocumentError: One has no operationId or no `x-retry`, has an id twice, or needs what the templates can't say.
    """
    found: dict[tuple[str, str], Described] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                shared = item.get("parameters", [])
                found[method, path] = _described(document, method, path, item[method], shared)
    names = [one.operation_id for one in found.values()]
    if twice := {name for name in names if names.count(name) > 1}:
        raise DocumentError(f"operationIds that stand twice: {', '.join(sorted(twice))}")
    return found


def _described(
    document: dict[str, Any], method: str, path: str, operation: dict[str, Any], shared: list[dict[str, Any]]
) -> Described:
    where = f"{operation.get('operationId', 'an operation without operationId')} ({method.upper()} {path})"
    if "operationId" not in operation:
        raise DocumentError(f"{where}: it needs an operationId")
    if operation.get("x-retry") not in RETRY_CLASSES:
        raise DocumentError(f"{where}: x-retry is {operation.get('x-retry')!r}, not one of {', '.join(RETRY_CLASSES)}")
    responses = {str(status): _resolve(document, reply) for status, reply in operation["responses"].items()}
    failures = {status: " ".join(reply["description"].split()) for status, reply in responses.items() if status >= "3"}
    given = [_resolve(document, parameter) for parameter in [*shared, *operation.get("parameters", [])]]
    parameters = {one["name"]: one.get("description", f"`{one['name']}` in the {one['in']}.").strip() for one in given}
    return Described(operation["operationId"], method, path, operation["x-retry"], failures, parameters)


def _resolve(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        found: dict[str, Any] = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        node = found
    return node
