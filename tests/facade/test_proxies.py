"""Proxies of the environment: used for the service, never for loopback."""

from __future__ import annotations

import asyncio
import ssl
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import trustme
from facade.stores import CID, JOB, ONCE, calls
from facade.tunnels import HOST, Proxy, Service
from server import Script, response

from epilot_targeting import TargetingClient, TargetingError, TransportError
from epilot_targeting._transport.tls_context import tls_context

pytestmark = pytest.mark.own_connections

NAMES = [name for word in ("http", "https", "all", "no") for name in (f"{word}_proxy", f"{word.upper()}_PROXY")]


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """TLS settings of the service; its authority is the only one that is trusted."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    settings = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(HOST).configure_cert(settings)
    tls_context.cache_clear()
    yield settings
    tls_context.cache_clear()


@pytest.fixture
async def service(context: ssl.SSLContext) -> AsyncIterator[Service]:
    """The service behind TLS."""
    async with Service(context) as server:
        yield server


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    """A proxy on loopback."""
    async with Proxy() as server:
        yield server


@pytest.fixture
async def looked_up(monkeypatch: pytest.MonkeyPatch, service: Service) -> list[str]:
    """The names that the loop was asked for; the service's leads to loopback."""
    loop = asyncio.get_running_loop()
    real, names = loop.getaddrinfo, list[str]()

    async def getaddrinfo(host: Any, port: Any, **more: Any) -> Any:
        names.append(host)
        return await real("127.0.0.1" if host in (HOST, HOST.encode()) else host, port, **more)

    monkeypatch.setattr(loop, "getaddrinfo", getaddrinfo)
    return names


def client_of(service: Script) -> TargetingClient:
    return TargetingClient("secret", base_url=service.address, retry=ONCE)


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
async def test_a_proxy_of_the_environment_is_used(
    service: Service, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Requests go through a tunnel, which shows the proxy the host and nothing else."""
    monkeypatch.setenv(name, f"http://{proxy.address}")
    async with client_of(service) as client:
        assert "queued" == (await client.get_campaign_job_status(CID)).status
        await client.get_campaign_job_status(CID)
    assert [f"CONNECT {HOST}:{service.port} HTTP/1.1"] == [head.partition("\r\n")[0] for head in proxy.heads]
    assert [] == [word for word in ("secret", CID, "x-epilot", "authorization") if word in proxy.heads[0].lower()]
    assert [1, 1] == [seen.connection for seen in service.seen]


async def test_the_credentials_of_a_proxy_go_to_it_alone(
    service: Service, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The credentials in the address of a proxy are sent to the proxy alone."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:password@{proxy.address}")
    async with client_of(service) as client:
        await client.get_campaign_job_status(CID)
    assert "proxy-authorization: basic" in proxy.heads[0].lower()
    assert "proxy-authorization" not in service.seen[0].headers


async def test_a_proxy_for_http_is_not_for_https(
    service: Service, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, looked_up: list[str]
) -> None:
    """With a proxy for http alone, an https service is asked directly."""
    monkeypatch.setenv("HTTP_PROXY", f"http://{proxy.address}")
    async with client_of(service) as client:
        await client.get_campaign_job_status(CID)
    assert ([], 1) == (proxy.heads, calls(service))


@pytest.mark.parametrize("value", [HOST, "example", ".example", "*", f"a.example,{HOST}"])
async def test_a_host_that_needs_no_proxy(
    service: Service, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, looked_up: list[str], value: str
) -> None:
    """A host that NO_PROXY names is asked directly."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy.address}")
    monkeypatch.setenv("NO_PROXY", value)
    async with client_of(service) as client:
        await client.get_campaign_job_status(CID)
    assert ([], 1) == (proxy.heads, calls(service))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_loopback_needs_no_proxy(
    script: Script, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """A loopback host is asked directly: to a proxy it would be another."""
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://{proxy.address}")
    script.answer = lambda _: response(200, JOB)
    address = script.address.replace("127.0.0.1", host)
    async with TargetingClient("t", base_url=address, retry=ONCE) as client:
        await client.get_campaign_job_status(CID)
    assert ([], 1) == (proxy.heads, calls(script))


async def test_a_proxy_without_a_scheme(service: Service, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy without a scheme is an http proxy."""
    monkeypatch.setenv("HTTPS_PROXY", proxy.address)
    async with client_of(service) as client:
        await client.get_campaign_job_status(CID)
    assert (1, 1) == (len(proxy.heads), calls(service))


@pytest.mark.parametrize("value", ["ftp://127.0.0.1:1", "http://user:password@[", "http://127.0.0.1:x", "://"])
async def test_a_proxy_that_is_none(service: Service, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """An invalid proxy is an error of ours, and nothing is sent."""
    monkeypatch.setenv("HTTPS_PROXY", value)
    async with client_of(service) as client:
        with pytest.raises(TargetingError) as failed:
            await client.change_campaign_status(CID)
    assert (False, 0) == (failed.value.applied, calls(service))
    assert "password" not in str(failed.value) + str(vars(failed.value))


@pytest.mark.parametrize("operation", ["get_campaign_job_status", "change_campaign_status"])
async def test_a_proxy_that_is_gone(service: Service, monkeypatch: pytest.MonkeyPatch, operation: str) -> None:
    """With a dead proxy nothing is sent, and the service is not asked directly."""
    async with Proxy() as gone:
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:password@{gone.address}")
    async with client_of(service) as client:
        with pytest.raises(TransportError) as failed:
            await getattr(client, operation)(CID)
    assert (False, 0) == (failed.value.applied, calls(service))
    assert "password" not in str(failed.value) + str(vars(failed.value))


@pytest.mark.parametrize("user", ["user:secret-key", "secret-key", "secret-key:", ":secret-key", "secret%2Dkey"])
async def test_a_proxy_that_sends_the_credentials_back(
    service: Service, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, user: str
) -> None:
    """No error shows a password of a proxy, nor a key as its user name, encoded or not."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://{user}@{proxy.address}")
    name, _, password = unquote(user).partition(":")
    encoded = b64encode(f"{name}:{password}".encode()).decode()
    proxy.answer = f"HTTP/1.1 407 No secret-key {encoded}\r\ncontent-length: 0\r\n\r\n".encode()
    async with client_of(service) as client:
        with pytest.raises(TransportError, match=r"407 No \[redacted\]") as failed:
            await client.change_campaign_status(CID)
    shown = str(failed.value) + repr(failed.value.__cause__) + str(vars(failed.value))
    assert [] == [one for one in ("secret-key", encoded) if one in shown]


@pytest.mark.parametrize("status", [403, 407, 502])
async def test_a_proxy_that_refuses(
    service: Service, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """With a proxy that refuses, nothing is sent, and its status is not the service's."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:password@{proxy.address}")
    proxy.answer = b"HTTP/1.1 %d No\r\ncontent-length: 0\r\n\r\n" % status
    async with client_of(service) as client:
        with pytest.raises(TransportError) as failed:
            await client.change_campaign_status(CID)
    assert (False, 0) == (failed.value.applied, calls(service))
    assert "password" not in str(failed.value) + str(vars(failed.value))


async def test_a_certificate_for_another_host(context: ssl.SSLContext, looked_up: list[str]) -> None:
    """Nothing is sent to a server whose certificate is for another host."""
    trustme.CA().issue_cert(HOST).configure_cert(context)
    async with Service(context) as stranger, client_of(stranger) as client:
        with pytest.raises(TransportError) as failed:
            await client.change_campaign_status(CID)
        assert (False, 0) == (failed.value.applied, calls(stranger))
