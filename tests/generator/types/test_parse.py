"""The types of schemas, compared with the schemas: the parser loses what it does not support, and may not say so."""

from __future__ import annotations

import pytest
from generator.errors import DocumentError
from generator.types.maps import MapRules
from generator.types.parse import ParsedSchemas
from generator.upstream import ConstProperty, UntrustedString


def test_an_invalid_component() -> None:
    """A component that the parser's model of OpenAPI rejects is an error."""
    with pytest.raises(DocumentError, match="Failed to parse OpenAPI document"):
        ParsedSchemas({"Box": {"type": "object", "properties": {"lid": 5}}})


def test_a_warning_of_the_parser() -> None:
    """A warning of the parser is an error."""
    with pytest.raises(DocumentError, match="items"):
        ParsedSchemas({"Box": {"type": "array"}})


def test_a_lost_field(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lost field is an error that names its component."""
    monkeypatch.setattr(MapRules, "members", lambda _self, _model: [])
    with pytest.raises(DocumentError, match="#/components/schemas/Box: lid would be lost"):
        ParsedSchemas({"Box": {"type": "object", "properties": {"lid": {"type": "string"}}}})


def test_a_schema_that_the_parser_rejects() -> None:
    """A schema that the parser rejects is an error that names the operation."""
    with pytest.raises(DocumentError, match=r"getThing \(GET /thing\): .*Could not find reference"):
        ParsedSchemas({}).property(
            {"$ref": "#/components/schemas/None"}, "get_thing", "getThing (GET /thing)", required=True
        )


def test_a_property_without_a_type() -> None:
    """A property of a kind that the normal form excludes, such as a constant, is an error that names it."""
    made = object.__new__(ConstProperty)
    made.name = UntrustedString("kind")
    with pytest.raises(DocumentError, match="'kind' is a ConstProperty, which has no Python type"):
        ParsedSchemas({}).type_of(made)
