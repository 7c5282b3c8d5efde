"""Campaigns: their set-up, status, jobs and portals, and which of them match an entity.

Importing this loads no other tag, no HTTP library and no model; those come with the first use.
"""

from __future__ import annotations

from epilot_targeting_generated.api.campaign import MODELS, CampaignOperations, models
from epilot_targeting_generated.lazy import TYPE_CHECKING, typing

from ._client.authorize import authorize
from ._client.base import BaseClient
from ._client.default_clients import default_of
from ._config import options as client_options
from ._lazy_models import model_named
from ._tracebacks import HiddenFrames

if TYPE_CHECKING:
    from epilot_targeting_generated.api.campaign.models import *  # noqa: F403


__all__ = ["CampaignClient", "authorize", "create_client", "get_client"]
if TYPE_CHECKING:
    __all__ += models.__all__  # the models are public names of this module


class CampaignClient(CampaignOperations, BaseClient):
    """A client of the tag Campaign."""


def get_client() -> CampaignClient:
    """Return the default client of this tag: the same one each time. It has its own connections.

    `configure` and `authorize` set its options, also later. Without a token, each call raises ConfigurationError.

    It works on any event loop, and `asyncio.run` closes its connections at its end. After `aclose`, calls raise
    ClientClosedError until `async with` opens it again.
    """
    return default_of(CampaignClient)


def create_client(
    token: client_options.TokenProvider | None = None, **options: typing.Unpack[client_options.ClientKeywords]
) -> CampaignClient:
    """Create a client of this tag with its own connections, which `async with` or `aclose` closes.

    The arguments are those of `TargetingClient`.

    Raises:
        ConfigurationError: There is no such option, or its value is invalid.
    """
    with HiddenFrames():
        return CampaignClient(token, **options)


def __getattr__(name: str) -> typing.Any:
    """Import a model of the tag on first use, and return it.

    Raise AttributeError if the tag has no model of that name.
    """
    return model_named(name, MODELS, __name__)


def __dir__() -> list[str]:
    """Return the public names of this module, and those of the models of the tag, loaded or not."""
    return sorted({*__all__, *MODELS})
