"""How long a connection may be idle before it is closed, or no longer used for a write."""

from __future__ import annotations

MAX_IDLE = 30.0
"""Seconds after which an idle connection is closed."""
MAX_IDLE_FOR_WRITES = 1.0
"""Seconds after which a write no longer uses an idle connection.

Servers close idle connections, commonly after 5 s or more. If a request crosses the closing, its outcome is unknown.
"""
