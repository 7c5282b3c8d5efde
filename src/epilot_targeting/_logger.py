"""The logger `epilot_targeting`: `write` logs a line, and `EPILOT_TARGETING_LOG` shows the lines on stderr."""

from __future__ import annotations

import logging
import os

TYPE_CHECKING: bool = False  # type checkers read the import below; nothing else is to load typing
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

VARIABLE = "EPILOT_TARGETING_LOG"
LEVELS = ("debug", "info", "warning", "error")
NO_FIELDS: Mapping[str, Any] = dict.fromkeys(
    ("operation", "status_code", "attempts", "elapsed", "request_id", "applied")
)
"""The fields that each record has, so that a formatter may name them. They are None where a line has no such value."""

log = logging.getLogger("epilot_targeting")


def _is_unconfigured(_: logging.LogRecord) -> bool:
    """Return whether the root logger has no handler: a handler there would show each record a second time.

    It is the filter of the handler that `set_up` adds for stderr: False means that this one shows nothing.
    """
    return not logging.getLogger().handlers


def set_up(level: str) -> None:
    """Set up the logger: a NullHandler and, if a level is given, a handler that writes to stderr.

    The import of the package calls this once: a second call adds the handlers again. While the root logger has
    a handler, the one for stderr shows nothing.

    Args:
        level: The value of EPILOT_TARGETING_LOG, in any case: `debug`, `info`, `warning` or `error`. Empty: the
            application configures logging. Any other: `warning`, and a warning about it is logged.
    """
    log.addHandler(logging.NullHandler())
    if not level:
        return
    is_known = level.lower() in LEVELS
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(_is_unconfigured)
    log.addHandler(handler)
    log.setLevel(level.upper() if is_known else logging.WARNING)
    if not is_known:
        log.warning("%s has an unknown level: use %s", VARIABLE, ", ".join(LEVELS))


def write(level: int, line: str, *shown: object, fields: Mapping[str, Any] = NO_FIELDS) -> None:
    """Log a line by the logger `epilot_targeting`.

    An exception of a handler, filter or record factory is not raised: it is shown on stderr, as logging shows those of
    handlers. Nothing is redacted here. If the level is off, nothing is logged: the caller need not check.

    Args:
        level: The level, such as `logging.INFO`.
        line: The line, with `%` placeholders.
        shown: The values of the placeholders.
        fields: More attributes of the log record, by name. Each of `NO_FIELDS` that is not among them is None. Those
            that the record factory of the application sets stay as they are. Default: none.
    """
    try:
        if log.isEnabledFor(level):
            record = log.makeRecord(log.name, level, __file__, 0, line, shown, None)
            vars(record).update({**NO_FIELDS, **fields, **vars(record)})
            log.handle(record)
    except Exception:
        # As for a handler that fails by itself: shown on stderr, unless `logging.raiseExceptions` is False.
        logging.NullHandler().handleError(logging.LogRecord(log.name, level, __file__, 0, line, shown, None))


set_up(os.environ.get(VARIABLE, "").strip())
