"""A service that refers to large responses, and the object store that has them."""

from __future__ import annotations

import asyncio
import json
import ssl
from contextlib import nullcontext
from typing import Any

import httpx
import httpx2
import pytest
from server import Script, response

from epilot_targeting import RetryPolicy, TargetingClient, TargetingError

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
LARGE = "application/large-response.vnd+json"
SIGNATURE = "X-Amz-Signature=feedfacecafebeef"
JOB = b'{"status": "queued"}'
CAMPAIGN = b'{"campaign": {"_title": "a"}}'
STANDARD = ("builtins", "socket", "ssl")
"""The modules of exceptions that hold nothing of a request."""
ONCE = RetryPolicy(attempts=1)
QUICK = RetryPolicy(backoff=0.001)
TLS = ssl.create_default_context()


def referring(url: Any, status: int = 200, media_type: str = LARGE) -> bytes:
    """Return the response that refers to a payload."""
    return response(status, json.dumps({"$payload_ref": url}).encode(), media_type=media_type)


def refer(service: Script, store: Script, payload: bytes = JOB) -> None:
    """Let the service refer to the store, and the store answer with a payload."""
    service.answer = lambda _: referring(f"{store.address}/payload?{SIGNATURE}")
    store.answer = lambda _: payload if payload.startswith((b"HTTP", b"hang", b"close")) else response(200, payload)


def callers(way: str) -> Any:
    """Make the caller's HTTP client, to enter; for `own` there is none."""
    # TLS settings are what costs, and nothing here uses them.
    return nullcontext() if way == "own" else {"httpx": httpx, "httpx2": httpx2}[way].AsyncClient(verify=TLS)


def calls(script: Script) -> int:
    """Return how many requests a server saw."""
    return len(script.seen)


async def failure(client: TargetingClient, operation: str = "change_campaign_status", **options: Any) -> Any:
    """Return the error of a call."""
    with pytest.raises(TargetingError) as failed:
        await getattr(client.with_options(**options), operation)(CID)
    cause = failed.value.__cause__
    assert failed.value.__context__ is None
    assert cause is None or (type(cause).__module__ in STANDARD and cause.__traceback__ is None)
    return failed.value


async def settled(client: TargetingClient) -> bool:
    """Return whether all connections are released, at the latest after ten seconds."""
    pool: Any = client._open_state()
    async with asyncio.timeout(10):
        while pool.pool().busy:  # noqa: ASYNC110 (there is nothing that would tell)
            await asyncio.sleep(0)
    return True


class Recorder(httpx.AsyncBaseTransport):
    """A transport that keeps the requests; the service's host refers to a URL, every other one has the payload."""

    def __init__(self, url: str, service: str = "targeting.sls.epilot.io") -> None:
        self.requests: list[httpx.Request] = []
        self._url = url
        self._service = service

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer."""
        self.requests.append(request)
        if request.url.host != self._service:
            return httpx.Response(200, content=JOB)
        return httpx.Response(200, headers={"content-type": LARGE}, content=json.dumps({"$payload_ref": self._url}))
