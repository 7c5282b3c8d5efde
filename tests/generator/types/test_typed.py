"""What the parser makes of schemas is held against them: it loses what it can't take, and does not always say so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from generator.errors import DocumentError
from generator.read.operations import read_operations
from generator.types import typed

SPEC = Path("shop.yaml")


def normal(schemas: dict[str, Any], reply: Any = None) -> dict[str, Any]:
    """Make a document of one operation, as the parser gets it."""
    content = {"application/json": {"schema": reply or {}}}
    responses = {"200": {"description": "", "content": content}}
    operation = {"operationId": "getThing", "x-retry": "read", "parameters": [], "responses": responses}
    kept = {"openapi": "3.1.0", "info": {"title": "Shop", "version": "0"}}
    return {**kept, "paths": {"/thing": {"get": operation}}, "components": {"schemas": schemas}}


def test_what_is_no_document_to_the_parser() -> None:
    """A document that the parser refuses is an error."""
    with pytest.raises(DocumentError, match="Failed to parse OpenAPI document"):
        typed.Types({**normal({}), "info": {}}, SPEC, Path("shop"))


def test_what_the_parser_complains_of() -> None:
    """A warning of the parser is an error."""
    with pytest.raises(DocumentError, match="items"):
        typed.Types(normal({"Box": {"type": "array"}}), SPEC, Path("shop"))


def test_a_lost_field(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lost field is an error that names its component."""
    monkeypatch.setattr(typed, "members", lambda _: ([], []))
    with pytest.raises(DocumentError, match="#/components/schemas/Box: lid would be lost"):
        typed.Types(normal({"Box": {"type": "object", "properties": {"lid": {"type": "string"}}}}), SPEC, Path("shop"))


def test_a_type_that_the_parser_refuses() -> None:
    """A type that the parser refuses is an error that names the operation."""
    document = normal({}, {"$ref": "#/components/schemas/None"})
    [operation], _ = read_operations(document)
    with pytest.raises(DocumentError, match=r"getThing \(GET /thing\): .*Could not find reference"):
        typed.Types(document, SPEC, Path("shop")).operation(operation)
