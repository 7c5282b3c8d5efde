"""A fake service whose next answers a test decides, and what the bulk tests share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from bulk.served import payload

from epilot_targeting.bulk import BulkResult, BulkRun
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting, Reply, Request

CAMPAIGN = EXAMPLE_ID
DROPPED = Reply(0, dropped=True)
DOWN = Reply.of(503, {"message": "down"})
Script = Callable[[Request], Reply | None]
KEYS: list[str] = [payload(number)["entity_id"] for number in range(100)]
UUIDS_OF_NOBODY = "00000000-0000-4000-8000-000000000000"


class Scripted(FakeTargeting):
    """A fake that asks `before` and `after` for other answers: before it carries a request out, and after.

    Attributes:
        before: Returns the answer to a request that is not carried out, or None.
        after: Returns the answer in place of the fake's own, or None.
        calls: How often each operation was requested, carried out or not.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.before: Script = lambda _: None
        self.after: Script = lambda _: None
        self.calls: Counter[str] = Counter()

    async def __aenter__(self) -> Scripted:
        return self

    async def handle(self, request: Request) -> Reply:
        """Return the response to a request."""
        self.calls[request.method] += 1
        replaced = self.before(request)
        if replaced is not None:
            return replaced
        response = await super().handle(request)
        return self.after(request) or response


def answer_with(failure: Reply | Exception) -> Reply:
    """Return an answer, or raise what the HTTP library does."""
    if isinstance(failure, Exception):
        raise failure
    return failure


def once(reply: Reply, method: str = "POST", times: int = 1) -> Script:
    """Return a script that gives an answer to the first requests of a method."""
    left = [times]

    def script(request: Request) -> Reply | None:
        if request.method == method and left[0] > 0:
            left[0] -= 1
            return reply
        return None

    return script


async def results(run: BulkRun[Any]) -> dict[str, BulkResult[Any]]:
    """Run to the end, and return the results by key."""
    async with run:
        return {result.key: result async for result in run}


def payloads(count: int, first: int = 0) -> list[Any]:
    """Return some payloads."""
    return [payload(number) for number in range(first, first + count)]


def counts(**given: int) -> dict[str, int]:
    """Return the counts of a run; those that are not named are 0."""
    return {"done": 0, "exists": 0, "rejected": 0, "unknown": 0, "skipped": 0, **given}
