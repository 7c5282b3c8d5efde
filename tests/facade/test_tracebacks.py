"""The traceback of an error shows no argument, token or body, whatever tool writes its local variables down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from typing import Any, cast

import httpx
import httpx2
import pytest
from facade.stores import CID, ONCE, TLS, referring
from facade.tracebacks import MARK, TOOLS, call, chain, frames, our_functions, shown_by_locals
from operations import OPERATIONS
from server import CLOSE, HANG, Script, page, response

import epilot_targeting
from epilot_targeting import (
    ApiError,
    AuthorizationError,
    ClientClosedError,
    ConfigurationError,
    DecodeError,
    RecipientPager,
    RequestTimeoutError,
    TargetingClient,
    TargetingError,
    TransportError,
    cached_token,
)
from epilot_targeting._tracebacks import HiddenFrames

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


def iterate(client: TargetingClient, **more: Any) -> Any:
    """Return a pager. The caller's frame does not show its arguments."""
    return client.iter_recipients(CID, q=MARK, start=MARK, automation_status=[cast("Any", MARK)], **more)


STEPS: dict[str, Callable[[Any], Awaitable[Any]]] = {
    "anext": lambda pager: anext(pager),
    "for": lambda pager: anext(aiter(pager)),
    "pages": lambda pager: anext(pager.pages()),
    "collect": lambda pager: pager.collect(),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("scene", ["500", "no json", "closed", "a malformed item", "a cursor twice"])
@pytest.mark.parametrize("way", WAYS)
async def test_an_iteration_shows_no_argument(script: Script, step: str, scene: str, way: str) -> None:
    """The error of an iteration ends at the step that was taken, and shows no cursor, filter or record."""
    item = "text" if scene == "a malformed item" else {"title": MARK}
    answer = ANSWERS[scene][0] if scene in ANSWERS else page([item], MARK)
    script.answer = lambda _: answer
    async with opened(way, script.address) as client:
        pager = iterate(client)
        if (step, scene) == ("pages", "a malformed item"):
            await STEPS[step](pager)  # it returns the other items; the cursor that follows comes twice
        if scene == "a cursor twice" and step != "collect":
            await STEPS[step](pager)
        check(await caught(STEPS[step](pager), TargetingError))


async def test_steps_of_one_failed_fetch_show_no_argument(script: Script) -> None:
    """Several steps that wait for one page, and one that is cancelled, each end at their own line."""
    script.answer = lambda _: HANG
    async with opened("own httpx", script.address) as client:
        pager = iterate(client)
        steps = [asyncio.ensure_future(anext(pager)) for _ in range(3)]
        await script.until(lambda: bool(script.seen))
        steps[0].cancel()
        check(await caught(steps[0], asyncio.CancelledError))
        await client.aclose(0)
        for step in steps[1:]:
            check(await caught(step, ClientClosedError))


MISTAKES: dict[str, Callable[[TargetingClient], Any]] = {
    "a client": lambda _: TargetingClient(MARK, timeout=-1),
    "its options": lambda _: TargetingClient(MARK, headers={"x-key": f"{MARK}\n"}),
    "a base URL": lambda _: TargetingClient(base_url=f"http://me:{MARK}@example.com"),
    "create_client": lambda _: epilot_targeting.create_client(MARK, deadline=0),
    "a tag": lambda _: epilot_targeting.campaign.create_client(MARK, deadline=0),
    "another tag": lambda _: epilot_targeting.campaign_delivery.create_client(MARK, deadline=0),
    "a third tag": lambda _: epilot_targeting.campaign_recipient.create_client(MARK, deadline=0),
    "a fourth tag": lambda _: epilot_targeting.target.create_client(MARK, deadline=0),
    "with_options": lambda client: client.with_options(token=MARK, deadline=0),
    "authorize": lambda client: client.authorize([MARK]),  # type: ignore[arg-type]
    "authorize of a module": lambda client: epilot_targeting.authorize(MARK, client),  # type: ignore[call-overload]
    "configure": lambda _: epilot_targeting.configure(token=MARK, deadline=0),
    "cached_token": lambda _: epilot_targeting.cached_token(MARK, ttl=1),  # type: ignore[arg-type]
    "options": lambda _: epilot_targeting.ClientOptions().replace(token=MARK, deadline=0),
    "a filter": lambda client: client.iter_recipients(CID, q=MARK, automation_status=[]),
    "a limit": lambda client: iterate(client, max_items=-1),
    "a pager": lambda _: RecipientPager(lambda _: MARK, start=[MARK]),  # type: ignore[arg-type,return-value]
}


@pytest.mark.parametrize("mistake", MISTAKES)
async def test_a_mistake_shows_no_argument(mistake: str) -> None:
    """The error of a wrong option or argument ends at the caller's line, whatever else the call was given."""
    with pytest.raises(ConfigurationError) as failed:
        MISTAKES[mistake](TargetingClient("t"))
    assert [] == our_functions(failed.value)
    assert MARK not in str(failed.value)


async def test_a_closed_client_shows_no_argument() -> None:
    """Nothing is sent by a closed client, and its error names the operation and shows no argument."""
    client = TargetingClient(MARK)
    await client.aclose()
    error = await caught(call(client, "get_recipients"), ClientClosedError)
    check(error, "get_recipients")
    assert "get_recipients" == error.operation  # type: ignore[attr-defined]


async def provide() -> str:
    """Fail, as a token provider."""
    raise LookupError(MARK[:2])


@pytest.mark.parametrize("provider", [failing_provider, provide, cached_token(provide, ttl=5)])
async def test_a_token_provider_keeps_its_own_frames(provider: Any) -> None:
    """The cause of a failed token provider shows the provider's lines, and none of the client's."""
    async with opened("own httpx", "http://127.0.0.1:1", provider) as client:
        error = await caught(call(client, "get_recipients"), AuthorizationError)
    check(error, "get_recipients")
    cause = error.__cause__
    assert isinstance(cause, LookupError)
    assert [] != list(frames(cause.__traceback__))


async def test_an_error_keeps_the_context_of_the_caller(script: Script) -> None:
    """An error that is raised while the caller handles another one has that one as its context, untouched."""
    script.answer = lambda _: response(500)
    handled = raised(LookupError("before"))
    before = handled.__traceback__
    async with opened("own httpx", script.address) as client:
        for work in (call(client, "get_recipients"), anext(iterate(client))):
            error = await caught(handling(handled, work), ApiError)
            assert (handled, before) == (error.__context__, handled.__traceback__)
            assert not error.__suppress_context__


def raised(error: Exception, kept: str = "kept") -> Exception:
    """Return an exception with the traceback of this function."""
    try:
        raise error
    except type(error):
        return error


async def handling(error: Exception, work: Awaitable[Any]) -> Any:
    """Wait for work while an exception is handled."""
    frames = error.__traceback__
    try:
        raise error
    except type(error):
        error.__traceback__ = frames
        return await work


async def test_a_timeout_of_the_caller_shows_no_argument(script: Script) -> None:
    """A timeout around a call, and the cancellation that is its cause, show nothing."""
    script.answer = lambda _: HANG
    async with opened("own httpx", script.address) as client:
        error = await caught(asyncio.wait_for(call(client, "get_recipients"), 0.05), TimeoutError)
    assert isinstance(error.__cause__, asyncio.CancelledError)
    assert [] == shown_by_locals(error)
    assert [] == [tool for tool, shown in TOOLS.items() if MARK in shown(error)]


@pytest.mark.parametrize("step", ["call", "iteration"])
async def test_a_bug_keeps_its_lines_without_their_variables(step: str) -> None:
    """An exception that is no error of ours shows where it was raised, and no local variable."""

    def answer(_: httpx.Request) -> httpx.Response:
        raise TypeError("a bug")

    async with (
        httpx.AsyncClient(transport=httpx.MockTransport(answer)) as own,
        TargetingClient(MARK, http_client=own) as client,
    ):
        work = call(client, "get_recipients") if step == "call" else anext(iterate(client))
        error = await caught(work, TypeError)
    assert "send_once" in our_functions(error)
    assert "answer" in [frame.f_code.co_name for frame in frames(error.__traceback__)]
    assert [] == shown_by_locals(error)
    assert [] == [tool for tool, shown in TOOLS.items() if MARK in shown(error)]


async def test_a_bug_leaves_what_the_caller_handles() -> None:
    """The exception that a caller handles keeps its local variables, also if a bug is raised meanwhile."""

    def answer(_: httpx.Request) -> httpx.Response:
        raise TypeError("a bug")

    handled = raised(LookupError("before"))
    async with (
        httpx.AsyncClient(transport=httpx.MockTransport(answer)) as own,
        TargetingClient(MARK, http_client=own) as client,
    ):
        error = await caught(handling(handled, call(client, "get_recipients")), TypeError)
    assert handled in chain(error)
    assert ["kept"] == [frame.f_locals["kept"] for frame in frames(handled.__traceback__)]


def test_causes_lose_their_frames() -> None:
    """The causes of an error lose their frames, which are those of a library and contain the request."""
    error = TransportError("lost")
    with pytest.raises(TransportError) as failed, HiddenFrames():
        try:
            raise OSError(MARK[:2])
        except OSError as inner:
            cause = ConnectionError("reset")
            cause.__context__ = inner
            raise error from cause
    assert [None, None] == [one.__traceback__ for one in chain(failed.value.__cause__)]
    assert failed.value.__suppress_context__
