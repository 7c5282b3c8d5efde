"""Mistakes that type checkers report, each one statement, and the correct statements beside them.

`tests/typing/table.py` runs the checkers over them.
"""

from __future__ import annotations

SETUP = """\
from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from epilot_targeting import RetryPolicy, TargetingClient
from epilot_targeting.bulk import create_recipients, update_portal_statuses
from epilot_targeting.models import (
    AutomationStatus,
    CreatePortalRecipientPayload,
    EntityRef,
    MatchCampaignParams,
    Recipient,
    UpdatePortalStatusRequest,
    UpdateRecipientPayload,
    UpdateRecipientPayloadDict,
)


async def check(
    client: TargetingClient, c: UUID, r: str, row: dict[str, Any], ids: list[str], status: str, recipient: Recipient
) -> None:
"""
"""What stands before the statements."""
NEW = '"entity_id": r, "entity_schema": "contact"'
REF = '{"entity_id": r, "entity_schema": "contact"}'
BOTH = f'{{{NEW}, "portal_status": "sent"}}'
MISTAKES = {
    "a misspelt key": 'await client.update_recipient_portal_status(c, r, {"statuss": "seen"})',
    "a misspelt optional key": 'await client.update_recipient(c, r, {"automation_statuss": "failed"})',
    "a misspelt value": 'await client.update_recipient_portal_status(c, r, {"status": "saen"})',
    "a misspelt optional value": 'await client.update_recipient(c, r, {"automation_status": "fialed"})',
    "a required key is missing": "await client.update_recipient_portal_status(c, r, {})",
    "a required key of a union is missing": f"await client.create_recipient(c, {{{NEW}}})",
    "a misspelt key in a union": f'await client.create_recipient(c, {{{NEW}, "portal_statuss": "sent"}})',
    "a misspelt key of an object in a list": (
        'await client.match_campaigns({"entity_refs": [{"entity_id": r, "schema": "contact"}], "campaign_ids": ids})'
    ),
    "a string instead of a list in a body": (
        f'await client.match_campaigns({{"entity_refs": [{REF}], "campaign_ids": "all"}})'
    ),
    "a string instead of a list of ids": 'await client.get_target_queries({"target_ids": r})',
    "a list instead of a value": 'await client.update_recipient_portal_status(c, r, {"status": ["seen"]})',
    "None as an id": f'await client.match_targets({{"entity_refs": [{REF}], "target_ids": [recipient.entity_id]}})',
    "a misspelt value of a filter": 'await client.get_recipients(c, automation_status="fialed")',
    "a misspelt value in a list of a filter": 'client.iter_recipients(c, automation_status=["failed", "pnding"])',
    "a misspelt filter": 'client.iter_recipients(c, automation_statuss="failed")',
    "any string as a filter": "client.iter_recipients(c, portal_status=status)",
    "a dict of unknown keys": "await client.update_recipient(c, r, row)",
    "a misspelt value of a model": 'UpdatePortalStatusRequest(status="saen")',
    "a misspelt argument of a model": "UpdateRecipientPayload(portal_statuss=None)",
    "a required argument of a model is missing": 'CreatePortalRecipientPayload(entity_id=r, entity_schema="contact")',
    "a string instead of a list in a model": (
        'MatchCampaignParams(entity_refs=[EntityRef(entity_id=r, entity_schema="contact")], campaign_ids="all")'
    ),
    "a misspelt attribute": "print(recipient.tittle)",
    "a misspelt value of a bulk run": 'await update_portal_statuses(client, c, [(r, {"status": "saen"})])',
    "a misspelt key of a bulk run": f'create_recipients(client, c, [{{{NEW}, "portal_statuss": "sent"}}])',
    "a misspelt option": "TargetingClient(dead_line=5)",
    "an option of the wrong type": 'client.with_options(retry=RetryPolicy(attempts="3"))',
}
"""Statements with a mistake, by its description."""
CORRECT = [
    'await client.update_recipient_portal_status(c, r, {"status": "seen"})',
    'await client.update_recipient(c, r, {"automation_status": AutomationStatus.FAILED, "portal_state": row})',
    f"await client.create_recipient(c, {BOTH})",
    f'await client.match_campaigns({{"entity_refs": [{REF}], "campaign_ids": ids}})',
    f'await client.match_campaigns({{"entity_refs": [{REF}, {REF}], "campaign_ids": [c, r]}})',
    'await client.get_target_queries({"target_ids": (c, r)})',
    'await client.retrigger_campaign_automations(c, {"recipient_ids": ids})',
    'client.iter_recipients(c, automation_status=["failed", AutomationStatus.PENDING])',
    'client.iter_recipients(c, automation_status=("failed", "pending"), portal_status="seen")',
    "client.iter_recipients(c, automation_status=AutomationStatus(status))",
    'client.iter_recipients(c, portal_status=cast("Any", status))',
    "await client.update_recipient(c, r, UpdateRecipientPayload.from_dict(row))",
    'body: UpdateRecipientPayloadDict = {"portal_status": "seen"}\n    await client.update_recipient(c, r, body)',
    'await client.update_recipient(c, r, UpdateRecipientPayload(portal_status="seen", additional_properties=row))',
    'await update_portal_statuses(client, c, [(r, {"status": "seen"}) for r in ids])',
    f"await create_recipients(client, c, [{BOTH}])",
    "await create_recipients(client, c, map(CreatePortalRecipientPayload.from_dict, [row]))",
]
"""Statements without a mistake."""


def program() -> tuple[str, dict[int, str]]:
    """Return a program of all statements, and the mistakes by their lines. No line belongs to two statements."""
    lines = SETUP.splitlines()
    where: dict[int, str] = {}
    for name, statement in [*(("", one) for one in CORRECT), *MISTAKES.items()]:
        lines += [f"    {line}" for line in f"{statement}".replace("\n    ", "\n").splitlines()]
        if name:
            where[len(lines)] = name
    return "\n".join([*lines, ""]), where
