"""Keep the HTTP libraries from logging the requests of this package's clients.

Their log records contain URLs with search texts and cursors and, at DEBUG, response headers.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar

is_sending: ContextVar[bool] = ContextVar("is_sending", default=False)
"""Whether the running code sends a request of a client of this package. Other code logs as before."""


def _is_other(_: logging.LogRecord) -> bool:
    """Return whether to keep a log record of an HTTP library: it is their filter.

    Return False if the running code sends a request of a client of this package, whatever the record is.
    """
    return not is_sending.get()


for _name in ("", ".connection", ".http11", ".http2", ".proxy", ".socks", ".client", ".internal"):
    for _library in ("httpx", "httpcore", "httpx2", "httpcore2", "aiohttp"):
        logging.getLogger(_library + _name).addFilter(_is_other)
for _name in ("hpack.hpack", "hpack.table"):  # headers of HTTP/2, which a caller's client may use
    logging.getLogger(_name).addFilter(_is_other)
