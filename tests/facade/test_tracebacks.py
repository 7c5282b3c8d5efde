"""The traceback of an error shows no argument, token or body, whatever tool writes its local variables down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, nullcontext
from typing import Any

import httpx
import httpx2
import pytest
from facade.stores import ONCE, TLS, referring
from facade.tracebacks import MARK, TOOLS, call, our_functions, shown_by_locals
from operations import OPERATIONS
from server import CLOSE, HANG, Script, response

from epilot_targeting import (
    ApiError,
    AuthorizationError,
    ConfigurationError,
    DecodeError,
    RequestTimeoutError,
    TargetingClient,
    TransportError,
)

WAYS = ("own httpx", "own aiohttp", "caller's httpx", "caller's httpx2")


@asynccontextmanager
async def opened(way: str, address: str, token: Any = MARK, **options: Any) -> AsyncIterator[TargetingClient]:
    """Open a client that sends in one of the ways."""
    kind, library = way.split()
    callers = {"httpx": httpx, "httpx2": httpx2}[library].AsyncClient(verify=TLS) if kind == "caller's" else None
    options = {"transport": "httpx" if callers else library, "http_client": callers, "retry": ONCE, **options}
    async with callers or nullcontext(), TargetingClient(token, base_url=address, **options) as client:
        yield client


STATUSES = (301, 400, 401, 403, 404, 409, 429, 500, 503)
ANSWERS: dict[str, tuple[bytes, dict[str, Any], type[Exception]]] = {
    **{str(status): (response(status), {}, ApiError) for status in STATUSES},
    "closed": (CLOSE, {}, TransportError),
    "no http": (f"{MARK}\r\n\r\n".encode(), {}, TransportError),
    "a timeout": (HANG, {"timeout": 0.05}, RequestTimeoutError),
    "the deadline": (HANG, {"deadline": 0.05}, RequestTimeoutError),
    "no json": (response(200, b'{"' + MARK.encode()), {}, DecodeError),
    "another value": (response(200, f'["{MARK}"]'.encode()), {}, DecodeError),
    "another media type": (response(200, MARK.encode(), media_type="text/html"), {}, DecodeError),
    "an encoding": (response(200, MARK.encode(), "Content-Encoding: gzip"), {}, DecodeError),
    "too large": (response(200, MARK.encode() * 10), {"max_response_bytes": 20}, DecodeError),
    "a bad reference": (referring(f"https://evil.example/?{MARK}"), {}, DecodeError),
}


def answer_by(service: Script, scene: str) -> tuple[dict[str, Any], type[Exception]]:
    """Let the service answer as a scene says, and return the options of the client and the class of the error."""
    answer, options, expected = ANSWERS[scene]
    service.answer = lambda _: answer
    return options, expected


async def caught(work: Awaitable[Any], expected: type[BaseException]) -> BaseException:
    """Return the error of a call, with its traceback."""
    with pytest.raises(expected) as failed:
        await work
    return failed.value


def check(error: BaseException, *functions: str) -> None:
    """Check that a traceback ends in one of the functions of ours, and shows no mark."""
    assert list(functions) == our_functions(error)
    assert [] == shown_by_locals(error)
    assert [] == [tool for tool, shown in TOOLS.items() if MARK in shown(error)]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("scene", ANSWERS)
async def test_a_failed_call_shows_no_argument(script: Script, scene: str, way: str) -> None:
    """The traceback has the one function that was called, and its local variables show nothing."""
    options, expected = answer_by(script, scene)
    async with opened(way, script.address, **options) as client:
        check(await caught(call(client, "get_recipients"), expected), "get_recipients")
        if scene not in ("a timeout", "the deadline"):
            check(await caught(call(client.raw, "match_targets"), expected), "match_targets")


@pytest.mark.parametrize("scene", ["refused", "500", "no json", "an argument", "a body", "the provider", "cancelled"])
@pytest.mark.parametrize("name", OPERATIONS)
async def test_no_operation_shows_its_arguments(script: Script, name: str, scene: str) -> None:
    """Each operation, and its raw form, hides the arguments for each kind of failure."""
    script.answer = lambda _: ANSWERS[scene][0] if scene in ANSWERS else HANG
    address = "http://127.0.0.1:1" if scene == "refused" else script.address
    async with opened("own httpx", address, failing_provider if scene == "the provider" else MARK) as client:
        for operations in (client, client.raw):
            check(await failure_of(operations, name, scene, script), name)


def failing_provider() -> str:
    """Fail, as a token provider."""
    raise LookupError("no token")


async def failure_of(operations: Any, name: str, scene: str, script: Script) -> BaseException:
    """Return the error of one call in a scene."""
    arguments = OPERATIONS[name].arguments
    if scene == "an argument":
        return await caught(call(operations, name, **{next(iter(arguments)): object()}), ConfigurationError)
    if scene == "a body":
        wrong = {"body": {"note": MARK, "no json": {1}}} if "body" in arguments else {next(iter(arguments)): " "}
        return await caught(call(operations, name, **wrong), ConfigurationError)
    if scene == "cancelled":
        before, task = len(script.seen), asyncio.ensure_future(call(operations, name))
        await script.until(lambda: len(script.seen) > before)
        task.cancel()
        return await caught(task, asyncio.CancelledError)
    kinds = {"refused": TransportError, "500": ApiError, "the provider": AuthorizationError}
    return await caught(call(operations, name), kinds.get(scene, (ApiError, DecodeError)))  # type: ignore[arg-type]
