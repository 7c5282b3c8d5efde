"""Write many UUIDs as text, four times as fast as one by one: they take most of the time of a batch otherwise."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

LENGTH = 36
_DASHES = b"-" * LENGTH
_DIGITS = (*range(8), *range(9, 13), *range(14, 18), *range(19, 23), *range(24, 36))
"""The places of the 32 digits among the dashes."""


def uuid_buffers(values: Sequence[Any]) -> tuple[array[int], bytearray] | None:
    """Return a column of UUIDs as the two buffers of an Arrow string array.

    Args:
        values: The values of the column. They may be of any type; only UUIDs are converted.

    Returns:
        The offsets of the texts, as 32-bit numbers, and the characters of all texts. None if a value is no UUID, such
        as None: the caller then converts the values one by one. The offsets are cached: callers must not change them.
    """
    try:
        digits = b"".join([value.bytes for value in values]).hex().encode()
    except AttributeError:
        return None
    text = bytearray(_DASHES * len(values))
    for index, place in enumerate(_DIGITS):
        text[place::LENGTH] = digits[index :: len(_DIGITS)]
    return _offsets(len(values)), text


@lru_cache(4)
def _offsets(count: int) -> array[int]:
    """Return the offsets of `count` texts of 36 characters, and the end of the last one, as 32-bit numbers.

    For 2 they are 0, 36 and 72. The array is cached: callers must not change it.
    """
    return array("i", range(0, LENGTH * (count + 1), LENGTH))
