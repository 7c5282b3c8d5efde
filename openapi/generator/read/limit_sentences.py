"""Describe the limits of a schema in sentences for docstrings: "Default: 25. At least 1."."""

from __future__ import annotations

from math import isfinite
from typing import Any

from ..json_types import Schema

RANGES = (
    ("minimum", "maximum", ""),
    ("minLength", "maxLength", " character"),
    ("minItems", "maxItems", " item"),
    ("minProperties", "maxProperties", " member"),
)


def limits_of(schema: Schema) -> str:
    """Return the default and the limits of a schema as sentences, or an empty text."""
    sentences = [f"Default: {_shown(schema['default'])}."] if schema.get("default") is not None else []
    for least, most, unit in RANGES:
        sentences += _range(schema.get(least), schema.get(most), unit)
    sentences += ["Each item once."] if schema.get("uniqueItems") is True else []
    return " ".join(sentences)


def described(text: str, schema: Schema) -> str:
    """Return a description, followed by the limits of the schema."""
    limits = limits_of(schema)
    plain = text.strip()
    if not limits or not plain:
        return plain or limits
    return f"{plain}{'' if plain[-1] in '.!?' else '.'} {limits}"


def _range(least: Any, most: Any, unit: str) -> list[str]:
    """Return the sentence for two limits, one of them, or none. Limits that are no finite numbers are left out."""
    least, most = (one if type(one) in (int, float) and isfinite(one) else None for one in (least, most))
    if unit and not least:
        least = None  # every text has at least 0 characters
    if least is not None and most is not None:
        return [f"{least} to {most}{_plural(unit, most)}."]
    if least is not None:
        return [f"At least {least}{_plural(unit, least)}."]
    return [] if most is None else [f"At most {most}{_plural(unit, most)}."]


def _plural(unit: str, count: Any) -> str:
    """Return a unit in the plural, unless the count is 1."""
    return f"{unit}s" if unit and count != 1 else unit


def _shown(value: Any) -> str:
    """Return a default as text, a boolean as in JSON."""
    return str(value).lower() if isinstance(value, bool) else str(value)
