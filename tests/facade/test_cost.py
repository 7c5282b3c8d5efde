"""The cost of a call, counted and not timed."""

from __future__ import annotations

import asyncio
import gc
import ssl
import sys
from types import FrameType
from typing import Any

import epilot_targeting_generated
import httpx
import pytest
from pytest_httpx import HTTPXMock

import epilot_targeting
from epilot_targeting import TargetingClient
from epilot_targeting._transport import tls_context

CALLS = 107
"""How often a call may enter functions of ours, by a caller's client and decoded into models: now it does 98 times."""
OURS = tuple(package.__path__[0] for package in (epilot_targeting, epilot_targeting_generated))
REPLY = {"hits": 1, "results": [{"campaign": {"_id": "c", "_title": "Spring", "status": "active"}}]}
PARAMS: dict[str, list[str]] = {"entity_refs": [], "campaign_ids": []}


def answered(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=REPLY)


async def test_a_call_enters_few_functions() -> None:
    """A call enters no more functions than are counted here."""
    entered: list[str] = []

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(OURS):
            entered.append(frame.f_code.co_qualname)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answered)) as own:
        client = TargetingClient(lambda: "t", http_client=own)
        await client.match_campaigns(PARAMS)
        sys.setprofile(note)
        try:
            await client.match_campaigns(PARAMS)
        finally:
            sys.setprofile(None)
    assert "BaseClient._send" in entered
    assert len(entered) <= CALLS, entered


def contexts() -> int:
    """Count the TLS settings that are alive."""
    gc.collect()
    return sum(isinstance(one, ssl.SSLContext) for one in gc.get_objects())


@pytest.mark.httpx_mock(can_send_already_matched_responses=True)
async def test_a_thousand_calls_share_their_tls_settings(
    httpx_mock: HTTPXMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TLS settings are made once in the process, and no HTTP client is made."""
    httpx_mock.add_response(json=REPLY)
    made: list[object] = []
    monkeypatch.setattr(httpx.AsyncClient, "__init__", lambda *given, **_: made.append(given))
    tls_context.tls_context.cache_clear()
    before = contexts()
    async with TargetingClient("t", max_concurrency=20) as client:
        await asyncio.gather(*(client.match_campaigns(PARAMS) for _ in range(1000)))
        assert before + 1 == contexts()
    assert [] == made
