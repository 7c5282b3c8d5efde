"""Check the names of options, and the values of those that are numbers."""

from __future__ import annotations

from collections.abc import Collection

from ..errors import ConfigurationError

MAX_NUMBER = 1e9  # of any option: 30 years, if it is in seconds


class UnknownOptionError(ConfigurationError, TypeError):
    """There is no such option. It is also the TypeError that Python raises for an unknown keyword argument."""


def check_names(given: Collection[str], known: Collection[str]) -> None:
    """Check the names of options.

    Raises:
        UnknownOptionError: A name is unknown; the message suggests the most similar one.
    """
    for name in sorted(set(given) - set(known)):
        from difflib import get_close_matches  # only a mistake needs it

        similar = get_close_matches(name, known, n=1)
        raise UnknownOptionError(f"there is no option {name}" + "".join(f": did you mean `{one}`?" for one in similar))


def check_number(name: str, value: object, *, whole: bool = False, zero: bool = False) -> None:
    """Check an option that is a number greater than 0.

    Args:
        name: The name of the option, for the message.
        value: Its value.
        whole: Whether it must be a whole number.
        zero: Whether 0 is allowed too.

    Raises:
        ConfigurationError: The value is invalid.
    """
    kinds = int if whole else (int, float)
    if (
        isinstance(value, bool)
        or not isinstance(value, kinds)
        or not 0 <= value <= MAX_NUMBER
        or (not value and not zero)
    ):
        least = "0 or more" if zero else "greater than 0"
        raise ConfigurationError(f"{name} must be a {'whole ' if whole else ''}number {least}, not {value!r}")
