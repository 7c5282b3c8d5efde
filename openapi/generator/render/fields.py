"""The fields of the models and the arguments of the operations, each with its name and its types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import DocumentError
from ..naming.python_names import any_name, free, meeting, python_name
from ..types.known import is_map, members, text, wire_name
from ..upstream import properties as p
from .dialect import REWRITTEN, annotation, converter, is_nullable, is_rewritten, shape, to_json, variants
from .escaping import Code, code, identifier, joined, split


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
    def type(self) -> Code:
        """The type as an attribute."""
        return annotation(self.prop) if self.required and not self.nullable else optional(annotation(self.prop))

    @property
    def argument(self) -> Code:
        """The type as an argument; where it is optional, None is "not sent"."""
        kind = argument(self.prop)
        return kind if self.required else optional(kind)

    @property
    def is_list(self) -> bool:
        """Whether it may hold a list."""
        return any(isinstance(one, p.ListProperty) for one in variants(self.prop))

    @property
    def kept(self) -> Code:
        """The hidden attribute for how the value came, if that has to be known; else nothing."""
        known = self.rewritten or (self.required and self.nullable)
        return code("_%s_read", identifier(self.name)) if known else Code("")

    @property
    def came(self) -> Code:
        """The expression of how the value came, to be kept."""
        if not self.rewritten:
            return Code("None")
        name = identifier(self.name)
        return name if shape(self.prop) in ("uuid", "moment") else code("record.snapshot(%s)", name)

    @property
    def reader(self) -> Code:
        """The function that reads a value which is not as usual."""
        if shape(self.prop) in ("str", "map", "uuid", "moment"):
            return converter(self.prop)
        return code("_read_%s", identifier(self.name))

    @property
    def json(self) -> Code:
        """The expression of the JSON value: as it came, where that was written otherwise and still stands for it."""
        name = identifier(self.name)
        value = to_json(self.prop, name)
        if not self.rewritten:
            return value
        unknown = Code("in (None, ...)") if self.required and self.nullable else Code("is None")
        as_it_came = code("record.as_it_came(self.%s, %s, %s)", self.kept, self.reader, name)
        return code("%s if self.%s %s else %s", value, self.kept, unknown, as_it_came)

    @property
    def rewritten(self) -> bool:
        """Whether the value may have been written otherwise than we would write it."""
        return is_rewritten(self.prop)


def optional(kind: Code) -> Code:
    """Add None to a type that has it not."""
    return kind if kind == "Any" or "None" in kind.split(" | ") else code("%s | None", kind)


def argument(prop: Any) -> Code:
    """Give the type as an argument: of lists any sequence, or one item alone; of models the plain dict too."""
    if isinstance(prop, p.ListProperty):
        item = argument(prop.inner_property)
        return Code("Any") if item == "Any" else code("%s | Sequence[%s]", item, item)
    if isinstance(prop, p.UnionProperty):
        kinds = list(dict.fromkeys(part for one in variants(prop) for part in split(argument(one))))
        return Code("Any") if "Any" in kinds else joined(" | ", kinds)
    if isinstance(prop, p.ModelProperty):
        return Code("Mapping[str, Any]") if is_map(prop) else code("%s | Mapping[str, Any]", annotation(prop))
    return code("%s | str", annotation(prop)) if isinstance(prop, REWRITTEN) else annotation(prop)


def body_argument(props: Iterable[Any]) -> Code:
    """Give the type of a body that may be any of several."""
    kinds: dict[Code, None] = {}
    for prop in (one for given in props for one in variants(given)):
        if isinstance(prop, p.ListProperty):
            item = argument(prop.inner_property)
            kinds |= dict.fromkeys([Code("Any") if item == "Any" else code("Sequence[%s]", item)])
        else:
            kinds |= dict.fromkeys(split(argument(prop)))
    if "Any" in kinds:
        return Code("Any")
    # What every model may be stands at the end, once.
    last = [kind for kind in kinds if kind == "Mapping[str, Any]"]
    return joined(" | ", [*(kind for kind in kinds if kind not in last), *last])


class FieldNamer:
    """Names the fields of models, and says where names meet."""

    def __init__(self, chosen: Mapping[str, str]) -> None:
        """Make one.

        Args:
            chosen: Names by the pointers of the fields, as the settings give them.
        """
        self.chosen = chosen
        self.notes: list[str] = []
        self._made: dict[str, list[Field]] = {}

    def name_all(self, models: Iterable[Any]) -> list[str]:
        """Name the fields of all models and return the assumptions, model by model."""
        for model in models:
            self.fields(model)
        return self.notes

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
