"""Campaign recipients: create, change, list and iterate over them.

Importing this loads no other tag, no HTTP library and no model; those come with the first use.
"""

from __future__ import annotations

from epilot_targeting_generated.api.campaign_recipient import MODELS, CampaignRecipientOperations, models
from epilot_targeting_generated.lazy import TYPE_CHECKING, abc, typing, uuid

from ._client.base import BaseClient
from ._client.defaults import authorize, default_of
from ._config import keywords
from ._lazy import model_named
from ._pagination import pager

if TYPE_CHECKING:
    from epilot_targeting_generated.api.campaign_recipient.models import *  # noqa: F403


__all__ = ["CampaignRecipientClient", "authorize", "create_client", "get_client"]


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
    ) -> pager.RecipientPager[models.Recipient]:
        """Iterate over all recipients of a campaign.

        Args:
            campaign_id: The campaign.
            limit: Recipients a page.
            start: Where to go on: the `cursor` of an earlier pager, or of an error.
            max_items: End the pager after so many recipients, whoever takes them.
            prefetch: Whether the next page is fetched while one is worked on.
            q: Search text.
            automation_status: Only these automation statuses. An empty sequence is refused: it is not "no filter".
            portal_status: Only this portal status.

        Returns:
            An async iterator of recipients, with `pages()`, `cursor` and `collect()`.

        Raises:
            ConfigurationError: An argument is invalid, such as a filter that is empty.
            PaginationError: While iterating: the service gave the same cursor twice.
            TargetingError: While iterating: a page failed. Every error carries `cursor`.

        Source: https://docs.epilot.io/api/targeting, getRecipients
        """
        from copy import copy

        from ._pagination.pager import Page, RecipientPager
        from ._request.build import query_string

        query_string({"q": q, "automation_status": automation_status, "portal_status": portal_status})
        automation_status = copy(automation_status)  # every page has the same filters, whatever becomes of a list

        async def fetch(cursor: str | None) -> Page[models.Recipient]:
            response = await self.get_recipients(
                campaign_id,
                limit=limit,
                next=cursor,
                q=q,
                automation_status=automation_status,
                portal_status=portal_status,
            )
            # What could not be read stands in additional_properties: a cursor that is none, a record that is none.
            unread = response.additional_properties
            results = unread.get("results") or ()
            malformed = any(record is not None and not isinstance(record, dict) for record in results)
            return Page(response.results, unread.get("next", response.next), response.total, cursor, malformed)

        return RecipientPager(fetch, start=start, max_items=max_items, prefetch=prefetch)


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
