"""Load a name when it is first asked for (PEP 562)."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # type checkers know the name; `typing` itself would cost twenty modules
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any


def model_named(name: str, names: Collection[str], module: str) -> Any:
    """Return a model for a module's `__getattr__`.

    Raises:
        AttributeError: The module has no such name.
    """
    if name not in names:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    return getattr(import_module("epilot_targeting_generated.models"), name)
