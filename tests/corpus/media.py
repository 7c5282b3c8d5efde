"""Media types of the documents, and contents that are of them."""

from __future__ import annotations

from typing import Any

from corpus.examples import Examples

BYTES = b"\x89PNG\r\n\x00\xff raw \xc3\xbc"
XML = "<a>\u00fc &amp; b</a>"
CSV = "name;value\r\n\u00fc;1\r\n"
OF_RANGES = {
    "*/*": "application/json",
    "application/*": "application/json",
    "application/*+json": "application/vnd.a+json",
    "image/*": "image/png",
    "text/*": "text/plain",
}


def bare(media_type: str) -> str:
    """Take the parameters off."""
    return media_type.partition(";")[0].strip().lower()


def concrete(media_type: str) -> str:
    """Return a media type that a key of the document takes in: of a range one, and of several the first."""
    return OF_RANGES.get(media_type, media_type.partition(",")[0].strip())


def is_json(media_type: str) -> bool:
    """Return whether JSON is what a key of the document holds."""
    return bare(concrete(media_type)).endswith(("/json", "+json"))


def is_form(media_type: str) -> bool:
    """Return whether it is one of the two kinds of forms."""
    return bare(media_type) in ("multipart/form-data", "application/x-www-form-urlencoded")


def contents(media_type: str, described: dict[str, Any], examples: Examples, *, reading: bool) -> list[Any]:
    """Return what a body of a media type may be: JSON values, fields of a form, text or bytes."""
    if is_json(media_type):
        return examples.valid(described.get("schema", {}), reading=reading)
    if is_form(media_type):
        made = examples.valid(described.get("schema", {}), reading=reading)
        return [one for one in made if isinstance(one, dict) and one]
    kind = concrete(media_type)
    empty: list[Any] = ["", b""] if reading else []  # nobody sends nothing, but it may come
    if "xml" in kind or kind.startswith("text/"):
        return [XML if "xml" in kind else CSV, *empty[:1]]
    return [BYTES, *empty[1:]]
