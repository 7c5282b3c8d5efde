"""The URL of a large response is a secret: it is in no error and no log record."""

from __future__ import annotations

import logging
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from facade.stores import CID, JOB, ONCE, SIGNATURE, Recorder, callers, calls, refer, referring
from server import CLOSE, HANG, Script, Seen, response

from epilot_targeting import TargetingClient, TargetingError

SCENES: dict[str, tuple[bytes, dict[str, Any]]] = {
    "expired": (response(403, f"<Error>{SIGNATURE}</Error>".encode()), {}),
    "failed": (response(500, f"<Error>{SIGNATURE}</Error>".encode()), {}),
    "redirect": (response(302, b"", f"Location: http://127.0.0.1/?{SIGNATURE}"), {}),
    "closed": (CLOSE, {}),
    "garbage": (b"HTTP garbage\r\n\r\n", {}),
    "cut": (b"HTTP/1.1 200 X\r\ncontent-length: 50\r\nconnection: close\r\n\r\n{}", {}),
    "no json": (response(200, b"<html>"), {}),
    "a string": (response(200, b'"text"'), {}),
    "encoding": (response(200, b"abc", "Content-Encoding: gzip"), {}),
    "too large": (response(200, b" " * 20_000), {"max_response_bytes": 10_000}),
    "read": (HANG, {"timeout": 0.05}),
    "deadline": (HANG, {"deadline": 0.1}),
    "good": (response(200, JOB), {}),
}
FIRST: dict[str, Callable[[Script], Callable[[Seen], bytes]]] = {
    "elsewhere": lambda _: lambda _: referring(f"https://evil.example/?{SIGNATURE}"),
    "a list": lambda _: lambda _: referring([f"https://x.amazonaws.com/?{SIGNATURE}"]),
    "a line break": lambda _: lambda _: referring(f"https://x.amazonaws.com/?{SIGNATURE}\n"),
    "broken": lambda _: lambda _: referring(f"https://x.amazonaws.com/?{SIGNATURE}").replace(b'"}', b'"{'),
    "gone": lambda _: lambda _: referring(f"http://127.0.0.1:1/?{SIGNATURE}"),
    "conflict": lambda store: lambda _: referring(f"{store.address}/?{SIGNATURE}", status=409),
    "failure": lambda store: lambda _: referring(f"{store.address}/?{SIGNATURE}", status=500),
}


def set_up(scene: str, service: Script, store: Script) -> dict[str, Any]:
    """Let service and store answer as the scene says, out of sight of the frames that are looked at."""
    payload, options = SCENES.get(scene, (response(), {}))
    refer(service, store, payload)
    if scene in FIRST:
        service.answer = FIRST[scene](store)
    return options


async def ask(client: TargetingClient, operation: str) -> TargetingError | None:
    try:
        await getattr(client, operation)(CID)
    except TargetingError as error:
        return error
    return None


@pytest.mark.parametrize("operation", ["get_campaign_job_status", "change_campaign_status"])
@pytest.mark.parametrize("way", ["own", "httpx", "httpx2"])
@pytest.mark.parametrize("scene", [*SCENES, *FIRST])
async def test_a_reference_is_not_shown(
    script: Script, store: Script, caplog: pytest.LogCaptureFixture, scene: str, way: str, operation: str
) -> None:
    """No text, attribute, pickle, local variable or log record shows a reference, also if the store repeats it."""
    caplog.set_level(1)
    options = set_up(scene, script, store)
    async with callers(way) as http:
        options.update(http_client=http, retry=ONCE, base_url=script.address)
        async with TargetingClient("t", **options) as client:
            error = await ask(client, operation)
    records = [*caplog.messages, *(str(vars(record)) for record in caplog.records)]
    texts = [*records, *(everything_of(error) if error is not None else [])]
    assert [] == [text for text in texts if SIGNATURE in text]
    assert (scene == "good" and operation.startswith("get")) == (error is None)


def everything_of(error: TargetingError) -> list[str]:
    """Return all that can be seen of an error."""
    seen = traceback.TracebackException.from_exception(error, capture_locals=True)
    return ["".join(seen.format()), str(error), repr(error), str(vars(error)), str(pickle.dumps(error))]


async def test_our_own_log_says_what_happens(script: Script, store: Script, caplog: pytest.LogCaptureFixture) -> None:
    """Our log names the operation and the service, and neither the object store nor an id."""
    caplog.set_level(logging.DEBUG)
    refer(script, store)
    async with TargetingClient("t", base_url=script.address) as client:
        await client.get_campaign_job_status(CID)
    ours = [record.getMessage() for record in caplog.records if record.name == "epilot_targeting"]
    assert any("get_campaign_job_status" in line for line in ours)
    assert [] == [line for line in ours if store.address in line or CID in line]


async def test_the_payload_goes_bare_through_the_callers_transport() -> None:
    """The download has none of the headers, cookies, parameters and credentials of the caller's client."""
    transport = Recorder(f"https://x.amazonaws.com/p?{SIGNATURE}")
    own: dict[str, Any] = {"headers": {"x-own": "1", "authorization": "own"}, "cookies": {"a": "b"}}
    own |= {"params": {"c": "d"}, "auth": ("user", "password"), "base_url": "https://other.example/base"}
    async with httpx.AsyncClient(transport=transport, **own) as http:
        client = TargetingClient("t", http_client=http, org_id="o", headers={"x-mine": "1"})
        assert "queued" == (await client.get_campaign_job_status(CID)).status
    payload = transport.requests[1]
    assert f"https://x.amazonaws.com/p?{SIGNATURE}" == str(payload.url)
    assert set() == set(payload.headers) - {"host", "accept", "accept-encoding", "connection", "user-agent"}
    assert ("GET", "*/*") == (payload.method, payload.headers["accept"])


async def test_the_payload_does_not_pass_the_callers_request_hooks(script: Script, store: Script) -> None:
    """If the caller's client has request hooks, the download uses our own connection."""
    hooked: list[str] = []

    async def hook(request: httpx.Request) -> None:
        hooked.append(request.url.path)
        request.headers["authorization"] = "Bearer hook"

    refer(script, store)
    async with httpx.AsyncClient(event_hooks={"request": [hook]}) as http:
        client = TargetingClient("t", base_url=script.address, http_client=http)
        assert "queued" == (await client.get_campaign_job_status(CID)).status
        await client.aclose()
    assert [f"/v1/campaign/{CID}/job"] == hooked
    assert (1, False) == (calls(store), "authorization" in store.seen[0].headers)


async def test_the_callers_client_does_not_follow_the_stores_redirect(script: Script, store: Script) -> None:
    """The caller's client does not follow a redirect of the store."""
    refer(script, store, response(302, b"", f"Location: {script.address}/elsewhere"))
    async with httpx.AsyncClient(follow_redirects=True) as http:
        client = TargetingClient("t", base_url=script.address, http_client=http, retry=ONCE)
        assert await ask(client, "change_campaign_status") is not None
    assert (1, 1) == (calls(script), calls(store))
