# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupCampaignResponse."""

from typing import Any, TypeAlias

from .setup_tariff_change_campaign_response import SetupTariffChangeCampaignResponse

SetupCampaignResponse: TypeAlias = SetupTariffChangeCampaignResponse | dict[str, Any]
"""What was created; `type` says for which kind of campaign"""
