# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""EmailStatsResponse."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class EmailStatsResponse(record.Model):
    """What became of the e-mails of a campaign."""

    total_emailed: int
    """Recipients with a recorded e-mail status."""

    sent: int
    """Recipients whose e-mail was sent."""

    delivered: int
    """Recipients whose e-mail was delivered."""

    bounced: int
    """Recipients whose e-mail bounced: `bounced_hard` and `bounced_soft` together."""

    bounced_hard: int
    """Recipients with a permanent bounce."""

    bounced_soft: int
    """Recipients with a transient bounce."""

    complained: int
    """Recipients who complained."""

    failed: int
    """Recipients whose e-mail could not be sent."""

    unsubscribed: int
    """Recipients who unsubscribed."""

    opened: int
    """Recipients who opened the e-mail, each once."""

    clicked: int
    """Recipients who clicked a link, each once."""

    total_opens: int
    """How often the e-mails were opened."""

    total_clicks: int
    """How often links were clicked."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


record.show_fields(EmailStatsResponse)
