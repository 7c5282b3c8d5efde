"""A token goes to the origin of base_url and to no other, whatever the path is and whichever way it is sent."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import Any

import httpx
import httpx2
import pytest
from epilot_targeting_generated.types import Operation
from facade.stores import TLS
from server import Script

from epilot_targeting import ConfigurationError, TargetingClient

ELSEWHERE = [
    "@other.example/x",
    ":password@other.example/x",
    ".other.example/x",
    ":1/x",
    "https://other.example/x",
    "//other.example/../x",
    "other.example/x",
    "",
    "?x",
    "#/x",
    "\\\\other.example\\x",
    "/\\other.example",
    "/a/../../x",
    "/a/./x",
    "/a/%2e%2E/x",
    "/x\r\nhost: other.example",
    "/x y",
    "/x#y",
    "/ä",
    '/"x"',
    "/%zz",
]
STAYS = ["/x", "//other.example/x", "/@other.example/x", "/a:b@c/...", "/v1/campaign:match?x=../y", "/%7Bid%7D"]
WAYS = ["httpx", "aiohttp", "a caller's httpx", "a caller's httpx2", "a caller's httpx with hooks"]


async def call(service: Script, way: str, path: str) -> None:
    """Call an operation with a path of its own."""
    operation: Operation[Any] = Operation("odd", "odd", "GET", path, "read", lambda value: value)
    options: dict[str, Any] = {}
    async with AsyncExitStack() as stack:
        if way.startswith("a caller's"):
            library: Any = httpx2 if "httpx2" in way else httpx
            own = library.AsyncClient(verify=TLS, base_url="https://other.example")
            if "hooks" in way:

                async def hook(_: Any) -> None: ...

                own.event_hooks = {"request": [hook], "response": []}
            options["http_client"] = await stack.enter_async_context(own)
        else:
            options["transport"] = way
        client = await stack.enter_async_context(TargetingClient("t", base_url=f"{service.address}/base", **options))
        await client._send(operation)


@pytest.mark.httpx_only
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", ELSEWHERE)
async def test_a_path_that_leads_elsewhere_is_refused(script: Script, way: str, path: str) -> None:
    """Nothing is sent where a path could lead out of base_url, or would be read in two ways."""
    with pytest.raises(ConfigurationError, match="odd: its path does not lead"):
        await call(script, way, path)
    assert 0 == script.connections


@pytest.mark.httpx_only
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", STAYS)
async def test_a_path_that_stays_goes_out_as_it_is(script: Script, way: str, path: str) -> None:
    """Each way to send writes the same path."""
    await call(script, way, path)
    assert [f"/base{path}"] == [seen.target for seen in script.seen]
    assert script.address.removeprefix("http://") == script.seen[0].headers["host"]


@pytest.mark.httpx_only
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("base", ["/a%20b", "/~a", "/a'b", "/a;b=c,d", "/%C3%A4", "/a(b)*!$&+:@"])
async def test_a_base_url_goes_out_as_it_is(script: Script, way: str, base: str) -> None:
    """Each way to send writes the same base path."""
    script.address += base
    await call(script, way, "/x")
    assert [f"{base}/base/x"] == [seen.target for seen in script.seen]
