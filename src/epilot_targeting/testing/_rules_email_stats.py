"""The logic of e-mail statistics: count the recipients of a campaign."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ._request_validator import Arguments
from ._state import Entity, State


def _has(name: str, *values: str) -> Callable[[Entity], bool]:
    """Return a function that returns whether the field `name` of a recipient has one of the values.

    Without values, it returns whether the field is there, and is neither None nor 0.
    """
    return lambda recipient: recipient.get(name) in values if values else recipient.get(name) not in (None, 0)


def _is_soft_bounce(recipient: Entity) -> bool:
    """Return whether the e-mail to a recipient bounced, and not permanently: also if the type is unknown."""
    # A bounce of an unknown type counts as soft, so that both types together are all bounces.
    return recipient.get("email_status") == "bounced" and recipient.get("email_bounce_type") != "permanent"


COUNTED: dict[str, Callable[[Entity], bool]] = {
    "total_emailed": _has("email_status"),
    "sent": _has("email_status", "sent"),
    "delivered": _has("email_status", "delivered"),
    "bounced": _has("email_status", "bounced"),
    "bounced_hard": lambda one: _has("email_status", "bounced")(one) and not _is_soft_bounce(one),
    "bounced_soft": _is_soft_bounce,
    "complained": _has("email_status", "complained"),
    "failed": _has("email_status", "failed"),
    "unsubscribed": _has("email_unsubscribed_at"),
    "opened": _has("email_open_count"),
    "clicked": _has("email_click_count"),
}
"""Which recipients each number counts."""
ADDED = {"total_opens": "email_open_count", "total_clicks": "email_click_count"}
"""Which field of the recipients each total adds up."""


def get_email_stats(state: State, arguments: Arguments) -> dict[str, Any]:
    """Return how many recipients of a campaign have each outcome of its e-mail, and the sums of opens and clicks.

    The keys are those of `COUNTED` and `ADDED`.

    Raises:
        ErrorResponse: There is no such campaign (400).
    """
    recipients = state.recipients[state.campaign(arguments.path["campaign_id"])["_id"].lower()].values()
    counts = {name: sum(map(is_counted, recipients)) for name, is_counted in COUNTED.items()}
    return counts | {name: sum(one.get(field) or 0 for one in recipients) for name, field in ADDED.items()}
