"""References to large responses: only those to `payload_hosts` are followed."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import Any

import httpx
import pytest
from facade.stores import CAMPAIGN, CID, LARGE, ONCE, QUICK, Recorder, calls, refer, referring
from server import Script, response

from epilot_targeting import DecodeError, TargetingClient

NO_REFERENCE = [b"{}", b"", b"null", b"[]", b'"https://x.amazonaws.com/"', b'{"other": "https://x.amazonaws.com/"}']
NO_REFERENCE += [b'{"$payload_ref": %s}' % value for value in (b"null", b"5", b"[]", b"{}", b'""', b"true")]
NO_REFERENCE += [b'{"$payload_ref": "https://x.amaz', b"\xff", b"[" * 100_000, b'{"$payload_ref": NaN}']

STRANGE = """
https://evil.example/p  https://evilamazonaws.com/p  https://amazonaws.com.evil.example/p  https://amazonaws.com@evil.example/p
https://amazonaws.com:443@evil.example/p  https://u:p@x.amazonaws.com/p  https://u@x.amazonaws.com/p  https://@x.amazonaws.com/p
https://EVILAMAZONAWS.COM/p  https://evilamazonaws.com./p  https://amazonaws.com.evil.example./p  https://evil.example/amazonaws.com
https://evil.example?amazonaws.com  https://evil.example#.amazonaws.com  https://evil.example\\@x.amazonaws.com/p
https://evil.example\\.amazonaws.com/p  https://x.amazonaws.com\\@evil.example/p  https://evil.example%2f.amazonaws.com/p
https://x.amazonaws.co\u043c/p  https://\uff41mazonaws.com.evil.example/p  https://evil.example\u2044.amazonaws.com/p
https://evil.example\u3002amazonaws.com.evil.example/p  https://xn--mazonaws-7fg.com/p  https://x.amazonaws.com%00.evil.example/p
https://10.0.0.1/p  https://169.254.169.254/latest/meta-data  https://192.168.1.1/p  https://0.0.0.0/p  https://8.8.8.8/p
https://[fd00::1]/p  https://[fe80::1%25eth0]/p  https://[::]/p  https://[::ffff:10.0.0.1]/p  https://[2001:4860:4860::8888]/p
https://2852039166/p  https://0xa9fea9fe/p  https://0251.0376.0251.0376/p  https://169.254.43518/p  https://10.1/p
http://x.amazonaws.com/p  http://epilot.io/p  file:///etc/passwd  file://x.amazonaws.com/p  ftp://x.amazonaws.com/p
data:application/json,{}  javascript:0  ws://x.amazonaws.com/p  //x.amazonaws.com/p  /p  p  x.amazonaws.com/p
https:x.amazonaws.com/p  https:///p  https://  https://:443/p  https://.amazonaws.com/p  https://x..amazonaws.com/p  https://x.amazonaws.com:0/p
https://x.amazonaws.com:65536/p  https://x.amazonaws.com:-1/p  https://x.amazonaws.com:a/p  https://[x.amazonaws.com/p
""".split()  # noqa: SIM905 (as a list it would be three pages)
STRANGE += ["https://x.amazonaws.com/" + "a" * 10_000, "https://x.amazonaws.com/a\nb", "https://x.amazonaws.com\n/p"]
STRANGE += ["https://x.amazonaws.com/\r\nx: y", "https://x.amaz\tonaws.com/p", " https://x.amazonaws.com/p", "\x00"]
STRANGE += [
    "https://x.amazonaws.com/a b",
    "https://x.amazonaws.com/\ud800",
    "https://x.amazonaws.com/p\x7f",
    "https://x amazonaws.com",
]
NEAR = ["http://u:p@127.0.0.1:{}/", "http://2130706433:{}/", "http://0x7f000001:{}/", "http://0177.0.0.1:{}/"]
NEAR += [
    "http://127.1:{}/",
    "http://127.0.0.2:{}/",
    "http://0.0.0.0:{}/",
    "http://[::]:{}/",
    "http://[::ffff:127.0.0.1]:{}/",
]
NEAR += ["http://localhost.evil.example:{}/", "http://127.0.0.1.evil.example:{}/", "http://127.0.0.1:{}@evil.example/"]
NEAR += ["http://x.localhost:{}/", "http://127.0.0.1:0/", "ftp://127.0.0.1:{}/", "http://127.0.0.1\\@evil.example:{}/"]
LOOPBACK = ["https://127.0.0.1/p", "https://localhost/p", "https://[::1]/p", "http://127.0.0.1/p", "http://localhost/p"]


@pytest.fixture
async def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every host that the loop was asked to look up or to connect to; only loopback can be reached."""
    loop = asyncio.get_running_loop()
    connect, hosts = loop.sock_connect, list[str]()

    async def sock_connect(sock: Any, address: tuple[Any, ...]) -> None:
        hosts.append(f"http://{address[0]}:{address[1]}")
        if address[0] != "127.0.0.1":
            raise OSError("not from here")
        await connect(sock, address)

    async def getaddrinfo(host: Any, *_: Any, **__: Any) -> Any:
        hosts.append(str(host))
        raise OSError("not from here")

    monkeypatch.setattr(loop, "sock_connect", sock_connect)
    monkeypatch.setattr(loop, "getaddrinfo", getaddrinfo)
    return hosts


@pytest.mark.parametrize("body", NO_REFERENCE)
async def test_a_response_without_a_reference(script: Script, body: bytes) -> None:
    """A reference without an address is an error; a write was applied, and is sent once."""
    script.answer = lambda _: response(200, body, media_type=LARGE)
    async with TargetingClient("t", base_url=script.address, retry=QUICK) as client:
        with pytest.raises(DecodeError) as failed:
            await client.change_campaign_status(CID)
    assert (True, b"", 200) == (failed.value.applied, failed.value.body, failed.value.status_code)
    assert 1 == calls(script)


async def test_a_read_without_a_reference_is_repeated(script: Script, store: Script) -> None:
    """A read without a usable reference is repeated."""
    refer(script, store)
    following = script.answer
    script.answer = lambda seen: response(200, b"{}", media_type=LARGE) if calls(script) == 1 else following(seen)
    async with TargetingClient("t", base_url=script.address, retry=QUICK) as client:
        assert "queued" == (await client.get_campaign_job_status(CID)).status
    assert (2, 1) == (calls(script), calls(store))


async def refused(client: TargetingClient) -> DecodeError:
    """Return the error of a write whose reference is not followed."""
    with pytest.raises(DecodeError) as failed:
        await client.change_campaign_status(CID)
    return failed.value


@pytest.mark.parametrize("url", STRANGE, ids=count())
async def test_a_reference_to_elsewhere(script: Script, dialled: list[str], url: str) -> None:
    """A reference to another host opens no connection, resolves no name and is not shown."""
    script.answer = lambda _: referring(url)
    async with TargetingClient("t", base_url=script.address, retry=ONCE) as client:
        error = await refused(client)
    assert (True, b"", [script.address]) == (error.applied, error.body, dialled)


@pytest.mark.parametrize("url", NEAR)
async def test_what_only_looks_like_loopback(script: Script, store: Script, dialled: list[str], url: str) -> None:
    """An address that only looks like loopback is refused, also for a service on loopback."""
    refer(script, store)
    script.answer = lambda _: referring(url.format(store.address.rpartition(":")[2]))
    async with TargetingClient("t", base_url=script.address, retry=ONCE) as client:
        error = await refused(client)
    assert (True, b"", [script.address]) == (error.applied, error.body, dialled)


@pytest.mark.parametrize("url", [*STRANGE, *LOOPBACK], ids=count())
async def test_a_reference_to_elsewhere_through_the_callers_client(url: str) -> None:
    """A caller's client sends nothing to another host; loopback is for services on loopback."""
    transport = Recorder(url)
    async with httpx.AsyncClient(transport=transport) as own:
        error = await refused(TargetingClient("t", http_client=own, retry=ONCE))
    assert (True, b"", 1) == (error.applied, error.body, len(transport.requests))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_loopback_for_a_service_on_loopback(script: Script, store: Script, host: str) -> None:
    """A service on loopback may refer to loopback over plain HTTP."""
    refer(script, store, CAMPAIGN)
    script.answer = lambda _: referring(store.address.replace("127.0.0.1", host))
    async with TargetingClient("t", base_url=script.address, retry=ONCE) as client:
        await client.change_campaign_status(CID)
    assert 1 == calls(store)
