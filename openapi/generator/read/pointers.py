"""JSON pointers (RFC 6901) and `$ref`s: split, escape, and follow them."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from ..errors import DocumentError
from ..json_types import is_array

SCHEMA_PREFIX = "#/components/schemas/"


def escape(token: str) -> str:
    """Escape a name as one token of a JSON pointer."""
    return token.replace("~", "~0").replace("/", "~1")


def unescape(token: str) -> str:
    """Return the name that a token of a JSON pointer stands for."""
    return token.replace("~1", "/").replace("~0", "~")


def tokens(pointer: str) -> list[str]:
    """Split a JSON pointer in a URI fragment (`#/a/b`) into names.

    Decode each name after splitting (percent-encoding, `~1`, `~0`), so `%2F` does not split. `#` gives none. It checks
    nothing.
    """
    return [unescape(unquote(part)) for part in pointer.removeprefix("#").split("/")[1:]]


def join(*names: str) -> str:
    """Return the JSON pointer of a path of names, as a URI fragment (`#/a/b`)."""
    return "/".join(["#", *map(escape, names)])


def schema_pointer(name: str) -> str:
    """Return the JSON pointer of a component schema."""
    return SCHEMA_PREFIX + escape(name)


def schema_name(reference: str) -> str:
    """Return the name of the component schema that a `$ref` points to."""
    return unescape(reference.removeprefix(SCHEMA_PREFIX))


def target(document: dict[str, Any], reference: str) -> Any:
    """Return the node that a `$ref` points to; it may be a `$ref` again.

    A name is always percent-decoded. `references.py` looks for the name as it is written first, as a component may have
    a percent sign in its name.

    Raises:
        DocumentError: The `$ref` is unresolved or external.
    """
    if not reference.startswith("#"):
        raise DocumentError(f"external $ref {reference!r}: copy its target into the document")
    found: Any = document
    for key in tokens(reference):
        try:
            found = found[int(key)] if is_array(found) else found[key]
        except (KeyError, TypeError, ValueError, IndexError):
            raise DocumentError(f"unresolved $ref {reference!r}") from None
    return found
