# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""getEmailStats: Get the e-mail statistics of a campaign."""

from __future__ import annotations

from typing import Final

from ... import convert, types
from ..._codecs.email_stats_response import read_EmailStatsResponse
from ...models.email_stats_response import EmailStatsResponse

OPERATION: Final[types.Operation[EmailStatsResponse]] = types.Operation(
    name="get_email_stats",
    operation_id="getEmailStats",
    method="GET",
    path="/v1/campaign/{campaign_id}/email-stats",
    retry="read",
    decode=types.response_of(
        convert.model_of(read_EmailStatsResponse),
        ("total_emailed", "total_emailed"),
        ("sent", "sent"),
        ("delivered", "delivered"),
        ("bounced", "bounced"),
        ("bounced_hard", "bounced_hard"),
        ("bounced_soft", "bounced_soft"),
        ("complained", "complained"),
        ("failed", "failed"),
        ("unsubscribed", "unsubscribed"),
        ("opened", "opened"),
        ("clicked", "clicked"),
        ("total_opens", "total_opens"),
        ("total_clicks", "total_clicks"),
        nullable=False,
    ),
)
