"""Classify responses by their media type: JSON of the service, text, and the reference to a large response."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._config.request_headers import LARGE

if TYPE_CHECKING:
    from .._transport.attempt import Attempt

API_MEDIA_TYPES = ("application/json", LARGE)
"""Media types of the service that a login page or a captive portal never has."""


def is_large_response(attempt: Attempt) -> bool:
    """Return whether a response is, by its media type, a reference to a large response in the object store.

    Its body contains a presigned URL, which no error may show. Return False without a media type or a response.
    """
    return attempt.media_type == LARGE


def is_json(attempt: Attempt) -> bool:
    """Return whether a response is JSON by its media type: one that ends with `/json` or `+json`.

    That of a reference to a large response is one of them. Return False if the response has no media type.
    """
    return attempt.media_type.endswith(("/json", "+json", LARGE))


def is_text(attempt: Attempt) -> bool:
    """Return whether the media type of a response is text, such as `text/html`. Return False without a media type."""
    return attempt.media_type.startswith("text/")
