"""Read `x-retry`, which decides what a client repeats, or assume a retry class without it."""

from __future__ import annotations

from ..errors import DocumentError
from ..json_types import Schema
from .operation import Operation

RETRY_CLASSES = ("read", "value", "write")
MAX_NAMES = 5
"""Operations that a note for many of them names."""


def retry_class(method: str, operation: Schema, where: str) -> str:
    """Return the retry class; without `x-retry`, `read` for GET and HEAD and `write` otherwise.

    Args:
        method: The HTTP method, in lower case.
        operation: The operation.
        where: The operation as messages name it.

    Raises:
        DocumentError: It is not a retry class.
    """
    retry = operation.get("x-retry")
    if retry in RETRY_CLASSES:
        return str(retry)
    if retry is not None:
        raise DocumentError(f"{where}: x-retry is {retry!r}, not one of {', '.join(RETRY_CLASSES)}")
    return "read" if method in ("get", "head") else "write"


def assumed_retries(operations: list[Operation]) -> list[str]:
    """Return one assumption for all operations without `x-retry`, and its effect on a client."""
    if not operations:
        return []
    counts = {kind: sum(one.retry == kind for one in operations) for kind in RETRY_CLASSES}
    named = [f"{one.operation_id} ({one.method.upper()} {one.path})" for one in operations[:MAX_NAMES]]
    names = ", ".join(" ".join(one.split()) for one in named)
    more = f" and {len(operations) - MAX_NAMES} more" if len(operations) > MAX_NAMES else ""
    return [
        f"x-retry is missing: read is assumed for GET and HEAD ({counts['read']} operations), which are repeated after "
        f"any failure that may pass; write for all others ({counts['write']} operations), which are repeated only if "
        f"they were certainly not carried out: {names}{more}"
    ]
