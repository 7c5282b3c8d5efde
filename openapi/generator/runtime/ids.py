"""Read UUIDs, which take most of the time of reading a page.

`UUID(text)` spends three quarters of its time on forms that the service does not use. The usual form is read without
it, if the `UUID` of this Python allows that; it is tried once, when this module is imported.
"""

from __future__ import annotations

from binascii import unhexlify
from typing import Any
from uuid import UUID, SafeUUID

_new: Any = object.__new__
_from_bytes = int.from_bytes
_UNKNOWN = SafeUUID.unknown


class _Open(UUID):
    """A UUID whose attributes can be set. It becomes a plain `UUID` afterwards."""

    __slots__ = ()
    __setattr__: Any = object.__setattr__


def read_any(value: Any) -> Any:
    """Read a UUID in every form that `UUID` takes: in braces, as a URN, without dashes."""
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def read_usual(value: Any) -> Any:
    """Read a UUID of hexadecimal digits and dashes fast, and any other with `read_any`."""
    try:
        # Strict, unlike `int(…, 16)`: no signs, spaces or underscores.
        raw = unhexlify(value.replace("-", ""))
    except (AttributeError, TypeError, ValueError):
        return read_any(value)
    if len(raw) != 16:
        return read_any(value)
    made = _new(_Open)
    made.int = _from_bytes(raw)
    made.is_safe = _UNKNOWN
    made.__class__ = UUID
    return made


def is_same(made: Any, text: str) -> bool:
    """Return whether a value equals `UUID(text)` in every way."""
    plain = UUID(text)
    return (
        type(made) is UUID
        and (made, hash(made), str(made), made.is_safe) == (plain, hash(plain), str(plain), plain.is_safe)
        and made.__reduce_ex__(2) == plain.__reduce_ex__(2)
    )


def choose(usual: Any) -> Any:
    """Return the fast converter if its result equals that of `UUID` in this Python, else the plain one."""
    sample = "12345678-90ab-cdef-1234-567890abcdef"
    try:
        return usual if is_same(usual(sample), sample) else read_any
    except (AttributeError, TypeError):
        return read_any


as_uuid = choose(read_usual)
"""The converter."""
