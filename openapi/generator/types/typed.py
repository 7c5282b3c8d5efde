"""Let openapi-python-client parse the schemas, and give every operation the types of what it takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import DocumentError
from ..read.document import Schema
from ..read.media_types import JSON, Success
from ..read.operations import Operation
from ..read.parameters import Parameter
from ..upstream import (
    Config,
    ConfigFile,
    GeneratorData,
    GeneratorError,
    MetaType,
    PropertyError,
    Schemas,
    build_schemas,
    property_from_data,
)
from ..upstream import schema as oai
from .known import coded, learn, members, wire_name, with_discriminators


@dataclass(frozen=True)
class Typed:
    """An operation with the types of all that it takes and gives."""

    said: Operation
    arguments: list[tuple[Parameter, Any]]
    bodies: list[Any]
    successes: list[tuple[Success, Any]]
    failures: list[Any]

    @property
    def properties(self) -> list[Any]:
        """Everything that has a type."""
        given = [prop for _, prop in self.successes if prop is not None]
        return [*(prop for _, prop in self.arguments), *self.bodies, *given, *self.failures]


def schemas_only(document: Schema, operations: list[Operation]) -> Schema:
    """Give the document with nothing left of its operations but their schemas."""
    paths: Schema = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method] = _schemas_of(one)
    schemas = (document.get("components") or {}).get("schemas") or {}
    kept = {"openapi": document["openapi"], "info": {"title": str(document["info"].get("title", "")), "version": "0"}}
    return {**kept, "paths": paths, "components": {"schemas": schemas}}


def _schemas_of(one: Operation) -> Schema:
    parameters = [{"name": p.name, "in": "query", "required": p.required, "schema": p.schema} for p in one.parameters]
    replies = {success.status: success.schema for success in one.successes if success.kind == "json"}
    failures = {status: schema for status, (_, schema) in one.failures.items() if schema is not None}
    made: Schema = {"operationId": one.operation_id, "parameters": parameters}
    if one.body is not None:
        made["requestBody"] = {"content": {name: {"schema": s} for name, s in one.body.contents.items()}}
    made["responses"] = {
        status: {"description": "", "content": {JSON: {"schema": schema}}}
        for status, schema in {**failures, **replies}.items()
    }
    return made


class Types:
    """The types of a document in normal form."""

    def __init__(self, normal: Schema, spec: Path, out: Path) -> None:
        """Parse the schemas.

        Raises:
            DocumentError: The parser can't take one, or would lose a field.
        """
        self.config = Config.from_sources(
            ConfigFile(use_path_prefixes_for_title_model_names=False),
            MetaType.NONE,
            spec,
            "utf-8",
            overwrite=False,
            output_path=out,
        )
        self.normal: Schema = with_discriminators(normal)
        self.components: Schema = self.normal["components"]["schemas"]
        parts = {**self.normal, "paths": {}, "components": {"schemas": coded(self.components)}}
        parsed = GeneratorData.from_dict(parts, config=self.config)
        if isinstance(parsed, GeneratorError):
            raise DocumentError(f"{parsed.header}: {parsed.detail}")
        if parsed.errors:
            raise DocumentError(
                "\n  ".join(f"{error.header}: {error.detail or 'no detail'}" for error in parsed.errors)
            )
        self.parsed = parsed
        self.models = list(parsed.models)
        self.enums = list(parsed.enums)
        components = oai.OpenAPI.model_validate(parts).components
        named = (components and components.schemas) or {}
        self.schemas = build_schemas(components=named, schemas=Schemas(), config=self.config)
        learn(self.components, self.models)
        self._take_census()

    def _take_census(self) -> None:
        """Compare the fields of the document with those that the parser kept."""
        kept = {str(m.class_info.name): {wire_name(p) for group in members(m) for p in group} for m in self.models}
        for name, schema in self.components.items():
            lost = set(schema.get("properties") or {}) - kept.get(name, set())
            if lost:
                raise DocumentError(f"#/components/schemas/{name}: {', '.join(sorted(lost))} would be lost")

    def operation(self, one: Operation) -> Typed:
        """Give an operation its types."""
        node = self.normal["paths"][one.path][one.method]
        arguments = [
            (parameter, self._prop(given["schema"], parameter.required, one))
            for parameter, given in zip(one.parameters, node["parameters"], strict=True)
        ]
        contents = node.get("requestBody", {}).get("content", {})
        bodies = [self._prop(given["schema"], True, one) for given in contents.values()]
        replies = {s: self._prop(r["content"][JSON]["schema"], True, one) for s, r in node["responses"].items()}
        successes = [(success, replies.get(success.status)) for success in one.successes]
        failures = [prop for status, prop in replies.items() if status in one.failures]
        return Typed(one, arguments, bodies, successes, failures)

    def _prop(self, schema: Schema, required: bool, one: Operation) -> Any:
        name = oai.UntrustedString(one.name)
        data = oai.Reference.model_validate(schema) if "$ref" in schema else oai.Schema.model_validate(schema)
        made, _ = property_from_data(
            name=name, required=required, data=data, schemas=self.schemas, parent_name=one.name, config=self.config
        )
        if isinstance(made, PropertyError):
            where = f"{one.operation_id} ({one.method.upper()} {one.path})"
            raise DocumentError(f"{where}: {made.header}: {made.detail}")
        return made
