"""The responses of the fake to an id of a campaign or recipient that it does not know."""

from __future__ import annotations

from ._request_and_response import ErrorResponse


def unknown_campaign() -> ErrorResponse:
    """Return the response to the id of an unknown campaign, to be raised: 400 with `CAMPAIGN_NOT_FOUND`."""
    return ErrorResponse(400, {"code": "CAMPAIGN_NOT_FOUND"})


def unknown_recipient(status: int) -> ErrorResponse:
    """Return the response to the id of an unknown recipient of a campaign, to be raised, with this HTTP status."""
    return ErrorResponse(status, {"error": "there is no such recipient", "status": status})
