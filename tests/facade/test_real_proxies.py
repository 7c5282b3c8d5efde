"""Each transport through proxy.py, to a service that requires a client certificate: passwords, TLS, NO_PROXY."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal

import pytest
import trustme
from facade.environments import LIBRARIES, clear
from facade.proxy_server import CREDENTIALS, RealProxy
from facade.stores import CID, JOB, ONCE, calls
from facade.tunnels import HOST, Service
from server import Script, response

from epilot_targeting import TargetingClient, TransportError
from epilot_targeting._config.transport_options import ConnectionSettings
from epilot_targeting._transport.proxies import find_proxy

pytestmark = pytest.mark.own_connections
Library = Literal["httpx", "httpx2", "aiohttp"]
AUTHORITY = trustme.CA()
OTHER = "127.0.0.2"
"""An address of this machine that is no loopback host by its name."""
EXCLUDING = [
    (HOST, HOST),
    ("service", "service"),
    (".example", HOST),
    ("example", HOST),
    ("other.example, " + HOST, HOST),
    (HOST + ":{port}", HOST),
    ("example:{port}", HOST),
    (".example:{port}", HOST),
    ("*", HOST),
    (OTHER, OTHER),
    (OTHER + ":{port}", OTHER),
    ("127.0.0.0/8", OTHER),
    ("10.0.0.0/8,127.0.0.2/32", OTHER),
    ("*", OTHER),
]
"""Values of NO_PROXY, each with a host that it excludes."""
OTHERS = [
    ("other.example", HOST),
    ("vice.example", HOST),
    (HOST + ":1", HOST),
    ("127.0.0.0/8", HOST),
    ("10.0.0.0/8", OTHER),
    ("::1/128,not an address/8", OTHER),
    (OTHER + ":1", OTHER),
]
"""Values of NO_PROXY, each with a host that it does not exclude."""


FORMS = [*((*one, True) for one in EXCLUDING), *((*one, False) for one in OTHERS)]


def client_context() -> ssl.SSLContext:
    """Return TLS settings with the authority of the service and a client certificate."""
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    AUTHORITY.issue_cert("client@example.com").configure_cert(context)
    return context


CONTEXT = client_context()


@pytest.fixture(params=LIBRARIES)
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Each library, in an environment without settings; the names of services lead to loopback."""
    clear(monkeypatch)
    found: Library = request.param
    return found


@pytest.fixture
async def service(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    """A service that requires a client certificate. Names lead to loopback."""
    loop = asyncio.get_running_loop()
    real = loop.getaddrinfo

    async def getaddrinfo(host: Any, port: Any, **more: Any) -> Any:
        return await real(host if str(host).startswith("127.") else "127.0.0.1", port, **more)

    monkeypatch.setattr(loop, "getaddrinfo", getaddrinfo)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.verify_mode = ssl.CERT_REQUIRED
    AUTHORITY.configure_trust(context)
    AUTHORITY.issue_cert(HOST, "service", OTHER).configure_cert(context)
    async with Service(context, "0.0.0.0") as server:
        yield server


@pytest.fixture(scope="module")
def running() -> Iterator[RealProxy]:
    """The proxy, which takes a second to start."""
    with RealProxy() as process:
        yield process


@pytest.fixture
def proxy(running: RealProxy) -> RealProxy:
    """A proxy that asks for a password, and has seen nothing yet."""
    running.seen()
    return running


@pytest.fixture(scope="module")
def secure_proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealProxy]:
    """A proxy that is spoken to by TLS."""
    chain, key = tmp_path_factory.mktemp("proxy") / "chain.pem", tmp_path_factory.mktemp("proxy") / "key.pem"
    certificate = AUTHORITY.issue_cert("127.0.0.1")
    certificate.private_key_pem.write_to_path(str(key))
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(str(chain), append=True)
    with RealProxy("--cert-file", str(chain), "--key-file", str(key)) as process:
        yield process


def client_of(service: Script, library: Library, host: str = HOST, **options: Any) -> TargetingClient:
    """Return a client of a service under one of its names."""
    address = service.address.replace(HOST, host)
    return TargetingClient("t", base_url=address, transport=library, retry=ONCE, ssl_context=CONTEXT, **options)


@pytest.mark.parametrize("way", ["proxy", "HTTPS_PROXY"])
async def test_a_proxy_with_a_password(
    service: Service, proxy: RealProxy, library: Library, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """Requests go through one tunnel of a proxy that asks for a password, with a client certificate at its end."""
    url = f"http://{CREDENTIALS}@{proxy.address}"
    options = {"proxy": url} if way == "proxy" else {}
    monkeypatch.setenv("NO_PROXY", "*" if way == "proxy" else "")  # the option does not depend on it
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1" if way == "proxy" else url)
    async with client_of(service, library, **options) as client:
        for _ in range(2):
            assert "queued" == (await client.get_campaign_job_status(CID)).status
    assert ([f"CONNECT {HOST}"], [1, 1]) == (proxy.seen(), [seen.connection for seen in service.seen])
    assert [] == [name for seen in service.seen for name in seen.headers if name.startswith("proxy-")]
    assert "secret-password" not in repr(client.options) + repr(client)


async def test_a_proxy_with_tls(service: Service, secure_proxy: RealProxy, library: Library) -> None:
    """The connection to an https proxy trusts the certificates of `ssl_context`, like that to the service."""
    secure_proxy.seen()
    async with client_of(service, library, proxy=f"https://{CREDENTIALS}@{secure_proxy.address}") as client:
        for _ in range(2):
            await client.get_campaign_job_status(CID)
    assert ([f"CONNECT {HOST}"], 2) == (secure_proxy.seen(), calls(service))


@pytest.mark.parametrize("credentials", ["", "user:wrong-password@"])
async def test_a_proxy_that_refuses_the_password(
    service: Service, proxy: RealProxy, library: Library, credentials: str
) -> None:
    """Nothing is sent through a proxy that refuses the password, and the error names the proxy without it."""
    async with client_of(service, library, proxy=f"http://{credentials}{proxy.address}") as client:
        with pytest.raises(TransportError, match="407") as failed:
            await client.change_campaign_status(CID)
    error = failed.value
    assert (False, 0, []) == (error.applied, calls(service), proxy.seen())
    assert f"the proxy {proxy.address} of the option `proxy`" in str(error)
    assert "wrong-password" not in str(error) + repr(error.__cause__) + repr(vars(error))


async def test_plain_http_through_a_proxy(proxy: RealProxy, library: Library) -> None:
    """With `allow_http` a proxy forwards plain http, and its password does not reach the service."""
    async with Script() as script:
        script.answer = lambda _: response(200, JOB)
        address = script.address.replace("127.0.0.1", HOST)
        with pytest.warns(UserWarning, match="without encryption"):
            client = TargetingClient(
                "t", base_url=address, transport=library, allow_http=True, proxy=f"http://{CREDENTIALS}@{proxy.address}"
            )
        async with client:
            for _ in range(2):
                await client.get_campaign_job_status(CID)
        assert 2 == calls(script)
        # Of the first request: proxy.py passes the header of later ones on.
        assert "proxy-authorization" not in script.seen[0].headers
    assert {f"GET {HOST}"} == set(proxy.seen())


@pytest.mark.parametrize(("value", "host", "is_excluded"), FORMS)
async def test_no_proxy(
    service: Service, library: Library, monkeypatch: pytest.MonkeyPatch, value: str, host: str, is_excluded: bool
) -> None:
    """NO_PROXY excludes hosts, domains, both with a port, addresses, networks of addresses, and `*`."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")  # where nothing listens
    monkeypatch.setenv("NO_PROXY", value.format(port=service.port))
    async with client_of(service, library, host) as client:
        if is_excluded:
            await client.get_campaign_job_status(CID)
        else:
            with pytest.raises(TransportError, match=r"the proxy 127\.0\.0\.1:1 of HTTPS_PROXY"):
                await client.get_campaign_job_status(CID)
    assert int(is_excluded) == calls(service)


async def test_a_host_that_no_proxy_excludes_beside_one_that_it_does_not(
    service: Service, proxy: RealProxy, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One host goes through the proxy and another does not, as NO_PROXY says."""
    monkeypatch.setenv("ALL_PROXY", f"http://{CREDENTIALS}@{proxy.address}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.0/8")
    for host in (HOST, OTHER):
        async with client_of(service, library, host) as client:
            await client.get_campaign_job_status(CID)
    assert ([f"CONNECT {HOST}"], 2) == (proxy.seen(), calls(service))


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("service.example:443", "https://service.example"),
        ("service.example:80", "http://service.example"),
        ("fd00::1", "https://[fd00::1]"),
        ("[fd00::1]", "https://[fd00::1]:8443"),
        ("10.0.0.0/8, fd00::/8", "https://[fd00::1]"),
    ],
)
def test_default_ports_and_ipv6(monkeypatch: pytest.MonkeyPatch, value: str, address: str) -> None:
    """An entry with the default port excludes a URL without one, and IPv6 addresses and networks are understood."""
    clear(monkeypatch)
    for name in ("HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://proxy.example:1")
    assert find_proxy(ConnectionSettings("httpx", address)) is not None
    monkeypatch.setenv("NO_PROXY", value)
    assert find_proxy(ConnectionSettings("httpx", address)) is None


async def test_loopback_ignores_the_option(script: Script, library: Library) -> None:
    """A loopback host is asked directly: on the machine of a proxy it would be another."""
    script.answer = lambda _: response(200, JOB)
    async with TargetingClient("t", base_url=script.address, transport=library, proxy="http://127.0.0.1:1") as client:
        await client.get_campaign_job_status(CID)
    assert 1 == calls(script)
