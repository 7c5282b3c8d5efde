"""The view of an operation for the templates: its arguments, its body, and the decoders of its responses."""

from __future__ import annotations

from collections.abc import Callable
from pprint import pformat
from textwrap import indent

from ..json_types import Schema
from ..read.media_types import ANYTHING, JSON, Success, kind_of
from ..read.parameters import wire_names_in
from ..types.fields import Field
from ..types.python_types import ListOf, Map, Model, Property, Scalar, Type, is_nullable, variants
from ..types.typed_operations import TypedOperation
from .annotations import annotation, body_argument, optional
from .converters import converter
from .escaping import Code, code, joined, literal, split
from .field_view import FieldView
from .parameter_styles import styles

GATEWAY = {
    "401": "The token is invalid or expired",
    "403": "The token does not allow this",
    "429": "Too many requests; `retry_after` says how many seconds to wait, or is None",
}
"""Failures that every operation may have, whether the document lists them or not."""
DECODED = ("json", "any")
"""The kinds of responses that may be JSON, and have a schema."""
TYPES = {"text": Code("str"), "bytes": Code("bytes"), "nothing": Code("None"), "any": Code("Any")}
"""The types of responses that are not JSON."""


class OperationView:
    """An operation, for the templates of its module and its methods."""

    def __init__(
        self, typed: TypedOperation, fields: Callable[[Model], list[FieldView]], *, has_large_responses: bool
    ) -> None:
        """Set the operation, the function that returns the fields of a model, and whether large responses may come."""
        self._has_large_responses = has_large_responses
        self.operation = typed.operation
        self._typed = typed
        self._fields = fields
        arguments = [(one, FieldView(Field(prop, one.wire, one.name))) for one, prop in typed.parameters]
        self.path = [field for parameter, field in arguments if parameter.location == "path"]
        by_wire = {field.wire: field for field in self.path}
        self.path_values = [by_wire[wire] for wire in wire_names_in(self.operation.path)]
        keywords = [(parameter, field) for parameter, field in arguments if parameter.location != "path"]
        self.keywords = [field for _, field in sorted(keywords, key=lambda pair: not pair[0].required)]
        self.by_location = {
            name: [field for parameter, field in keywords if parameter.location == location]
            for name, location in (("query", "query"), ("headers", "header"), ("cookies", "cookie"))
        }
        self.descriptions = {field.name: parameter.description for parameter, field in arguments}
        of_body = typed.operation.body.styles if typed.operation.body else {}
        self.styles = styles(typed.parameters) | {f"body:{name}": style for name, style in of_body.items()}

    @property
    def media_types(self) -> list[str]:
        """The media types of the body."""
        return list(self.operation.body.contents) if self.operation.body else []

    @property
    def has_media_type(self) -> bool:
        """Whether the caller may choose the media type of the body."""
        return len(self.media_types) > 1 or any("*" in name for name in self.media_types)

    @property
    def media_type(self) -> Code:
        """The annotation of the argument for the media type."""
        if any("*" in name for name in self.media_types):
            return Code("str | None")
        return code("Literal[%s] | None", joined(", ", map(literal, self.media_types)))

    @property
    def body(self) -> Code:
        """The annotation of the body."""
        kinds: list[Code] = []
        for (name, schema), prop in self._contents:
            plain = Code("str") if kind_of(name, schema) == "text" else Code("bytes | File | str")
            kinds += split(body_argument([prop.type]) if _is_structured(name, schema) else plain)
        text = Code("Any") if "Any" in kinds else joined(" | ", dict.fromkeys(kinds))
        return text if self.operation.body and self.operation.body.required else code("%s = None", optional(text))

    @property
    def takes_object(self) -> bool:
        """Whether a JSON body is an object."""
        of_json = [prop.type for content, prop in self._contents if kind_of(*content) == "json"]
        return all(_is_object(kind) for kind in of_json)

    @property
    def structured(self) -> list[str]:
        """The media types of the body that take a model."""
        return [name for (name, schema), _ in self._contents if _is_structured(name, schema)]

    @property
    def unstructured(self) -> list[str]:
        """The media types of the body that take text, bytes or a file."""
        return [name for (name, schema), _ in self._contents if not _is_structured(name, schema)]

    @property
    def _contents(self) -> list[tuple[tuple[str, Schema], Property]]:
        """Return the media types of the body with their schemas and types."""
        contents = self.operation.body.contents if self.operation.body else {}
        return list(zip(contents.items(), self._typed.bodies, strict=True))

    @property
    def response(self) -> Code:
        """The annotation of the decoded response."""
        kinds = dict.fromkeys(part for one in self._typed.successes for part in split(_annotation(*one)))
        return Code("Any") if "Any" in kinds else joined(" | ", sorted(kinds, key="None".__eq__))

    @property
    def accept(self) -> str:
        """The Accept header, unless the client's own is right: large responses are JSON in any document of epilot."""
        successes = [success for success, _ in self._typed.successes]
        names = dict.fromkeys(
            JSON if name == ANYTHING and one.kind == "json" else name for one in successes for name in one.media_types
        )
        plain = all(name.partition(";")[0].strip() == JSON for name in names)
        if self._has_large_responses and plain:
            return ""
        fallback = ANYTHING if any(one.kind == "any" for one in successes) else JSON
        return ", ".join(names) or fallback

    @property
    def kind(self) -> str:
        """The kind of body of the usual success."""
        return self._typed.successes[0][0].kind

    @property
    def decode(self) -> Code:
        """The expression that decodes the usual success."""
        return self._decode(*self._typed.successes[0])

    @property
    def others(self) -> list[tuple[str, Code]]:
        """The expressions of the successes that differ from the usual one, by status."""
        usual, *others = [(one.status, one.kind, self._decode(one, prop)) for one, prop in self._typed.successes]
        if all(one[1:] == usual[1:] for one in others):
            return []
        # All of them: a range may contain the status of the usual one, which must be found before it.
        return [(s, code("types.Success(%s, %s)", literal(kind), text)) for s, kind, text in (usual, *others)]

    @property
    def arguments(self) -> list[str]:
        """The names of the arguments of the method, which deletes them: no traceback shows their values."""
        body = ["body"] if self.operation.body else []
        media_type = ["media_type"] if self.has_media_type else []
        return [*(field.name for field in (*self.path, *self.keywords)), *body, *media_type]

    @property
    def annotations(self) -> list[Code]:
        """The annotations of the method."""
        arguments = [field.argument for field in (*self.path, *self.keywords)]
        body = [self.body] if self.operation.body else []
        return [*arguments, *body, *([self.media_type] if self.has_media_type else []), self.response]

    @property
    def failures(self) -> list[tuple[str, str]]:
        """The statuses of failures with their descriptions: those of the document, and those of any gateway."""
        named = {status: description for status, (description, _) in self.operation.failures.items()}
        return sorted((GATEWAY | named).items())

    @property
    def example(self) -> str:
        """A call with the example of the body in the document, or an empty text."""
        body = self.operation.body
        if body is None or body.example is None:
            return ""
        arguments = [*(field.name for field in self.path), pformat(body.example, width=90, sort_dicts=False)]
        if "\n" not in arguments[-1]:
            return f"await client.{self.operation.name}({', '.join(arguments)})"
        lines = indent(",\n".join(arguments), "    ")
        return f"await client.{self.operation.name}(\n{lines},\n)"

    @property
    def types(self) -> list[Type]:
        """All types of the operation."""
        return self._typed.types

    @property
    def sent_types(self) -> list[Type]:
        """The types of its parameters and bodies."""
        return self._typed.sent_types

    @property
    def decoded(self) -> list[Type]:
        """The types whose classes the decoders name."""
        return [prop.type for _, prop in self._typed.successes if prop is not None]

    def _decode(self, success: Success, prop: Property | None) -> Code:
        """Return the expression that decodes one success. Its main fields must be there; see `types.response_of`."""
        if success.kind == "nothing" or (prop and prop.type == Scalar("none")):
            return Code("types.nothing")
        if success.kind not in DECODED or prop is None or prop.type == Scalar("any"):
            return Code("types.unchanged")
        given = prop.type
        if isinstance(given, ListOf):
            return code("types.list_response_of(%s)", converter(given.item))
        required = [literal((f.name, f.wire)) for f in self._required(given)]
        arguments = joined(", ", [converter(given), *required])
        return code("types.response_of(%s, nullable=%s)", arguments, literal(is_nullable(given)))

    def _required(self, given: Type) -> list[FieldView]:
        """Return the fields without which a response is an error: required, not nullable, and of a known type."""
        if not isinstance(given, Model):
            return []
        required = [f for f in self._fields(given) if f.field.property.required]
        found = [f for f in required if not f.nullable and annotation(f.kind) != "Any"]
        return [f for f in found if not f.field.property.write_only]  # no response has those


def _is_structured(media_type: str, schema: Schema) -> bool:
    """Return whether a body of a media type is JSON or a form."""
    return kind_of(media_type, schema) == "json" or "form" in media_type


def _is_object(given: Type) -> bool:
    """Return whether every value of a type is an object."""
    return not is_nullable(given) and all(isinstance(one, Model | Map) for one in variants(given))


def _annotation(success: Success, prop: Property | None) -> Code:
    """Return the annotation of a decoded success."""
    if success.kind in DECODED and prop is not None:
        return optional(annotation(prop.type)) if is_nullable(prop.type) else annotation(prop.type)
    return TYPES[success.kind]
