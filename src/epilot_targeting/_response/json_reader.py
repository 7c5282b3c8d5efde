"""Read JSON: with orjson where it is installed (the extra `fast`), and so that only the time tells.

Where the two differ, the standard library decides: integers beyond 64 bits, numbers out of a float's range, halves of
surrogate pairs, and everything that is an error.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NoReturn

try:
    from orjson import loads as _loads
except ImportError:
    _quick: Callable[[bytes], Any] | None = None
else:
    _quick = _loads

_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_LONG = b"0" * 19
"""As many digits as an integer of 64 bits may have, and more would be read as a float."""


def parse(content: bytes) -> Any:
    """Read a JSON text.

    Raises:
        ValueError: It is none.
        RecursionError: It is nested too deeply.
    """
    if _quick is not None and _LONG not in content.translate(_ZEROS):
        try:
            return _quick(content)
        except ValueError:
            pass  # perhaps it is none, and perhaps orjson is the stricter
    # Not as bytes: the encoding would be guessed, and JSON on the wire is UTF-8.
    return _decoder.decode(content.decode("utf-8-sig"))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"the body holds {name}, which is no JSON")


_decoder = json.JSONDecoder(parse_constant=_no_constant)
"""Made once: that takes as long as reading a small response."""
