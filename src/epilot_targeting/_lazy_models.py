"""Load a model when it is first used as an attribute of a module (PEP 562)."""

from __future__ import annotations

from epilot_targeting_generated.lazy import abc, typing


def model_named(name: str, names: abc.Collection[str], module: str) -> typing.Any:
    """Import and return a model, for `__getattr__` of a module. It is not stored in the module.

    Args:
        name: The name of the attribute.
        names: The names of the models that the module has.
        module: The name of the module, for the message.

    Raises:
        AttributeError: The module has no such model.
    """
    if name not in names:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("epilot_targeting_generated.models"), name)
