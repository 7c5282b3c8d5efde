"""`iter_recipients`: its arguments and their defaults, and how the pages of recipients are fetched.

It is written by hand, beside the generated operations. Importing this loads no pager: that comes with the first use.
"""

from __future__ import annotations

from epilot_targeting_generated.api.campaign_recipient import CampaignRecipientOperations, models
from epilot_targeting_generated.lazy import TYPE_CHECKING, Literal, lazy_module, typing, uuid
from epilot_targeting_generated.operations import types

from ._tracebacks import HiddenFrames

if TYPE_CHECKING:
    from . import recipient_pager
    from ._pagination.page import Page
else:
    recipient_pager = lazy_module(f"{__package__}.recipient_pager")  # an annotation names it


class RecipientIteration(CampaignRecipientOperations):
    """The operations of recipients, and the iteration over all of them, which is written by hand."""

    __slots__ = ()
    _late_modules = (
        f"{__package__}.recipient_pager",
        f"{__package__}._pagination.page",
        f"{__package__}._request.query_string",
    )

    def iter_recipients(
        self,
        campaign_id: uuid.UUID | str,
        *,
        limit: int | None = None,
        start: str | None = None,
        max_items: int | None = None,
        prefetch: bool = True,
        ahead: int = 1,
        q: str | None = None,
        automation_status: models.AutomationStatus
        | Literal["pending", "in_progress", "success", "failed", "cancelled"]
        | types.SequenceNotStr[
            models.AutomationStatus | Literal["pending", "in_progress", "success", "failed", "cancelled"]
        ]
        | None = None,
        portal_status: models.PortalStatus | Literal["sent", "seen", "dismissed", "clicked"] | None = None,
        email_status: models.EmailStatus
        | Literal["sent", "delivered", "bounced", "complained", "failed"]
        | None = None,
    ) -> recipient_pager.RecipientPager[models.Recipient]:
        """Iterate over all recipients of a campaign.

        The next page is fetched while you work on the current one. Leaving the loop cancels that fetch.

        Example:
            async for recipient in client.iter_recipients(campaign_id, automation_status="failed"):
                print(recipient.title)

        Args:
            campaign_id: The id of the campaign.
            limit: The number of recipients per page. Default: that of the service.
            start: The cursor to continue from: `cursor` of an earlier pager, or of an error. Default: the first page.
            max_items: The largest number of recipients; 0 or more. Default: no limit.
            prefetch: Whether the next page is fetched while the current one is used. Default: True.
            ahead: The number of pages that are fetched at the same time; at least 1. Above 1 the pages are fetched by
                offset, which is faster. Each page must begin with the last recipient of the one before; if it does not,
                the iteration goes on by cursor, one page at a time. It does so from the beginning if `start` is set,
                since a cursor does not say how many recipients are before it; `resume` of a pager takes their number.
                As long as the recipients keep their order, none that was there throughout is lost or comes twice. With
                prefetch=False it must be 1. Default: 1.
            q: The search text. Default: no search.
            automation_status: One automation status, or several. An empty sequence is invalid. Default: all.
            portal_status: The portal status. Default: all.
            email_status: The e-mail status. Default: all.

        Returns:
            An async iterator of recipients, with `pages()`, `cursor` and `collect()`.

        Raises:
            ConfigurationError: An argument is invalid, such as an empty filter. An invalid `campaign_id` or `limit` is
                found while iterating.
            PaginationError: While iterating: the service returned the same cursor twice, or one that is not a string.
            TargetingError: While iterating: fetching a page failed. `cursor` of the error is where to continue.

        Source: https://docs.epilot.io/api/targeting, getRecipients
        """
        from copy import copy

        from ._pagination.page import page_of
        from ._pagination.pager_arguments import check_ahead
        from ._request.query_string import query_string
        from .recipient_pager import RecipientPager

        filters: dict[str, typing.Any] = {
            "q": q,
            "automation_status": copy(automation_status),  # the caller may change the list
            "portal_status": portal_status,
            "email_status": email_status,
        }
        with HiddenFrames():
            listing = f"{campaign_id}{query_string(filters)}"

        async def fetch(cursor: str | None, offset: int | None = None) -> Page[models.Recipient]:
            """Return the page of recipients at a cursor or at an offset. None for both is the first page.

            The offset is the number of recipients before the page. At most one of the two is set: both would be sent.
            The errors are those of `get_recipients`. The pager checks the cursor of the next page.
            """
            response = await self.get_recipients(campaign_id, limit=limit, next=cursor, from_=offset, **filters)
            return page_of(response, cursor)

        with HiddenFrames():
            check_ahead(ahead, prefetch=prefetch)
            parallel = None
            if ahead > 1:
                from ._pagination.parallel_fetch import ParallelFetch

                parallel = ParallelFetch(
                    fetch,
                    identity=_entity_id,
                    operation=RecipientPager.operation,
                    ahead=ahead,
                    start=start,
                    max_items=max_items,
                )
            return RecipientPager(
                fetch, start=start, max_items=max_items, prefetch=prefetch, parallel=parallel, listing=listing
            )


def _entity_id(recipient: models.Recipient) -> uuid.UUID | None:
    """Return the `entity_id`, by which `ParallelFetch` recognises a recipient on two pages.

    Return None if it has none. Pages that share such a recipient do not fit: `ParallelFetch` goes on by cursor.
    """
    return recipient.entity_id
