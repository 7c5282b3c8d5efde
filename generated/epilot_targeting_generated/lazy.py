# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Load modules when a name in them is used: annotations name what an import must not load."""

from __future__ import annotations

import sys

# Type checkers take the name for true. Importing `typing` would load twenty modules. The annotation is for completion
# by jedi, which would otherwise skip the code below as never run.
TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import datetime as dt
    import typing
    import uuid
    from collections import abc
    from types import ModuleType
    from typing import Literal
else:
    ModuleType = type(sys)

__all__ = ["TYPE_CHECKING", "Literal", "abc", "dt", "lazy_module", "typing", "uuid"]


class LazyModule(ModuleType):
    """A module that is imported when an attribute of it is first used."""

    def __getattr__(self, name: str) -> typing.Any:
        """Import the module, and return the attribute."""
        from importlib import import_module  # it loads `warnings`, which an import of a tag does without

        return getattr(import_module(self.__name__), name)


class LazyLiteral:
    """`typing.Literal`, which is imported when it is used."""

    __slots__ = ()

    def __getitem__(self, values: typing.Any) -> typing.Any:
        """Return the type of some values."""
        return typing.Literal[values]


def lazy_module(name: str) -> typing.Any:
    """Return a module that is imported when an attribute of it is first used.

    Args:
        name: The absolute name of the module.
    """
    return LazyModule(name)


if not TYPE_CHECKING:
    abc, dt, typing, uuid = map(lazy_module, ("collections.abc", "datetime", "typing", "uuid"))
    Literal = LazyLiteral()
