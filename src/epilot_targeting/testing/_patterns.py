"""The regular expressions of `pattern`, in the syntax of ECMAScript: compile them, and generate matching texts."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

TOKEN = re.compile(
    r"""\\u[0-9a-fA-F]{4} | \\x[0-9a-fA-F]{2} | \\[pP]\{[^}]*\} | \\.   # an escape
    | \[ \^? \]? (?: \\. | [^\]\\] )* \]                               # a class
    | \( (?: \?: | \?=  | \?! | \?<= | \?<! | \?<\w+> )?               # a group
    | [*+?]\?? | \{ \d+ (?: ,\d* )? \} \??                             # a quantifier
    | .""",
    re.VERBOSE | re.DOTALL,
)
SAMPLES = string.ascii_lowercase + string.digits + string.ascii_uppercase + string.punctuation + " \n\t"
QUANTIFIERS = {"*": (0, None), "+": (1, None), "?": (0, 1)}
NOTHING = ("^", "$", r"\b", r"\B")
LOOKAROUNDS = ("(?=", "(?!", "(?<=", "(?<!")
QUANTIFIER = re.compile(r"[*+?]\??|\{\d+(,\d*)?\}\??")


class UnknownKeyword(Exception):
    """The document uses a keyword that the fake does not support. Ignoring it would accept invalid values."""


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile the value of `pattern`, an ECMAScript expression, with Python's `re`. The result is cached.

    `$` and the names of groups are translated, and `re.ASCII` is set. The rest is compiled as it is. The
    pattern is not anchored: callers use `search`.

    Raises:
        UnknownKeyword: Python does not support the pattern.
    """
    parts: list[str] = TOKEN.findall(pattern)
    named = {"$": r"\Z"}
    source = "".join(re.sub(r"^\(\?<(?=\w)", "(?P<", named.get(part, part)) for part in parts)
    try:
        return re.compile(source, re.ASCII)
    except re.error as error:
        raise UnknownKeyword(f"the pattern {pattern} is invalid: {error}") from None


class _Piece(NamedTuple):
    """A part of a pattern with its repetitions."""

    choices: list[str] | list[list[_Piece]]
    """The characters it may be, or the alternatives of a group."""
    minimum: int = 1
    maximum: int | None = 1


def matching_texts(pattern: str) -> Iterator[str]:
    """Generate 137 texts that are likely to match a pattern, those with the fewest repetitions first.

    The caller validates them. One may come twice.

    Raises:
        UnknownKeyword: Python does not support the pattern.
    """
    compile_pattern(pattern)
    tree = _alternatives(iter(TOKEN.findall(pattern)))
    yield from (_generate(tree, turn, more) for more in range(40) for turn in range(3 if more else 20))


def _alternatives(parts: Iterator[str]) -> list[list[_Piece]]:
    """Parse the tokens of a pattern up to the end, or to the end of the group, and return its alternatives.

    Args:
        parts: The tokens of a pattern that `compile_pattern` accepts. Those of this group are taken from it, with its
            closing parenthesis.

    Returns:
        The pieces of each alternative. A piece has its characters or, for a group, its alternatives, and how often it
        is repeated at least and at most. Anchors and lookarounds are left out.
    """
    found: list[list[_Piece]] = [[]]
    for part in parts:
        if part == ")":
            break
        if part == "|":
            found.append([])
        elif part[0] == "(":
            group = _alternatives(parts)
            found[-1] += [] if part in LOOKAROUNDS else [_Piece(group)]
        elif QUANTIFIER.fullmatch(part):
            minimum, maximum = _repetitions(part)
            found[-1][-1] = found[-1][-1]._replace(minimum=minimum, maximum=maximum)
        elif part not in NOTHING:
            found[-1].append(_Piece(_characters(part)))
    return found


def _repetitions(part: str) -> tuple[int, int | None]:
    """Return the smallest and the largest number of repetitions of a quantifier, such as `{2,5}`, both inclusive.

    It is a token that `QUANTIFIER` matches, perhaps with the `?` of a lazy one, which is ignored. The largest is None
    if there is no limit.
    """
    if part[0] in QUANTIFIERS:
        return QUANTIFIERS[part[0]]
    minimum, comma, maximum = part.rstrip("?").strip("{}").partition(",")
    return int(minimum), (int(maximum) if maximum else None) if comma else int(minimum)


@cache
def _characters(part: str) -> list[str]:
    """Return the characters that one token of a pattern matches, such as `[a-z]`.

    They are ASCII letters, digits, punctuation, space, newline or tab. If none of these matches, return up to
    ten characters from U+0080 on. If none of those does either, return `[""]`.

    `part` is a token of a pattern that `compile_pattern` accepts, and no group, quantifier or anchor. The list
    is cached: callers must not change it.
    """
    special = len(part) > 1 or part == "."
    one = re.compile(part if special else re.escape(part), re.ASCII)
    usual = [character for character in SAMPLES if one.fullmatch(character)]
    return usual or [character for character in map(chr, range(0x80, 0x10000)) if one.fullmatch(character)][:10] or [""]


def _generate(tree: list[list[_Piece]], turn: int, more: int) -> str:
    """Generate one text from the alternatives of a pattern, likely to match it.

    Args:
        tree: The pieces of each alternative, from `_alternatives`.
        turn: Any number from 0 on. Selects an alternative, and a character of each piece.
        more: Repetitions of each piece beyond its minimum, as far as its maximum allows.
    """
    text = ""
    for piece in tree[turn % len(tree)]:
        times = piece.minimum + more if piece.maximum is None else min(piece.maximum, piece.minimum + more)
        for index in range(times):
            choice = piece.choices[(turn + index) % len(piece.choices)]
            text += choice if isinstance(choice, str) else _generate([choice], turn, more)
    return text
