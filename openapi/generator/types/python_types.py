"""The Python types of schemas: scalars, enums, models, maps, lists and unions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["str", "bool", "int", "float", "any", "uuid", "date", "datetime", "file", "none"]
REWRITTEN: frozenset[Kind] = frozenset({"uuid", "date", "datetime"})
"""Scalars with several spellings of one value: a UUID in upper case, a date-time with other digits."""


@dataclass(frozen=True)
class Scalar:
    """A value without parts."""

    kind: Kind


@dataclass(frozen=True)
class Enum:
    """A generated enum."""

    name: str
    module: str
    description: str
    members: dict[str, str] | dict[str, int]
    """Values by the names of the members."""

    @property
    def is_text(self) -> bool:
        """Whether its values are strings; else they are integers."""
        return isinstance(next(iter(self.members.values())), str)


@dataclass(eq=False)
class Model:
    """A generated model. Its fields are added after all models are known, since models may refer to one another."""

    name: str
    module: str
    description: str
    properties: list[Property] = field(default_factory=list["Property"])
    """The required ones first."""
    twin: str = ""
    """The name of its `TypedDict`, if a request may contain it; see `twins`."""


@dataclass(frozen=True)
class Map:
    """A plain dict: an object without named fields."""

    values: Type | None
    """The type of its values; None where they may be anything."""


@dataclass(frozen=True)
class ListOf:
    """A list."""

    item: Type


@dataclass(frozen=True)
class Union:
    """One of several types."""

    variants: tuple[Type, ...]
    """Null is not among them."""
    nullable: bool
    tag: str = ""
    """The property whose value selects the variant, if there is one."""
    classes: tuple[tuple[str, str], ...] = ()
    """Pairs of a value of that property and the name of the selected class, or "" where the fields decide."""


Type = Scalar | Enum | Model | Map | ListOf | Union
ANY = Scalar("any")


@dataclass(frozen=True)
class Property:
    """A property of a model, or a parameter, body or response of an operation."""

    name: str
    """The name in the document."""
    type: Type
    required: bool
    description: str = ""
    write_only: bool = False
    """Whether it occurs in requests only."""
    read_only: bool = False
    """Whether it occurs in responses only."""


def variants(given: Type) -> tuple[Type, ...]:
    """Return the variants of a union without null; of any other type, the type itself."""
    return given.variants if isinstance(given, Union) else (given,)


def sole(given: Type) -> Type:
    """Return the only variant of a union; any other type as it is, as is a union with a tag, which may get more."""
    return variants(given)[0] if len(variants(given)) == 1 and not has_tag(given) else given


def has_tag(given: Type) -> bool:
    """Return whether a property selects the variant, so that a value of it that is newer than the spec reads a dict."""
    return isinstance(given, Union) and given.tag != ""


def is_nullable(given: Type) -> bool:
    """Return whether null is a value of the type."""
    return isinstance(given, Union) and given.nullable


def is_list(given: Type) -> bool:
    """Return whether the type is a list, or a list and null."""
    return isinstance(sole(given), ListOf)


def is_rewritten(given: Type) -> bool:
    """Return whether a value may be spelt differently from how we write it."""
    return any(isinstance(one, Scalar) and one.kind in REWRITTEN for one in parts(given))


def parts(given: Type, enter: Callable[[Model], bool] = lambda _: False) -> Iterator[Type]:
    """Yield a type and the types it is made of; those of a model's fields where `enter` returns True."""
    todo: list[Type] = [given]
    while todo:
        one = todo.pop()
        yield one
        if isinstance(one, Union):
            todo += one.variants
        elif isinstance(one, ListOf):
            todo.append(one.item)
        elif isinstance(one, Map) and one.values is not None:
            todo.append(one.values)
        elif isinstance(one, Model) and enter(one):
            todo += [inner.type for inner in one.properties]


def classes(given: Type) -> set[tuple[str, str]]:
    """Return the (module, class) pairs of the generated classes that the type names."""
    return {(one.module, one.name) for one in parts(given) if isinstance(one, Enum | Model)}


def models(given: Type) -> set[tuple[str, str]]:
    """Return the (module, class) pairs of the generated models that the type names, without the enums."""
    return {(one.module, one.name) for one in parts(given) if isinstance(one, Model)}


def reachable_classes(types: list[Type]) -> set[tuple[str, str]]:
    """Return the (module, class) pairs of all generated classes that values of the types hold, at any depth."""
    entered: set[str] = set()

    def enter(model: Model) -> bool:
        """Return whether a model is met for the first time."""
        first = model.name not in entered
        entered.add(model.name)
        return first

    return {(one.module, one.name) for given in types for one in parts(given, enter) if isinstance(one, Enum | Model)}
