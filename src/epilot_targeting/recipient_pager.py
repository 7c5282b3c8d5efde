"""`RecipientPager`: the pager that `iter_recipients` returns."""

from __future__ import annotations

from typing import TypeVar

from ._pagination.pager import Pager

T = TypeVar("T")


class RecipientPager(Pager[T]):
    """An async iterator over the recipients of a campaign.

    Leaving an `async for` cancels the fetch of the next page and frees its connection. Iterating again over the same
    pager continues with the first recipient that was not delivered, and delivers each one once. This holds after a
    timeout or an error, on another event loop, and if several tasks or threads share the pager. After a
    `PaginationError` no recipient follows. A new pager from `start=pager.cursor` starts with the page of the first
    recipient that was not delivered.

    Example:
        pager = client.iter_recipients(campaign_id, limit=100)
        async for recipient in pager:
            print(recipient.title, pager.cursor)

    Source: https://docs.epilot.io/api/targeting, getRecipients
    """

    operation = "get_recipients"
