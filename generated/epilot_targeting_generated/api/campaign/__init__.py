# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""The operations of the tag campaign."""

from __future__ import annotations

from ...lazy import (
    TYPE_CHECKING,
    lazy_module,
    typing,
    uuid,
)
from ...operations import LazyOperations, Operations, RawOperations, types

if TYPE_CHECKING:
    from . import models
else:
    models = lazy_module(f"{__name__}.models")

MODELS: frozenset[str] = frozenset(
    (
        "BaseEntityAcl",
        "BaseEntityOwner",
        "BaseRelation",
        "BaseRelationItem",
        "Campaign",
        "CampaignMatch",
        "CampaignPortal",
        "CampaignPortalsResponse",
        "CampaignResponse",
        "CampaignStatus",
        "ClientErrorBody",
        "CodeError",
        "DiscoverCampaignsParams",
        "DiscoverCampaignsParamsDict",
        "DiscoverCampaignsResponse",
        "DiscoverResult",
        "EntityRef",
        "EntityRefDict",
        "EntityUiStatus",
        "ErrorCode",
        "ExecutionSummaryItem",
        "JobState",
        "JobStatus",
        "LocalizedText",
        "MatchCampaignParams",
        "MatchCampaignParamsDict",
        "MatchCampaignsResponse",
        "MessageError",
        "NextBestAction",
        "NextBestActionContextParam",
        "NextBestActionCta",
        "NextBestActionCtaType",
        "NextBestActionIcon",
        "NextBestActionPriority",
        "PortalInfo",
        "PortalWidget",
        "ServerErrorBody",
        "SetupCampaignEntity",
        "SetupCampaignEntityDict",
        "SetupCampaignRequest",
        "SetupCampaignRequestDict",
        "SetupCampaignResponse",
        "SetupCampaignType",
        "SetupChannels",
        "SetupChannelsDict",
        "SetupEmail",
        "SetupEmailDict",
        "SetupJourney",
        "SetupJourneyDict",
        "SetupOffer",
        "SetupOfferDict",
        "SetupOfferItem",
        "SetupOfferItemDict",
        "SetupPortalWidget",
        "SetupPortalWidgetDict",
        "SetupProductRecommendation",
        "SetupProductRecommendationDict",
        "SetupTariffChangeCampaignRequest",
        "SetupTariffChangeCampaignRequestDict",
        "SetupTariffChangeCampaignResponse",
        "StatusedError",
    )
)
"""The names of the models in the requests and responses of the operations."""


class _Operations(LazyOperations):
    """The operations by name. Each is imported when it is first used."""

    change_campaign_status: types.Operation[models.CampaignResponse]
    get_campaign_job_status: types.Operation[models.JobStatus]
    get_campaign_portals: types.Operation[list[models.CampaignPortal]]
    match_campaigns: types.Operation[models.MatchCampaignsResponse]
    setup_campaign: types.Operation[models.SetupTariffChangeCampaignResponse | dict[str, typing.Any]]
    discover_campaigns: types.Operation[models.DiscoverCampaignsResponse]


OPERATIONS = _Operations(__name__)


class RawCampaignOperations(RawOperations):
    """The operations of the tag campaign; each returns the whole `Response`."""

    __slots__ = ()

    async def change_campaign_status(
        self,
        campaign_id: uuid.UUID | str,
    ) -> types.Response[models.CampaignResponse]:
        """Call `change_campaign_status`, and return the whole `Response`, with the decoded body as `parsed`."""
        sending = self._send(
            OPERATIONS.change_campaign_status,
            (campaign_id,),
        )
        del campaign_id
        return await sending

    async def get_campaign_job_status(
        self,
        campaign_id: uuid.UUID | str,
    ) -> types.Response[models.JobStatus]:
        """Call `get_campaign_job_status`, and return the whole `Response`, with the decoded body as `parsed`."""
        sending = self._send(
            OPERATIONS.get_campaign_job_status,
            (campaign_id,),
        )
        del campaign_id
        return await sending

    async def get_campaign_portals(
        self,
        campaign_id: uuid.UUID | str,
    ) -> types.Response[list[models.CampaignPortal]]:
        """Call `get_campaign_portals`, and return the whole `Response`, with the decoded body as `parsed`."""
        sending = self._send(
            OPERATIONS.get_campaign_portals,
            (campaign_id,),
        )
        del campaign_id
        return await sending

    async def match_campaigns(
        self,
        body: models.MatchCampaignParams | models.MatchCampaignParamsDict,
    ) -> types.Response[models.MatchCampaignsResponse]:
        """Call `match_campaigns`, and return the whole `Response`, with the decoded body as `parsed`."""
        sending = self._send(
            OPERATIONS.match_campaigns,
            (),
            body=body,
        )
        del body
        return await sending

    async def setup_campaign(
        self,
        body: models.SetupTariffChangeCampaignRequest | models.SetupTariffChangeCampaignRequestDict,
    ) -> types.Response[models.SetupTariffChangeCampaignResponse | dict[str, typing.Any]]:
        """Call `setup_campaign`, and return the whole `Response`, with the decoded body as `parsed`."""
        sending = self._send(
            OPERATIONS.setup_campaign,
            (),
            body=body,
        )
        del body
        return await sending

    async def discover_campaigns(
        self,
        body: models.DiscoverCampaignsParams | models.DiscoverCampaignsParamsDict,
    ) -> types.Response[models.DiscoverCampaignsResponse]:
        """Call `discover_campaigns`, and return the whole `Response`, with the decoded body as `parsed`."""
        sending = self._send(
            OPERATIONS.discover_campaigns,
            (),
            body=body,
        )
        del body
        return await sending


class CampaignOperations(Operations):
    """The operations of the tag campaign."""

    __slots__ = ()

    @property
    def raw(self) -> RawCampaignOperations:
        """The same operations; each returns the whole `Response`."""
        return RawCampaignOperations(self._send)

    async def change_campaign_status(
        self,
        campaign_id: uuid.UUID | str,
    ) -> models.CampaignResponse:
        """Change the status of a campaign.

        Moves a campaign between `active` and `inactive`. The request has no body.

        The change has side effects: activating a campaign may start the automations of all its recipients. A campaign
        that cannot be moved (without a target, without a way of delivery, with a job under way, or in another status)
        stays as it is and the reply is a 400 whose code says why.

        Args:
            campaign_id: The id of the campaign.

        Returns:
            The decoded response.

        Raises:
            ConfigurationError: An argument is invalid, or there is no token. Nothing was sent.
            AuthorizationError: The token provider failed, or returned no valid token. Nothing was sent.
            ApiError: The service responded with a failure. Each of these statuses has a class of its own:
                400: The service cannot do what the request asks.
                401: The token is invalid or expired.
                403: The token does not allow this.
                429: Too many requests; `retry_after` says how many seconds to wait, or is None.
                500: The service failed.
            TransportError: There was no usable response.
            DecodeError: The service responded with a success that does not match the spec.

        Source: https://docs.epilot.io/api/targeting, changeCampaignStatus
        """
        sending = self._send(
            OPERATIONS.change_campaign_status,
            (campaign_id,),
        )
        del campaign_id
        return (await sending).parsed

    async def get_campaign_job_status(
        self,
        campaign_id: uuid.UUID | str,
    ) -> models.JobStatus:
        """Get the status of a campaign's automation job.

        Tells how far the job has got that starts the automations of a campaign's recipients, with one entry for every
        execution it knows of.

        Args:
            campaign_id: The id of the campaign.

        Returns:
            The decoded response.

        Raises:
            ConfigurationError: An argument is invalid, or there is no token. Nothing was sent.
            AuthorizationError: The token provider failed, or returned no valid token. Nothing was sent.
            ApiError: The service responded with a failure. Each of these statuses has a class of its own:
                400: The service cannot do what the request asks.
                401: The token is invalid or expired.
                403: The token does not allow this.
                429: Too many requests; `retry_after` says how many seconds to wait, or is None.
                500: The service failed.
            TransportError: There was no usable response.
            DecodeError: The service responded with a success that does not match the spec.

        Source: https://docs.epilot.io/api/targeting, getCampaignJobStatus
        """
        sending = self._send(
            OPERATIONS.get_campaign_job_status,
            (campaign_id,),
        )
        del campaign_id
        return (await sending).parsed

    async def get_campaign_portals(
        self,
        campaign_id: uuid.UUID | str,
    ) -> list[models.CampaignPortal]:
        """Get portals usage info for a campaign.

        Lists the portals that show a campaign, each with the widgets that show it there.

        Args:
            campaign_id: The id of the campaign.

        Returns:
            The decoded response.

        Raises:
            ConfigurationError: An argument is invalid, or there is no token. Nothing was sent.
            AuthorizationError: The token provider failed, or returned no valid token. Nothing was sent.
            ApiError: The service responded with a failure. Each of these statuses has a class of its own:
                400: The service cannot do what the request asks.
                401: The token is invalid or expired.
                403: The token does not allow this.
                429: Too many requests; `retry_after` says how many seconds to wait, or is None.
                500: The service failed.
            TransportError: There was no usable response.
            DecodeError: The service responded with a success that does not match the spec.

        Source: https://docs.epilot.io/api/targeting, getCampaignPortals
        """
        sending = self._send(
            OPERATIONS.get_campaign_portals,
            (campaign_id,),
        )
        del campaign_id
        return (await sending).parsed

    async def match_campaigns(
        self,
        body: models.MatchCampaignParams | models.MatchCampaignParamsDict,
    ) -> models.MatchCampaignsResponse:
        """Match campaigns.

        Tells which of the given campaigns apply to the given entities. It is a POST only because its arguments are
        too many for an address: it reads and changes nothing.

        Args:
            body: The model, or a plain dict in the shape of the JSON object.

        Returns:
            The decoded response.

        Raises:
            ConfigurationError: An argument is invalid, or there is no token. Nothing was sent.
            AuthorizationError: The token provider failed, or returned no valid token. Nothing was sent.
            ApiError: The service responded with a failure. Each of these statuses has a class of its own:
                400: The service cannot do what the request asks.
                401: The token is invalid or expired.
                403: The token does not allow this.
                429: Too many requests; `retry_after` says how many seconds to wait, or is None.
                500: The service failed.
            TransportError: There was no usable response.
            DecodeError: The service responded with a success that does not match the spec.

        Example:
            await client.match_campaigns(
                {'entity_refs': [{'entity_id': 'b8c01433-5556-4e2b-aad4-6f5348d1df84',
                                  'entity_schema': 'string'}],
                 'campaign_ids': ['b8c01433-5556-4e2b-aad4-6f5348d1df84']},
            )

        Source: https://docs.epilot.io/api/targeting, matchCampaigns
        """
        sending = self._send(
            OPERATIONS.match_campaigns,
            (),
            body=body,
        )
        del body
        return (await sending).parsed

    async def setup_campaign(
        self,
        body: models.SetupTariffChangeCampaignRequest | models.SetupTariffChangeCampaignRequestDict,
    ) -> models.SetupTariffChangeCampaignResponse | dict[str, typing.Any]:
        """Set up a campaign with what belongs to it.

        Creates a campaign entity and what belongs to it in one request: a product recommendation and, if the request
        names them, the links to a journey, a portal widget and an e-mail flow. The `type` of the request says which
        kind of campaign it is, and the response has the same `type`. There is one kind today, and more will come.

        Args:
            body: The model, or a plain dict in the shape of the JSON object.

        Returns:
            The decoded response.

        Raises:
            ConfigurationError: An argument is invalid, or there is no token. Nothing was sent.
            AuthorizationError: The token provider failed, or returned no valid token. Nothing was sent.
            ApiError: The service responded with a failure. Each of these statuses has a class of its own:
                400: The service cannot do what the request asks.
                401: The token is invalid or expired.
                403: The token does not allow this.
                429: Too many requests; `retry_after` says how many seconds to wait, or is None.
                500: The service failed.
            TransportError: There was no usable response.
            DecodeError: The service responded with a success that does not match the spec.

        Example:
            await client.setup_campaign(
                {'type': 'tariff_change',
                 'product_recommendation': {'offers': [{'items': [{'product_id': 'b8c01433-5556-4e2b-aad4-6f5348d1df84',
                                                                   'price_id': '3fa85f64-5717-4562-b3fc-2c963f66afa6'}]}]},
                 'campaign': {'name': 'Green tariff',
                              'target_ids': ['b8c01433-5556-4e2b-aad4-6f5348d1df84']}},
            )

        Source: https://docs.epilot.io/api/targeting, setupCampaign
        """
        sending = self._send(
            OPERATIONS.setup_campaign,
            (),
            body=body,
        )
        del body
        return (await sending).parsed

    async def discover_campaigns(
        self,
        body: models.DiscoverCampaignsParams | models.DiscoverCampaignsParamsDict,
    ) -> models.DiscoverCampaignsResponse:
        """Discover the next best actions for an entity.

        Returns the *next best actions* that an agent should see beside an entity. Of all active campaigns with a valid
        action, those that match the entity are returned: one action a campaign, highest priority first. An entity
        without a match gets an empty list, not an error. The operation reads and changes nothing.

        Args:
            body: The model, or a plain dict in the shape of the JSON object.

        Returns:
            The decoded response.

        Raises:
            ConfigurationError: An argument is invalid, or there is no token. Nothing was sent.
            AuthorizationError: The token provider failed, or returned no valid token. Nothing was sent.
            ApiError: The service responded with a failure. Each of these statuses has a class of its own:
                400: The service cannot do what the request asks.
                401: The token is invalid or expired.
                403: The token does not allow this.
                429: Too many requests; `retry_after` says how many seconds to wait, or is None.
                500: The service failed.
            TransportError: There was no usable response.
            DecodeError: The service responded with a success that does not match the spec.

        Source: https://docs.epilot.io/api/targeting, discoverCampaigns
        """
        sending = self._send(
            OPERATIONS.discover_campaigns,
            (),
            body=body,
        )
        del body
        return (await sending).parsed
