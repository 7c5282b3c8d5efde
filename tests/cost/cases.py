"""The pieces of work that are counted."""

from __future__ import annotations

import json
from asyncio import selector_events
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import aclosing, asynccontextmanager
from functools import partial
from importlib import import_module
from typing import Any
from unittest.mock import patch

import httpx
from cost.counting import Counts, counted
from epilot_targeting_generated.api.campaign_recipient import create_recipient, update_recipient
from epilot_targeting_generated.models import (
    CreateAutomationPortalRecipientPayload,
    RecipientsResponse,
    UpdateRecipientPayload,
)
from server import Script, Seen, page, response

from epilot_targeting import TargetingClient
from epilot_targeting._request.json_encoding import json_body
from epilot_targeting.middleware import Attempt, CallNext, Outcome
from epilot_targeting.models import MatchCampaignParamsDict

CAMPAIGN = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
RECIPIENT: dict[str, Any] = {
    "entity_id": CAMPAIGN,
    "entity_schema": "contact",
    "title": "Customer",
    "automation_status": "success",
    "automation_execution_id": "execution-1",
    "portal_status": "seen",
    "portal_status_updated_at": "2024-05-01T10:11:12.123Z",
    "portal_state": {},
    "updated_at": "2024-05-01T10:11:12.123Z",
}
SENT = {
    name: RECIPIENT[name] for name in ("automation_status", "automation_execution_id", "portal_status", "portal_state")
}
MATCHES = {"hits": 1, "results": [{"campaign": {"_id": CAMPAIGN, "_title": "Spring", "status": "active"}}]}
PARAMS: MatchCampaignParamsDict = {"entity_refs": [], "campaign_ids": []}
RECORDS = 50
SMALL_READS = patch.object(selector_events._SelectorTransport, "max_size", 4096)  # type: ignore[attr-defined]
"""Sockets are read into 256 KiB otherwise, beside which nothing else would be seen."""


def _respond(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=MATCHES)


async def _see(attempt: Attempt, call_next: CallNext) -> Outcome:
    return await call_next(attempt)


@asynccontextmanager
async def _callers_client(**options: Any) -> AsyncIterator[TargetingClient]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(_respond)) as own:
        yield TargetingClient(lambda: "t", http_client=own, **options)


async def _call(**options: Any) -> Counts:
    """Count a call over a caller's client."""
    async with _callers_client(**options) as client:
        return await counted(lambda: client.match_campaigns(PARAMS))


async def _own_call(transport: Any) -> Counts:
    """Count a call over own connections, to a server on loopback. The program has imported the library."""
    import_module(transport)
    body = json.dumps(MATCHES).encode()
    with SMALL_READS:
        async with Script() as server, TargetingClient("t", base_url=server.address, transport=transport) as client:
            server.answer = lambda _: response(200, body)
            return await counted(lambda: client.match_campaigns(PARAMS))


async def _decode() -> Counts:
    """Count the decoding of one recipient, from JSON that is read to a model."""

    def decode(records: int) -> Callable[[], Awaitable[Any]]:
        text = json.dumps({"results": [RECIPIENT] * records, "next": None, "total": records})

        async def work() -> Any:
            return RecipientsResponse.from_dict(json.loads(text))

        return work

    return (await counted(decode(2 * RECORDS))).less(await counted(decode(RECORDS)), RECORDS)


async def _encode(operation: Any, model: Any) -> Counts:
    """Count the encoding of a body."""

    async def work() -> Any:
        return json_body(operation, model)

    return await counted(work)


async def _iterate() -> Counts:
    """Count one recipient of an iteration over pages, the requests of the pages included."""
    body, last = page([RECIPIENT] * RECORDS, "next"), page([RECIPIENT] * RECORDS)

    def answer(seen: Seen) -> bytes:
        return last if "next=" in seen.target else body

    async with Script() as server, TargetingClient("t", base_url=server.address, transport="httpx") as client:
        server.answer = answer

        async def work(pages: int) -> int:
            found = 0
            iterator = client.iter_recipients(CAMPAIGN, limit=RECORDS, start=None if pages == 2 else "next")
            async with aclosing(iterator.__aiter__()):
                async for _ in iterator:
                    found += 1
            return found

        return (await counted(partial(work, 2))).less(await counted(partial(work, 1)), RECORDS)


CASES: dict[str, Callable[[], Coroutine[Any, Any, Counts]]] = {
    "a call over a caller's client": _call,
    "… with one middleware": partial(_call, middleware=[_see]),
    "a call over own connections": partial(_own_call, "httpx"),
    "… of httpx2": partial(_own_call, "httpx2"),
    "… of aiohttp": partial(_own_call, "aiohttp"),
    "a recipient, decoded": _decode,
    "a recipient of an iteration": _iterate,
    "an UpdateRecipientPayload, encoded": partial(
        _encode, update_recipient.OPERATION, UpdateRecipientPayload.from_dict(SENT)
    ),
    "a CreateAutomationPortalRecipientPayload, encoded": partial(
        _encode, create_recipient.OPERATION, CreateAutomationPortalRecipientPayload.from_dict(RECIPIENT)
    ),
}
