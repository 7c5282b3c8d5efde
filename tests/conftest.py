"""Fixtures that several areas share."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import settings
from server import Script

from epilot_targeting._client import default_clients
from epilot_targeting._config.options import ClientOptions
from epilot_targeting._response import json_reader
from epilot_targeting._transport.attempt import Attempt

TRANSPORTS = ("httpx", "httpx2", "aiohttp", "callers_client")
"""What a run sends with: connections of ours by one of three libraries, or a caller's client of httpx2."""
MARKERS = {
    "own_connections": "it is about connections of our own: a caller's client has others",
    "httpx_only": "it puts something in the place of httpx's own transport, which nothing else uses",
    "defaults": "it compares the defaults of the options, which a run with another transport replaces",
    "npm": "it needs tools that npm installs: `make coverage` runs it, `make test` does not",
    "thorough": "it takes seconds: `make coverage` and the test of the wheel run it, `make test` does not",
}
LONGEST = 0.1
"""Seconds that a test may sleep at a time; uvicorn looks so often whether it is to stop."""
SLOWED = 20
"""How much slower the clock of a loop runs while a test moves it on."""
TLS = ssl.create_default_context()
# The same examples in each run, so that none fails by chance; `--full` draws others each time.
settings.register_profile("quick", max_examples=20, deadline=None, derandomize=True)
settings.register_profile("sampled", max_examples=100, deadline=None, derandomize=True)
settings.register_profile("full", max_examples=500, deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let slow areas be run whole, and all of it with other libraries underneath."""
    parser.addoption("--full", action="store_true", help="run all of what is otherwise sampled")
    parser.addoption("--cases", type=int, help="run so many cases of each parametrized test, evenly spaced")
    parser.addoption("--transport", choices=TRANSPORTS, default="httpx", help="what clients send with")
    parser.addoption("--json", choices=("orjson", "stdlib"), default="orjson", help="what responses are read with")


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers, and choose how many examples a property is tried with."""
    for name, why in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {why}")
    if not config.getoption("--hypothesis-profile"):
        settings.load_profile("full" if config.getoption("--full") else "sampled")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sample the cases of each parametrized test, if a quick run asks for it."""
    most = config.getoption("--cases")
    if not most:
        return
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    kept = dict.fromkeys(one[number * len(one) // most] for one in cases.values() for number in range(most))
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.fixture(autouse=True)
def _fresh_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the default clients of another."""
    monkeypatch.setattr(default_clients, "all_clients", {})


@pytest.fixture(autouse=True)
def _no_pauses(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test waits by the real clock: a client gets `retry=NOW`, or the test runs on a clock of its own."""
    paused: list[float] = []
    sleep = asyncio.sleep

    async def noted(delay: float, result: Any = None) -> Any:
        found = await sleep(delay, result)  # one that is cancelled costs nothing
        if delay > LONGEST and type(asyncio.get_running_loop()).time is asyncio.BaseEventLoop.time:
            paused.append(delay)
        return found

    monkeypatch.setattr(asyncio, "sleep", noted)
    yield
    assert request.config.getoption("--full") or [] == paused, "the client or the test slept for so many seconds"


@pytest.fixture(autouse=True)
def _transport(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All clients that a test makes send with what the run is for, unless the test says otherwise."""
    transport = request.config.getoption("--transport")
    if any(map(request.node.get_closest_marker, ("httpx_only", "defaults"))) or "httpx_mock" in request.fixturenames:
        return
    defaults: Any = ClientOptions.__init__.__kwdefaults__
    if transport == "callers_client":
        if request.node.get_closest_marker("own_connections"):
            pytest.skip(MARKERS["own_connections"])
        monkeypatch.setitem(defaults, "http_client", request.getfixturevalue("callers_client"))
    else:
        monkeypatch.setitem(defaults, "transport", transport)


@pytest.fixture(autouse=True)
def _json_library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Replies are read with what the run is for."""
    if request.config.getoption("--json") == "stdlib":
        monkeypatch.setattr(json_reader, "_orjson_loads", None)


@pytest.fixture
async def advance(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], Awaitable[None]]:
    """Slow the clock of the event loop down, and return a function that moves it on.

    A timeout passes when the test says so, however busy the machine is.
    """
    loop = asyncio.get_running_loop()
    real, skipped = loop.time, 0.0
    begun = real()

    async def advance(seconds: float) -> None:
        nonlocal skipped
        for _ in range(10):  # the tasks come to their next wait
            await asyncio.sleep(0)
        skipped += seconds

    monkeypatch.setattr(loop, "time", lambda: begun + (real() - begun) / SLOWED + skipped)
    return advance


@pytest.fixture
async def head_read(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """An event that is set when a client has read the head of a response."""
    event, status = asyncio.Event(), vars(Attempt)["status"]

    def note(attempt: Attempt, value: int | None) -> None:
        status.__set__(attempt, value)
        if value is not None:
            event.set()

    monkeypatch.setattr(Attempt, "status", property(status.__get__, note))
    return event


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
