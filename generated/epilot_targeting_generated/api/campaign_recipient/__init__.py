# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""The operations of the tag campaign_recipient."""

from __future__ import annotations

from ...lazy import (
    TYPE_CHECKING,
    Literal,
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
        "AutomationStatus",
        "ClientErrorBody",
        "CodeError",
        "CreateAutomationPortalRecipientPayload",
        "CreateAutomationPortalRecipientPayloadDict",
        "CreateAutomationRecipientPayload",
        "CreateAutomationRecipientPayloadDict",
        "CreatePortalRecipientPayload",
        "CreatePortalRecipientPayloadDict",
        "CreateRecipientPayload",
        "CreateRecipientPayloadDict",
        "EmailBounceType",
        "EmailClickedLink",
        "EmailStatsResponse",
        "EmailStatus",
        "EntityUiStatus",
        "ErrorCode",
        "MessageError",
        "PortalStatus",
        "Recipient",
        "RecipientsResponse",
        "ServerErrorBody",
        "StatusedError",
        "UpdateEntityUiStatusRequest",
        "UpdateEntityUiStatusRequestDict",
        "UpdatePortalStatusRequest",
        "UpdatePortalStatusRequestDict",
        "UpdateRecipientPayload",
        "UpdateRecipientPayloadDict",
    )
)
"""The names of the models in the requests and responses of the operations."""


class _Operations(LazyOperations):
    """The operations by name. Each is imported when it is first used."""

    create_recipient: types.Operation[models.Recipient]
    update_recipient: types.Operation[models.Recipient]
    update_recipient_portal_status: types.Operation[models.Recipient]
    update_recipient_entity_ui_status: types.Operation[models.Recipient]
    restore_recipient_entity_ui_status: types.Operation[models.Recipient]
    get_email_stats: types.Operation[models.EmailStatsResponse]
    get_recipients: types.Operation[models.RecipientsResponse]


OPERATIONS = _Operations(__name__)


class RawCampaignRecipientOperations(RawOperations):
    """The operations of the tag campaign_recipient; each returns the whole `Response`."""

    __slots__ = ()

    async def create_recipient(
        self,
        campaign_id: uuid.UUID | str,
        body: models.CreateAutomationRecipientPayload
        | models.CreateAutomationRecipientPayloadDict
        | models.CreatePortalRecipientPayload
        | models.CreatePortalRecipientPayloadDict
        | models.CreateAutomationPortalRecipientPayload
        | models.CreateAutomationPortalRecipientPayloadDict,
    ) -> types.Response[models.Recipient]:
        """Call `create_recipient`, and return the whole `Response`, with the decoded body as `parsed`."""
        sending = self._send(
            OPERATIONS.create_recipient,
            (campaign_id,),
            body=body,
        )
        del campaign_id, body
        return await sending

    async def update_recipient(
        self,
        campaign_id: uuid.UUID | str,
        recipient_id: uuid.UUID | str,
        body: models.UpdateRecipientPayload | models.UpdateRecipientPayloadDict,
    ) -> types.Response[models.Recipient]:
        """Call `update_recipient`, and return the whole `Response`, with the decoded body as `parsed`."""
        sending = self._send(
            OPERATIONS.update_recipient,
            (
                campaign_id,
                recipient_id,
            ),
            body=body,
        )
        del campaign_id, recipient_id, body
        return await sending

    async def update_recipient_portal_status(
        self,
        campaign_id: uuid.UUID | str,
        recipient_id: uuid.UUID | str,
        body: models.UpdatePortalStatusRequest | models.UpdatePortalStatusRequestDict,
    ) -> types.Response[models.Recipient]:
        """Call `update_recipient_portal_status`, and return the whole `Response`, with the decoded body as `parsed`."""
        sending = self._send(
            OPERATIONS.update_recipient_portal_status,
            (
                campaign_id,
                recipient_id,
            ),
            body=body,
        )
        del campaign_id, recipient_id, body
        return await sending

    async def update_recipient_entity_ui_status(
        self,
        campaign_id: uuid.UUID | str,
        recipient_id: uuid.UUID | str,
        body: models.UpdateEntityUiStatusRequest | models.UpdateEntityUiStatusRequestDict,
    ) -> types.Response[models.Recipient]:
        """Call `update_recipient_entity_ui_status`, and return the whole `Response`, with the decoded body as `parsed`."""
        sending = self._send(
            OPERATIONS.update_recipient_entity_ui_status,
            (
                campaign_id,
                recipient_id,
            ),
            body=body,
        )
        del campaign_id, recipient_id, body
        return await sending

    async def restore_recipient_entity_ui_status(
        self,
        campaign_id: uuid.UUID | str,
        recipient_id: uuid.UUID | str,
    ) -> types.Response[models.Recipient]:
        """Call `restore_recipient_entity_ui_status`, and return the whole `Response`, with the decoded body as `parsed`."""
        sending = self._send(
            OPERATIONS.restore_recipient_entity_ui_status,
            (
                campaign_id,
                recipient_id,
            ),
        )
        del campaign_id, recipient_id
        return await sending

    async def get_email_stats(
        self,
        campaign_id: uuid.UUID | str,
    ) -> types.Response[models.EmailStatsResponse]:
        """Call `get_email_stats`, and return the whole `Response`, with the decoded body as `parsed`."""
        sending = self._send(
            OPERATIONS.get_email_stats,
            (campaign_id,),
        )
        del campaign_id
        return await sending

    async def get_recipients(
        self,
        campaign_id: uuid.UUID | str,
        *,
        limit: int | None = None,
        next: str | None = None,
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
        from_: int | None = None,
    ) -> types.Response[models.RecipientsResponse]:
        """Call `get_recipients`, and return the whole `Response`, with the decoded body as `parsed`."""
        sending = self._send(
            OPERATIONS.get_recipients,
            (campaign_id,),
            query={
                "limit": limit,
                "next": next,
                "q": q,
                "automation_status": automation_status,
                "portal_status": portal_status,
                "email_status": email_status,
                "from": from_,
            },
        )
        del campaign_id, limit, next, q, automation_status, portal_status, email_status, from_
        return await sending


class CampaignRecipientOperations(Operations):
    """The operations of the tag campaign_recipient."""

    __slots__ = ()

    @property
    def raw(self) -> RawCampaignRecipientOperations:
        """The same operations; each returns the whole `Response`."""
        return RawCampaignRecipientOperations(self._send)

    async def create_recipient(
        self,
        campaign_id: uuid.UUID | str,
        body: models.CreateAutomationRecipientPayload
        | models.CreateAutomationRecipientPayloadDict
        | models.CreatePortalRecipientPayload
        | models.CreatePortalRecipientPayloadDict
        | models.CreateAutomationPortalRecipientPayload
        | models.CreateAutomationPortalRecipientPayloadDict,
    ) -> models.Recipient:
        """Create a recipient associated with a campaign.

        Adds an entity to the recipients of a campaign, with the state of its automation, of its portal delivery, or of
        both.

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
                429: Too many requests; `retry_after` says how many seconds to wait, or is None.
                500: The service failed.
            TransportError: There was no usable response.
            DecodeError: The service responded with a success that does not match the spec.

        Example:
            await client.create_recipient(
                campaign_id,
                {'entity_id': 'b8c01433-5556-4e2b-aad4-6f5348d1df84',
                 'entity_schema': 'string',
                 'automation_status': 'pending',
                 'automation_execution_id': 'string'},
            )

        Source: https://docs.epilot.io/api/targeting, createRecipient
        """
        sending = self._send(
            OPERATIONS.create_recipient,
            (campaign_id,),
            body=body,
        )
        del campaign_id, body
        return (await sending).parsed

    async def update_recipient(
        self,
        campaign_id: uuid.UUID | str,
        recipient_id: uuid.UUID | str,
        body: models.UpdateRecipientPayload | models.UpdateRecipientPayloadDict,
    ) -> models.Recipient:
        """Update a recipient.

        Sets the given fields of a recipient and leaves the others as they are.

        Args:
            campaign_id: The id of the campaign.
            recipient_id: The id of the recipient, which is the entity id of the recipient.
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
            await client.update_recipient(
                campaign_id,
                recipient_id,
                {'automation_status': 'pending',
                 'automation_execution_id': 'string',
                 'portal_status': 'sent',
                 'portal_state': {}},
            )

        Source: https://docs.epilot.io/api/targeting, updateRecipient
        """
        sending = self._send(
            OPERATIONS.update_recipient,
            (
                campaign_id,
                recipient_id,
            ),
            body=body,
        )
        del campaign_id, recipient_id, body
        return (await sending).parsed

    async def update_recipient_portal_status(
        self,
        campaign_id: uuid.UUID | str,
        recipient_id: uuid.UUID | str,
        body: models.UpdatePortalStatusRequest | models.UpdatePortalStatusRequestDict,
    ) -> models.Recipient:
        """Update portal status for a campaign recipient.

        Moves a recipient's portal status forward. There is no way back:

        - `sent` becomes `seen`, `dismissed` or `clicked`;
        - `seen` becomes `dismissed` or `clicked`;
        - `dismissed` and `clicked` are final.

        Any other move is a 409, an unknown recipient a 404. The service sets `portal_status_updated_at` itself.

        Args:
            campaign_id: The id of the campaign.
            recipient_id: The id of the recipient, which is the entity id of the recipient.
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
                409: The present state does not allow what the request asks.
                429: Too many requests; `retry_after` says how many seconds to wait, or is None.
                500: The service failed.
            TransportError: There was no usable response.
            DecodeError: The service responded with a success that does not match the spec.

        Example:
            await client.update_recipient_portal_status(campaign_id, recipient_id, {'status': 'sent'})

        Source: https://docs.epilot.io/api/targeting, updateRecipientPortalStatus
        """
        sending = self._send(
            OPERATIONS.update_recipient_portal_status,
            (
                campaign_id,
                recipient_id,
            ),
            body=body,
        )
        del campaign_id, recipient_id, body
        return (await sending).parsed

    async def update_recipient_entity_ui_status(
        self,
        campaign_id: uuid.UUID | str,
        recipient_id: uuid.UUID | str,
        body: models.UpdateEntityUiStatusRequest | models.UpdateEntityUiStatusRequestDict,
    ) -> models.Recipient:
        """Update the entity-UI status of a campaign recipient.

        Records what an agent did with the next best action of a campaign beside an entity:

        - the first `seen` creates the recipient, and needs `entity_schema` then;
        - `seen` on any status is a success that changes nothing;
        - `seen` becomes `clicked` or `dismissed`;
        - `clicked` becomes `dismissed`;
        - `dismissed` is left by restoreRecipientEntityUiStatus alone.

        Any other move is a 409. `clicked` and `dismissed` without a recipient are a 404.

        Args:
            campaign_id: The id of the campaign.
            recipient_id: The id of the recipient, which is the entity id of the recipient.
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
                409: The present state does not allow what the request asks.
                429: Too many requests; `retry_after` says how many seconds to wait, or is None.
                500: The service failed.
            TransportError: There was no usable response.
            DecodeError: The service responded with a success that does not match the spec.

        Example:
            await client.update_recipient_entity_ui_status(campaign_id, recipient_id, {'status': 'seen', 'entity_schema': 'contact'})

        Source: https://docs.epilot.io/api/targeting, updateRecipientEntityUiStatus
        """
        sending = self._send(
            OPERATIONS.update_recipient_entity_ui_status,
            (
                campaign_id,
                recipient_id,
            ),
            body=body,
        )
        del campaign_id, recipient_id, body
        return (await sending).parsed

    async def restore_recipient_entity_ui_status(
        self,
        campaign_id: uuid.UUID | str,
        recipient_id: uuid.UUID | str,
    ) -> models.Recipient:
        """Undo the dismissal of a campaign recipient.

        Gives a recipient the entity-UI status back that it had before it was dismissed, or else `seen`. The request has
        no body. The portal and automation fields stay as they are.

        A recipient without an entity-UI status is a 404, one that is not `dismissed` a 409.

        Args:
            campaign_id: The id of the campaign.
            recipient_id: The id of the recipient, which is the entity id of the recipient.

        Returns:
            The decoded response.

        Raises:
            ConfigurationError: An argument is invalid, or there is no token. Nothing was sent.
            AuthorizationError: The token provider failed, or returned no valid token. Nothing was sent.
            ApiError: The service responded with a failure. Each of these statuses has a class of its own:
                401: The token is invalid or expired.
                403: The token does not allow this.
                404: What the request is about does not exist.
                409: The present state does not allow what the request asks.
                429: Too many requests; `retry_after` says how many seconds to wait, or is None.
                500: The service failed.
            TransportError: There was no usable response.
            DecodeError: The service responded with a success that does not match the spec.

        Source: https://docs.epilot.io/api/targeting, restoreRecipientEntityUiStatus
        """
        sending = self._send(
            OPERATIONS.restore_recipient_entity_ui_status,
            (
                campaign_id,
                recipient_id,
            ),
        )
        del campaign_id, recipient_id
        return (await sending).parsed

    async def get_email_stats(
        self,
        campaign_id: uuid.UUID | str,
    ) -> models.EmailStatsResponse:
        """Get the e-mail statistics of a campaign.

        Counts what became of the e-mails of a campaign. Except for `total_opens` and `total_clicks`, each number counts
        recipients.

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

        Source: https://docs.epilot.io/api/targeting, getEmailStats
        """
        sending = self._send(
            OPERATIONS.get_email_stats,
            (campaign_id,),
        )
        del campaign_id
        return (await sending).parsed

    async def get_recipients(
        self,
        campaign_id: uuid.UUID | str,
        *,
        limit: int | None = None,
        next: str | None = None,
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
        from_: int | None = None,
    ) -> models.RecipientsResponse:
        """Get campaign recipients.

        Lists the recipients of a campaign, page by page. A reply that has a `next` is not the last one: its value,
        given as the `next` of another request with the same filters, leads to the page that follows. A page may hold
        fewer recipients than `limit`, even none, and still have a `next`.

        Args:
            campaign_id: The id of the campaign.
            limit: The most recipients a page may hold. Default: 25. At least 1.
            next: Where to go on, as the page before said in its `next`; absent for the first page. Default: not sent.
            q: Words to search the recipients for. Default: not sent.
            automation_status: Only recipients whose automation has one of these statuses. Repeated for several, as in
                `automation_status=failed&automation_status=cancelled`. Default: not sent.
            portal_status: Only recipients with this portal status. Default: not sent.
            email_status: Only recipients with this e-mail status; the `total` of the response counts these. Default: not sent.
            from_: The zero-based offset of the first recipient of the page. It wins over `next`. It is announced, and
                the service may still ignore it. At least 0. Default: not sent.

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

        Source: https://docs.epilot.io/api/targeting, getRecipients
        """
        sending = self._send(
            OPERATIONS.get_recipients,
            (campaign_id,),
            query={
                "limit": limit,
                "next": next,
                "q": q,
                "automation_status": automation_status,
                "portal_status": portal_status,
                "email_status": email_status,
                "from": from_,
            },
        )
        del campaign_id, limit, next, q, automation_status, portal_status, email_status, from_
        return (await sending).parsed
