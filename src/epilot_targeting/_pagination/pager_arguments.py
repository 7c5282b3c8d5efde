"""Check the arguments of a pager: `start`, `max_items`, `ahead`, and those of `resume`."""

from __future__ import annotations

from typing import Any

from .._config.number_checks import check_number
from ..errors import ConfigurationError


def check_arguments(start: object, max_items: object) -> None:
    """Raise ConfigurationError if `start` or `max_items` of a pager is invalid. The message does not show `start`.

    `start` must be a string or None. `max_items` must be an int, 0 or more, or None; True and False are invalid.
    """
    if max_items is not None:
        check_count("max_items", max_items)
    check_cursor("start", start)


def check_count(name: str, count: object) -> None:
    """Raise ConfigurationError if the argument `name` is no int, 0 or more. True and False are invalid."""
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise ConfigurationError(f"{name} must be a whole number, 0 or more, not {count!r}")


def check_cursor(name: str, cursor: object) -> None:
    """Raise ConfigurationError if a cursor is neither a string nor None. An empty string is valid.

    The message has the type of the cursor, and not the cursor. It begins with `name`, the name of the argument.
    """
    if cursor is not None and not isinstance(cursor, str):
        raise ConfigurationError(f"{name} must be a cursor, not {type(cursor).__name__}")


def check_ahead(ahead: Any, *, prefetch: bool) -> None:
    """Raise ConfigurationError if the option `ahead` is no positive whole number, or above 1 without `prefetch`.

    `ahead` is what the user set, of any type; None, True and a float are invalid.
    """
    check_number("ahead", ahead, whole=True)
    if ahead > 1 and not prefetch:
        raise ConfigurationError("ahead must be 1 with prefetch=False")
