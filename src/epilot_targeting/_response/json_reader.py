"""Parse JSON: with orjson if it is installed (the extra `fast`), with the same results as the standard library.

Where the two differ, the standard library is used: integers of more than 64 bits, numbers out of the range of a float,
lone surrogates, and invalid JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NoReturn

try:
    from orjson import loads as _loads
except ImportError:
    _orjson_loads: Callable[[bytes], Any] | None = None
else:
    _orjson_loads = _loads

_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_LONG = b"0" * 19
"""The digits of the longest integer that fits 64 bits. orjson reads longer ones as floats."""


def parse(content: bytes) -> Any:
    """Return the value of a JSON text in UTF-8.

    Raises:
        ValueError: It is invalid.
        RecursionError: It is nested too deeply.
    """
    if _orjson_loads is not None and _LONG not in content.translate(_ZEROS):
        try:
            return _orjson_loads(content)
        except ValueError:
            pass  # invalid, or orjson is stricter
    # Not as bytes: `json` would guess the encoding. A byte order mark is skipped.
    return _decoder.decode(content.decode("utf-8-sig"))


def _reject_constant(name: str) -> NoReturn:
    """Raise ValueError for NaN and Infinity, which Python's parser takes."""
    raise ValueError(f"the body contains {name}, which is not valid JSON")


_decoder = json.JSONDecoder(parse_constant=_reject_constant)
"""Created once: creating it takes as long as parsing a small response."""
