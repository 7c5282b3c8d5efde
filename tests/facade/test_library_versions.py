"""A library without the private parts that are used is named with its version; a bug is no network error."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

import aiohttp
import httpcore
import httpx
import pytest
from aiohttp import ClientSession
from aiohttp.client_proto import ResponseHandler
from facade.aiohttp_client import client_of
from facade.environments import clear
from facade.stores import CID, JOB, TLS
from server import NOW, Script, response

from epilot_targeting import ConfigurationError, TargetingClient, TransportError
from epilot_targeting._transport import aiohttp_protocol, tracing_tools
from epilot_targeting._transport.callers_client import CallersClient
from epilot_targeting._transport.http_library import HttpLibrary, http_library
from epilot_targeting._transport.httpx_connection import HttpxConnection
from epilot_targeting._transport.httpx_requests import RequestBuilder
from epilot_targeting._transport.single_connection import check_library
from epilot_targeting._transport.tls_context import tls_context

pytestmark = pytest.mark.own_connections
TOKEN = "secret-token"


@pytest.fixture(autouse=True)
def _untested() -> Iterator[None]:
    """The self-tests run again, before and after a library was broken."""
    checks = check_library, aiohttp_protocol._works
    for check in checks:
        check.cache_clear()
    yield
    for check in checks:
        check.cache_clear()


class Unbound:
    """An attribute that a class does not have."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, owner: type) -> Any:
        raise AttributeError(self.name)

    def __set__(self, instance: object, value: object) -> None:
        """Forget the value."""


def without_pool(patch: pytest.MonkeyPatch, library: HttpLibrary) -> None:
    patch.setattr(library.http.AsyncHTTPTransport, "_pool", Unbound(), raising=False)


def without_create_connection(patch: pytest.MonkeyPatch, library: HttpLibrary) -> None:
    patch.delattr(library.core.AsyncConnectionPool, "create_connection")


def without_network(patch: pytest.MonkeyPatch, library: HttpLibrary) -> None:
    core = library.core
    other = core.AsyncMockBackend([])
    patch.setattr(
        core.AsyncConnectionPool,
        "create_connection",
        lambda _, origin: core.AsyncHTTPConnection(origin, network_backend=other),
    )


@pytest.mark.parametrize(("name", "core"), [("httpx", r"httpcore 1\."), ("httpx2", r"httpcore2 2\.")])
@pytest.mark.parametrize("broken", [without_pool, without_create_connection, without_network])
async def test_an_unknown_httpx_is_named(
    script: Script,
    monkeypatch: pytest.MonkeyPatch,
    broken: Callable[[pytest.MonkeyPatch, HttpLibrary], None],
    name: Any,
    core: str,
) -> None:
    """A library or its httpcore without the parts that are used is a configuration error that names both versions."""
    library = http_library(name)
    broken(monkeypatch, library)
    client = TargetingClient(TOKEN, base_url=script.address, retry=NOW, transport=name)
    with pytest.raises(ConfigurationError, match=rf"found {name} {library.http.__version__} and {core}") as failed:
        await client.get_campaign_job_status(CID)
    assert (1, [], False) == (failed.value.attempts, script.seen, failed.value.applied)
    monkeypatch.undo()


@pytest.mark.parametrize("owner", [httpcore.AsyncConnectionPool, httpx.AsyncHTTPTransport])
async def test_a_callers_pool_without_its_size_is_named(
    script: Script, monkeypatch: pytest.MonkeyPatch, owner: type
) -> None:
    """A caller's client whose pool does not say its size is a configuration error that names the versions."""
    async with httpx.AsyncClient(verify=TLS) as own:
        client = TargetingClient(TOKEN, base_url=script.address, http_client=own, retry=NOW)
        name = "_max_connections" if owner is httpcore.AsyncConnectionPool else "_pool"
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, Unbound(), raising=False)
            with pytest.raises(ConfigurationError, match=f"known size; found httpx {httpx.__version__}") as failed:
                await client.get_campaign_job_status(CID)
        assert ([], False) == (script.seen, failed.value.applied)


async def test_a_callers_transport_without_a_pool_is_limited_by_the_client_alone(script: Script) -> None:
    """A caller's transport of its own class needs no pool."""

    class AsyncHTTPTransport(httpx.MockTransport):
        """A transport with the name of the library's."""

    transport = AsyncHTTPTransport(lambda _: httpx.Response(200, json={"status": "queued"}))
    async with httpx.AsyncClient(transport=transport) as own:
        client = TargetingClient(TOKEN, base_url=script.address, http_client=own)
        assert "queued" == (await client.get_campaign_job_status(CID)).status


PARTS = [
    *((ResponseHandler, name) for name in ("_buffer", "_parser", "_payload", "set_exception", "should_close")),
    *((aiohttp.TCPConnector, name) for name in ("connect", "_create_connection")),
    (aiohttp.ClientRequest, "send"),
]
"""Parts of aiohttp that are used, or overridden: if one had another name, requests would be sent as if uncounted."""


@pytest.mark.parametrize(("kind", "name"), PARTS, ids=[name for _, name in PARTS])
async def test_an_unknown_aiohttp_is_named(
    script: Script, monkeypatch: pytest.MonkeyPatch, kind: type, name: str
) -> None:
    """An aiohttp that lacks parts which are used is a configuration error that names its version. Nothing is sent."""
    monkeypatch.setattr(kind, name, Unbound(), raising=False)
    with pytest.raises(ConfigurationError, match=f"found aiohttp {aiohttp.__version__}") as failed:
        await client_of(script.address).get_campaign_job_status(CID)
    assert (1, [], False) == (failed.value.attempts, script.seen, failed.value.applied)
    monkeypatch.undo()


async def test_an_aiohttp_without_a_factory_is_named(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """An aiohttp whose connector has no factory of protocols is a configuration error."""
    monkeypatch.setattr(aiohttp.BaseConnector, "_factory", Unbound(), raising=False)
    with pytest.raises(ConfigurationError, match=f"found aiohttp {aiohttp.__version__}"):
        await client_of(script.address).get_campaign_job_status(CID)
    monkeypatch.undo()


@pytest.fixture
def _fresh_imports() -> Iterator[None]:
    """Libraries are imported again, before and after an import fails."""
    http_library.cache_clear()
    yield
    http_library.cache_clear()


@pytest.mark.usefixtures("_fresh_imports")
@pytest.mark.parametrize(
    ("name", "missing", "extra"),
    [("httpx", "httpcore", "httpx>=0.28"), ("httpx2", "httpcore2", "httpx2]"), ("httpx2", "httpx2", "httpx2]")],
)
async def test_a_library_that_cannot_be_imported_is_named(
    script: Script, monkeypatch: pytest.MonkeyPatch, name: Any, missing: str, extra: str
) -> None:
    """`preload`, and the first call that needs the library, say what to install. Nothing was sent."""
    client = TargetingClient(TOKEN, base_url=script.address, retry=NOW, transport=name)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(ConfigurationError) as failed:
        client.preload()
    with pytest.raises(ConfigurationError) as called:
        await client.get_campaign_job_status(CID)
    for error in (failed.value, called.value):
        assert f"transport='{name}' cannot be used: its import failed with ModuleNotFoundError" in str(error)
        assert f"import of {missing} halted" in str(error)
        assert extra in str(error)
    assert (1, [], False) == (called.value.attempts, script.seen, called.value.applied)


async def test_an_aiohttp_that_cannot_be_imported_is_named(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first call that needs aiohttp says what to install. Nothing was sent."""
    monkeypatch.setitem(sys.modules, "epilot_targeting._transport.aiohttp_session", None)
    with pytest.raises(ConfigurationError, match=r"transport='aiohttp' cannot be used.*\[fast\]") as failed:
        await client_of(script.address).get_campaign_job_status(CID)
    assert (1, [], False) == (failed.value.attempts, script.seen, failed.value.applied)


def test_preload_without_a_private_module_of_anyio(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version of anyio with other private modules does not matter."""
    monkeypatch.setitem(sys.modules, "anyio._backends._asyncio", None)
    client = TargetingClient(TOKEN)
    assert client.preload() is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize(
    ("transport", "words"),
    [("httpx", "transport='httpx' cannot be used"), ("aiohttp", "the certificates of certifi cannot be loaded")],
)
def test_preload_without_certifi(monkeypatch: pytest.MonkeyPatch, transport: Any, words: str) -> None:
    """The message names certifi if it is missing."""
    clear(monkeypatch)
    tls_context.cache_clear()
    monkeypatch.setitem(sys.modules, "certifi", None)
    with pytest.raises(ConfigurationError, match=words) as failed:
        TargetingClient(TOKEN, transport=transport).preload()
    assert "import of certifi halted" in str(failed.value)
    tls_context.cache_clear()


async def test_a_step_that_a_library_has_renamed_is_not_bypassed(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a later version of aiohttp lacks a method that tools replace, requests on an open connection pass through it.

    A tool may replace the method that it has instead.
    """
    perform, seen = ClientSession._request, list[str]()

    async def request(session: ClientSession, method: str, url: Any, **options: Any) -> Any:
        seen.append(method)
        return await perform(session, method, url, **options)

    monkeypatch.setattr(ClientSession, "request", request)
    monkeypatch.delattr(ClientSession, "_request")
    monkeypatch.setattr(tracing_tools, "_known", {})
    monkeypatch.setattr(tracing_tools, "_file_of", lambda _: "")  # each method counts as the library's own
    script.answer = lambda _: response(200, JOB)
    async with client_of(script.address) as client:
        for _ in range(3):
            await client.get_campaign_job_status(CID)
    assert ["GET"] * 3 == seen
    monkeypatch.undo()


def locals_of(traceback: TracebackType | None) -> str:
    """Return the local variables of the package's frames as text."""
    found: list[object] = []
    while traceback is not None:
        if "epilot_targeting" in traceback.tb_frame.f_code.co_filename:
            found += traceback.tb_frame.f_locals.values()
        traceback = traceback.tb_next
    return repr(found)


async def test_a_bug_is_no_network_error(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """A programming error leaves the call unchanged, after one attempt, and shows no token."""

    def build(self: RequestBuilder, prepared: Any, _: Any) -> None:
        header = prepared.authorization()
        try:
            raise KeyError
        except KeyError:
            header.no_such_method()

    monkeypatch.setattr(RequestBuilder, "build", build)
    client = TargetingClient(TOKEN, base_url=script.address, retry=NOW, transport="httpx")
    with pytest.raises(AttributeError, match="no_such_method") as failed:
        await client.get_campaign_job_status(CID)
    assert (False, []) == (TOKEN in locals_of(failed.tb), script.seen)
    assert "build" in [entry.name for entry in failed.traceback]


async def test_a_bug_of_a_hook_reaches_the_caller(script: Script) -> None:
    """A programming error in a hook of the caller's client reaches the caller, and the permit is released."""

    async def hook(_: httpx.Request) -> None:
        raise TypeError("a bug")

    async with httpx.AsyncClient(event_hooks={"request": [hook]}) as own:
        client = TargetingClient(TOKEN, base_url=script.address, http_client=own, max_concurrency=1)
        for _ in range(2):
            with pytest.raises(TypeError, match="a bug"):
                await asyncio.wait_for(client.get_campaign_job_status(CID), 5)
        own.event_hooks = {}
        script.answer = lambda _: response(200, JOB)
        await client.get_campaign_job_status(CID)


async def test_a_configuration_error_of_a_hook_is_a_failed_attempt(script: Script) -> None:
    """A configuration error of the caller's hook, as from another client in it, is a failed attempt like others."""

    async def hook(_: httpx.Request) -> None:
        raise ConfigurationError("of another client")

    async with httpx.AsyncClient(event_hooks={"request": [hook]}) as own:
        client = TargetingClient(TOKEN, base_url=script.address, http_client=own, retry=NOW)
        with pytest.raises(TransportError):
            await client.get_campaign_job_status(CID)


async def test_an_assertion_of_a_library_is_a_network_error(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """An assertion that fails in a library, as when a connection is lost, is a failed attempt."""
    code = compile("async def send(self, prepared, attempt):\n    assert False", "lost", "exec")
    lost: dict[str, Any] = {"__name__": "asyncio.streams"}
    exec(code, lost)  # noqa: S102 (a function of another module)
    monkeypatch.setattr(HttpxConnection, "send", lost["send"])
    client = TargetingClient(TOKEN, base_url=script.address, retry=NOW, transport="httpx")
    with pytest.raises(TransportError, match="AssertionError"):
        await client.get_campaign_job_status(CID)


def test_a_callers_client_without_the_private_method_sends_itself() -> None:
    """A caller's client of a version without `_transport_for_url` sends requests by its public method."""

    def public(*_: object) -> None:
        raise NotImplementedError

    methods = {"__init__": public, "build_request": public, "send": public}
    known = type("AsyncClient", (), {**methods, "_transport_for_url": public, "__module__": "httpx"})
    unknown = type("AsyncClient", (), {**methods, "__module__": "httpx"})
    assert [True, False] == [CallersClient(object.__new__(kind))._is_standard for kind in (known, unknown)]
