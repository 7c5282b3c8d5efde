"""The fields of the models and the arguments of the operations, each with its name and its types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dialect import REWRITTEN, annotation, is_nullable, is_rewritten, variants
from document import DocumentError
from known import is_map, members, text, wire_name
from naming import any_name, free, meeting, python_name
from openapi_python_client.parser import properties as p


@dataclass(frozen=True)
class Field:
    """A field of a model, or an argument of an operation."""

    prop: Any
    wire: str
    """The name on the wire."""
    name: str
    """The name in Python."""

    @property
    def required(self) -> bool:
        """Whether it must be there."""
        return bool(self.prop.required)

    @property
    def nullable(self) -> bool:
        """Whether null is one of its values."""
        return is_nullable(self.prop)

    @property
    def description(self) -> str:
        """What the document says of it, on one line."""
        return " ".join(text(self.prop.description).split())

    @property
    def type(self) -> str:
        """The type as an attribute."""
        return annotation(self.prop) if self.required and not self.nullable else optional(annotation(self.prop))

    @property
    def argument(self) -> str:
        """The type as an argument; where it is optional, None is "not sent"."""
        kind = argument(self.prop)
        return kind if self.required else optional(kind)

    @property
    def is_list(self) -> bool:
        """Whether it may hold a list."""
        return any(isinstance(one, p.ListProperty) for one in variants(self.prop))

    @property
    def kept(self) -> str:
        """The hidden attribute for how the value came, if that has to be known; else nothing."""
        return f"_{self.name}_read" if self.rewritten or (self.required and self.nullable) else ""

    @property
    def rewritten(self) -> bool:
        """Whether the value may have been written otherwise than we would write it."""
        return is_rewritten(self.prop)


def optional(kind: str) -> str:
    """Add None to a type that has it not."""
    return kind if kind == "Any" or "None" in kind.split(" | ") else f"{kind} | None"


def argument(prop: Any) -> str:
    """Give the type as an argument: of lists any sequence, or one item alone; of models the plain dict too."""
    if isinstance(prop, p.ListProperty):
        item = argument(prop.inner_property)
        return "Any" if item == "Any" else f"{item} | Sequence[{item}]"
    if isinstance(prop, p.UnionProperty):
        kinds = list(dict.fromkeys(part for one in variants(prop) for part in split(argument(one))))
        return "Any" if "Any" in kinds else " | ".join(kinds)
    if isinstance(prop, p.ModelProperty):
        return "Mapping[str, Any]" if is_map(prop) else f"{annotation(prop)} | Mapping[str, Any]"
    return f"{annotation(prop)} | str" if isinstance(prop, REWRITTEN) else annotation(prop)


def body_argument(props: Iterable[Any]) -> str:
    """Give the type of a body that may be any of several."""
    kinds: dict[str, None] = {}
    for prop in (one for given in props for one in variants(given)):
        if isinstance(prop, p.ListProperty):
            item = argument(prop.inner_property)
            kinds |= dict.fromkeys(["Any"] if item == "Any" else [f"Sequence[{item}]"])
        else:
            kinds |= dict.fromkeys(split(argument(prop)))
    if "Any" in kinds:
        return "Any"
    # What every model may be stands at the end, once.
    last = [kind for kind in kinds if kind == "Mapping[str, Any]"]
    return " | ".join([*(kind for kind in kinds if kind not in last), *last])


def split(kind: str) -> list[str]:
    """Split a union at its own bars, and not at those inside of brackets."""
    parts, depth = [""], 0
    for letter in kind:
        depth += (letter == "[") - (letter == "]")
        if letter == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


class Namer:
    """Names the fields of models, and says where names meet."""

    def __init__(self, chosen: Mapping[str, str]) -> None:
        """Make one.

        Args:
            chosen: Names by the pointers of the fields, as the settings give them.
        """
        self.chosen = chosen
        self.notes: list[str] = []
        self._made: dict[str, list[Field]] = {}

    def fields(self, model: Any) -> list[Field]:
        """Give the fields of a model: those that must be there first.

        Raises:
            DocumentError: A name that was chosen is none.
        """
        name = str(model.class_info.name)
        if name not in self._made:
            self._made[name] = self._named(name, [prop for group in members(model) for prop in group])
        return self._made[name]

    def _named(self, model: str, props: list[Any]) -> list[Field]:
        pairs = [(wire_name(prop), self._name(model, wire_name(prop))) for prop in props]
        losers: dict[str, str] = {}
        for name, holder, wire in meeting(pairs):
            losers[wire] = free(name, {*(taken for _, taken in pairs), *losers.values()})
            told = f"{model}: {holder!r} and {wire!r} would both be named {name!r}"
            self.notes.append(f"{told}; the latter is {losers[wire]}")
        return [Field(prop, wire, losers.get(wire, name)) for prop, (wire, name) in zip(props, pairs, strict=True)]

    def _name(self, model: str, wire: str) -> str:
        pointer = f"#/components/schemas/{model}/properties/{wire}"
        if pointer in self.chosen:
            if python_name(self.chosen[pointer], pointer) != self.chosen[pointer]:
                raise DocumentError(f"{pointer}: {self.chosen[pointer]!r} can't be the name of a field")
            return self.chosen[pointer]
        name = any_name(wire, "field")
        try:
            python_name(wire, model)
        except DocumentError as error:
            self.notes.append(f"{error}; it is {name}")
        return name
