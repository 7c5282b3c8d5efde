"""The logger `epilot_targeting`, and its output to stderr if `EPILOT_TARGETING_LOG` names a level."""

from __future__ import annotations

import logging
import os

VARIABLE = "EPILOT_TARGETING_LOG"
LEVELS = ("debug", "info", "warning", "error")

log = logging.getLogger("epilot_targeting")


def _is_unconfigured(_: logging.LogRecord) -> bool:
    """Return whether the root logger has no handler. If it has one, that shows the record, and ours must not."""
    return not logging.getLogger().handlers


def set_up(level: str) -> None:
    """Set up the logger when the package is imported: a NullHandler, and output on stderr if a level is given.

    Args:
        level: The value of the environment variable, in any case. Empty: the application configures logging.
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


set_up(os.environ.get(VARIABLE, "").strip())
