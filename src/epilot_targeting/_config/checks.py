"""Check the values of options that are numbers."""

from __future__ import annotations

from ..errors import ConfigurationError

MAX_NUMBER = 1e9  # of any option: 30 years, if it is in seconds


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
