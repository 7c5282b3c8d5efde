"""A generated package, as its users and the facade see it."""

from __future__ import annotations

import importlib
import sys
from pkgutil import iter_modules
from typing import Any

from epilot_targeting._client.base import BaseClient

FIXED = ("convert", "ids", "operations", "record", "types")
"""The modules that are the same in every package; the facade knows those of its own."""


def prepare(package: str) -> None:
    """Let a package use the facade's copies of the fixed modules, before anything else of it is imported."""
    for name in FIXED:
        sys.modules[f"{package}.{name}"] = importlib.import_module(f"epilot_targeting_generated.{name}")


def client_class(package: str) -> type[BaseClient]:
    """Make the client of a package as the facade makes its own."""
    all_tags = importlib.import_module(f"{package}.api.all_tags")
    return type("Client", (all_tags.AllOperations, BaseClient), {"__slots__": ()})


def descriptions(package: str) -> dict[tuple[str, str], Any]:
    """Return what the package says of its operations, by method and path."""
    found: dict[str, Any] = {}
    all_tags = importlib.import_module(f"{package}.api.all_tags")
    for tag in all_tags.TAGS:
        folder = importlib.import_module(f"{package}.api.{tag}").__path__
        for info in iter_modules(folder):
            module = importlib.import_module(f"{package}.api.{tag}.{info.name}")
            if hasattr(module, "OPERATION"):
                found[module.OPERATION.name] = module.OPERATION
    return {(method.lower(), path): found.pop(name) for (method, path), name in all_tags.OPERATIONS.items()}


def model_of(package: str, annotation: str, value: Any) -> Any:
    """Return a body as the model that an annotation names, or as it is where none can say it."""
    if isinstance(value, list):
        return [model_of(package, annotation, item) for item in value]
    models = importlib.import_module(f"{package}.models")
    for word in annotation.replace("[", " ").replace("]", " ").split() if isinstance(value, dict) else ():
        kind = getattr(models, word) if word in models.__all__ else None
        if isinstance(kind, type) and hasattr(kind, "from_dict") and kind.from_dict(value).to_dict() == value:
            return kind.from_dict(value)
    return value
