"""A page of the fake's recipients: its cursor, its size, and the total."""

from __future__ import annotations

import base64
import hashlib
import json
from bisect import bisect_left
from collections.abc import Mapping
from itertools import islice
from typing import Any

from ._recipient_filters import matches
from ._request_and_response import ErrorResponse
from ._state import State

PAGING = ("limit", "next", "from")
"""Query parameters that select a page. Each other one filters: `q` by text, the rest by the field of their name."""


def page_of(state: State, campaign_id: str, query: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page of the recipients of a campaign that match the query, as the JSON object of the response.

    Its `results` are shallow copies, `next` is the cursor of the next page or None, and `total` the number of all
    matches.

    Args:
        state: The state of the fake.
        campaign_id: The id of an existing campaign, in upper or lower case.
        query: The validated query parameters of `get_recipients` by their names. The default of `limit` is 25. With
            `from`, the number of matches to skip, the cursor in `next` is ignored.

    Raises:
        ErrorResponse: The cursor is malformed, or of another list (400).
    """
    wanted = {key: value for key, value in query.items() if key not in PAGING}
    checksum = hashlib.sha256(json.dumps([campaign_id.lower(), wanted], sort_keys=True).encode()).hexdigest()[:8]
    # The cursor names the next recipient by a number that it keeps: those that change, come or go during an
    # iteration move no other one out of later pages.
    recipients, numbers = state.recipients[campaign_id.lower()], state.numbers_of(campaign_id.lower())
    keys, first = list(recipients), 0
    if "from" not in query:
        first = bisect_left(keys, _position_of(query.get("next"), checksum), key=numbers.__getitem__)
    total = sum(matches(one, wanted) for one in recipients.values()) if wanted else len(recipients)
    # Of the rest, only so many are compared as the page needs, and one more.
    matching = (key for key in islice(keys, first, None) if matches(recipients[key], wanted))
    # `islice` takes no number of more than 64 bits.
    skipped, limit = min(query.get("from", 0), len(keys)), min(query.get("limit", 25), len(keys))
    found = list(islice(matching, skipped, skipped + limit + 1))
    next_cursor = _cursor_at(numbers[found[limit]], checksum) if len(found) > limit else None
    return {"results": [dict(recipients[key]) for key in found[:limit]], "next": next_cursor, "total": total}


def _cursor_at(position: int, checksum: str) -> str:
    """Return the cursor of the page that starts with a recipient, for `next` of the page before it.

    Args:
        position: The number of that recipient, from `State.numbers_of`.
        checksum: Identifies the campaign and the filters of the list. `page_of` computes it.
    """
    return base64.urlsafe_b64encode(f"{position}:{checksum}".encode()).decode()


def _position_of(cursor: str | None, checksum: str) -> int:
    """Return the number of the recipient that a cursor names, or 0 without a cursor.

    The recipient may have been removed since: the page then starts with the next one.

    Args:
        cursor: The cursor of a request, or None.
        checksum: Identifies the campaign and the filters of the list.

    Raises:
        ErrorResponse: It is no cursor of this list (400).
    """
    if cursor is None:
        return 0
    try:
        position, _, given = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        if given == checksum:
            return int(position)
    except ValueError:
        pass
    raise ErrorResponse(400, {"error": "next is not a cursor of this list", "status": 400})
