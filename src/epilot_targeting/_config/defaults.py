"""The default of every option: of a client, of `RetryPolicy`, of `RateLimit` and of `aclose`.

The docstrings of the options repeat them for users, and a test compares both.
"""

from __future__ import annotations

from epilot_targeting_generated.lazy import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal

BASE_URL = "https://targeting.sls.epilot.io"
TIMEOUT = (5.0, 30.0)
"""Seconds to connect, and to wait for the next bytes."""
DEADLINE = 90.0
"""Seconds for a whole call."""
MAX_CONCURRENCY = 100
"""Requests under way, for each event loop."""
MAX_RESPONSE_BYTES = 32 * 2**20
MAX_RESPONSE_RECORDS = 1_000_000
PAYLOAD_HOSTS = ("amazonaws.com", "epilot.io")
"""Hosts, with their subdomains, that large responses may be downloaded from."""
TRANSPORT: Literal["httpx"] = "httpx"

ATTEMPTS = 3
"""Attempts of a call, the first included."""
BACKOFF = 0.5
"""The upper limit of the first random pause, in seconds."""
MAX_BACKOFF = 8.0
"""The upper limit of every random pause, in seconds."""
MAX_RETRY_AFTER = 120.0
"""The longest `Retry-After` that is waited for, in seconds."""

RATE_LIMIT_SECONDS = 60.0
"""The period of a `RateLimit`."""
