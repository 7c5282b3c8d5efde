"""A value that nothing prints."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")


class Secret(Generic[T]):
    """Holds a token, or an address that is a credential, out of sight of reprs, logs and tracebacks with locals."""

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def reveal(self) -> T:
        """Give the value; only where it goes out, and in no function that raises."""
        return self._value

    def __repr__(self) -> str:
        return "Secret()"

    def __reduce__(self) -> str:
        raise TypeError("a secret can't be pickled or copied")
