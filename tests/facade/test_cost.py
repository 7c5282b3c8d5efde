"""The cost of a call, counted and not timed."""

from __future__ import annotations

import asyncio
import gc
import logging
import ssl
import sys
import tracemalloc
from contextlib import suppress
from types import FrameType
from typing import Any

import epilot_targeting_generated
import httpx
import pytest
from pytest_httpx import HTTPXMock

import epilot_targeting
from epilot_targeting import NotFoundError, TargetingClient
from epilot_targeting._logger import log
from epilot_targeting._transport import tls_context
from epilot_targeting.models import MatchCampaignParamsDict

UNUSED = (
    "_observers.py",
    "log_lines.py",
    "watched_call.py",
    "middleware_attempt.py",
    "middleware_chain.py",
    "attempt_headers.py",
    "middleware.py",
)
"""Modules that a call does not enter, and that allocate nothing, without middleware, observers and a log."""
OURS = tuple(package.__path__[0] for package in (epilot_targeting, epilot_targeting_generated))
REPLY = {"hits": 1, "results": [{"campaign": {"_id": "c", "_title": "Spring", "status": "active"}}]}
PARAMS: MatchCampaignParamsDict = {"entity_refs": [], "campaign_ids": []}


def answered(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=REPLY)


@pytest.mark.parametrize("ends", ["well", "with an error"])
async def test_what_is_off_costs_nothing(ends: str) -> None:
    """Without middleware, observers and a log at INFO, a call enters and allocates nothing for them."""
    entered: list[str] = []

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_filename.endswith(UNUSED):
            entered.append(frame.f_code.co_qualname)

    def answer(request: httpx.Request) -> httpx.Response:
        return answered(request) if ends == "well" else httpx.Response(404)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as own:
        client = TargetingClient("t", http_client=own)
        with suppress(NotFoundError):
            await client.match_campaigns(PARAMS)
        tracemalloc.start()
        sys.setprofile(note)
        try:
            with suppress(NotFoundError):
                await client.match_campaigns(PARAMS)
        finally:
            sys.setprofile(None)
            taken = tracemalloc.take_snapshot()
            tracemalloc.stop()
    found = [trace for trace in taken.traces if trace.traceback[0].filename.endswith(UNUSED)]
    assert ([], []) == (entered, found)


async def test_a_log_that_is_off_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call looks its log level up once, at its end."""
    asked: list[int] = []

    def is_enabled(level: int) -> bool:
        asked.append(level)
        return False

    monkeypatch.setattr(log, "isEnabledFor", is_enabled)
    async with httpx.AsyncClient(transport=httpx.MockTransport(answered)) as own:
        await TargetingClient("t", http_client=own).match_campaigns(PARAMS)
    assert [logging.INFO] == asked


def contexts() -> int:
    """Count the TLS settings that are alive."""
    gc.collect()
    return sum(issubclass(type(one), ssl.SSLContext) for one in gc.get_objects())  # a lazy object may fail otherwise


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
