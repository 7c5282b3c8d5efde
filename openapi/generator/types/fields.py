"""Name the fields of models, and report the names that collide or are not taken from the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..errors import DocumentError
from ..naming.python_names import any_name, collisions, free, python_name
from ..read.pointers import join
from .python_types import Model, Property


@dataclass(frozen=True)
class Field:
    """A field of a model, or an argument of an operation."""

    property: Property
    wire: str
    """The name in JSON, or of the parameter."""
    name: str
    """The name in Python."""


class FieldNamer:
    """Names the fields of models, and collects the assumptions."""

    def __init__(self, chosen: Mapping[str, str]) -> None:
        """Set the names that the settings choose, by the JSON pointers of the fields."""
        self.chosen = chosen
        self.assumptions: list[str] = []
        self._named: dict[str, list[Field]] = {}

    def name_all(self, models: Iterable[Model]) -> list[str]:
        """Name the fields of all models; return the assumptions, model by model."""
        for model in models:
            self.fields(model)
        return self.assumptions

    def fields(self, model: Model) -> list[Field]:
        """Return the fields of a model, in the order of the document.

        Raises:
            DocumentError: A chosen name is invalid.
        """
        if model.name not in self._named:
            self._named[model.name] = self._fields(model.name, model.properties)
        return self._named[model.name]

    def _fields(self, model: str, properties: list[Property]) -> list[Field]:
        """Return the fields of a model with distinct names. Note each collision."""
        pairs = [(prop.name, self._name(model, prop.name)) for prop in properties]
        renamed: dict[str, str] = {}
        for name, holder, wire in collisions(pairs):
            renamed[wire] = free(name, {*(taken for _, taken in pairs), *renamed.values()})
            collision = f"{model}: {holder!r} and {wire!r} would both be named {name!r}"
            self.assumptions.append(f"{collision}; the latter is {renamed[wire]}")
        return [
            Field(prop, wire, renamed.get(wire, name)) for prop, (wire, name) in zip(properties, pairs, strict=True)
        ]

    def _name(self, model: str, wire: str) -> str:
        """Return the Python name of a field: the chosen one, or one made from the document, noted if it is not usual.

        Raises:
            DocumentError: The chosen name is invalid.
        """
        pointer = join("components", "schemas", model, "properties", wire)
        if pointer in self.chosen:
            if python_name(self.chosen[pointer], pointer) != self.chosen[pointer]:
                raise DocumentError(f"{pointer}: {self.chosen[pointer]!r} is invalid as the name of a field")
            return self.chosen[pointer]
        name = any_name(wire, "field")
        try:
            python_name(wire, model)
        except DocumentError as error:
            self.assumptions.append(f"{error}; it is {name}")
        return name
