"""`client.request()`: paths of the service that the spec does not have, sent as operations are."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import AsyncMock, patch

import pytest
from server import NOW, Script, response

from epilot_targeting import (
    ApiError,
    BadRequestError,
    ConfigurationError,
    DecodeError,
    ResponseTooLargeError,
    ServerError,
    TargetingClient,
    TransportError,
    models,
)

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
ABOUT = "request: "
BAD_PATHS = {
    "": "begin with one slash",
    "v1/campaign": "begin with one slash",
    "https://example.com/v1": "begin with one slash",
    "//example.com/v1": "begin with one slash",
    "/v1//x": "empty segment",
    "/v1/campaign/": "empty segment",
    "/v1/../x": "segment of dots",
    "/v1/%2E./x": "segment of dots",
    "/v1/.": "segment of dots",
    "/v1/a b": "percent-encoded",
    "/v1/ü": "percent-encoded",
    "/v1/{id}": "percent-encoded",
    "/v1/a#b": "percent-encoded",
    "/v1/a\\b": "percent-encoded",
    "/v1/a\r\nhost: x": "percent-encoded",
    "/v1/%zz": "percent-encoded",
}


async def test_a_request_on_the_wire(script: Script) -> None:
    """Its path is joined to `base_url`; its query has that of the path and the parameters."""
    script.answer = lambda _: response(201, b'{"a": [1, null]}', "x-request-id: r1")
    async with TargetingClient("t", base_url=f"{script.address}/base", org_id="o") as client:
        found = await client.request(
            "post",
            f"/v1/campaign/{CID}/x%2Fy?a=1",
            params={"b": ["x", "y&z"], "c": None, "d": True},
            json={"when": models.PortalStatus.SEEN},
            headers={"x-trace": "7"},
        )
    assert (201, {"a": [1, None]}, "r1", 1) == (found.status_code, found.parsed, found.request_id, found.attempts)
    seen = script.seen[0]
    assert f"POST /base/v1/campaign/{CID}/x%2Fy?a=1&b=x&b=y%26z&d=true HTTP/1.1" == seen.line
    assert ("Bearer t", "o", "7") == (
        seen.headers["authorization"],
        seen.headers["x-epilot-org-id"],
        seen.headers["x-trace"],
    )
    assert {"when": "seen"} == json.loads(seen.body)


@pytest.mark.parametrize("body", [[1, "a"], "text", 5, True, models.UpdateRecipientPayload(automation_status="failed")])
async def test_any_json_is_a_body(script: Script, body: Any) -> None:
    async with TargetingClient("t", base_url=script.address) as client:
        await client.request("PUT", "/v1/x", json=body)
    assert (body.to_dict() if hasattr(body, "to_dict") else body) == json.loads(script.seen[0].body)


async def test_tag_and_derived_clients_have_it(script: Script) -> None:
    """And a subclass that overrides it is asked there too."""
    async with TargetingClient("t", base_url=script.address) as client:
        for one in (client.campaign, client.target, client.with_options(org_id="o")):
            assert {} == (await one.request("GET", "/v1/x", retry="read")).parsed
        with patch.object(client, "request", AsyncMock(return_value=5)):
            patched: Any = await client.campaign.request("GET", "/v1/x")
            assert 5 == patched
    assert [None, None, "o"] == [seen.headers.get("x-epilot-org-id") for seen in script.seen]


@pytest.mark.parametrize("path", BAD_PATHS)
async def test_a_path_that_could_lead_elsewhere_is_refused(script: Script, path: str) -> None:
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(ConfigurationError, match=BAD_PATHS[path]) as caught:
            await client.request("GET", path)
    assert str(caught.value).startswith(ABOUT)
    assert [] == script.seen


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"path": 5}, "path must begin"),
        ({"method": "GE T"}, "method"),
        ({"method": None}, "method"),
        ({"retry": "always"}, "retry must be 'read', 'value' or 'write'"),
        ({"method": "connect"}, "method"),
        ({"params": {"a": []}}, "a is empty"),
        ({"params": [("a", 1)]}, "params must be a mapping"),
        ({"params": "a=1"}, "params must be a mapping"),
        ({"params": {1: 2}}, "params must be a mapping"),
        ({"headers": [("a", "b")]}, "headers must be a mapping"),
        ({"headers": 5}, "headers must be a mapping"),
        ({"json": object()}, "body"),
        ({"headers": {"Authorization": "Bearer x"}}, "authorize"),
        ({"headers": {"a": "b\r\nc"}}, "value of the header a"),
    ],
)
async def test_an_invalid_argument_is_refused(script: Script, arguments: Any, message: str) -> None:
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(ConfigurationError, match=message):
            await client.request(**{"method": "POST", "path": "/v1/x", **arguments})
    assert [] == script.seen


@pytest.mark.parametrize(("status", "body"), [(204, b""), (200, b""), (202, b"null")])
async def test_an_empty_success_reads_none(script: Script, status: int, body: bytes) -> None:
    script.answer = lambda _: response(status, body)
    async with TargetingClient("t", base_url=script.address) as client:
        assert (status, None) == ((found := await client.request("DELETE", "/v1/x")).status_code, found.parsed)


async def test_a_login_page_is_an_error(script: Script) -> None:
    """Somebody else may have answered."""
    script.answer = lambda _: response(200, b"<html>", media_type="text/html")
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(DecodeError, match="text/html") as caught:
            await client.request("POST", "/v1/x")
    assert caught.value.applied is None


@pytest.mark.parametrize(
    ("retry", "status", "attempts", "applied"),
    [("read", 503, 3, None), ("value", 503, 1, None), ("write", 503, 1, None), ("read", 400, 1, False)],
)
async def test_it_is_retried_by_the_class_that_is_given(
    script: Script, retry: Any, status: int, attempts: int, applied: bool | None
) -> None:
    script.answer = lambda _: response(status, b'{"message": "no"}')
    async with TargetingClient("t", base_url=script.address, retry=NOW) as client:
        with pytest.raises(ApiError, match=rf'^request: {status}.*"no"') as caught:
            await client.request("POST", "/v1/x?secret=1", retry=retry)
    error = caught.value
    assert isinstance(error, ServerError if status >= 500 else BadRequestError)
    assert (attempts, applied, "request", "POST", "/v1/x") == (
        len(script.seen),
        error.applied,
        error.operation,
        error.method,
        error.path,
    )


async def test_a_429_is_waited_for(script: Script) -> None:
    script.answer = lambda _: response(429 if len(script.seen) < 5 else 200, b"{}", "Retry-After: 0")
    async with TargetingClient("t", base_url=script.address, retry=NOW) as client:
        assert 5 == (await client.request("POST", "/v1/x")).attempts


async def test_a_token_is_renewed_after_a_401(script: Script) -> None:
    tokens = iter(["old", "new"])
    script.answer = lambda seen: response(401 if seen.headers["authorization"] == "Bearer old" else 200)
    async with TargetingClient(lambda: next(tokens), base_url=script.address) as client:
        assert 2 == (await client.request("POST", "/v1/x")).attempts


async def test_a_dead_port(unused_tcp_port: int) -> None:
    """Nothing was sent, and the error says so."""
    async with TargetingClient("t", base_url=f"http://127.0.0.1:{unused_tcp_port}", retry=NOW) as client:
        with pytest.raises(TransportError, match=r"^request: .*nothing was sent") as caught:
            await client.request("POST", "/v1/x")
    assert (False, 3) == (caught.value.applied, caught.value.attempts)


async def test_the_size_limit_holds(script: Script) -> None:
    script.answer = lambda _: response(200, b'"' + b"x" * 100 + b'"')
    async with TargetingClient("t", base_url=script.address, max_response_bytes=50) as client:
        with pytest.raises(ResponseTooLargeError):
            await client.request("GET", "/v1/x", retry="read")
