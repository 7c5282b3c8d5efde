# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Interrupt the decoding of a large response in a thread, whose call has ended meanwhile."""

from __future__ import annotations

from contextvars import ContextVar

BATCH = 500
"""The largest number of items that are converted between two looks at the interrupt."""


class Interrupted(Exception):
    """Nobody waits for the result any more."""


class Interrupt:
    """A request to stop.

    Attributes:
        requested: Whether to stop. Another thread sets it.
    """

    __slots__ = ("requested",)

    def __init__(self) -> None:
        self.requested = False


interrupt: ContextVar[Interrupt] = ContextVar("interrupt", default=Interrupt())  # noqa: B039 (never requested)
"""The interrupt of the context that decodes."""
