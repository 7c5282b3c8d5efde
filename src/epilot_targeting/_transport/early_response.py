"""The exception of a write that takes too long while data of the server waits to be read."""

from __future__ import annotations

import httpcore


class EarlyResponse(httpcore.WriteError):
    """The server takes no more of the request, and has already sent something. httpcore then reads the response."""
