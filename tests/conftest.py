"""Fixtures that several areas share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from server import Script

from epilot_targeting import _default
from epilot_targeting._client import BaseClient


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let slow areas be run whole: ordinary runs take a sample of them."""
    parser.addoption("--full", action="store_true", help="run all of what is otherwise sampled")
    parser.addoption("--transport", choices=("httpx", "aiohttp"), default="httpx", help="what clients are made with")


@pytest.fixture(autouse=True)
def _fresh_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the default clients of another."""
    monkeypatch.setattr(_default, "_clients", {})


@pytest.fixture(autouse=True)
def _transport(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All clients that a test makes are made with the transport that the run is for."""
    monkeypatch.setitem(BaseClient.__init__.__kwdefaults__, "transport", request.config.getoption("--transport"))


@pytest.fixture
async def script() -> AsyncIterator[Script]:
    """A server on loopback that answers with bytes as told."""
    async with Script() as server:
        yield server
