"""Fixtures of the facade's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2
import pytest
from facade.stores import QUICK, TLS
from server import Script

from epilot_targeting import TargetingClient


@pytest.fixture
async def store() -> AsyncIterator[Script]:
    """The server that keeps the payloads."""
    async with Script() as server:
        yield server


@pytest.fixture
async def http() -> AsyncIterator[httpx2.AsyncClient]:
    """The caller's client."""
    async with httpx2.AsyncClient(verify=TLS) as own:
        yield own


@pytest.fixture
async def of_httpx2(script: Script, http: httpx2.AsyncClient) -> TargetingClient:
    """A client of ours on the caller's, that repeats quickly."""
    return TargetingClient("t", base_url=script.address, http_client=http, retry=QUICK, org_id="o")
