"""The hosts of large responses: those of the platform, or those that `payload_hosts` names."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from facade.stores import CID, JOB, ONCE, Recorder

from epilot_targeting import ConfigurationError, DecodeError, TargetingClient, configure, get_client


async def fetched(url: str, **options: Any) -> bool:
    """Return whether a reference was followed, by a client that asks the service at its own address."""
    transport = Recorder(url)
    async with httpx.AsyncClient(transport=transport) as own:
        client = TargetingClient("t", http_client=own, retry=ONCE, **options)
        try:
            return JOB == (await client.raw.get_campaign_job_status(CID)).content
        except DecodeError:
            assert 1 == len(transport.requests)
            return False


@pytest.mark.parametrize(
    "url",
    [
        "https://bucket.s3.eu-central-1.amazonaws.com/p?X-Amz-Signature=1",
        "https://amazonaws.com/p",
        "https://epilot.io",
        "https://payloads.epilot.io:8443/p",
        "https://x.amazonaws.com/" + "a" * 4000,
    ],
)
async def test_the_hosts_that_are_good_by_default(url: str) -> None:
    """The platform's own hosts are allowed by default, on any port, with addresses of any length."""
    assert await fetched(url)


async def test_hosts_can_be_named() -> None:
    """Hosts that are named replace those that are allowed by default."""
    hosts = ["store.example", "other.example"]
    urls = ["https://store.example/p", "https://a.b.store.example/p", "https://x.other.example/p"]
    assert [True, True, True] == [await fetched(url, payload_hosts=hosts) for url in urls]
    others = ["https://x.amazonaws.com/p", "https://notstore.example/p", "https://example/p"]
    assert [False, False, False] == [await fetched(url, payload_hosts=hosts) for url in others]


async def test_hosts_can_be_named_for_default_clients() -> None:
    """`configure()` sets the hosts, also for a client that was handed out before."""
    client, transport = get_client(), Recorder("https://store.example/p")
    async with httpx.AsyncClient(transport=transport) as own:
        configure(token="t", http_client=own, payload_hosts=["store.example"])
        await client.get_campaign_job_status(CID)
    assert "store.example" == transport.requests[1].url.host


@pytest.mark.parametrize("url", ["https://10.0.0.1/p", "https://127.0.0.1/p", "https://169.254.169.254/p"])
async def test_naming_a_private_address_does_not_help(url: str) -> None:
    """A private address is refused, even if it or its end is named."""
    transport = Recorder(url)
    host = url.split("/")[2]
    for hosts in ([host], [host.partition(".")[2]]):
        async with httpx.AsyncClient(transport=transport) as own:
            with pytest.raises((ConfigurationError, DecodeError)):
                await TargetingClient("t", http_client=own, retry=ONCE, payload_hosts=hosts).change_campaign_status(CID)
    assert set() == {request.url.host for request in transport.requests} - {"targeting.sls.epilot.io"}


BAD: list[Any] = [
    "amazonaws.com",
    b"a.example",
    [b"a.example"],
    5,
    [5],
    [None],
    [""],
    ["https://a.example"],
    ["a.example/p"],
    ["a b"],
]
BAD += [["a.example:443"], ["u@a.example"], ["*.example"], ["a\n.example"], ["."], [".."], [["a.example"]], ["a?b"]]


@pytest.mark.parametrize("hosts", BAD)
def test_hosts_that_can_not_be_are_refused(hosts: Any) -> None:
    """Invalid hosts are refused at once, by every way to set them."""
    with pytest.raises(ConfigurationError):
        TargetingClient("t", payload_hosts=hosts)
    with pytest.raises(ConfigurationError):
        configure(payload_hosts=hosts)


def test_a_child_can_not_name_hosts() -> None:
    """A derived client cannot set hosts, since they go with the service."""
    derive: Any = TargetingClient("t").with_options
    with pytest.raises(TypeError):
        derive(payload_hosts=["a.example"])
