"""Errors: what they hold, and that they show no secret."""

from __future__ import annotations

import asyncio
import json
import logging
import pickle
import socket
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from server import CLOSE, HANG, NOW, Script, response

from epilot_targeting import (
    ApiError,
    BadRequestError,
    ClientClosedError,
    DecodeError,
    RateLimitError,
    RequestTimeoutError,
    ResponseTooLargeError,
    RetryPolicy,
    TargetingClient,
    TargetingError,
    TransportError,
)

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
TOKEN = "secret-token"

KINDS: list[tuple[type[Exception], bool | None, str | None]] = [
    (httpx.ConnectError, False, None),
    (httpx.ConnectTimeout, False, "connect"),
    (httpx.PoolTimeout, False, "pool"),
    (httpx.ProxyError, False, None),
    (httpx.UnsupportedProtocol, False, None),
    (httpx.LocalProtocolError, False, None),
    (httpx.ReadTimeout, None, "read"),
    (httpx.WriteTimeout, None, "write"),
    (httpx.ReadError, None, None),
    (httpx.WriteError, None, None),
    (httpx.CloseError, None, None),
    (httpx.RemoteProtocolError, None, None),
    (httpx.DecodingError, None, None),
]


@pytest.mark.parametrize(("kind", "applied", "limit"), KINDS)
async def test_each_failure_of_the_connection(kind: type[Exception], applied: bool | None, limit: str | None) -> None:
    """Each failure of a connection has its class, its outcome, and the limit that passed."""

    def fail(_: httpx.Request) -> httpx.Response:
        raise kind("words")

    async with httpx.AsyncClient(transport=httpx.MockTransport(fail)) as own:
        with pytest.raises(TransportError) as failed:
            await TargetingClient("t", retry=NOW, http_client=own).change_campaign_status(CID)
    expected = TransportError if limit is None else RequestTimeoutError
    assert (expected, applied, limit) == (
        type(failed.value),
        failed.value.applied,
        getattr(failed.value, "limit", None),
    )


async def broken_provider() -> str:
    raise LookupError("vault")


def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


SCENES: dict[str, tuple[bytes, dict[str, Any]]] = {
    "api": (response(500, b'{"message": "no"}'), {}),
    "rate limit": (response(429, b"{}", "Retry-After: 3"), {"deadline": 2.0}),
    "unauthorized": (response(401, b"{}"), {}),
    "redirect": (response(302, b"", "Location: /elsewhere"), {}),
    "decode": (response(200, b"\xff"), {}),
    "too large": (response(200, b" " * 2000), {"max_response_bytes": 1000}),
    "broken off": (CLOSE, {}),
    "garbage": (b"garbage\r\n\r\n", {}),
    "read": (HANG, {"timeout": 0.05}),
    "deadline": (HANG, {"deadline": 0.05}),
    "refused": (b"", {"base_url": "closed"}),
    "provider": (b"", {"token": broken_provider}),
    "no token": (b"", {"token": None}),
    "closed": (b"", {"closed": True}),
}


@pytest.fixture(params=SCENES)
async def failure(request: pytest.FixtureRequest, script: Script) -> TargetingError:
    """An error of each kind, as it comes from a real call."""
    answer, given_options = SCENES[request.param]
    options = {"token": TOKEN, "base_url": script.address, "retry": NOW, **given_options}
    closed = options.pop("closed", False)
    if options["base_url"] == "closed":
        options["base_url"] = closed_port()
    script.answer = lambda _: answer
    async with TargetingClient(**options) as client:
        if closed:
            await client.aclose()
        with pytest.raises(TargetingError) as failed:
            await client.get_recipients(CID, q="searched-for", next="cursor-text")
    return failed.value


def reachable(thing: Any, seen: set[int]) -> list[Any]:
    """Return everything that hangs on an error: attributes, arguments, causes, contexts."""
    if id(thing) in seen:
        return []
    seen.add(id(thing))
    more: list[Any] = list(vars(thing).values()) if hasattr(thing, "__dict__") and not isinstance(thing, type) else []
    if isinstance(thing, BaseException):
        more += [*thing.args, thing.__cause__, thing.__context__]
    if isinstance(thing, dict | list | tuple):
        more += [*thing, *thing.values()] if isinstance(thing, dict) else thing
    return [thing, *(found for one in more for found in reachable(one, seen))]


async def test_nothing_of_the_http_library_hangs_on_an_error(failure: TargetingError) -> None:
    """Nothing that an error refers to is of the HTTP library, which would hold the request and its token."""
    modules = {type(one).__module__.partition(".")[0] for one in reachable(failure, set())}
    assert set() == modules & {"httpx", "httpcore", "h11", "anyio"}


async def test_an_error_travels_with_all_that_it_says(failure: TargetingError) -> None:
    """An error is the same after pickling."""
    copied = pickle.loads(pickle.dumps(failure))
    assert (type(failure), str(failure), vars(failure)) == (type(copied), str(copied), vars(copied))


async def test_an_error_shows_neither_token_nor_query(failure: TargetingError) -> None:
    """No text of an error shows the token or the query."""
    shown = str(failure) + repr(failure)
    assert [] == [word for word in (TOKEN, "searched-for", "cursor-text", "q=") if word in shown]


async def test_an_error_says_which_operation_failed(failure: TargetingError) -> None:
    """An error has the operation's name, the attempts and the elapsed time."""
    if isinstance(failure, ClientClosedError):
        assert (False, 0) == (failure.applied, failure.attempts)
    else:
        assert ("get_recipients", True) == (failure.operation, failure.elapsed >= 0)


@pytest.mark.parametrize("limit", ["read", "deadline"])
async def test_a_timeout_can_be_caught_as_the_builtin(script: Script, limit: str) -> None:
    """A timeout is also a builtin TimeoutError."""
    script.answer = lambda _: HANG
    options: dict[str, Any] = {"read": {"timeout": 0.05}, "deadline": {"deadline": 0.05}}[limit]
    async with TargetingClient("t", base_url=script.address, retry=NOW, **options) as client:
        with pytest.raises(TimeoutError):
            await client.get_campaign_job_status(CID)


async def test_a_malformed_response_names_its_request(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """The text has the method and the URL, the attempts behind the reason, and what the outcome means for a read."""
    caplog.set_level(logging.INFO)
    script.answer = lambda _: response(200, b'{"total": 1}')
    async with TargetingClient(TOKEN, base_url=script.address, retry=NOW) as client:
        with pytest.raises(DecodeError) as failed:
            await client.get_recipients(CID, q="search-text")
    place = f"get_recipients: GET {script.address}/v1/campaign/{CID}/recipients"
    end = "the operation was carried out: repeating it does no harm"
    reason = "the required field 'results' is missing; gave up after 3 attempts"
    assert f"{place}: 200, but {reason}; {end}" == str(failed.value)
    line = caplog.records[-1].getMessage()
    assert line.startswith("get_recipients: DecodeError 200 after 3 attempts in ")
    assert line.endswith(f" ms: {reason}; {end}")


async def test_the_logs_hold_no_token(script: Script, caplog: pytest.LogCaptureFixture) -> None:
    """No log of any library shows the token at the lowest level."""
    caplog.set_level(logging.DEBUG)
    async with TargetingClient(TOKEN, base_url=script.address) as client:
        await client.get_campaign_job_status(CID)
    assert TOKEN not in caplog.text


def mock_of(status: int, content: bytes, *headers: tuple[bytes, bytes]) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.MockTransport(lambda _: httpx.Response(status, content=content, headers=list(headers)))
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["code", "message", "x"]), inner),
    max_leaves=6,
)
JSON_BYTES = JSON.map(lambda value: json.dumps(value).encode())


@given(st.integers(300, 599), JSON_BYTES | st.binary())
def test_no_body_hides_the_status(status: int, content: bytes) -> None:
    """A failure has the class of its status, whatever its body is."""

    async def call() -> ApiError:
        async with mock_of(status, content) as own:
            with pytest.raises(ApiError) as failed:
                await TargetingClient("t", retry=RetryPolicy(attempts=1), http_client=own).get_campaign_job_status(CID)
        return failed.value

    error = asyncio.run(call())
    assert (status, vars(error)["method"]) == (error.status_code, "GET")


@given(JSON_BYTES | st.binary())
def test_any_success_body_decodes_or_says_that_it_does_not(content: bytes) -> None:
    """A success gives a model or a DecodeError, whatever its body is."""

    async def call() -> bool | None:
        async with mock_of(200, content, (b"content-type", b"application/json")) as own:
            try:
                await TargetingClient("t", retry=NOW, http_client=own).get_recipients(CID)
            except DecodeError as error:
                return error.applied
        return True

    assert asyncio.run(call()) is True


@settings(max_examples=2 * settings().max_examples)
@given(
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=30)
    | st.from_regex(r"[A-Z][a-z]{2}, [0-9]{1,2} (Jan|Feb) [0-9]{2,5} [0-9:]{8} ([+-][0-9]{2,9}|GMT)", fullmatch=True)
)
def test_no_retry_after_hides_the_rate_limit(value: str) -> None:
    """A 429 is a RateLimitError with seconds or None, whatever `Retry-After` says."""

    async def call() -> float | None:
        async with mock_of(429, b"{}", (b"retry-after", value.encode("latin-1"))) as own:
            with pytest.raises(RateLimitError) as failed:
                await TargetingClient("t", retry=RetryPolicy(attempts=1), http_client=own).get_campaign_job_status(CID)
        return failed.value.retry_after

    seconds = asyncio.run(call())
    assert seconds is None or seconds >= 0


@pytest.mark.parametrize("content", [b'{"x": "y"}', b'{"x": "' + b"y" * 5000 + b'"}'])
async def test_a_response_of_exactly_the_limit_is_read(content: bytes) -> None:
    """A response of exactly the maximum is read; one byte more is too large, and the error keeps the beginning."""
    async with mock_of(200, content) as own:
        client = TargetingClient("t", http_client=own, max_response_bytes=len(content))
        assert json.loads(content) == (await client.get_campaign_job_status(CID)).to_dict()
        with pytest.raises(ResponseTooLargeError) as failed:
            await TargetingClient("t", http_client=own, max_response_bytes=len(content) - 1).get_campaign_job_status(
                CID
            )
    assert content.startswith(failed.value.body)
    assert 0 < len(failed.value.body) <= 4096


async def test_a_failure_that_is_too_large_is_the_failure() -> None:
    """A failure with a body that is too large has the class of its status."""
    async with mock_of(400, b"x" * 5000) as own:
        with pytest.raises(BadRequestError) as failed:
            await TargetingClient("t", http_client=own, max_response_bytes=100).get_campaign_job_status(CID)
    assert False is failed.value.applied
