"""Classify responses by their media type, such as JSON or a large response, and reject a success that is not JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .._config.request_headers import LARGE

if TYPE_CHECKING:
    from .._transport.attempt import Attempt

API_MEDIA_TYPES = ("application/json", LARGE)
"""Media types of the service that a login page or a captive portal never has."""
MEDIA_TYPE = re.compile(r"[\w.+-]*/?[\w.+*-]*", re.ASCII)
MAX_MEDIA_TYPE = 60  # characters of a media type in the text of an error


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


def check_media_type(attempt: Attempt) -> None:
    """Raise ValueError if the response has a body whose media type is not JSON, as a login page has.

    A media type that ends with `/json` or `+json` is JSON. A missing media type is accepted, and any with an
    empty body. The body itself is not parsed here.
    """
    if attempt.media_type and attempt.content and not is_json(attempt):
        raise ValueError(_not_json(attempt.media_type))


def _not_json(media_type: str) -> str:
    """Return why a success whose body is not JSON, such as a login page, cannot be decoded.

    The text is for an error. `media_type` is that of the response, without parameters, and is not empty. If
    it is invalid, it is not shown; a long one is cut.
    """
    shown = repr(media_type[:MAX_MEDIA_TYPE]) if MEDIA_TYPE.fullmatch(media_type) else "of an invalid media type"
    return f"the body is {shown} and not JSON: another server may have responded"
