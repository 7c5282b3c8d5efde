"""Many organisations on one client, each with its own token; no token is ever shown."""

from __future__ import annotations

import asyncio
import copy
import logging
import pickle
import random
import socket
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import httpx
import pytest
from server import Script, response

from epilot_targeting import RetryPolicy, TargetingClient, TargetingError, cached_token

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
TENANT: ContextVar[str] = ContextVar("TENANT")
TOKEN = "token-that-nobody-shows"
HEADER = "header-that-nobody-shows"


class Estate:
    """A service for fifty organisations, and the one provider of all their tokens."""

    def __init__(self, *, faults: float = 0.0, expired: int = 0) -> None:
        self.faults = faults
        self.chance = random.Random(7)  # noqa: S311 (no secret)
        self.refused = {f"{name}#{n}" for name in map(str, range(50)) for n in range(expired)}
        self.generation: Counter[str] = Counter()
        self.mixed: list[tuple[str, str]] = []
        self.served: Counter[str] = Counter()

    async def token(self) -> str:
        """Return the token of whose turn it is; others have theirs in between."""
        for _ in range(self.chance.randint(0, 3)):
            await asyncio.sleep(0)
        return f"{TENANT.get()}#{self.generation[TENANT.get()]}"

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        token, name = request.headers["authorization"].removeprefix("Bearer "), request.headers["x-epilot-org-id"]
        if token.partition("#")[0] != name:
            self.mixed.append((token, name))
        if token in self.refused:
            self.generation[name] = int(token.partition("#")[2]) + 1
            return httpx.Response(401)
        if self.chance.random() < self.faults:
            return httpx.Response(self.chance.choice([429, 503]))
        self.served[name] += 1
        return httpx.Response(200, json={})

    async def visit(self, calls: int, source: Any) -> list[str]:
        """Make calls, each as one of the organisations in a task of its own; give what failed."""
        own = httpx.AsyncClient(transport=httpx.MockTransport(self))
        async with own, TargetingClient(source, http_client=own, retry=RetryPolicy(backoff=0.001)) as client:
            tenants = [(str(n), client.with_options(org_id=str(n))) for n in range(50)]

            async def one(name: str, tenant: TargetingClient) -> str:
                TENANT.set(name)
                try:
                    await tenant.get_campaign_job_status(CID)
                except TargetingError as error:
                    return type(error).__name__
                return ""

            return [failed for failed in await asyncio.gather(*(one(*tenants[n % 50]) for n in range(calls))) if failed]


def times(request: pytest.FixtureRequest) -> int:
    return 10_000 if request.config.getoption("full", default=False) else 500


async def test_no_request_carries_the_token_of_another(request: pytest.FixtureRequest) -> None:
    """With one token provider for fifty organisations, concurrent tasks send their own tokens."""
    estate, each = Estate(), times(request) // 10
    assert [] == await estate.visit(50 * each, estate.token)
    assert ([], {each}, 50) == (estate.mixed, set(estate.served.values()), len(estate.served))


@pytest.mark.parametrize("way", ["asked each time", "cached"])
@pytest.mark.parametrize("options", [{"faults": 0.2}, {"expired": 1}, {"faults": 0.2, "expired": 1}], ids=str)
async def test_nor_does_a_request_that_is_sent_again(
    request: pytest.FixtureRequest, way: str, options: dict[str, Any]
) -> None:
    """Repeated requests send their own organisation's token, after faults and after an expired token."""
    estate = Estate(**options)
    source = cached_token(estate.token, ttl=60, key=TENANT.get) if way == "cached" else estate.token
    failed = await estate.visit(times(request), source)
    assert ([], times(request)) == (estate.mixed, estate.served.total() + len(failed))
    assert options.get("faults") or not failed


def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


ECHO = f'{{"message": "Bearer {TOKEN} is no good", "detail": ["{TOKEN}"]}}'.encode()
SCENES: dict[str, Callable[[], bytes]] = {
    "refused token": lambda: response(401),
    "refused token, echoed": lambda: response(401, ECHO, f"WWW-Authenticate: Bearer {TOKEN}"),
    "failure, echoed": lambda: response(500, ECHO, f"X-Echo: Bearer {TOKEN}"),
    "text, echoed": lambda: response(400, f"<p>{TOKEN}</p>".encode()),
    "redirect": lambda: response(302, b"", f"Location: https://{TOKEN}@elsewhere.example/{TOKEN}?t={TOKEN}"),
    "garbage": lambda: b"garbage\r\n\r\n",
    "garbage, echoed": lambda: f"HTTP/1.1 200 OK\r\nbroken {TOKEN}\r\n\r\n".encode(),
    "cut body": lambda: b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\nconnection: close\r\n\r\n" + ECHO,
    "no JSON, echoed": lambda: response(200, b"<html>" + ECHO, f"X-Echo: Bearer {TOKEN}"),
    "too large": lambda: response(200, ECHO + b" " * 2000),
    "broken gzip": lambda: response(200, ECHO, "Content-Encoding: gzip"),
    "unknown encoding": lambda: response(200, ECHO, f"Content-Encoding: {TOKEN}"),
    "reference": lambda: response(
        200,
        f'{{"$payload_ref": "https://elsewhere.example/x?X-Amz-Signature={TOKEN}"}}'.encode(),
        media_type="application/large-response.vnd+json",
    ),
    "dead port": lambda: b"",
    "line break": lambda: b"",
    "no ASCII": lambda: b"",
    "not a string": lambda: b"",
}
SOURCES: dict[str, Callable[[], Any]] = {
    "line break": lambda: f"{TOKEN}\n",
    "no ASCII": lambda: f"{TOKEN}ü",
    "not a string": lambda: TOKEN.encode(),
}


async def provider() -> str:
    return TOKEN


def texts(error: TargetingError, records: list[logging.LogRecord], warned: list[Any]) -> dict[str, str]:
    """Return everything that an error, the log and the warnings say."""
    summary = traceback.TracebackException.from_exception(error, capture_locals=True)
    return {
        "str": str(error),
        "repr": repr(error),
        "attributes": repr(vars(error)),
        "pickle": repr(pickle.dumps(error)),
        "traceback": "".join(summary.format()),
        "log": "\n".join(f"{one.getMessage()} {vars(one)!r} {one.exc_info!r}" for one in records),
        "warnings": "\n".join(str(one.message) for one in warned),
    }


def attributes(thing: Any) -> str:
    """Return the reprs of everything that an object holds."""
    slots = [name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ()) if name != "__weakref__"]
    return repr([getattr(thing, name, None) for name in slots]) + repr(getattr(thing, "__dict__", {}))


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("operation", ["get_campaign_job_status", "change_campaign_status"])
@pytest.mark.parametrize("scene", SCENES)
async def test_a_token_never_shows(
    script: Script, caplog: pytest.LogCaptureFixture, scene: str, operation: str, debug: bool
) -> None:
    """No error, traceback with locals, pickle, log or warning shows the token."""
    asyncio.get_running_loop().set_debug(debug)
    caplog.set_level(1)
    script.answer = lambda _: SCENES[scene]()
    address = closed_port() if scene == "dead port" else script.address
    async with TargetingClient(
        SOURCES.get(scene, provider), base_url=address, retry=RetryPolicy(backoff=0.001), max_response_bytes=1000
    ) as client:
        with warnings.catch_warnings(record=True) as warned, pytest.raises(TargetingError) as failed:
            await getattr(client, operation)(CID)
        kept = {"client": attributes(client), "options": attributes(client.options)}
        kept["authorization"] = attributes(client.options.authorization)
    found = {**texts(failed.value, caplog.records, warned), **kept}
    assert [] == [where for where, text in found.items() if TOKEN in text]


async def test_a_success_does_not_log_a_token(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """No log shows the token, even if the service repeats it in a header."""
    caplog.set_level(1)
    script.answer = lambda _: response(200, b"{}", f"X-Echo: Bearer {TOKEN}", f"Set-Cookie: t={TOKEN}")
    async with TargetingClient(provider, base_url=script.address) as client:
        received = await client.raw.get_campaign_job_status(CID)
    assert TOKEN not in "\n".join(f"{one.getMessage()} {vars(one)!r}" for one in caplog.records) + repr(received)


async def test_the_log_of_others_is_left_alone(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """The caller's own use of the same library is logged as before."""
    caplog.set_level(1)
    async with TargetingClient(provider, base_url=script.address) as client, httpx.AsyncClient() as own:
        await client.get_campaign_job_status(CID)
        assert [] == [one.name for one in caplog.records if one.name.startswith("http")]
        await own.get(script.address)
    assert {"httpx", "httpcore.http11"} <= {one.name for one in caplog.records}


COPIES: dict[str, Callable[[Any], Any]] = {"pickle": pickle.dumps, "copy": copy.copy, "deepcopy": copy.deepcopy}


@pytest.mark.parametrize("way", COPIES)
@pytest.mark.parametrize("which", ["client", "child", "view", "authorization"])
def test_what_holds_a_token_is_not_copied(way: str, which: str) -> None:
    """Objects that hold a token refuse to be copied, without showing it."""
    client = TargetingClient(TOKEN, headers={"x-own": HEADER})
    things = {"client": client, "child": client.with_options(token=TOKEN), "view": client.campaign}
    with pytest.raises(TypeError, match="cannot be pickled or copied") as refused:
        COPIES[way](things.get(which, client.options.authorization))
    assert TOKEN not in str(refused.value)


@pytest.mark.parametrize("show", [repr, str, "{}".format])
def test_a_header_of_the_callers_does_not_show(show: Callable[[Any], str]) -> None:
    """No error shows a header of the caller's."""
    client = TargetingClient(TOKEN, headers={"x-own": HEADER})
    child = client.with_options(headers={"x-other": HEADER})
    things = [client, client.options, child, child.options, client.campaign]
    assert [] == [thing for thing in things if HEADER in show(thing) or TOKEN in show(thing)]
