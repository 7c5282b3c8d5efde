"""Find the parameters whose serialisation the facade has to be told."""

from __future__ import annotations

from ..read.parameters import DEFAULT_STYLES, Parameter
from ..types.python_types import ListOf, Map, Model, Property, Scalar, Type, variants
from .annotations import annotation

STRINGS = ("str", "UUID")
"""The types of path parameters that the facade takes without being told."""
UNTOLD = {"path": "simple", "query": "form*", "header": "simple", "cookie": "form"}
"""The serialisation that the facade uses without being told, by location."""
ANY = Scalar("any")


def styles(parameters: list[tuple[Parameter, Property]]) -> dict[str, str]:
    """Return the styles of the parameters that need one, by location and name ("query:ids")."""
    return {f"{one.location}:{one.wire}": one.style for one, prop in parameters if _is_needed(one, prop.type)}


def _is_needed(parameter: Parameter, given: Type) -> bool:
    """Return whether the client would serialise a parameter differently without its style."""
    location = parameter.location
    if location == "path" and annotation(given) not in STRINGS:
        return True
    inner = variants(given)
    scalar = not any(isinstance(one, ListOf | Model | Map) or one == ANY for one in inner)
    if parameter.style in (UNTOLD[location], DEFAULT_STYLES[location]) and scalar:
        return False
    if location == "query" and any(isinstance(one, Model | Map) or one == ANY for one in inner):
        return True  # without being told, the facade rejects an object in place of a scalar
    return parameter.style != UNTOLD[location]
