# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
# mypy: disable-error-code="empty-body"
"""The signatures of the factories of the models, one for each."""

from __future__ import annotations

from .lazy import (
    TYPE_CHECKING,
    Literal,
    dt,
    lazy_module,
    typing,
    uuid,
)

if TYPE_CHECKING:
    from . import models
else:
    models = lazy_module(f"{__package__}.models")

__all__ = [  # noqa: RUF022
    "make_automation_recipient_payload",
    "make_base_entity_acl",
    "make_base_entity_owner",
    "make_base_error",
    "make_base_recipient_payload",
    "make_base_relation",
    "make_base_relation_item",
    "make_base_system_fields",
    "make_base_system_fields_required",
    "make_base_system_id",
    "make_campaign",
    "make_campaign_match",
    "make_campaign_portal",
    "make_campaign_response",
    "make_code_error",
    "make_create_automation_portal_recipient_payload",
    "make_create_automation_recipient_payload",
    "make_create_portal_recipient_payload",
    "make_discover_campaigns_params",
    "make_discover_campaigns_response",
    "make_discover_result",
    "make_email_clicked_link",
    "make_email_stats_response",
    "make_entity_ref",
    "make_execution_summary_item",
    "make_get_target_queries_params",
    "make_job_status",
    "make_localized_text",
    "make_match_campaign_params",
    "make_match_campaigns_response",
    "make_match_target_params",
    "make_match_targets_response",
    "make_message_error",
    "make_next_best_action",
    "make_next_best_action_context_param",
    "make_next_best_action_cta",
    "make_next_best_action_icon",
    "make_portal_info",
    "make_portal_recipient_payload",
    "make_portal_widget",
    "make_recipient",
    "make_recipients_response",
    "make_retrigger_automations_request",
    "make_retrigger_automations_response",
    "make_retrigger_automations_result",
    "make_server_error_body",
    "make_setup_campaign_entity",
    "make_setup_channels",
    "make_setup_email",
    "make_setup_journey",
    "make_setup_offer",
    "make_setup_offer_item",
    "make_setup_portal_widget",
    "make_setup_product_recommendation",
    "make_setup_tariff_change_campaign_request",
    "make_setup_tariff_change_campaign_response",
    "make_statused_error",
    "make_target",
    "make_target_match",
    "make_target_queries_response",
    "make_target_query_result",
    "make_update_entity_ui_status_request",
    "make_update_portal_status_request",
    "make_update_recipient_payload",
]


def make_automation_recipient_payload(
    *,
    automation_status: models.AutomationStatus | str = ...,
    automation_execution_id: str = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.AutomationRecipientPayload:
    """Return a `AutomationRecipientPayload` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_base_entity_acl(
    *,
    view: list[str] | None = ...,
    edit: list[str] | None = ...,
    delete: list[str] | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.BaseEntityAcl:
    """Return a `BaseEntityAcl` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_base_entity_owner(
    *,
    org_id: str = ...,
    user_id: str | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.BaseEntityOwner:
    """Return a `BaseEntityOwner` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_base_error(
    *,
    status: float = ...,
    message: str = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.BaseError:
    """Return a `BaseError` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_base_recipient_payload(
    *,
    entity_id: uuid.UUID = ...,
    entity_schema: str = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.BaseRecipientPayload:
    """Return a `BaseRecipientPayload` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_base_relation(
    *,
    relation: list[models.BaseRelationItem] | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.BaseRelation:
    """Return a `BaseRelation` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_base_relation_item(
    *,
    entity_id: uuid.UUID | None = ...,
    tags: list[str] | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.BaseRelationItem:
    """Return a `BaseRelationItem` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_base_system_fields(
    *,
    id: uuid.UUID | None = ...,
    org: str | None = ...,
    owners: list[models.BaseEntityOwner] | None = ...,
    schema: str | None = ...,
    title: str | None = ...,
    tags: list[str] | None = ...,
    created_at: dt.datetime | None = ...,
    updated_at: dt.datetime | None = ...,
    acl: models.BaseEntityAcl | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.BaseSystemFields:
    """Return a `BaseSystemFields` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_base_system_fields_required(
    *,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.BaseSystemFieldsRequired:
    """Return a `BaseSystemFieldsRequired` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_base_system_id(
    *,
    id: uuid.UUID = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.BaseSystemId:
    """Return a `BaseSystemId` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_campaign(
    *,
    id: uuid.UUID | None = ...,
    org: str | None = ...,
    owners: list[models.BaseEntityOwner] | None = ...,
    schema: str | None = ...,
    title: str | None = ...,
    tags: list[str] | None = ...,
    created_at: dt.datetime | None = ...,
    updated_at: dt.datetime | None = ...,
    acl: models.BaseEntityAcl | None = ...,
    name: str | None = ...,
    goal: str | None = ...,
    status: models.CampaignStatus | str | None = ...,
    start_date: dt.date | None = ...,
    end_date: dt.date | None = ...,
    flow_id: str | None = ...,
    job_id: str | None = ...,
    target: models.BaseRelation | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.Campaign:
    """Return a `Campaign` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_campaign_match(
    *,
    campaign: models.Campaign = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.CampaignMatch:
    """Return a `CampaignMatch` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_campaign_portal(
    *,
    portal: models.PortalInfo = ...,
    widgets: list[models.PortalWidget] = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.CampaignPortal:
    """Return a `CampaignPortal` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_campaign_response(
    *,
    campaign: models.Campaign = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.CampaignResponse:
    """Return a `CampaignResponse` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_code_error(
    *,
    code: models.ErrorCode | str = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.CodeError:
    """Return a `CodeError` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_create_automation_portal_recipient_payload(
    *,
    entity_id: uuid.UUID | str = ...,
    entity_schema: str = ...,
    automation_status: models.AutomationStatus
    | Literal["pending", "in_progress", "success", "failed", "cancelled"] = ...,
    automation_execution_id: str = ...,
    portal_status: models.PortalStatus | Literal["sent", "seen", "dismissed", "clicked"] = ...,
    portal_state: dict[str, typing.Any] | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.CreateAutomationPortalRecipientPayload:
    """Return a `CreateAutomationPortalRecipientPayload` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_create_automation_recipient_payload(
    *,
    entity_id: uuid.UUID | str = ...,
    entity_schema: str = ...,
    automation_status: models.AutomationStatus
    | Literal["pending", "in_progress", "success", "failed", "cancelled"] = ...,
    automation_execution_id: str = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.CreateAutomationRecipientPayload:
    """Return a `CreateAutomationRecipientPayload` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_create_portal_recipient_payload(
    *,
    entity_id: uuid.UUID | str = ...,
    entity_schema: str = ...,
    portal_status: models.PortalStatus | Literal["sent", "seen", "dismissed", "clicked"] = ...,
    portal_state: dict[str, typing.Any] | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.CreatePortalRecipientPayload:
    """Return a `CreatePortalRecipientPayload` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_discover_campaigns_params(
    *,
    entity_id: uuid.UUID | str = ...,
    entity_schema: str = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.DiscoverCampaignsParams:
    """Return a `DiscoverCampaignsParams` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_discover_campaigns_response(
    *,
    hits: float | None = ...,
    results: list[models.DiscoverResult] = ...,
    dismissed: list[models.DiscoverResult] | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.DiscoverCampaignsResponse:
    """Return a `DiscoverCampaignsResponse` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_discover_result(
    *,
    campaign_id: uuid.UUID = ...,
    nba: models.NextBestAction = ...,
    status: models.EntityUiStatus | str | None = ...,
    status_updated_at: dt.datetime | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.DiscoverResult:
    """Return a `DiscoverResult` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_email_clicked_link(
    *,
    url: str = ...,
    clicked_at: dt.datetime = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.EmailClickedLink:
    """Return a `EmailClickedLink` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_email_stats_response(
    *,
    total_emailed: int = ...,
    sent: int = ...,
    delivered: int = ...,
    bounced: int = ...,
    bounced_hard: int = ...,
    bounced_soft: int = ...,
    complained: int = ...,
    failed: int = ...,
    unsubscribed: int = ...,
    opened: int = ...,
    clicked: int = ...,
    total_opens: int = ...,
    total_clicks: int = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.EmailStatsResponse:
    """Return a `EmailStatsResponse` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_entity_ref(
    *,
    entity_id: uuid.UUID | str = ...,
    entity_schema: str = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.EntityRef:
    """Return a `EntityRef` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_execution_summary_item(
    *,
    execution_id: str | None = ...,
    execution_status: str | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.ExecutionSummaryItem:
    """Return a `ExecutionSummaryItem` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_get_target_queries_params(
    *,
    target_ids: list[uuid.UUID] | list[str] = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.GetTargetQueriesParams:
    """Return a `GetTargetQueriesParams` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_job_status(
    *,
    status: models.JobState | str | None = ...,
    execution_summary: list[models.ExecutionSummaryItem] | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.JobStatus:
    """Return a `JobStatus` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_localized_text(
    *,
    en: str | None = ...,
    de: str | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.LocalizedText:
    """Return a `LocalizedText` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_match_campaign_params(
    *,
    entity_refs: list[models.EntityRef] = ...,
    campaign_ids: list[uuid.UUID] | list[str] = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.MatchCampaignParams:
    """Return a `MatchCampaignParams` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_match_campaigns_response(
    *,
    hits: float | None = ...,
    results: list[models.CampaignMatch] = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.MatchCampaignsResponse:
    """Return a `MatchCampaignsResponse` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_match_target_params(
    *,
    entity_refs: list[models.EntityRef] = ...,
    target_ids: list[uuid.UUID] | list[str] = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.MatchTargetParams:
    """Return a `MatchTargetParams` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_match_targets_response(
    *,
    hits: float | None = ...,
    results: list[models.TargetMatch] = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.MatchTargetsResponse:
    """Return a `MatchTargetsResponse` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_message_error(
    *,
    message: str = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.MessageError:
    """Return a `MessageError` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_next_best_action(
    *,
    title: str = ...,
    cta: models.NextBestActionCta = ...,
    category: str | None = ...,
    icon: models.NextBestActionIcon | None = ...,
    body: str | None = ...,
    priority: models.NextBestActionPriority | str | None = ...,
    is_dismissable: bool | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.NextBestAction:
    """Return a `NextBestAction` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_next_best_action_context_param(
    *,
    key: str = ...,
    value: str = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.NextBestActionContextParam:
    """Return a `NextBestActionContextParam` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_next_best_action_cta(
    *,
    type: models.NextBestActionCtaType | str = ...,
    target: str = ...,
    context_params: list[models.NextBestActionContextParam] | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.NextBestActionCta:
    """Return a `NextBestActionCta` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_next_best_action_icon(
    *,
    name: str = ...,
    color: str | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.NextBestActionIcon:
    """Return a `NextBestActionIcon` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_portal_info(
    *,
    origin: str | None = ...,
    domain: str | None = ...,
    name: str | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.PortalInfo:
    """Return a `PortalInfo` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_portal_recipient_payload(
    *,
    portal_status: models.PortalStatus | str = ...,
    portal_state: dict[str, typing.Any] | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.PortalRecipientPayload:
    """Return a `PortalRecipientPayload` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_portal_widget(
    *,
    id: str = ...,
    headline: models.LocalizedText | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.PortalWidget:
    """Return a `PortalWidget` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_recipient(
    *,
    entity_id: uuid.UUID | None = ...,
    entity_schema: str | None = ...,
    title: str | None = ...,
    automation_status: models.AutomationStatus | str | None = ...,
    automation_execution_id: str | None = ...,
    portal_status: models.PortalStatus | str | None = ...,
    portal_status_updated_at: dt.datetime | None = ...,
    portal_state: dict[str, typing.Any] | None = ...,
    updated_at: dt.datetime | None = ...,
    entity_ui_status: models.EntityUiStatus | str | None = ...,
    entity_ui_status_updated_at: dt.datetime | None = ...,
    entity_ui_status_before_dismiss: models.EntityUiStatus | str | None = ...,
    message_entity_id: str | None = ...,
    email_status: models.EmailStatus | str | None = ...,
    email_status_updated_at: dt.datetime | None = ...,
    email_bounce_type: models.EmailBounceType | str | None = ...,
    email_bounce_subtype: str | None = ...,
    email_complaint_type: str | None = ...,
    email_bounce_reason: str | None = ...,
    email_send_error: dict[str, typing.Any] | None = ...,
    email_unsubscribed_at: dt.datetime | None = ...,
    email_open_count: int | None = ...,
    email_first_opened_at: dt.datetime | None = ...,
    email_last_opened_at: dt.datetime | None = ...,
    email_click_count: int | None = ...,
    email_first_clicked_at: dt.datetime | None = ...,
    email_clicked_links: list[models.EmailClickedLink] | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.Recipient:
    """Return a `Recipient` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_recipients_response(
    *,
    results: list[models.Recipient] = ...,
    next: str | None = ...,
    total: int | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.RecipientsResponse:
    """Return a `RecipientsResponse` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_retrigger_automations_request(
    *,
    recipient_ids: list[uuid.UUID] | list[str] = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.RetriggerAutomationsRequest:
    """Return a `RetriggerAutomationsRequest` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_retrigger_automations_response(
    *,
    message: str | None = ...,
    results: list[models.RetriggerAutomationsResult] = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.RetriggerAutomationsResponse:
    """Return a `RetriggerAutomationsResponse` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_retrigger_automations_result(
    *,
    recipient_id: uuid.UUID = ...,
    result: models.RetriggerOutcome | str = ...,
    execution_id: str | None = ...,
    error: str | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.RetriggerAutomationsResult:
    """Return a `RetriggerAutomationsResult` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_server_error_body(
    *,
    status: float = ...,
    message: str = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.ServerErrorBody:
    """Return a `ServerErrorBody` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_setup_campaign_entity(
    *,
    name: str = ...,
    target_ids: list[uuid.UUID] | list[str] = ...,
    goal: str | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.SetupCampaignEntity:
    """Return a `SetupCampaignEntity` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_setup_channels(
    *,
    portal_widget: models.SetupPortalWidget | None = ...,
    email: models.SetupEmail | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.SetupChannels:
    """Return a `SetupChannels` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_setup_email(
    *,
    automation_id: uuid.UUID | str | None = ...,
    template_id: uuid.UUID | str | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.SetupEmail:
    """Return a `SetupEmail` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_setup_journey(
    *,
    journey_id: uuid.UUID | str = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.SetupJourney:
    """Return a `SetupJourney` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_setup_offer(
    *,
    target_id: uuid.UUID | str | None = ...,
    items: list[models.SetupOfferItem] = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.SetupOffer:
    """Return a `SetupOffer` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_setup_offer_item(
    *,
    product_id: uuid.UUID | str = ...,
    price_id: uuid.UUID | str = ...,
    highlight_config: dict[str, typing.Any] | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.SetupOfferItem:
    """Return a `SetupOfferItem` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_setup_portal_widget(
    *,
    portal_id: uuid.UUID | str = ...,
    block_id: uuid.UUID | str = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.SetupPortalWidget:
    """Return a `SetupPortalWidget` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_setup_product_recommendation(
    *,
    name: str | None = ...,
    source_product_id: uuid.UUID | str | None = ...,
    source_price_id: uuid.UUID | str | None = ...,
    offers: list[models.SetupOffer] | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.SetupProductRecommendation:
    """Return a `SetupProductRecommendation` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_setup_tariff_change_campaign_request(
    *,
    type: models.SetupCampaignType | Literal["tariff_change"] = ...,
    product_recommendation: models.SetupProductRecommendation = ...,
    campaign: models.SetupCampaignEntity = ...,
    journey: models.SetupJourney | None = ...,
    channels: models.SetupChannels | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.SetupTariffChangeCampaignRequest:
    """Return a `SetupTariffChangeCampaignRequest` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_setup_tariff_change_campaign_response(
    *,
    type: models.SetupCampaignType | str = ...,
    product_recommendation_id: uuid.UUID = ...,
    campaign_id: uuid.UUID = ...,
    journey_id: uuid.UUID | None = ...,
    portal_widget_id: uuid.UUID | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.SetupTariffChangeCampaignResponse:
    """Return a `SetupTariffChangeCampaignResponse` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_statused_error(
    *,
    error: str = ...,
    status: int = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.StatusedError:
    """Return a `StatusedError` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_target(
    *,
    id: uuid.UUID | None = ...,
    org: str | None = ...,
    owners: list[models.BaseEntityOwner] | None = ...,
    schema: str | None = ...,
    title: str | None = ...,
    tags: list[str] | None = ...,
    created_at: dt.datetime | None = ...,
    updated_at: dt.datetime | None = ...,
    acl: models.BaseEntityAcl | None = ...,
    name: str | None = ...,
    description: str | None = ...,
    entity_schema: str | None = ...,
    entity_filters: dict[str, typing.Any] | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.Target:
    """Return a `Target` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_target_match(
    *,
    target: models.Target = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.TargetMatch:
    """Return a `TargetMatch` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_target_queries_response(
    *,
    results: list[models.TargetQueryResult] = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.TargetQueriesResponse:
    """Return a `TargetQueriesResponse` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_target_query_result(
    *,
    target_id: uuid.UUID = ...,
    query: str | None = ...,
    error: str | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.TargetQueryResult:
    """Return a `TargetQueryResult` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_update_entity_ui_status_request(
    *,
    status: models.EntityUiStatus | Literal["seen", "dismissed", "clicked"] = ...,
    entity_schema: str | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.UpdateEntityUiStatusRequest:
    """Return a `UpdateEntityUiStatusRequest` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_update_portal_status_request(
    *,
    status: models.PortalStatus | Literal["sent", "seen", "dismissed", "clicked"] = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.UpdatePortalStatusRequest:
    """Return a `UpdatePortalStatusRequest` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...


def make_update_recipient_payload(
    *,
    automation_status: models.AutomationStatus
    | Literal["pending", "in_progress", "success", "failed", "cancelled"]
    | None = ...,
    automation_execution_id: str | None = ...,
    portal_status: models.PortalStatus | Literal["sent", "seen", "dismissed", "clicked"] | None = ...,
    portal_state: dict[str, typing.Any] | None = ...,
    additional_properties: dict[str, typing.Any] = ...,
) -> models.UpdateRecipientPayload:
    """Return a `UpdateRecipientPayload` that is valid by the spec, with a value in every field.

    An argument replaces the value of its field; None leaves the field out.
    """
    ...
