"""Campaigns: their status, jobs, portals and automations.

Importing this loads no other tag, no HTTP library and no model; those come with the first use.
"""

from __future__ import annotations

from epilot_targeting_generated.api.campaign import MODELS, CampaignOperations

from ._client.base import BaseClient
from ._client.defaults import authorize, default_of
from ._lazy import model_named

TYPE_CHECKING = False  # type checkers know the name; `typing` itself would cost twenty modules
if TYPE_CHECKING:
    from typing import Any, Unpack

    from epilot_targeting_generated.api.campaign.models import *  # noqa: F403

    from ._client.base import Options

__all__ = ["CampaignClient", "authorize", "create_client", "get_client"]


class CampaignClient(CampaignOperations, BaseClient):
    """A client of the tag Campaign."""


def get_client() -> CampaignClient:
    """Return the default client of this tag."""
    return default_of(CampaignClient)


def create_client(**options: Unpack[Options]) -> CampaignClient:
    """Make a client of this tag with connections of its own."""
    return CampaignClient(**options)


def __getattr__(name: str) -> Any:
    return model_named(name, MODELS, __name__)


def __dir__() -> list[str]:
    return sorted({*__all__, *MODELS})
