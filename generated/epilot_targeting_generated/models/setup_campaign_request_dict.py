# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupCampaignRequestDict."""

from typing import TypeAlias

from .setup_tariff_change_campaign_request_dict import SetupTariffChangeCampaignRequestDict

SetupCampaignRequestDict: TypeAlias = SetupTariffChangeCampaignRequestDict
"""A campaign to set up; `type` says of which kind"""
