"""`TargetingClient`, the client of the whole API, and its `get_client`, `create_client`, `preload` and `openapi`."""

from __future__ import annotations

from epilot_targeting_generated.api.all_tags import AllOperations
from epilot_targeting_generated.lazy import TYPE_CHECKING, lazy_module, typing

from ._client.base import BaseClient
from ._client.default_clients import default_of
from ._client.tag_clients import tag_client
from ._config import options as client_options
from ._iter_recipients import RecipientIteration
from ._tracebacks import HiddenFrames

if TYPE_CHECKING:
    from . import campaign as campaign_tag
    from . import campaign_delivery as campaign_delivery_tag
    from . import campaign_recipient as campaign_recipient_tag
    from . import target as target_tag
else:
    # Only a client of a tag needs its module.
    campaign_tag, campaign_delivery_tag, campaign_recipient_tag, target_tag = (
        lazy_module(f"{__package__}.{name}")
        for name in ("campaign", "campaign_delivery", "campaign_recipient", "target")
    )


class TargetingClient(AllOperations, RecipientIteration, BaseClient):
    """All operations of the Targeting API, flat and once more by tag."""

    @property
    def campaign(self) -> campaign_tag.CampaignClient:
        """The client of the tag Campaign, with the options and connections of this client.

        It is the same one each time. Closing one of the two closes both.
        """
        return tag_client(self, TargetingClient, campaign_tag.CampaignClient)

    @property
    def campaign_delivery(self) -> campaign_delivery_tag.CampaignDeliveryClient:
        """The client of the tag Campaign Delivery, with the options and connections of this client.

        It is the same one each time. Closing one of the two closes both.
        """
        return tag_client(self, TargetingClient, campaign_delivery_tag.CampaignDeliveryClient)

    @property
    def campaign_recipient(self) -> campaign_recipient_tag.CampaignRecipientClient:
        """The client of the tag Campaign Recipient, with the options and connections of this client.

        It is the same one each time. Closing one of the two closes both.
        """
        return tag_client(self, TargetingClient, campaign_recipient_tag.CampaignRecipientClient)

    @property
    def target(self) -> target_tag.TargetClient:
        """The client of the tag Target, with the options and connections of this client.

        It is the same one each time. Closing one of the two closes both.
        """
        return tag_client(self, TargetingClient, target_tag.TargetClient)


def get_client() -> TargetingClient:
    """Return the default client: the same one each time. It has its own connections.

    `configure` and `authorize` set its options, also later. Without a token, each call raises ConfigurationError.

    It works on any event loop, and `asyncio.run` closes its connections at its end. After `aclose`, calls raise
    ClientClosedError until `async with` opens it again.
    """
    return default_of(TargetingClient)


def create_client(
    token: client_options.TokenProvider | None = None, **options: typing.Unpack[client_options.ClientKeywords]
) -> TargetingClient:
    """Create a client with its own connections, which `async with` or `aclose` closes.

    The arguments are those of `TargetingClient`.

    Raises:
        ConfigurationError: There is no such option, or its value is invalid.
    """
    with HiddenFrames():
        return TargetingClient(token, **options)


def preload() -> None:
    """Load what the first call of the default client would load, for all tags. Nothing is sent.

    A client of one tag has a `preload` for that tag alone.

    Raises:
        ConfigurationError: A proxy or certificate file that an option or environment variable names is invalid, or the
            HTTP library is unsuitable or cannot be imported.

    Example:
        epilot_targeting.preload()  # where a Lambda function or a worker starts
    """
    with HiddenFrames():
        get_client().preload()


def openapi() -> dict[str, typing.Any]:
    """Return the OpenAPI document that this package was generated from, as a new dict."""
    from epilot_targeting_generated.spec import load

    return load()
