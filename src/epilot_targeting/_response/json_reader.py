"""Parse JSON: with orjson if it is installed (the extra `fast`), with the same results as the standard library.

Where the two differ, the standard library is used: integers of more than 64 bits, numbers out of the range of a float,
lone surrogates, and invalid JSON. A number that Python cannot hold, such as 1e400, is kept as its text.
"""

from __future__ import annotations

import json
import sys
from codecs import BOM_UTF8
from collections.abc import Callable
from math import isinf
from typing import Any, NoReturn

from .json_limits import check_count

try:
    from orjson import loads as _loads
except ImportError:
    _orjson_loads: Callable[[bytes], Any] | None = None
else:
    _orjson_loads = _loads

_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_LONG = b"0" * 19
"""The digits of the longest integer that fits 64 bits. orjson reads longer ones as floats."""


def parse(content: bytes, max_values: int = sys.maxsize) -> Any:
    """Return the value of a JSON text in UTF-8. A number that Python cannot hold is kept as its text.

    Args:
        content: The text. Empty text is invalid.
        max_values: The largest number of JSON values, nested ones included. Names do not count. Default: no limit.

    Raises:
        TooManyValues: It has more values. This is a ValueError.
        ValueError: It is invalid JSON or UTF-8. The message may quote it.
        RecursionError: It is nested too deeply.
    """
    # A value takes a byte, and a comma or a bracket: few bodies can have too many.
    if len(content) >= 2 * max_values:
        check_count(content, max_values)
    if _orjson_loads is not None and _LONG not in content.translate(_ZEROS):
        try:
            return _orjson_loads(content)
        except ValueError:
            pass  # invalid, or orjson is stricter
    # Not as bytes: `json` would guess the encoding. A byte order mark is skipped.
    text = content.removeprefix(BOM_UTF8).decode()
    try:
        return _decoder.decode(text)
    except json.JSONDecodeError:
        raise
    except ValueError:
        return _exact_decoder.decode(text)  # an integer of thousands of digits, or a constant


def _reject_constant(name: str) -> NoReturn:
    """Raise ValueError for NaN, Infinity and -Infinity, which are not valid JSON.

    Python's JSON decoder calls this with their name.
    """
    raise ValueError(f"the body contains {name}, which is not valid JSON")


def _float(text: str) -> float | str:
    """Return a JSON number as a float, or its text if it is out of range: infinity could not be written as JSON again.

    Python's JSON decoder calls this.
    """
    value = float(text)
    return text if isinf(value) else value


def _int(text: str) -> int | str:
    """Return a JSON integer as an int, or its text if Python refuses to convert so many digits.

    Python's JSON decoder calls this.
    """
    try:
        return int(text)
    except ValueError:
        return text


_decoder = json.JSONDecoder(parse_float=_float, parse_constant=_reject_constant)
"""Created once: creating it takes as long as parsing a small response."""
_exact_decoder = json.JSONDecoder(parse_float=_float, parse_int=_int, parse_constant=_reject_constant)
"""Slower: it calls a function for each integer."""
