"""The views of `TypedDict` twins for the templates."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..naming.python_names import module_name
from ..types.python_types import Model, Property, Type, classes, parts
from .annotations import dict_annotation
from .escaping import Code, is_identifier
from .field_view import FieldView


@dataclass(frozen=True)
class TypedDictView:
    """A model as a plain dict, for its template."""

    model: Model
    fields: list[FieldView]

    @property
    def name(self) -> str:
        """The name of the `TypedDict`."""
        return self.model.twin

    @property
    def has_identifiers(self) -> bool:
        """Whether the names in JSON can stand in the body of a class.

        A name that begins with two underscores would be mangled, and one that an annotation uses would hide it.
        """
        used = {word for field in self.fields for word in re.findall(r"\w+", field.item)}
        names = [field.wire for field in self.fields]
        return all(is_identifier(name) and not name.startswith("__") and name not in used for name in names)

    @property
    def classes(self) -> set[tuple[str, str]]:
        """The (module, class) pairs of the models and enums in it."""
        return {pair for field in self.fields for pair in field.classes}

    @property
    def others(self) -> set[tuple[str, str]]:
        """The (module, class) pairs of the other twins in it."""
        return {pair for field in self.fields for pair in twins(field.kind) if pair[1] != self.name}


@dataclass(frozen=True)
class TwinAliasView:
    """A component that is a union or a list of models, with dicts in place of the models, for its template."""

    name: str
    component: Property

    @property
    def annotation(self) -> Code:
        """The annotation that the name stands for."""
        return dict_annotation(self.component.type)

    @property
    def classes(self) -> set[tuple[str, str]]:
        """The (module, class) pairs of the generated classes in it."""
        names = set(re.findall(r"\w+", self.annotation))
        found = classes(self.component.type) | twins(self.component.type)
        return {pair for pair in found if pair[1] in names}


def twins(given: Type) -> set[tuple[str, str]]:
    """Return the (module, class) pairs of the twins of the models that a type names."""
    return {(module_name(one.twin), one.twin) for one in parts(given) if isinstance(one, Model) and one.twin}
