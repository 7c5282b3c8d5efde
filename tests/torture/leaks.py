"""Look for a secret in everything that an error or a log record shows."""

from __future__ import annotations

import logging
import pickle
import traceback
from collections.abc import Iterator

LIBRARIES = ("httpx", "httpcore", "httpx2", "httpcore2", "aiohttp.client", "aiohttp.internal")
LOGGERS = (None, "epilot_targeting", "asyncio", *LIBRARIES)


def shown_by(error: BaseException) -> Iterator[tuple[str, str]]:
    """Return everything that an error, and each that stands behind it, shows; with the place where it stood."""
    for one in _chain(error):
        place = type(one).__name__
        yield f"{place} str", str(one)
        yield f"{place} repr", repr(one)
        yield f"{place} vars", repr(vars(one))
        yield f"{place} args", repr(one.args)
        for line in traceback.TracebackException.from_exception(one, capture_locals=True).format():
            yield f"{place} traceback", line
    # As latin-1, where every byte is a character: the pickle is searched as it is.
    yield "pickle", pickle.dumps(error).decode("latin-1")


def shown_by_log(record: logging.LogRecord) -> Iterator[tuple[str, str]]:
    """Return everything that a log record shows."""
    place = f"log of {record.name}"
    yield place, record.getMessage()
    yield place, repr(vars(record))
    if record.exc_info and record.exc_info[1]:
        yield from ((f"{place} {inner}", text) for inner, text in shown_by(record.exc_info[1]))


def _chain(error: BaseException) -> Iterator[BaseException]:
    # Suppressed ones too: they are still there for whoever looks.
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            waiting += [one.__cause__, one.__context__]
            yield one
