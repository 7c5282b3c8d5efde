"""Limit the JSON values and the nesting of a response: a few kilobytes of gzip could become gigabytes of objects."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any, cast

from epilot_targeting_generated.convert import is_list

MAX_DEPTH = 100  # levels; copying and pickling recurse
SPARSE = 64
"""Bytes for each array or object, on average. A page of records has more, and its nesting is not checked, which would
take time. The parser itself allows about 1,000 levels."""
TOKEN = re.compile(rb'(?:[^",{\[]+|"(?:[^"\\]+|\\.?)*+"?|[{\[][ \t\r\n]*+[}\]])*+(?:[,{\[]|\Z)', re.DOTALL)
"""A comma, or the start of an array or object with members, and all that precedes it. It never backtracks."""


class TooManyValues(ValueError):
    """A body has more values than allowed, or is nested too deeply."""


def check_count(content: bytes, max_values: int) -> None:
    """Raise TooManyValues if a response body has too many JSON values.

    Before `parse` parses a body that is long enough to have too many, it calls this.

    Args:
        content: The JSON text. It may be invalid: the parser reports that.
        max_values: The client's option `max_response_records`: the largest number of values, which are
            objects, arrays, strings, numbers and so on. The names in objects do not count.

    Raises:
        TooManyValues: There are more.
    """
    if 1 + content.count(b",") + content.count(b"{") + content.count(b"[") <= max_values:
        return
    # The end of the text matches once or twice more.
    if sum(1 for _ in islice(TOKEN.finditer(content), max_values + 2)) > max_values + 1:
        raise TooManyValues(
            f"the response has more than max_response_records ({max_values}) JSON values: request fewer records at a "
            "time, or raise that option of the client"
        )


def check_depth(value: object) -> None:
    """Raise TooManyValues if a parsed response body has more than 100 levels: copying and pickling it would fail."""
    if not is_shallow(value):
        raise TooManyValues(f"the response is nested more than {MAX_DEPTH} levels deep")


def is_shallow(value: object) -> bool:
    """Return whether a parsed JSON value has at most 100 levels of objects and arrays."""
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for one in level for inner in _members(one) if isinstance(inner, dict | list)]
        if not level:
            return True
    return False


def _members(value: Any) -> Iterable[Any]:
    """Return the values of a JSON object or the items of a JSON array; of any other JSON value an empty tuple."""
    if isinstance(value, dict):
        return cast("dict[str, Any]", value).values()
    return value if is_list(value) else ()
