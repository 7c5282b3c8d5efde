"""The error of a document that no package can be generated from, and the place of an unexpected exception."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

ADVICE = "list it under `untyped` in the settings with a reason"
TOO_DEEP = (
    "it is nested too deeply: give an inner object a name under components/schemas and refer to it, "
    "or list it under `untyped` in the settings"
)


class DocumentError(Exception):
    """The document is invalid or unsupported; the message names the place and the reason."""


@contextmanager
def located(where: str) -> Generator[None]:
    """Turn an unexpected exception into a `DocumentError` that names the place in the document.

    Such an exception is a fault of the generator. The innermost place wins.

    Args:
        where: The pointer, operation or file that the work concerns.
    """
    try:
        yield
    except DocumentError:
        raise
    except RecursionError as error:
        raise DocumentError(f"{where}: {TOO_DEEP}") from error
    except Exception as error:
        raise DocumentError(f"{where}: {_fault(error)}") from error


def _fault(error: Exception) -> str:
    """Return the message for an exception that the generator did not expect, with its source line."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    source = Path(trace.tb_frame.f_code.co_filename).name if trace else ""
    line = trace.tb_lineno if trace else 0
    reason = f"{type(error).__name__}: {error}"
    return f"the generator failed ({reason}, {source} line {line}): change this part of the document, and report it"
