"""Which function carries out each operation on the state: `LOGIC`. The functions are in the modules `_rules_*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ._request_validator import Arguments
from ._rules_campaigns import (
    change_campaign_status,
    get_campaign_job_status,
    get_campaign_portals,
    retrigger_campaign_automations,
)
from ._rules_email_stats import get_email_stats
from ._rules_matching import get_target_queries, match_campaigns, match_targets
from ._rules_next_best_actions import (
    discover_campaigns,
    restore_recipient_entity_ui_status,
    update_recipient_entity_ui_status,
)
from ._rules_recipients import (
    create_recipient,
    get_recipients,
    update_recipient,
    update_recipient_portal_status,
)
from ._rules_setup import setup_campaign
from ._state import State

LOGIC: dict[str, Callable[[State, Arguments], Any]] = {
    one.__name__: one
    for one in (
        change_campaign_status,
        get_campaign_job_status,
        get_campaign_portals,
        retrigger_campaign_automations,
        match_campaigns,
        match_targets,
        get_target_queries,
        create_recipient,
        update_recipient,
        update_recipient_portal_status,
        get_recipients,
        setup_campaign,
        discover_campaigns,
        update_recipient_entity_ui_status,
        restore_recipient_entity_ui_status,
        get_email_stats,
    )
}
"""The logic of each operation, by method name."""
