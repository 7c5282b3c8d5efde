"""`preload`: afterwards the first call loads no module, and a cold start loads no more than it needs."""

from __future__ import annotations

import asyncio
import json
import os
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import trustme
from facade.environments import LIBRARIES, clear
from facade.stores import TLS
from facade.tunnels import HOST, Service
from operations import JSON_OPERATIONS, TAGS, smallest_body
from server import Script, response

import epilot_targeting
from epilot_targeting import ConfigurationError, TargetingClient

pytestmark = pytest.mark.own_connections
HEAVY = {
    "httpx": {"httpx", "httpcore", "h11", "anyio", "ssl", "asyncio"},
    "httpx2": {"httpx2", "httpcore2", "h11", "anyio", "truststore", "ssl", "asyncio"},
    "aiohttp": {"aiohttp", "yarl", "multidict", "anyio", "ssl", "asyncio"},
}
"""The packages that take most of a cold start, by transport."""
NEEDED = {"ssl", "asyncio"}
"""Those that a usual call needs, on each transport."""
ALONE = {
    "httpx": {
        "direct_connection",
        "httpx_connection",
        "network_backend",
        "single_connection",
        "tcp_stream",
        "tls_records",
        "tls_stream",
    },
    "aiohttp": {"aiohttp_connection", "direct_requests", "open_connection", "own_protocol", "tls_rest"},
}
"""The modules that a first call loads on one of these transports, and not on the other."""
UNUSED = {"rich", "click", "pygments", "pydantic", "pyarrow", "requests", "sqlite3", "uvicorn"}
"""Packages that no call needs, unless the HTTP library itself imports them, as httpx does with rich."""
MODULES = 220
"""The most modules that a cold start may load, beyond those of the HTTP library."""
LIBRARY = "import sys; bare = set(sys.modules); import {}; print(*set(sys.modules) - bare)"
PROGRAM = """
import sys
bare = set(sys.modules)
if {without_orjson}:
    sys.modules["orjson"] = None
import asyncio, json
from epilot_targeting.{module} import create_client
async def pass_on(attempt, call_next):
    return await call_next(attempt)
client = create_client("t", base_url="{address}", transport="{transport}", middleware=[pass_on][:{middleware}])
if {preload}:
    client.preload()
loaded, steps = set(sys.modules), []
async def main():
    global loaded
    for name, arguments in {calls}:
        await getattr(client, name)(**arguments)
        steps.append(sorted(set(sys.modules) - loaded))
        loaded = set(sys.modules)
    await client.aclose()
asyncio.run(main())
print(json.dumps([sorted(set(sys.modules) - bare), *steps]))
"""


@pytest.fixture
async def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    """A service behind TLS, whose authority a process trusts by SSL_CERT_FILE."""
    clear(monkeypatch)
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    async with Service(context) as server:
        server.address = server.address.replace(HOST, "localhost")
        yield server


def operations_of(*tags: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the operations of tags with their arguments."""
    return [(name, one.arguments) for name, one in JSON_OPERATIONS.items() if one.tag in tags]


async def run(
    module: str, server: Script, *, transport: str = "httpx", preload: bool, calls: Any, **more: Any
) -> list[list[str]]:
    """Run a new interpreter; return the modules that it loaded, and those that each call loaded."""
    names = iter([name for name, _ in calls])
    server.answer = lambda _: response(200, smallest_body(next(names)))
    program = PROGRAM.format(
        module=module,
        address=server.address,
        transport=transport,
        preload=preload,
        calls=calls,
        **{"without_orjson": False, "middleware": 0, **more},
    )
    found: list[list[str]] = json.loads(await interpret(program))
    return found


async def interpret(program: str) -> str:
    """Run a program in a new interpreter, without the modules that measure coverage; return what it prints."""
    command = [sys.executable, "-W", "error", "-c", program]
    environment = {**os.environ, "COVERAGE_PROCESS_START": "", "COVERAGE_PROCESS_CONFIG": ""}
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, env=environment)
    assert "" == done.stderr
    return done.stdout


@pytest.mark.parametrize(("transport", "without_orjson"), [*((one, False) for one in LIBRARIES), ("httpx", True)])
async def test_the_first_call_loads_no_module(service: Service, transport: str, without_orjson: bool) -> None:
    """After `preload` no call of any operation loads a module."""
    calls = operations_of(*TAGS)
    _, *steps = await run(
        "client", service, transport=transport, preload=True, calls=calls, without_orjson=without_orjson
    )
    assert [[]] * len(calls) == steps


async def test_the_first_call_with_middleware_loads_no_module(service: Service) -> None:
    """`preload` covers middleware, if the client has any."""
    calls = operations_of("target")
    loaded, *steps = await run("target", service, preload=True, calls=calls, middleware=1)
    assert [[]] * len(calls) == steps
    assert "epilot_targeting.middleware" in loaded


async def test_a_call_without_middleware_loads_nothing_of_it(service: Service) -> None:
    """Neither `preload` nor a call loads what only middleware needs."""
    loaded, *_ = await run("target", service, preload=True, calls=operations_of("target"))
    assert set() == {*loaded} & {"epilot_targeting.middleware", "epilot_targeting._call.middleware_chain"}
    loaded, *_ = await run("target", service, preload=False, calls=operations_of("target"))
    assert set() == {*loaded} & {"epilot_targeting._call.watched_call", "epilot_targeting.middleware"}


@pytest.mark.parametrize("tag", TAGS)
async def test_preload_of_a_tag(service: Service, tag: str) -> None:
    """`preload` of a tag's client covers the calls of the tag, and loads nothing of another one."""
    loaded, *steps = await run(tag, service, preload=True, calls=operations_of(tag))
    assert [[]] * len(steps) == steps
    others = tuple(f".api.{other}" for other in TAGS if other != tag)
    assert [] == [name for name in loaded if name.endswith(others)]
    assert ("epilot_targeting._pagination.page" in loaded) == (tag == "campaign_recipient"), "the iteration is covered"


@pytest.mark.parametrize("transport", LIBRARIES)
async def test_a_cold_start(service: Service, transport: str) -> None:
    """A program that makes one usual call loads no HTTP library, and not many other modules."""
    loaded, first = await run(
        "campaign", service, transport=transport, preload=False, calls=operations_of("campaign")[:1]
    )
    own = {*loaded} - {*(await interpret(LIBRARY.format(transport))).split()}
    packages = {name.partition(".")[0] for name in loaded}
    assert NEEDED == packages & set().union(*HEAVY.values())
    assert set() == UNUSED & {name.partition(".")[0] for name in own}
    assert len(own) <= MODULES, sorted(own)
    assert len(first) > 100, "the import loads little, and the first call the rest"


async def test_a_first_call_loads_the_same_on_each_transport(service: Service) -> None:
    """A first call needs the same modules on each transport, but for those that open its connection."""
    found = {
        transport: {
            name.removeprefix("epilot_targeting._transport.")
            for name in (
                await run("target", service, transport=transport, preload=False, calls=operations_of("target")[:1])
            )[0]
        }
        for transport in ALONE
    }
    assert found["httpx"] - found["aiohttp"] == ALONE["httpx"]
    assert found["aiohttp"] - found["httpx"] == ALONE["aiohttp"]


def test_preload_of_the_default_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """The function `preload` loads what the default client needs, under its settings."""
    clear(monkeypatch)
    epilot_targeting.configure(proxy="http://127.0.0.1:1", ssl_context=TLS)
    epilot_targeting.preload()
    assert "epilot_targeting._call.call" in sys.modules


@pytest.mark.parametrize("transport", LIBRARIES)
def test_preload_reports_local_causes(monkeypatch: pytest.MonkeyPatch, transport: Any) -> None:
    """A proxy that is no URL fails where the program starts, and not at the first call."""
    clear(monkeypatch)
    monkeypatch.setenv("HTTPS_PROXY", "http://user:password@[")
    with pytest.raises(ConfigurationError, match="HTTPS_PROXY is not the URL of a proxy") as failed:
        TargetingClient("t", transport=transport).preload()
    assert [__file__] == [str(entry.path) for entry in failed.traceback]


@pytest.mark.defaults
async def test_preload_with_a_callers_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a caller's client no connection of the client's own is prepared."""
    monkeypatch.setenv("HTTPS_PROXY", "http://user:password@[")
    async with httpx2.AsyncClient(verify=TLS, trust_env=False) as own:
        TargetingClient("t", http_client=own).preload()
        assert not own.is_closed


@pytest.mark.parametrize("proxy", [None, "http://127.0.0.1:1"])
def test_aiohttp_is_loaded_for_a_proxy_alone(proxy: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first call through a proxy needs aiohttp, so that `preload` loads it; any other usual call does without."""
    clear(monkeypatch)
    options = {"token": "t", "base_url": "https://api.example.com", "transport": "aiohttp", "proxy": proxy}
    program = f"import sys; from epilot_targeting import create_client; create_client(**{options}).preload()"
    shown = subprocess.run(
        [sys.executable, "-c", f"{program}; print('aiohttp' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (f"{proxy is not None}\n", "") == (shown.stdout, shown.stderr)
