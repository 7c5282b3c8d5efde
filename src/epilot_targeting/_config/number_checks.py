"""Check the values of options that are numbers or flags."""

from __future__ import annotations

from ..errors import ConfigurationError

MAX_NUMBER = 1e9  # of any option: 30 years, if it is in seconds


def check_flag(name: str, value: object) -> None:
    """Raise ConfigurationError if the value of the option `name` is neither True nor False.

    0, 1 and None are invalid.
    """
    if not isinstance(value, bool):
        raise ConfigurationError(f"{name} must be True or False, not {value!r}")


def check_number(name: str, value: object, *, whole: bool = False, zero: bool = False) -> None:
    """Check that an option is an int or float greater than 0 and at most `MAX_NUMBER` (10⁹).

    Args:
        name: The name of the option, for the message.
        value: Its value. True, False, a string, None, NaN and infinity are invalid.
        whole: Whether it must be an int: then 2.0 is invalid too.
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
        kind = f"{'whole ' if whole else ''}number {least}"
        raise ConfigurationError(f"{name} must be a {kind}, and at most {MAX_NUMBER:.0e}, not {value!r}")
