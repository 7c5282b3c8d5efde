"""Fixtures that several areas share."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from server import Script

from epilot_targeting import _default, _json
from epilot_targeting._client import BaseClient

TRANSPORTS = ("httpx", "aiohttp", "httpx2")
"""What a run sends with: connections of ours by one of two libraries, or a caller's client of the third."""
MARKERS = {
    "own_connections": "it is about connections of our own: a caller's client has others",
    "httpx_only": "it puts something in the place of httpx's own transport, which nothing else uses",
}
TLS = ssl.create_default_context()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let slow areas be run whole, and all of it with other libraries underneath."""
    parser.addoption("--full", action="store_true", help="run all of what is otherwise sampled")
    parser.addoption("--transport", choices=TRANSPORTS, default="httpx", help="what clients send with")
    parser.addoption("--json", choices=("orjson", "stdlib"), default="orjson", help="what replies are read with")


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers."""
    for name, why in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {why}")


@pytest.fixture(autouse=True)
def _fresh_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the default clients of another."""
    monkeypatch.setattr(_default, "_clients", {})


@pytest.fixture(autouse=True)
def _transport(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All clients that a test makes send with what the run is for, unless the test says otherwise."""
    transport = request.config.getoption("--transport")
    if request.node.get_closest_marker("httpx_only") or "httpx_mock" in request.fixturenames:
        return
    defaults: Any = BaseClient.__init__.__kwdefaults__
    if transport == "httpx2":
        if request.node.get_closest_marker("own_connections"):
            pytest.skip(MARKERS["own_connections"])
        monkeypatch.setitem(defaults, "http_client", request.getfixturevalue("callers_client"))
    else:
        monkeypatch.setitem(defaults, "transport", transport)


@pytest.fixture(autouse=True)
def _json_library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Replies are read with what the run is for."""
    if request.config.getoption("--json") == "stdlib":
        monkeypatch.setattr(_json, "_quick", None)


@pytest.fixture
async def callers_client() -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the test's own."""
    async with httpx2.AsyncClient(verify=TLS) as own:
        yield own


@pytest.fixture
async def script() -> AsyncIterator[Script]:
    """A server on loopback that answers with bytes as told."""
    async with Script() as server:
        yield server
