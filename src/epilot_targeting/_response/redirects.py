"""Redirects, which are not followed: their reason in errors and log lines, and the location that may be shown."""

from __future__ import annotations

from collections.abc import Mapping

from .._status_ranges import REDIRECTS
from .request_in_errors import origin


def redirect_reason(status: int, headers: Mapping[str, str]) -> str:
    """Return the text `redirect to <location>, which is not followed (check base_url)`, for errors and log lines.

    Return an empty string if the status is no redirect, or without `location`. `headers` are those of the error, whose
    `location` was cut by `cut_location`.
    """
    if status not in REDIRECTS or "location" not in headers:
        return ""
    return f"redirect to {headers['location']}, which is not followed (check base_url)"


def cut_location(headers: dict[str, str], status: int) -> None:
    """Cut `location` in the headers of a redirect to its origin, in place: the rest may be a credential.

    It becomes `the same host` if it has neither scheme nor host, and `(no URL)` if it is invalid. Change
    nothing for a status that is not 3xx, or without `location`. The names in `headers` are lower-case.
    """
    if status not in REDIRECTS or "location" not in headers:
        return
    try:
        headers["location"] = origin(headers["location"]).removeprefix(":")
    except ValueError:
        headers["location"] = "(no URL)"
    if headers["location"] == "//":
        headers["location"] = "the same host"
