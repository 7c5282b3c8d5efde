"""Check the scheme of `base_url`: http is for loopback hosts, or with `allow_http`, which warns."""

from __future__ import annotations

import warnings
from urllib.parse import urlsplit

from ..errors import ConfigurationError

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""The hosts of this machine. http is allowed for them, and no proxy is used."""
PACKAGES = ("epilot_targeting", "attr")
"""The packages whose frames stand between a caller and a warning about an option."""
GENERATED = "attr"
"""The package of methods that attrs generates: their module has no name."""
_warned: set[str] = set()
"""The base URLs that a warning was shown for."""


def check_scheme(url: str, *, allow_http: bool) -> None:
    """Check the scheme of `base_url`: https, or http for `localhost`, `127.0.0.1` and `::1`.

    `url` is normalised already, so that its scheme is one of the two. With `allow_http`, http is allowed for
    any other host too, and a UserWarning is issued once for each URL.

    Raises:
        ConfigurationError: It is http for another host, without `allow_http`.
        UserWarning: It is http for another host, with `allow_http`, and warnings are errors.
    """
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname in LOOPBACK:
        return
    if not allow_http:
        raise ConfigurationError(
            "base_url must begin with https:// (http:// is allowed for a loopback host, and with allow_http=True)"
        )
    if url not in _warned:
        message = f"allow_http: the token and all data are sent to {parts.netloc} without encryption"
        warnings.warn(message, UserWarning, stacklevel=_callers_level())
        _warned.add(url)


def _callers_level() -> int:
    """Return the `stacklevel` for a `warnings.warn` in the calling function, so that it names the user's line.

    Frames of this package and of attrs are skipped.
    """
    import inspect

    level, frame = 0, inspect.currentframe()
    while frame is not None and str(frame.f_globals.get("__name__", GENERATED)).partition(".")[0] in PACKAGES:
        level, frame = level + 1, frame.f_back
    return level
