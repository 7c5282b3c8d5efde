"""What the templates need to know of an operation: its arguments, its body, what its replies mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..read.document import Schema
from ..read.media_types import JSON, Success, kind_of
from ..read.parameters import USUAL, Parameter, wires_of
from ..types.known import is_map, is_write_only
from ..types.typed import Typed
from ..upstream import properties as p
from .dialect import annotation, converter, is_nullable
from .escaping import Code, code, joined, literal, split
from .fields import Field, body_argument, optional

STRINGS = ("str", "UUID")
"""The types of ids in paths, which the facade takes and no others unless it is told."""
TYPES = {"text": Code("str"), "bytes": Code("bytes"), "nothing": Code("None"), "any": Code("Any")}
"""The types of replies that are no JSON."""
AS_USUAL = {"path": "simple", "query": "form*", "header": "simple", "cookie": "form"}
"""How a parameter is written if nothing is said of it."""


class Call:
    """An operation as its method and its module say it."""

    def __init__(self, one: Typed, fields: Callable[[Any], list[Field]]) -> None:
        """Look at an operation; `fields` gives those of a model."""
        self.said = one.said
        self._one = one
        self._fields = fields
        self.arguments = [(said, Field(prop, said.wire, said.name)) for said, prop in one.arguments]
        self.path = [field for parameter, field in self.arguments if parameter.place == "path"]
        by_wire = {field.wire: field for field in self.path}
        self.placed = [by_wire[wire] for wire in wires_of(self.said.path)]
        named = [(parameter, field) for parameter, field in self.arguments if parameter.place != "path"]
        self.named = [field for _, field in sorted(named, key=lambda pair: not pair[0].required)]
        self.places = {
            keyword: [field for parameter, field in named if parameter.place == place]
            for keyword, place in (("query", "query"), ("headers", "header"), ("cookies", "cookie"))
        }
        self.descriptions = {field.name: parameter.description for parameter, field in self.arguments}

    @property
    def media_types(self) -> list[str]:
        """What the body may be."""
        return list(self.said.body.contents) if self.said.body else []

    @property
    def chooses(self) -> bool:
        """Whether the caller may say what the body is."""
        return len(self.media_types) > 1 or any("*" in name for name in self.media_types)

    @property
    def media_type(self) -> Code:
        """The type of the argument for that."""
        if any("*" in name for name in self.media_types):
            return Code("str | None")
        return code("Literal[%s] | None", joined(", ", map(literal, self.media_types)))

    @property
    def body(self) -> Code:
        """The type of the body."""
        kinds: list[Code] = []
        for (name, schema), prop in self._contents:
            kind = kind_of(name, schema)
            structured = kind == "json" or "form" in name
            plain = Code("str") if kind == "text" else Code("bytes | File | str")
            kinds += split(body_argument([prop]) if structured else plain)
        text = Code("Any") if "Any" in kinds else joined(" | ", dict.fromkeys(kinds))
        return text if self.said.body and self.said.body.required else code("%s = None", optional(text))

    @property
    def takes_object(self) -> bool:
        """Whether a body of JSON is an object."""
        of_json = [prop for content, prop in self._contents if kind_of(*content) == "json"]
        return all(isinstance(one, p.ModelProperty) for prop in of_json for one in _inner(prop))

    @property
    def _contents(self) -> list[tuple[tuple[str, Schema], Any]]:
        contents = self.said.body.contents if self.said.body else {}
        return list(zip(contents.items(), self._one.bodies, strict=True))

    @property
    def styles(self) -> dict[str, str]:
        """How the parameters are written that are not written as usual."""
        return {
            f"{parameter.place}:{parameter.wire}": parameter.style
            for parameter, field in self.arguments
            if _is_unusual(parameter, field)
        }

    @property
    def reply(self) -> Code:
        """The type of the decoded reply."""
        kinds = dict.fromkeys(part for one in self._one.successes for part in split(_type(*one)))
        return Code("Any") if "Any" in kinds else joined(" | ", sorted(kinds, key="None".__eq__))

    @property
    def accept(self) -> str:
        """The media types to ask for, where a success may be something else than plain JSON."""
        names = dict.fromkeys(name for one, _ in self._one.successes for name in one.media_types)
        return "" if all(name.partition(";")[0].strip() in (JSON, "*/*") for name in names) else ", ".join(names)

    @property
    def kind(self) -> str:
        """What the usual success is."""
        return self._one.successes[0][0].kind

    @property
    def decode(self) -> Code:
        """The expression that decodes the usual success."""
        return self._decode(*self._one.successes[0])

    @property
    def others(self) -> list[tuple[str, Code]]:
        """The expressions of the successes that differ from that one, by status."""
        usual, *others = [(one.status, one.kind, self._decode(one, prop)) for one, prop in self._one.successes]
        if all(one[1:] == usual[1:] for one in others):
            return []
        # All of them: where one is a range, what is like the usual one must stand before it.
        return [(s, code("types.Reply(%s, %s)", literal(kind), text)) for s, kind, text in (usual, *others)]

    @property
    def annotations(self) -> list[Code]:
        """The annotations of the method."""
        arguments = [field.argument for field in (*self.path, *self.named)]
        body = [self.body] if self.said.body else []
        return [*arguments, *body, *([self.media_type] if self.chooses else []), self.reply]

    @property
    def properties(self) -> list[Any]:
        """Everything that has a type."""
        return self._one.properties

    @property
    def classes(self) -> list[Any]:
        """The properties whose classes the decoders name."""
        return [prop for _, prop in self._one.successes if prop is not None]

    def _decode(self, success: Success, prop: Any) -> Code:
        if success.kind == "nothing" or isinstance(prop, p.NoneProperty):
            return Code("types.nothing")
        if success.kind != "json" or isinstance(prop, p.AnyProperty):
            return Code("types.as_it_is")
        if isinstance(prop, p.ListProperty):
            return code("types.list_reply_of(%s)", converter(prop.inner_property))
        required = [literal((f.name, f.wire)) for f in self._required(prop)]
        arguments = joined(", ", [converter(prop), *required])
        return code("types.reply_of(%s, nullable=%s)", arguments, literal(is_nullable(prop)))

    def _required(self, prop: Any) -> list[Field]:
        if not isinstance(prop, p.ModelProperty) or is_map(prop):
            return []
        found = [f for f in self._fields(prop) if f.required and not f.nullable and annotation(f.prop) != "Any"]
        return [f for f in found if not is_write_only(prop, f.wire)]  # no reply has those


def _inner(prop: Any) -> list[Any]:
    return prop.inner_properties if isinstance(prop, p.UnionProperty) else [prop]


def _is_unusual(parameter: Parameter, field: Field) -> bool:
    if parameter.place == "path" and annotation(field.prop) not in STRINGS:
        return True
    if parameter.style in (AS_USUAL[parameter.place], USUAL[parameter.place]) and _is_scalar(field.prop):
        return False
    if parameter.place == "query" and any(
        isinstance(one, p.ModelProperty | p.AnyProperty) for one in _inner(field.prop)
    ):
        return True  # the facade takes no object for a mere value, unless it is told
    return parameter.style != AS_USUAL[parameter.place]


def _is_scalar(prop: Any) -> bool:
    return not any(isinstance(one, p.ListProperty | p.ModelProperty | p.AnyProperty) for one in _inner(prop))


def _type(success: Success, prop: Any) -> Code:
    if success.kind == "json":
        return optional(annotation(prop)) if is_nullable(prop) else annotation(prop)
    return TYPES[success.kind]
