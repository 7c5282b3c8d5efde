"""Check the names of options, and the values of those that are numbers."""

from __future__ import annotations

from collections.abc import Collection

from ..errors import ConfigurationError

MAX_NUMBER = 1e9  # of any option: 30 years, if it is in seconds


class UnknownOptionError(ConfigurationError, TypeError):
    """There is no such option. It is also the TypeError that Python raises for an unknown keyword argument."""


def check_names(given: Collection[str], known: Collection[str], others: Collection[str] = ()) -> None:
    """Check the names of options.

    Args:
        given: The names.
        known: The names of the options that may be set here.
        others: The names of options that can be set for a whole client only.

    Raises:
        UnknownOptionError: A name is unknown; the message suggests the most similar one.
    """
    for name in sorted(set(given) - set(known)):
        if name in others:
            raise UnknownOptionError(f"{name} is an option of a whole client: set it when you create the client")
        from difflib import get_close_matches  # only a mistake needs it

        similar = get_close_matches(name, known, n=1)
        raise UnknownOptionError(f"there is no option {name}" + "".join(f": did you mean `{one}`?" for one in similar))


def check_flag(name: str, value: object) -> None:
    """Raise ConfigurationError if an option that is True or False is something else."""
    if not isinstance(value, bool):
        raise ConfigurationError(f"{name} must be True or False, not {value!r}")


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
        kind = f"{'whole ' if whole else ''}number {least}"
        raise ConfigurationError(f"{name} must be a {kind}, and at most {MAX_NUMBER:.0e}, not {value!r}")
