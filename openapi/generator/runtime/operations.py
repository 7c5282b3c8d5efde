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

__all__ = ["LazyOperations", "Operations", "RawOperations", "types"]


class LazyOperations:
    """The operations of a tag by name. Each is imported when it is first used.

    A subclass annotates their names.
    """

    def __init__(self, package: str) -> None:
        """Keep the name of the tag's package, which has a module for each operation."""
        self._package = package

    def __getattr__(self, name: str) -> Operation[Any]:
        """Import an operation, keep it as an attribute, and return it."""
        if name not in type(self).__annotations__:
            raise AttributeError(f"there is no operation {name}")
        from importlib import import_module  # it loads `warnings`, which an import of a tag does without

        operation: Operation[Any] = import_module(f"{self._package}.{name}").OPERATION
        setattr(self, name, operation)
        return operation


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
