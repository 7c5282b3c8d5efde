"""Each error of a result says to which operation it belongs, after how many requests, and what was carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import fake_clock
import pytest
from bulk.scripted import CAMPAIGN, DROPPED, KEYS, Script, Scripted, once, payloads

from epilot_targeting import TargetingClient
from epilot_targeting.bulk import BulkRun, create_recipients, retrigger_failed
from epilot_targeting.testing import Reply

pytestmark = pytest.mark.usefixtures("journal_in_loop")
FAILED = {"automation_status": "failed"}
Start = Callable[[TargetingClient], BulkRun[Any]]
NOTHING: Script = lambda _: None  # noqa: E731


def creates(*items: Any) -> Start:
    """Return what starts a run that creates recipients."""
    return lambda client: create_recipients(client, CAMPAIGN, items)


def retriggers(client: TargetingClient) -> BulkRun[Any]:
    """Start a run that retriggers automations."""
    return retrigger_failed(client, CAMPAIGN)


def listed(recipient: dict[str, str]) -> Script:
    """Return a script that gives a list with one recipient."""
    return once(Reply.of(200, {"results": [recipient]}), "GET")


def retriggered(**result: str) -> Script:
    """Return a script that gives the result of a retrigger."""
    return once(Reply.of(200, {"results": [{"recipient_id": KEYS[0], **result}]}))


@pytest.mark.parametrize(
    ("start", "before", "after", "expected"),
    [
        (creates({}), NOTHING, NOTHING, ("create_recipients", 0, False)),
        (creates(*payloads(1), {**payloads(1)[0], **FAILED}), NOTHING, NOTHING, ("create_recipients", 0, False)),
        (creates({**payloads(1, 1)[0], **FAILED}), NOTHING, NOTHING, ("create_recipients", 1, False)),
        (creates(*payloads(1)), once(Reply.of(400, {})), NOTHING, ("create_recipient", 1, False)),
        (creates(*payloads(1)), once(Reply.of(418, {}), "GET", 9), once(DROPPED), ("create_recipients", 1, None)),
        (retriggers, listed(FAILED), NOTHING, ("retrigger_failed", 0, False)),
        (retriggers, listed({"entity_id": "no-uuid", **FAILED}), NOTHING, ("retrigger_failed", 0, False)),
        (retriggers, retriggered(result="failure"), NOTHING, ("retrigger_campaign_automations", 1, False)),
        (retriggers, retriggered(result="newer"), NOTHING, ("retrigger_failed", 1, None)),
        (retriggers, once(DROPPED), NOTHING, ("retrigger_failed", 1, None)),
    ],
    ids=[
        *("invalid", "repeated", "mismatch", "refused", "unreadable"),
        *("without an id", "malformed", "not started", "undecided", "lost"),
    ],
)
def test_an_error_has_operation_attempts_and_applied(
    start: Start, before: Script, after: Script, expected: tuple[str, int, bool | None]
) -> None:
    """The errors of calls have them of the call, and those of the run are of the bulk operation."""

    async def main() -> tuple[str | None, int, bool | None]:
        async with Scripted() as fake:
            retriggered = {**payloads(1)[0], **FAILED, "automation_execution_id": "failed"}
            fake.add_recipients(CAMPAIGN, [retriggered] if start is retriggers else payloads(1, 1))
            fake.before, fake.after = before, after
            async with start(fake.client()) as run:
                [error] = [result.error async for result in run if result.error is not None]
            return error.operation, error.attempts, error.applied

    assert expected == fake_clock.run(main())
