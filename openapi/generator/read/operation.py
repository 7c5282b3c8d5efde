"""One operation of a document, as the other stages see it."""

from __future__ import annotations

from dataclasses import dataclass

from ..json_types import Schema
from .media_types import Body, Success
from .parameters import Parameter


@dataclass(frozen=True)
class Operation:
    """One operation of a document."""

    operation_id: str
    name: str
    """The method's name in Python."""
    tag: str
    method: str
    path: str
    retry: str
    summary: str
    description: str
    deprecated: bool
    parameters: list[Parameter]
    body: Body | None
    successes: list[Success]
    failures: dict[str, tuple[str, Schema | None]]
    """Status to description and schema."""
