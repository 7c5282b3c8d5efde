"""Add the types of parameters, bodies and responses to each operation."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import located
from ..json_types import Document, Schema
from ..read.media_types import JSON, Success
from ..read.operation import Operation
from ..read.parameters import Parameter
from .parse import ParsedSchemas
from .python_types import Property, Type


@dataclass(frozen=True)
class TypedOperation:
    """An operation with the types of its parameters, bodies and responses."""

    operation: Operation
    parameters: list[tuple[Parameter, Property]]
    bodies: list[Property]
    """One for each media type of the body."""
    successes: list[tuple[Success, Property | None]]
    """None where the body cannot be JSON."""
    failures: list[Property]

    @property
    def received_types(self) -> list[Type]:
        """The types of its responses."""
        successes = [prop for _, prop in self.successes if prop is not None]
        return [prop.type for prop in (*successes, *self.failures)]

    @property
    def sent_types(self) -> list[Type]:
        """The types of its parameters and bodies."""
        return [prop.type for prop in (*(prop for _, prop in self.parameters), *self.bodies)]

    @property
    def types(self) -> list[Type]:
        """All types of the operation."""
        return [*self.sent_types, *self.received_types]


def typed_operations(operations: list[Operation], normal: Document, schemas: ParsedSchemas) -> list[TypedOperation]:
    """Return the operations with their types.

    Args:
        operations: The operations, as read.
        normal: The document in normal form, which has their schemas.
        schemas: Its component schemas.

    Raises:
        DocumentError: The parser rejects a schema.
    """
    typed: list[TypedOperation] = []
    for one in operations:
        where = f"{one.operation_id} ({one.method.upper()} {one.path})"
        with located(where):
            typed.append(_typed(one, where, normal["paths"][one.path][one.method], schemas))
    return typed


def _typed(operation: Operation, where: str, node: Schema, schemas: ParsedSchemas) -> TypedOperation:
    """Return one operation with the types of its schemas. `where` names it in messages."""

    def typed(schema: Schema, *, required: bool = True) -> Property:
        """Return the type of one schema of the operation."""
        return schemas.property(schema, operation.name, where, required=required)

    parameters = [
        (parameter, typed(given["schema"], required=parameter.required))
        for parameter, given in zip(operation.parameters, node["parameters"], strict=True)
    ]
    bodies = [typed(given["schema"]) for given in node.get("requestBody", {}).get("content", {}).values()]
    responses = {status: typed(given["content"][JSON]["schema"]) for status, given in node["responses"].items()}
    successes = [(success, responses.get(success.status)) for success in operation.successes]
    failures = [prop for status, prop in responses.items() if status in operation.failures]
    return TypedOperation(operation, parameters, bodies, successes, failures)
