"""Load a name when it is first asked for (PEP 562)."""

from __future__ import annotations

from epilot_targeting_generated.lazy import abc, typing


def model_named(name: str, names: abc.Collection[str], module: str) -> typing.Any:
    """Return a model for a module's `__getattr__`.

    Raises:
        AttributeError: The module has no such name.
    """
    if name not in names:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("epilot_targeting_generated.models"), name)
