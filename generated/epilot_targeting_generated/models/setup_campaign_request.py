# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupCampaignRequest."""

from typing import Any, TypeAlias

from .setup_tariff_change_campaign_request import SetupTariffChangeCampaignRequest

SetupCampaignRequest: TypeAlias = SetupTariffChangeCampaignRequest | dict[str, Any]
"""A campaign to set up; `type` says of which kind"""
