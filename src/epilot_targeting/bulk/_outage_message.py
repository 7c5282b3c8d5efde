"""The log line that a run waits for a service that is down: the cause, the host, and for how long."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ..errors import ApiError, TargetingError

CHECK = "no call has reached the service since the start of the run: check base_url, the network and the proxy"
"""The advice of the log line and of `BulkInterrupted` if the service was never reached."""
CONTINUE = "it can be ended and run again"
OUTCOME = re.compile(r"; [^;]*\Z")
"""The end of the text of an error: whether the operation was carried out."""
PLACE = re.compile(r"\A\w+: (?:[A-Z]+ https?://\S+: )?")
"""The start of the text of an error: the operation, and the method and URL of a failed attempt."""


def origin_of(base_url: str) -> str:
    """Return the scheme, host and port of a base URL, such as `https://example.com:8443`. No port is added.

    `base_url` is that of a client's options: normalised, and without credentials.
    """
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}"


def reason_of(error: TargetingError) -> str:
    """Return why a call failed, on one line: the class of the error, and the status or the words of the HTTP library.

    An example is `ServerError 503`. The URL is left out because it has ids, and the message of the service because it
    may have personal data.
    """
    name = type(error).__name__
    if isinstance(error, ApiError):
        return f"{name} {error.status_code}"
    return f"{name}: {OUTCOME.sub('', PLACE.sub('', str(error)))}"


def outage_line(
    operation: str, base_url: str, failures: int, error: TargetingError, seconds: float, *, reached: bool
) -> str:
    """Return the log line of a run that starts to wait for a service that is down, with `reason_of` the error.

    Args:
        operation: The name of the bulk operation.
        base_url: The base URL of the client.
        failures: The number of calls that failed in a row.
        error: The error of the last one.
        seconds: The seconds for which the run waits at most.
        reached: Whether any call has reached the service since the start of the run. It changes the advice at the end.
    """
    return (
        f"{operation}: {failures} calls in a row failed, the last one with {reason_of(error)}; the run waits until "
        f"{origin_of(base_url)} responds, for at most {seconds:.0f} s, and then ends with BulkInterrupted; "
        f"{CONTINUE if reached else CHECK}"
    )
