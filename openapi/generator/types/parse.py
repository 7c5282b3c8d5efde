"""Parse normalised component schemas with openapi_python_client, and convert its properties into our types."""

from __future__ import annotations

import json

from ..errors import DocumentError, located
from ..json_types import Schema
from ..read.pointers import schema_name, schema_pointer
from ..upstream import (
    AnyProperty,
    BooleanProperty,
    DateProperty,
    DateTimeProperty,
    EnumProperty,
    FileProperty,
    FloatProperty,
    IntProperty,
    ListProperty,
    ModelProperty,
    NoneProperty,
    Parser,
    StringProperty,
    UnionProperty,
    UntrustedString,
    UuidProperty,
)
from ..upstream import Property as Parsed
from .discriminators import is_single, tag_of
from .maps import MapRules
from .parser_input import mangle_field_names, unmangle, with_discriminators
from .python_types import Enum, Kind, ListOf, Map, Model, Property, Scalar, Type, Union

# The formats that become a type of their own are in `FORMATS` of `normalise/strip.py`.
SCALARS: dict[type, Kind] = {
    StringProperty: "str",
    BooleanProperty: "bool",
    IntProperty: "int",
    FloatProperty: "float",
    AnyProperty: "any",
    UuidProperty: "uuid",
    DateProperty: "date",
    DateTimeProperty: "datetime",
    FileProperty: "file",
    NoneProperty: "none",
}


MAX_DEPTH = 40
"""Levels of lists, maps and unions in one annotation."""
MAX_PARTS = 2000
"""Types in one annotation. Each use of a component that is no class counts with all its parts."""
ADVICE = "list one of them under `untyped` in the settings with a reason"


class ParsedSchemas:
    """The types of a document in normal form.

    Attributes:
        models: The models that become classes.
        enums: The enums.
        aliases: The types of the components that are not classes, by component name.
    """

    def __init__(self, schemas: dict[str, Schema]) -> None:
        """Parse component schemas.

        Raises:
            DocumentError: The parser rejects a schema, or would lose a field.
        """
        self._parts = 0
        self._schemas: dict[str, Schema] = with_discriminators(schemas)
        self._parser = Parser(mangle_field_names(self._schemas))
        parsed = {str(model.class_info.name): model for model in self._parser.models}
        self._maps = MapRules(parsed, self._schemas.keys())
        self._models = {name: _empty(model) for name, model in parsed.items() if not self._maps.is_map(model)}
        for name, model in self._models.items():
            with located(schema_pointer(name)):
                model.properties += self._properties(parsed[name])
        self._check_fields(parsed)
        self.models = list(self._models.values())
        self.enums = [_enum(prop) for prop in self._parser.enums]
        self.aliases = {name: prop for name, prop in self._components() if not isinstance(prop.type, Enum | Model)}

    def property(self, schema: Schema, name: str, where: str, *, required: bool) -> Property:
        """Parse the schema of a parameter, body or response.

        Args:
            schema: The schema in normal form.
            name: The name of the operation.
            where: The operation, for messages.
            required: Whether the value must be present.

        Raises:
            DocumentError: The parser rejects it.
        """
        return self._property(self._parser.property(with_discriminators(schema), name, where, required=required), name)

    def _components(self) -> list[tuple[str, Property]]:
        """Return the types of the components by name."""
        named = ((schema_name(text(path)), prop) for path, prop in self._parser.by_reference.items())
        found: list[tuple[str, Property]] = []
        for name, prop in named:
            with located(schema_pointer(name.rpartition("/")[2])):
                found.append((name.rpartition("/")[2], self._property(prop, name)))
        return found

    def _properties(self, model: ModelProperty) -> list[Property]:
        """Return the properties of a model, with `writeOnly` and `readOnly` from the document."""
        known = self._schemas.get(str(model.class_info.name), {}).get("properties", {})
        made: list[Property] = []
        for parsed in self._maps.members(model):
            name = unmangle(text(parsed.name))
            marks = [known.get(name, {}).get(mark) is True for mark in ("writeOnly", "readOnly")]
            made.append(self._property(parsed, name, *marks))
        return made

    def _property(self, parsed: Parsed, name: str, *marks: bool) -> Property:
        """Convert a property of the parser under its name in the document; `marks` are `writeOnly` and `readOnly`."""
        self._parts = 0
        return Property(name, self.type_of(parsed), bool(parsed.required), text(parsed.description), *marks)

    def type_of(self, parsed: Parsed, depth: int = 0) -> Type:
        """Convert a property of the parser.

        Raises:
            DocumentError: It is of a kind that no schema in normal form becomes, or has too many parts.
            RecursionError: It is nested too deeply for an annotation.
        """
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise DocumentError(f"{text(parsed.name)!r} is made of more than {MAX_PARTS} types; {ADVICE}")
        if depth > MAX_DEPTH:
            raise RecursionError
        if type(parsed) in SCALARS:
            return Scalar(SCALARS[type(parsed)])
        if isinstance(parsed, EnumProperty):
            return _enum(parsed)
        if isinstance(parsed, ModelProperty):
            return self._object(parsed, depth + 1)
        if isinstance(parsed, ListProperty):
            return ListOf(self.type_of(parsed.inner_property, depth + 1))
        if isinstance(parsed, UnionProperty):
            return self._union(parsed, depth + 1)
        raise DocumentError(f"{text(parsed.name)!r} is a {type(parsed).__name__}, which has no Python type")

    def _object(self, parsed: ModelProperty, depth: int) -> Type:
        """Return the model of an object with declared fields, or the `Map` of one without; see `MapRules`."""
        if not self._maps.is_map(parsed):
            return self._models[str(parsed.class_info.name)]
        values = self._maps.values(parsed)
        return Map(None if values is None else self.type_of(values, depth))

    def _union(self, parsed: UnionProperty, depth: int) -> Union:
        """Return a union without its null, and with its discriminator."""
        inner = parsed.inner_properties
        kept = [one for one in inner if not isinstance(one, NoneProperty)]
        tag, classes = tag_of(parsed, self._maps)
        nullable = len(kept) < len(inner) and not is_single(parsed)
        variants = tuple(self.type_of(one, depth) for one in kept)
        return Union(variants, nullable, tag, tuple(classes.items()))

    def _check_fields(self, parsed: dict[str, ModelProperty]) -> None:
        """Compare the fields of the document with those that the parser kept."""
        for name, schema in self._schemas.items():
            members = self._maps.members(parsed[name]) if name in parsed else []
            lost = set(schema.get("properties") or {}) - {unmangle(text(one.name)) for one in members}
            if lost:
                raise DocumentError(f"{schema_pointer(name)}: {', '.join(sorted(lost))} would be lost")


def text(value: UntrustedString | str | None) -> str:
    """Return the plain string of a text that the parser read."""
    return value.get_untrusted_value() if isinstance(value, UntrustedString) else value or ""


def _empty(parsed: ModelProperty) -> Model:
    """Return a model whose fields are added later."""
    return Model(str(parsed.class_info.name), str(parsed.class_info.module_name), text(parsed.description))


def _enum(parsed: EnumProperty) -> Enum:
    """Convert an enum of the parser."""
    # The parser keeps texts escaped.
    values = {str(key): json.loads(f'"{one}"') if isinstance(one, str) else one for key, one in parsed.values.items()}
    return Enum(str(parsed.class_info.name), str(parsed.class_info.module_name), text(parsed.description), values)
