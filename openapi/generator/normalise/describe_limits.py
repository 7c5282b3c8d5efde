"""Add the limits of schemas to their descriptions: later steps drop the keywords, and docstrings need them."""

from __future__ import annotations

from ..json_types import Document, Schema
from ..read.limit_sentences import described, limits_of
from .traversal import everywhere


def describe_limits(document: Document) -> Document:
    """Append the default and the limits of each schema to its description."""

    def rule(schema: Schema, _pointer: str) -> Schema:
        """Append the sentences to the description of one schema, if it has limits."""
        if not limits_of(schema):
            return schema
        description = schema.get("description")
        return {**schema, "description": described(description if isinstance(description, str) else "", schema)}

    return everywhere(document, rule)
