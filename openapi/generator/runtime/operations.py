"""The base classes of a tag's operations. Importing them is cheap, since every import of a tag does it."""

from __future__ import annotations

from .lazy import TYPE_CHECKING, lazy_module

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping
    from typing import Any, TypeVar

    from . import types
    from .types import Operation, Response

    T = TypeVar("T")
else:
    types = lazy_module(f"{__package__}.types")

__all__ = ["Operations", "RawOperations", "types"]


class Operations:
    """Operations that return the decoded response."""

    __slots__ = ()

    def _send(
        self,
        operation: Operation[T],
        path: tuple[Any, ...] = (),
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        *,
        headers: Mapping[str, Any] | None = None,
        cookies: Mapping[str, Any] | None = None,
        media_type: str | None = None,
    ) -> Coroutine[Any, Any, Response[T]]:
        """Return the coroutine of a call; the client's base class overrides this."""
        raise NotImplementedError


class RawOperations:
    """Operations that return the whole `Response`."""

    __slots__ = ("_send",)

    def __init__(self, send: types.Send) -> None:
        """Keep the function that sends."""
        self._send = send

    def __repr__(self) -> str:
        return f"{type(self).__name__}({getattr(self._send, '__self__', self._send)!r})"
