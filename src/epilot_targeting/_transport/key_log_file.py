"""Check the file that `SSLKEYLOGFILE` names, which each TLS context opens."""

from __future__ import annotations

import os
import sys

from ..errors import ConfigurationError


def check_key_log_file() -> None:
    """Check that the file of SSLKEYLOGFILE can be written, and create it if it is missing.

    Each TLS context and the import of aiohttp open the file. Do nothing if the variable is not set or empty, or
    if Python ignores environment variables (`-E`, `-I`).

    Raises:
        ConfigurationError: The file cannot be written.
    """
    path = "" if sys.flags.ignore_environment else os.environ.get("SSLKEYLOGFILE")
    if not path:
        return
    try:
        with open(path, "a"):
            pass
    except OSError as error:
        raise ConfigurationError(f"SSLKEYLOGFILE is invalid: {path!r} cannot be written ({error.strerror})") from error
