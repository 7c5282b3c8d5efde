"""Generate candidate strings and numbers for a schema, the most likely first. They may be invalid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import count
from math import ceil, floor
from typing import Any

from ._formats import EXAMPLES
from ._keyword_check import Json, Schema


def strings(form: Schema) -> Iterator[str]:
    """Generate 100 texts of a known `format`, and then texts between `minLength` and `maxLength`, without end.

    Without a known `format`, generate only the latter. The caller takes as many as it needs, and validates them: they
    may be invalid. `form` is the schema, without `$ref`, `allOf`, `anyOf` and `oneOf`.
    """
    if form.get("format") in EXAMPLES:
        yield from map(EXAMPLES[form["format"]], range(100))
    low, high = form.get("minLength", 0), form.get("maxLength")
    words = (f"text {number}" if number else "text" for number in count())
    yield from ((word if high is None else word[max(len(word) - high, 0) :]).rjust(low, "x") for word in words)


def numbers(form: Schema, *, whole: bool) -> Iterator[Json]:
    """Generate 100 multiples of `multipleOf` or 1, then seven values between the limits if there are both.

    The multiples go up from the lower limit, or from 0 without one. If there is only an upper limit and it is
    negative, they go down from it. They may be invalid: the caller validates them.

    Args:
        form: The schema, without `$ref`, `allOf`, `anyOf` and `oneOf` at its top.
        whole: Whether its type is `integer`. Then only the multiples that are whole are generated, but the
            seven values may be fractions.
    """
    low, high = _limit(form, "minimum", "exclusiveMinimum", max), _limit(form, "maximum", "exclusiveMaximum", min)
    step = Fraction(str(form.get("multipleOf", 1)))
    if whole and step.denominator != 1:
        step = Fraction(step.numerator)
    down = low is None and high is not None and high < 0
    start = floor((high or 0) / step) if down else ceil((low or 0) / step)
    yield from (_plain((start + (-turn if down else turn)) * step) for turn in range(100))
    if low is not None and high is not None:
        yield from (_plain(low + (high - low) * Fraction(turn, 8)) for turn in range(1, 8))


def _limit(form: Schema, inclusive: str, exclusive: str, narrower: Callable[[list[Any]], Any]) -> Fraction | None:
    """Return the narrower of the two limits that a schema may state, or None if it states none.

    Whether it is inclusive is not returned. A boolean, as OpenAPI 3.0 has it for exclusive limits, is ignored.

    Args:
        form: The schema.
        inclusive: The keyword of the inclusive limit, such as `minimum`.
        exclusive: The keyword of the exclusive limit, such as `exclusiveMinimum`.
        narrower: `max` for lower limits, `min` for upper ones.
    """
    found = [form[key] for key in (inclusive, exclusive) if key in form and not isinstance(form[key], bool)]
    return Fraction(str(narrower(found))) if found else None


def _plain(number: Fraction) -> Json:
    """Return a number as an int if it is whole, else as a float, for JSON."""
    return int(number) if number.denominator == 1 else float(number)
