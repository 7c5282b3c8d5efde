# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""CampaignPortalsResponse."""

from typing import TypeAlias

from .campaign_portal import CampaignPortal

CampaignPortalsResponse: TypeAlias = list[CampaignPortal]
"""The portals that show a campaign"""
