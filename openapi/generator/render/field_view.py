"""The view of a field for the templates: its annotations and expressions as code."""

from __future__ import annotations

from dataclasses import dataclass

from ..types.fields import Field
from ..types.python_types import (
    Enum,
    ListOf,
    Model,
    Type,
    classes,
    is_list,
    is_nullable,
    is_rewritten,
    models,
    sole,
)
from .annotations import annotation, argument, may_be_null, nullable_value, optional, request_annotation
from .converters import Shape, converter, shape, to_json, usual_kind
from .escaping import Code, code, identifier, joined, literal


@dataclass(frozen=True)
class FieldView:
    """A field of a model or an argument of an operation, for the templates."""

    field: Field
    is_sent_only: bool = False
    """Whether it is a field of a model that occurs in requests only."""
    is_sent: bool = False
    """Whether it is a field of a model that occurs in requests."""

    @property
    def name(self) -> str:
        """The name in Python."""
        return self.field.name

    @property
    def wire(self) -> str:
        """The name in JSON, or of the parameter."""
        return self.field.wire

    @property
    def kind(self) -> Type:
        """The type."""
        return self.field.property.type

    @property
    def required(self) -> bool:
        """Whether it must be present; in a model that is sent too, a read-only field need not be."""
        return self.field.property.required and not (self.is_sent and self.field.property.read_only)

    @property
    def nullable(self) -> bool:
        """Whether null is one of its values."""
        return is_nullable(self.kind)

    @property
    def description(self) -> str:
        """The description in the document, on one line."""
        return " ".join(self.field.property.description.split())

    @property
    def type(self) -> Code:
        """The annotation of the attribute; `… | None` unless it is required and not nullable."""
        kind = request_annotation(self.kind) if self.is_sent_only else annotation(self.kind)
        return kind if self.required and not self.nullable else optional(kind)

    @property
    def argument(self) -> Code:
        """The annotation of the argument; if it is optional, None means "not sent"."""
        kind = argument(self.kind)
        return kind if self.required else optional(kind)

    @property
    def item(self) -> Code:
        """The annotation of the value in a `TypedDict`."""
        kind = literal(nullable_value(self.kind))
        return kind if self.required else code("NotRequired[%s]", kind)

    @property
    def shape(self) -> Shape:
        """The branch of the models' template that reads it."""
        return shape(self.kind)

    @property
    def classes(self) -> set[tuple[str, str]]:
        """The (module, class) pairs of the generated classes in its type."""
        return classes(self.kind)

    @property
    def models(self) -> set[tuple[str, str]]:
        """The (module, class) pairs of the generated models in its type, without the enums."""
        return models(self.kind)

    @property
    def is_list(self) -> bool:
        """Whether it is a list, from which a malformed item is left out."""
        return is_list(self.kind)

    @property
    def has_nullable_items(self) -> bool:
        """Whether it is a list whose items may be null; a malformed item reads None."""
        one = sole(self.kind)
        return isinstance(one, ListOf) and may_be_null(one.item)

    @property
    def rewritten(self) -> bool:
        """Whether its value may be spelt differently from how we write it."""
        return is_rewritten(self.kind)

    @property
    def class_name(self) -> Code:
        """The name of its generated class."""
        one = sole(self.kind)
        return identifier(one.name if isinstance(one, Enum | Model) else "")

    @property
    def source_slot(self) -> Code:
        """The hidden attribute for the JSON value as received, if it has to be kept; else nothing."""
        kept = self.rewritten or (self.required and self.nullable)
        return code("_%s_read", identifier(self.name)) if kept else Code("")

    @property
    def source(self) -> Code:
        """The expression of the JSON value to keep."""
        name = identifier(self.name)
        kept = {"None": Code("None"), "value": name, "copy": code("record.snapshot(%s)", name)}
        return kept[self.kept]

    @property
    def converter(self) -> Code:
        """The expression of the function that reads it."""
        return converter(self.kind)

    @property
    def reader(self) -> Code:
        """The function that reads a value which no inline branch of the template reads."""
        if self.shape in ("str", "map", "uuid", "moment"):
            return self.converter
        return code("_read_%s", identifier(self.name))

    @property
    def usual(self) -> Code:
        """The expression that says how its usual values are read in a list of records."""
        kind = usual_kind(self.kind)
        arguments = [literal(kind)]
        if kind == "enum":
            arguments.append(code("_known_%s", identifier(self.name)))
        elif kind == "model":
            arguments.append(code("read_%s", self.class_name))
        elif kind in ("list", "nullable_list", "other"):
            arguments.append(self.reader)
        if self.source_slot:
            arguments.append(code("keep=%s", literal(self.kept)))
        if self.required and self.nullable:
            arguments.append(code("missing=%s", literal("...")))
        return code("Usual(%s)", joined(", ", arguments))

    @property
    def kept(self) -> str:
        """What is kept of the JSON value: nothing, the value, or a copy."""
        if not self.rewritten:
            return "None"
        return "value" if self.shape in ("uuid", "moment") else "copy"

    @property
    def json(self) -> Code:
        """The expression of the JSON value: as received, if that was spelt differently and still has the same value."""
        name = identifier(self.name)
        value = to_json(self.kind, name)
        if not self.rewritten:
            return value
        unknown = Code("in (None, ...)") if self.required and self.nullable else Code("is None")
        original_json = code("record.original_json(self.%s, %s, %s)", self.source_slot, self.reader, name)
        return code("%s if self.%s %s else %s", value, self.source_slot, unknown, original_json)
