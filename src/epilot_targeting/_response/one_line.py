"""Show text of others on one line of a message: a line break in it could forge a log line, an escape a terminal."""

from __future__ import annotations

MAX_TEXT = 500  # characters


def one_line(text: str, max_chars: int = MAX_TEXT) -> str:
    """Return text of others on one line. Each run of line breaks, control characters and spaces becomes one space.

    Those at both ends are removed. A text that is cut ends in `…`. Nothing is redacted.

    Args:
        text: The text.
        max_chars: The largest number of characters, without `…`. Default: 500.
    """
    if len(text) <= max_chars and text.isprintable():
        return " ".join(text.split())
    # A text may be 60 KB. Characters that are cut anyway are not looked at.
    start = text[: 2 * max_chars]
    plain = " ".join("".join(one if one.isprintable() else " " for one in start).split())
    cut = len(plain) > max_chars or len(text) > len(start)
    return f"{plain[:max_chars].rstrip()}…" if cut else plain


def quoted(text: str, max_chars: int = MAX_TEXT) -> str:
    """Return text of others in double quotes, for the text of an error: on one line and cut as by `one_line`.

    Double quotes in it become single ones. `max_chars` counts neither the quotes around it nor the `…` of a cut text.
    """
    return '"' + one_line(text, max_chars).replace('"', "'") + '"'
