"""The views of enums and aliases for the templates."""

from __future__ import annotations

from dataclasses import dataclass

from ..types.python_types import Enum, Property, classes
from .annotations import annotation
from .escaping import Code, identifier, literal


@dataclass(frozen=True)
class EnumView:
    """An enum, for its template."""

    enum: Enum

    @property
    def base(self) -> Code:
        """The class that it extends."""
        return Code("StrEnum") if self.enum.is_text else Code("IntEnum")

    @property
    def members(self) -> list[tuple[Code, Code]]:
        """The names and values of its members."""
        return [(identifier(name), literal(value)) for name, value in self.enum.members.items()]


@dataclass(frozen=True)
class AliasView:
    """A component that is a union, a list or a scalar, for its template."""

    name: str
    component: Property

    @property
    def annotation(self) -> Code:
        """The annotation that the name stands for."""
        return annotation(self.component.type)

    @property
    def classes(self) -> set[tuple[str, str]]:
        """The (module, class) pairs of the generated classes in it."""
        return classes(self.component.type)
