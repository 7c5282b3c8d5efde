"""Campaign recipients: create, change, list and iterate over them.

Importing this loads no other tag, no HTTP library and no model; those come with the first use.
"""

from __future__ import annotations

from epilot_targeting_generated.api.campaign_recipient import MODELS, CampaignRecipientOperations

from ._client.base import BaseClient
from ._client.defaults import authorize, default_of
from ._lazy import model_named

TYPE_CHECKING = False  # type checkers know the name; `typing` itself would cost twenty modules
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Unpack
    from uuid import UUID

    from epilot_targeting_generated.api.campaign_recipient.models import *  # noqa: F403
    from epilot_targeting_generated.models import AutomationStatus, PortalStatus, Recipient

    from ._client.base import Options
    from ._pagination.pager import RecipientPager

__all__ = ["CampaignRecipientClient", "authorize", "create_client", "get_client"]


class RecipientIteration(CampaignRecipientOperations):
    """The operations of recipients, and the iteration over all of them, which is written by hand."""

    __slots__ = ()

    def iter_recipients(
        self,
        campaign_id: UUID | str,
        *,
        limit: int | None = None,
        start: str | None = None,
        max_items: int | None = None,
        prefetch: bool = True,
        q: str | None = None,
        automation_status: AutomationStatus | str | Sequence[AutomationStatus | str] | None = None,
        portal_status: PortalStatus | str | None = None,
    ) -> RecipientPager[Recipient]:
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

        async def fetch(cursor: str | None) -> Page[Recipient]:
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
    """Return the default client of this tag."""
    return default_of(CampaignRecipientClient)


def create_client(**options: Unpack[Options]) -> CampaignRecipientClient:
    """Make a client of this tag with connections of its own."""
    return CampaignRecipientClient(**options)


def __getattr__(name: str) -> Any:
    return model_named(name, MODELS, __name__)


def __dir__() -> list[str]:
    return sorted({*__all__, *MODELS})
