# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""The operations of all tags, flat."""

from __future__ import annotations

from .campaign import CampaignOperations, RawCampaignOperations
from .campaign_delivery import CampaignDeliveryOperations, RawCampaignDeliveryOperations
from .campaign_recipient import CampaignRecipientOperations, RawCampaignRecipientOperations
from .target import RawTargetOperations, TargetOperations

TAGS = (
    "campaign",
    "campaign_delivery",
    "campaign_recipient",
    "target",
)

OPERATIONS: dict[tuple[str, str], str] = {
    ("POST", "/v1/campaign/{campaign_id}/status"): "change_campaign_status",
    ("GET", "/v1/campaign/{campaign_id}/job"): "get_campaign_job_status",
    ("GET", "/v1/campaign/{campaign_id}/portals"): "get_campaign_portals",
    ("POST", "/v1/campaign/{campaign_id}/automations:retrigger"): "retrigger_campaign_automations",
    ("POST", "/v1/campaign:match"): "match_campaigns",
    ("POST", "/v1/campaign:setup"): "setup_campaign",
    ("POST", "/v1/campaign:discover"): "discover_campaigns",
    ("POST", "/v1/target:match"): "match_targets",
    ("POST", "/v1/target/queries"): "get_target_queries",
    ("POST", "/v1/campaign/{campaign_id}/recipient"): "create_recipient",
    ("PATCH", "/v1/campaign/{campaign_id}/recipient/{recipient_id}"): "update_recipient",
    ("PATCH", "/v1/campaign/{campaign_id}/recipient/{recipient_id}/portal:status"): "update_recipient_portal_status",
    (
        "PATCH",
        "/v1/campaign/{campaign_id}/recipient/{recipient_id}/entity_ui:status",
    ): "update_recipient_entity_ui_status",
    (
        "POST",
        "/v1/campaign/{campaign_id}/recipient/{recipient_id}/entity_ui:restore",
    ): "restore_recipient_entity_ui_status",
    ("GET", "/v1/campaign/{campaign_id}/email-stats"): "get_email_stats",
    ("GET", "/v1/campaign/{campaign_id}/recipients"): "get_recipients",
}
"""The names of the operations, by method and path."""


class RawAllOperations(
    RawCampaignOperations,
    RawCampaignDeliveryOperations,
    RawCampaignRecipientOperations,
    RawTargetOperations,
):
    """All operations; each returns the whole `Response`."""

    __slots__ = ()


class AllOperations(
    CampaignOperations,
    CampaignDeliveryOperations,
    CampaignRecipientOperations,
    TargetOperations,
):
    """All operations."""

    __slots__ = ()

    @property
    def raw(self) -> RawAllOperations:
        """The same operations; each returns the whole `Response`."""
        return RawAllOperations(self._send)
