"""Reduce a document to its schemas: the components, and those of the operations that were read."""

from __future__ import annotations

from ..json_types import Document, Schema
from ..read.media_types import JSON
from ..read.operation import Operation


def schemas_only(document: Document, operations: list[Operation]) -> Document:
    """Return a document whose operations have nothing but the schemas of parameters, bodies and responses."""
    paths: Schema = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method] = _schemas_of(operation)
    components: Schema = document.get("components") or {}
    schemas: Schema = components.get("schemas") or {}
    info = {"title": str(document["info"].get("title", "")), "version": "0"}
    return {"openapi": document["openapi"], "info": info, "paths": paths, "components": {"schemas": schemas}}


def _schemas_of(operation: Operation) -> Schema:
    """Return an operation with nothing but its schemas: of parameters, bodies, and JSON responses."""
    parameters = [
        {"name": one.name, "in": "query", "required": one.required, "schema": one.schema}
        for one in operation.parameters
    ]
    successes = {success.status: success.schema for success in operation.successes if success.kind in ("json", "any")}
    failures = {status: schema for status, (_, schema) in operation.failures.items() if schema is not None}
    made: Schema = {"operationId": operation.operation_id, "parameters": parameters}
    if operation.body is not None:
        made["requestBody"] = {"content": {name: {"schema": s} for name, s in operation.body.contents.items()}}
    made["responses"] = {
        status: {"description": "", "content": {JSON: {"schema": schema}}}
        for status, schema in {**failures, **successes}.items()
    }
    return made
