"""The limit on the values and the nesting of a response, and the thread that decodes a large one."""

from __future__ import annotations

import asyncio
import gc
import gzip
import json
import threading
import tracemalloc
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from epilot_targeting_generated import convert
from epilot_targeting_generated.interrupt import BATCH, interrupt
from facade.stores import CID, ONCE, refer
from hypothesis import given
from hypothesis import strategies as st
from server import Script, response

from epilot_targeting import DecodeError, ResponseTooLargeError, TargetingClient
from epilot_targeting._call import attempt_result
from epilot_targeting._call.decoding_thread import decode_in_thread
from epilot_targeting._response.json_limits import TooManyValues, check_count, check_depth
from epilot_targeting._transport.attempt import Attempt

GZIP = "Content-Encoding: gzip"
MIB = 2**20


@pytest.fixture
async def client(script: Script) -> AsyncIterator[TargetingClient]:
    """A client that takes 100 values a response."""
    async with TargetingClient("t", base_url=script.address, max_response_records=100, retry=ONCE) as client:
        yield client


def values(value: Any) -> int:
    """Return the number of values of a JSON value."""
    if isinstance(value, dict):
        return 1 + sum(map(values, value.values()))
    return 1 + sum(map(values, value)) if isinstance(value, list) else 1


TEXT = st.text(st.sampled_from('ab,{[]}"\\ \n'), max_size=5)
JSON = st.recursive(
    st.none() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=5),
    max_leaves=30,
)


@given(JSON, st.none() | st.integers(0, 2))
def test_values_are_counted_exactly(value: Any, indent: int | None) -> None:
    """A body with as many values as allowed passes, and one with one more does not."""
    content, count = json.dumps(value, indent=indent).encode(), values(value)
    check_count(content, count)
    if count > 1:
        with pytest.raises(TooManyValues):
            check_count(content, count - 1)


INVALID = [b'"' * MIB, b'"' + b'\\"' * MIB, b"[" * MIB, b"[ " * MIB, b"[" + b" " * MIB, b'"\\' * MIB, b"," * MIB, b""]


@pytest.mark.parametrize("content", INVALID, ids=lambda content: repr(content[:8]))
def test_counting_an_invalid_body_ends(content: bytes) -> None:
    """An invalid body is counted in one pass, and rejected only if it has many separators."""
    many = content.count(b"[") + content.count(b",") > 10
    try:
        check_count(content, 10)
        rejected = False
    except TooManyValues:
        rejected = True
    assert many is rejected


async def test_a_page_with_too_many_values(script: Script, client: TargetingClient) -> None:
    """A response with too many values is too large: the error names the option, and the operation was carried out."""
    script.answer = lambda _: response(200, b'{"results": [%s]}' % b",".join([b"{}"] * 99))
    with pytest.raises(ResponseTooLargeError) as failed:
        await client.get_recipients(CID)
    assert "200, but the response has more than max_response_records (100) JSON values" in str(failed.value)
    assert (True, 200) == (failed.value.applied, failed.value.status_code)
    script.answer = lambda _: response(200, b'{"results": [%s]}' % b",".join([b"{}"] * 98))
    assert 98 == len((await client.get_recipients(CID)).results or [])


async def test_the_limit_holds_for_every_kind_of_response(
    script: Script, store: Script, client: TargetingClient
) -> None:
    """A stored response, JSON within a JSON string, and an unknown path have the same limit."""
    many = json.dumps({"results": [[]] * 100}).encode()
    for payload in (many, json.dumps(many.decode()).encode()):
        refer(script, store, payload)
        with pytest.raises(ResponseTooLargeError, match="max_response_records"):
            await client.get_recipients(CID)
    script.answer = lambda _: response(200, many)
    with pytest.raises(ResponseTooLargeError, match="max_response_records"):
        await client.request("GET", "/v1/new")


async def test_kilobytes_of_gzip_do_not_become_gigabytes(script: Script) -> None:
    """By default, 30 MiB of empty objects are rejected before they are parsed."""
    body = gzip.compress(b'{"results":[%s{}]}' % (b"{}," * (10 * MIB)))
    assert len(body) < 64_000
    script.answer = lambda _: response(200, body, GZIP)
    async with TargetingClient("t", base_url=script.address) as client:
        tracemalloc.start()
        try:
            with pytest.raises(ResponseTooLargeError, match=r"max_response_records \(1000000\)"):
                await client.get_recipients(CID)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < 80 * MIB
    assert 1 == len(script.seen)


@pytest.mark.parametrize("depth", [90, 110, 500])
async def test_nesting(script: Script, depth: int) -> None:
    """A response of more than 100 levels is too large."""
    script.answer = lambda _: response(200, b'{"status": "queued", "x": %s}' % (b"[" * depth + b"]" * depth))
    async with TargetingClient("t", base_url=script.address, retry=ONCE) as client:
        if depth < 100:
            assert "x" in (await client.get_campaign_job_status(CID)).to_dict()
            return
        with pytest.raises(ResponseTooLargeError, match="nested more than 100 levels"):
            await client.get_campaign_job_status(CID)


async def test_a_long_reference_to_a_stored_response(script: Script) -> None:
    """The reference to a stored response is not parsed if it is longer than any URL."""
    large = "application/large-response.vnd+json"
    script.answer = lambda _: response(200, b"[%s]" % (b"[]," * 30_000), media_type=large)
    async with TargetingClient("t", base_url=script.address, retry=ONCE) as client:
        with pytest.raises(DecodeError, match="longer than 65536 bytes"):
            await client.get_recipients(CID)


class Blocked:
    """A conversion in a thread that waits in the middle."""

    def __init__(self) -> None:
        self.started, self.go_on, self.ended = threading.Event(), threading.Event(), threading.Event()
        self.converted = 0

    def item(self, value: Any) -> Any:
        """Convert an item; the first one waits."""
        self.started.set()
        self.go_on.wait()
        self.converted += 1
        return value

    def run(self, convert_all: Callable[[Any], Any]) -> Any:
        """Convert ten batches."""
        try:
            return convert_all([{}] * (10 * BATCH))
        finally:
            self.ended.set()


@pytest.mark.parametrize("kind", ["models", "items"])
async def test_the_decoding_thread_ends_with_its_call(kind: str) -> None:
    """A thread that decodes a long list stops after its batch if nobody waits for it any more."""
    blocked = Blocked()
    convert_all = {"models": convert.models_of, "items": convert.list_of}[kind](blocked.item)
    task = asyncio.create_task(decode_in_thread(lambda: blocked.run(convert_all)))
    await asyncio.to_thread(blocked.started.wait)
    task.cancel()
    await asyncio.wait([task])
    blocked.go_on.set()
    await asyncio.to_thread(blocked.ended.wait)
    assert BATCH == blocked.converted
    assert [{}] * (10 * BATCH) == await decode_in_thread(lambda: blocked.run(convert_all))


async def test_a_cancelled_call_asks_its_thread_to_stop(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that is cancelled while its response is decoded asks the thread to stop."""
    blocked, requested = Blocked(), list[bool]()

    def decode(*_: Any, **__: Any) -> Any:
        blocked.item(None)
        requested.append(interrupt.get().requested)
        blocked.ended.set()

    monkeypatch.setattr(attempt_result, "decode", decode)
    script.answer = lambda _: response(200, b" " * (2 * MIB))
    async with TargetingClient("t", base_url=script.address) as client:
        task = asyncio.create_task(client.get_campaign_job_status(CID))
        await asyncio.to_thread(blocked.started.wait)
        task.cancel()
        await asyncio.wait([task])
        blocked.go_on.set()
        await asyncio.to_thread(blocked.ended.wait)
    assert [True] == requested


BROKEN: dict[str, tuple[int, bytes]] = {
    "not JSON": (200, b"[" + b" " * (20 * MIB)),
    "no object": (200, b'"' + b"x" * (20 * MIB) + b'"'),
    "too large": (200, b" " * (40 * MIB)),
    "too many values": (200, b"[0" + b",0" * (10 * MIB) + b"]"),
    "small": (200, b"[" + b" " * 1000),
    "failure": (500, b'{"message": "%s"}' % (b"x" * 10_000)),
}


def attempts_alive() -> list[Attempt]:
    """Return the attempts that something still refers to."""
    return [one for one in gc.get_objects() if issubclass(type(one), Attempt)]


@pytest.mark.parametrize("kind", BROKEN)
async def test_stored_errors_keep_no_response(kind: str) -> None:
    """Errors that `gather` returns keep neither an attempt nor its body, without the garbage collector."""
    status, content = BROKEN[kind]
    headers = {"content-type": "application/json"}
    transport = httpx.MockTransport(lambda _: httpx.Response(status, headers=headers, content=content))
    async with httpx.AsyncClient(transport=transport) as http:
        client = TargetingClient("t", http_client=http, retry=ONCE)
        gc.collect()
        others = {id(one): one for one in attempts_alive()}  # which other tests keep
        gc.disable()
        try:
            errors = await asyncio.gather(*(client.get_recipients(CID) for _ in range(3)), return_exceptions=True)
            await asyncio.get_running_loop().shutdown_default_executor()  # its threads have returned
            kept = sum(id(one) not in others for one in attempts_alive())
        finally:
            gc.enable()
    assert 3 == len({id(error) for error in errors if isinstance(error, Exception)})
    assert 0 == kept


def nested(levels: int) -> Any:
    """Return a list that is nested so deeply."""
    return [] if levels == 1 else [nested(levels - 1)]


def test_a_hundred_levels_are_allowed() -> None:
    """And one more is not."""
    check_depth(nested(100))
    with pytest.raises(TooManyValues, match="more than 100 levels"):
        check_depth(nested(101))
