"""A success with an unexpected media type: its outcome is unknown, for somebody else may have answered."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from facade.stores import CID, LARGE, failure
from server import NOW, Script, response

from epilot_targeting import (
    DecodeError,
    RequestTimeoutError,
    ResponseTooLargeError,
    TargetingClient,
    TransportError,
)

LOGIN = b"<html><form action='/login'></form></html>"


@pytest.fixture
async def client(script: Script) -> AsyncIterator[TargetingClient]:
    """A client of the server."""
    async with TargetingClient("t", base_url=script.address) as client:
        yield client


@pytest.mark.parametrize(
    "media_type", ["text/html", "text/html; charset=utf-8", "TEXT/HTML", "text/plain", "application/xml", "x"]
)
@pytest.mark.parametrize("body", [LOGIN, b"{}", b'{"campaign": {}}'], ids=["page", "empty", "like ours"])
async def test_a_body_of_another_type(script: Script, client: TargetingClient, media_type: str, body: bytes) -> None:
    """A 200 of another media type is an error that claims nothing, and says which type it was."""
    script.answer = lambda _: response(200, body, media_type=media_type)
    error = await failure(client)
    assert (DecodeError, None, 1) == (type(error), error.applied, len(script.seen))
    assert repr(media_type.partition(";")[0].lower()) in str(error)
    assert "it is unknown whether" in str(error)
    assert body == error.body


@pytest.mark.parametrize("media_type", ["application/json", "application/json; charset=utf-8", "Application/JSON"])
async def test_a_body_that_is_said_to_be_json(script: Script, client: TargetingClient, media_type: str) -> None:
    """A broken body under the service's own media type is the service's: the operation was carried out."""
    script.answer = lambda _: response(200, b"<", media_type=media_type)
    error = await failure(client)
    assert (DecodeError, True) == (type(error), error.applied)


@pytest.mark.parametrize("media_type", ["application/json", "text/html"])
async def test_a_body_that_is_empty(script: Script, client: TargetingClient, media_type: str) -> None:
    """A success without a body is no page of somebody else."""
    script.answer = lambda _: response(200, b"", media_type=media_type)
    error = await failure(client)
    assert (DecodeError, True) == (type(error), error.applied)


async def test_json_without_a_media_type(script: Script, client: TargetingClient) -> None:
    """A body that no media type is given for is read, and where it is no JSON nothing is claimed."""
    head = b"HTTP/1.1 200 X\r\ncontent-length: "
    script.answer = lambda _: head + b'16\r\n\r\n{"campaign": {}}'
    assert (await client.change_campaign_status(CID)).campaign.title is None
    script.answer = lambda _: head + b"1\r\n\r\n<"
    error = await failure(client)
    assert (DecodeError, None) == (type(error), error.applied)


@pytest.mark.parametrize(("media_type", "applied"), [("text/html", None), ("application/json", True), (LARGE, True)])
async def test_a_body_that_breaks_off(
    script: Script, client: TargetingClient, media_type: str, applied: bool | None
) -> None:
    """What is claimed of a body that breaks off depends on its media type too."""
    script.answer = lambda _: response(200, LOGIN, "connection: close", media_type=media_type)[:-5]
    error = await failure(client)
    assert (TransportError, applied) == (type(error), error.applied)


@pytest.mark.parametrize(("media_type", "applied"), [("text/html", None), ("application/json", True)])
@pytest.mark.parametrize("came", [0, 5])
async def test_a_deadline_in_the_body(
    script: Script,
    client: TargetingClient,
    advance: Callable[[float], Awaitable[None]],
    head_read: asyncio.Event,
    media_type: str,
    applied: bool | None,
    came: int,
) -> None:
    """What is claimed of a body that does not come in time depends on its media type too."""
    whole = response(200, LOGIN, media_type=media_type)
    script.answer = lambda _: whole[: len(whole) - len(LOGIN) + came]
    call = asyncio.create_task(failure(client, deadline=20))
    await head_read.wait()
    await advance(20)
    error = await call
    assert (RequestTimeoutError, applied, "deadline") == (type(error), error.applied, error.limit)


@pytest.mark.parametrize(("media_type", "applied"), [("text/html", None), ("application/json", True)])
async def test_a_body_that_is_too_large(script: Script, media_type: str, applied: bool | None) -> None:
    """What is claimed of a body over the limit depends on its media type too."""
    script.answer = lambda _: response(200, LOGIN, media_type=media_type)
    async with TargetingClient("t", base_url=script.address, max_response_bytes=10) as client:
        error = await failure(client)
    assert (ResponseTooLargeError, applied) == (type(error), error.applied)


@pytest.mark.parametrize(("media_type", "applied"), [("text/html", None), ("application/json", True)])
async def test_a_body_whose_compression_is_broken(
    script: Script, client: TargetingClient, media_type: str, applied: bool | None
) -> None:
    """What is claimed of a body that cannot be decompressed depends on its media type too."""
    script.answer = lambda _: response(
        200, gzip.compress(LOGIN, mtime=0)[:-9], "content-encoding: gzip", media_type=media_type
    )
    error = await failure(client)
    assert (DecodeError, applied) == (type(error), error.applied)


async def test_a_login_page_is_not_an_api_error(script: Script, client: TargetingClient) -> None:
    """A read is repeated after one, since it may be gone by then."""
    script.answer = lambda seen: (
        response(200, LOGIN, media_type="text/html") if len(script.seen) < 2 else response(200, b'{"status": "queued"}')
    )
    assert "queued" == (await client.with_options(retry=NOW).get_campaign_job_status(CID)).status
    assert 2 == len(script.seen)
