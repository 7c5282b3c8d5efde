"""Wrap a secret value, so that no repr, log line or traceback shows it."""

from __future__ import annotations

from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")


class Secret(Generic[T]):
    """A token, or a URL that is a credential. It cannot be printed, pickled or copied."""

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        """Keep a value, which only `reveal` returns."""
        self._value = value

    def reveal(self) -> T:
        """Return the value. Do not keep it in a variable of a function that may raise: a traceback would show it."""
        return self._value

    def __repr__(self) -> str:
        """Return `Secret()`, which hides the value."""
        return "Secret()"

    def __reduce__(self) -> NoReturn:
        """Raise TypeError when it is pickled or copied: a copy would hold the secret a second time."""
        raise TypeError("a secret cannot be pickled or copied")
