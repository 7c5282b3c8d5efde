"""Connections that fail, break and hang; and errors that are pickled."""

from __future__ import annotations

import asyncio
import pickle
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from server import CLOSE, HANG, HEAD, NOW, Script, response

from epilot_targeting import DecodeError, RequestTimeoutError, TargetingClient, TargetingError, TransportError, errors

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"


def context(error: BaseException) -> tuple[Any, Any]:
    return type(error.__cause__).__module__, error.__context__


async def test_a_dead_port() -> None:
    """A refused connection means that nothing was sent, and the error names the address."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    async with TargetingClient("t", base_url=f"http://127.0.0.1:{port}", retry=NOW) as client:
        with pytest.raises(TransportError, match=f"127.0.0.1:{port}.*nothing was sent") as failed:
            await client.change_campaign_status(CID)
    error = failed.value
    assert (False, "change_campaign_status", 3) == (error.applied, error.operation, error.attempts)
    assert ("builtins", None) == context(error)
    assert error.elapsed > 0


@pytest.mark.parametrize(
    "answer",
    [
        CLOSE,
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-le",
    ],
)
async def test_a_broken_response(script: Script, answer: bytes) -> None:
    """A broken connection leaves the outcome unknown, and the error holds nothing of the HTTP library."""
    script.answer = lambda _: answer
    async with TargetingClient("t", base_url=script.address, retry=NOW) as client:
        with pytest.raises(TransportError, match="it is unknown whether") as failed:
            await client.get_recipients(CID, q="searched")
        assert (None, "builtins", None) == (failed.value.applied, *context(failed.value))
        assert "searched" not in str(failed.value)
        script.answer = lambda _: response()
        await client.get_campaign_job_status(CID)


BROKEN: list[tuple[bytes, type[TargetingError]]] = [
    (
        HEAD + b"content-length: 50\r\nconnection: close\r\n\r\n{}",
        TransportError,
    ),
    (response(200, b"abcd", "content-encoding: gzip"), DecodeError),
]


@pytest.mark.parametrize(("answer", "kind"), BROKEN)
async def test_a_broken_success(script: Script, answer: bytes, kind: type[TargetingError]) -> None:
    """A success with a broken body was applied, and a write is not repeated."""
    script.answer = lambda _: answer
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(kind, match="the operation was carried out") as failed:
            await client.change_campaign_status(CID)
    assert (True, 1) == (failed.value.applied, len(script.seen))


async def test_a_silent_server(script: Script, advance: Callable[[float], Awaitable[None]]) -> None:
    """The read timeout of a silent server passes."""
    script.answer = lambda _: HANG
    async with TargetingClient("t", base_url=script.address) as client:
        call = asyncio.create_task(client.change_campaign_status(CID))
        await script.until(lambda: len(script.seen) == 1)
        await advance(30)
        with pytest.raises(RequestTimeoutError, match="read timeout") as failed:
            await call
    assert isinstance(failed.value, TimeoutError)
    assert ("read", None) == (failed.value.limit, failed.value.applied)


async def test_the_deadline(script: Script, advance: Callable[[float], Awaitable[None]]) -> None:
    """The deadline holds over everything, also over a token provider that hangs."""
    script.answer = lambda _: HANG

    asked = asyncio.Event()

    async def never() -> str:
        asked.set()
        await asyncio.Event().wait()
        return "t"

    async with TargetingClient("t", base_url=script.address, deadline=20) as client:
        call = asyncio.create_task(client.change_campaign_status(CID))
        await script.until(lambda: len(script.seen) == 1)
        await advance(20)
        with pytest.raises(RequestTimeoutError, match="the deadline of") as failed:
            await call
        call = asyncio.create_task(client.with_options(token=never).change_campaign_status(CID))
        await asked.wait()
        await advance(20)
        with pytest.raises(RequestTimeoutError) as waiting:
            await call
    assert ("deadline", None) == (failed.value.limit, failed.value.applied)
    assert ("deadline", False) == (waiting.value.limit, waiting.value.applied)


@pytest.mark.own_connections
async def test_a_cancelled_call_leaves_no_task(script: Script) -> None:
    """A cancelled call leaves no task, and closes its connection."""
    script.answer = lambda _: HANG
    before = asyncio.all_tasks()
    async with TargetingClient("t", base_url=script.address) as client:
        task = asyncio.create_task(client.get_campaign_job_status(CID))
        await script.until(lambda: len(script.seen) == 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await script.until(lambda: script.open == 0)
        script.answer = lambda _: response()
        await client.get_campaign_job_status(CID)
    await script.until(lambda: script.open == 0)
    assert {task for task in asyncio.all_tasks() - before if "_serve" not in repr(task)} == set()


@pytest.mark.parametrize("kind", [RuntimeError, OSError, httpx.InvalidURL])
async def test_any_failure_of_the_http_library_is_ours(kind: type[Exception]) -> None:
    """Each failure of the HTTP library is a TargetingError."""

    def fail(_: httpx.Request) -> httpx.Response:
        raise kind("Bearer t")

    async with httpx.AsyncClient(transport=httpx.MockTransport(fail)) as http:
        with pytest.raises(TransportError, match=kind.__name__) as failed:
            await TargetingClient("t", retry=NOW, http_client=http).get_campaign_job_status(CID)
    assert "Bearer" not in str(failed.value)


CLASSES = sorted(
    (c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, TargetingError)),
    key=lambda c: c.__name__,
)


@pytest.mark.parametrize("kind", CLASSES)
def test_errors_pickle(kind: type[TargetingError]) -> None:
    """Errors keep all that they say when they are pickled."""
    error = kind("what happened", applied=None, operation="o", attempts=2, elapsed=0.5, cursor="c")
    copied = pickle.loads(pickle.dumps(error))
    assert (kind, "what happened", error.__dict__) == (type(copied), str(copied), copied.__dict__)


def test_the_tree() -> None:
    """The tree of errors is that of the contract."""
    parents = {c.__name__: [b.__name__ for b in c.__bases__] for c in CLASSES}
    api = ["BadRequestError", "UnauthorizedError", "ForbiddenError", "NotFoundError", "ConflictError"]
    assert {
        "TargetingError": ["Exception"],
        "ConfigurationError": ["TargetingError", "ValueError"],
        "ClientClosedError": ["TargetingError"],
        "AuthorizationError": ["TargetingError"],
        "TransportError": ["TargetingError"],
        "RequestTimeoutError": ["TransportError", "TimeoutError"],
        "ApiError": ["TargetingError"],
        **{name: ["ApiError"] for name in [*api, "RateLimitError", "ServerError"]},
        "DecodeError": ["TargetingError"],
        "ResponseTooLargeError": ["DecodeError"],
        "PaginationError": ["TargetingError"],
    } == parents
