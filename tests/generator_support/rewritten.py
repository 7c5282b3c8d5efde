"""A short way to what becomes of a schema."""

from __future__ import annotations

from typing import Any

from generator.normalise import normalise
from generator_support.normal_form import faults
from generator_support.random_documents import unwrap, wrap


def rewritten(
    schema: Any, components: dict[str, Any] | None = None, version: str = "3.1.0"
) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """Return the components, the schema and the notes that come out; they must be normal, and stay what they are."""
    made = normalise(wrap(schema, components, version), {})
    assert [] == faults(made.document)
    assert made.document == normalise(made.document, {}).document
    return made.document["components"]["schemas"], unwrap(made.document), made.notes
