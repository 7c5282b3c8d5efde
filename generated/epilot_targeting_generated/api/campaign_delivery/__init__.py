# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""The operations of the tag campaign_delivery."""

from __future__ import annotations

from ...lazy import (
    TYPE_CHECKING,
    lazy_module,
    uuid,
)
from ...operations import LazyOperations, Operations, RawOperations, types

if TYPE_CHECKING:
    from . import models
else:
    models = lazy_module(f"{__name__}.models")

MODELS: frozenset[str] = frozenset(
    (
        "ClientErrorBody",
        "CodeError",
        "ErrorCode",
        "MessageError",
        "RetriggerAutomationsRequest",
        "RetriggerAutomationsRequestDict",
        "RetriggerAutomationsResponse",
        "RetriggerAutomationsResult",
        "RetriggerOutcome",
        "ServerErrorBody",
        "StatusedError",
    )
)
"""The names of the models in the requests and responses of the operations."""


class _Operations(LazyOperations):
    """The operations by name. Each is imported when it is first used."""

    retrigger_campaign_automations: types.Operation[models.RetriggerAutomationsResponse]


OPERATIONS = _Operations(__name__)


class RawCampaignDeliveryOperations(RawOperations):
    """The operations of the tag campaign_delivery; each returns the whole `Response`."""

    __slots__ = ()

    async def retrigger_campaign_automations(
        self,
        campaign_id: uuid.UUID | str,
        body: models.RetriggerAutomationsRequest | models.RetriggerAutomationsRequestDict,
    ) -> types.Response[models.RetriggerAutomationsResponse]:
        """Call `retrigger_campaign_automations`, and return the whole `Response`, with the decoded body as `parsed`."""
        sending = self._send(
            OPERATIONS.retrigger_campaign_automations,
            (campaign_id,),
            body=body,
        )
        del campaign_id, body
        return await sending


class CampaignDeliveryOperations(Operations):
    """The operations of the tag campaign_delivery."""

    __slots__ = ()

    @property
    def raw(self) -> RawCampaignDeliveryOperations:
        """The same operations; each returns the whole `Response`."""
        return RawCampaignDeliveryOperations(self._send)

    async def retrigger_campaign_automations(
        self,
        campaign_id: uuid.UUID | str,
        body: models.RetriggerAutomationsRequest | models.RetriggerAutomationsRequestDict,
    ) -> models.RetriggerAutomationsResponse:
        """Retrigger automations for campaign recipients.

        Starts a new automation execution for those of the given recipients whose automation has failed, and for no
        others. Every id of the request gets its own result:

        - `success`: a new execution was started, `execution_id` names it;
        - `failure`: it could not be started, `error` says why;
        - `not_found`: the campaign has no such recipient;
        - `invalid_status`: the recipient's automation has not failed, so nothing was started.

        A 200 therefore does not mean that every execution was started: the results have to be read.

        Args:
            campaign_id: The id of the campaign.
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
                404: What the request is about does not exist.
                429: Too many requests; `retry_after` says how many seconds to wait, or is None.
                500: The service failed.
            TransportError: There was no usable response.
            DecodeError: The service responded with a success that does not match the spec.

        Example:
            await client.retrigger_campaign_automations(campaign_id, {'recipient_ids': ['3fa85f64-5717-4562-b3fc-2c963f66afa6']})

        Source: https://docs.epilot.io/api/targeting, retriggerCampaignAutomations
        """
        sending = self._send(
            OPERATIONS.retrigger_campaign_automations,
            (campaign_id,),
            body=body,
        )
        del campaign_id, body
        return (await sending).parsed
