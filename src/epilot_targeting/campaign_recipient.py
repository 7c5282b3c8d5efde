"""Campaign recipients: create, change, list and iterate over them.

Importing this loads no other tag, no HTTP library and no model; those come with the first use.
"""

from __future__ import annotations

from epilot_targeting_generated.api.campaign_recipient import MODELS, CampaignRecipientOperations, models
from epilot_targeting_generated.lazy import TYPE_CHECKING, abc, typing, uuid

import epilot_targeting

from ._client.base import BaseClient
from ._client.defaults import authorize, default_of
from ._config import keywords
from ._lazy import model_named

if TYPE_CHECKING:
    from epilot_targeting_generated.api.campaign_recipient.models import *  # noqa: F403

    from ._pagination.page import Page

__all__ = ["CampaignRecipientClient", "authorize", "create_client", "get_client"]
if TYPE_CHECKING:
    __all__ += models.__all__  # the models are public names of this module


class RecipientIteration(CampaignRecipientOperations):
    """The operations of recipients, and the iteration over all of them, which is written by hand."""

    __slots__ = ()

    def iter_recipients(
        self,
        campaign_id: uuid.UUID | str,
        *,
        limit: int | None = None,
        start: str | None = None,
        max_items: int | None = None,
        prefetch: bool = True,
        q: str | None = None,
        automation_status: models.AutomationStatus | str | abc.Sequence[models.AutomationStatus | str] | None = None,
        portal_status: models.PortalStatus | str | None = None,
    ) -> epilot_targeting.RecipientPager[models.Recipient]:
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
            q: The search text. Default: no search.
            automation_status: One automation status, or several. An empty sequence is invalid. Default: all.
            portal_status: The portal status. Default: all.

        Returns:
            An async iterator of recipients, with `pages()`, `cursor` and `collect()`.

        Raises:
            ConfigurationError: An argument is invalid, such as an empty filter.
            PaginationError: While iterating: the service returned the same cursor twice, or one that is not a string.
            TargetingError: While iterating: fetching a page failed. `cursor` of the error is where to continue.

        Source: https://docs.epilot.io/api/targeting, getRecipients
        """
        from copy import copy

        from ._pagination.page import page_of
        from ._request.url import query_string
        from .recipient_pager import RecipientPager

        filters = query_string({"q": q, "automation_status": automation_status, "portal_status": portal_status})
        automation_status = copy(automation_status)  # the caller may change the list

        async def fetch(cursor: str | None) -> Page[models.Recipient]:
            response = await self.get_recipients(
                campaign_id,
                limit=limit,
                next=cursor,
                q=q,
                automation_status=automation_status,
                portal_status=portal_status,
            )
            return page_of(response, cursor)

        listing = f"{campaign_id}{filters}"
        return RecipientPager(fetch, start=start, max_items=max_items, prefetch=prefetch, listing=listing)


class CampaignRecipientClient(RecipientIteration, BaseClient):
    """A client of the tag Campaign Recipient."""


def get_client() -> CampaignRecipientClient:
    """Return the default client of this tag: the same one each time."""
    return default_of(CampaignRecipientClient)


def create_client(
    token: keywords.TokenProvider | None = None, **options: typing.Unpack[keywords.ClientKeywords]
) -> CampaignRecipientClient:
    """Create a client of this tag with its own connections. The arguments are those of `TargetingClient`."""
    return CampaignRecipientClient(token, **options)


def __getattr__(name: str) -> typing.Any:
    return model_named(name, MODELS, __name__)


def __dir__() -> list[str]:
    return sorted({*__all__, *MODELS})
