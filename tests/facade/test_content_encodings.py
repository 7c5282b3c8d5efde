"""Content encodings: which ones are read, and which ones are rejected."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import AsyncIterator

import pytest
from facade.stores import CID, JOB, ONCE
from server import Script, response

from epilot_targeting import ConflictError, DecodeError, ServerError, TargetingClient


@pytest.fixture
async def client(script: Script) -> AsyncIterator[TargetingClient]:
    """A client that repeats nothing."""
    async with TargetingClient("t", base_url=script.address, retry=ONCE) as client:
        yield client


def encoded(body: bytes, encoding: str, status: int = 200) -> bytes:
    """Return a response in an encoding; an empty one is left out."""
    return response(status, body, *([f"Content-Encoding: {encoding}"] if encoding else []))


GOOD = {
    "plain": (JOB, ""),
    "identity": (JOB, "identity"),
    "gzip": (gzip.compress(JOB), "gzip"),
    "upper case": (gzip.compress(JOB), "GZIP"),
    "old name": (gzip.compress(JOB), "x-gzip"),
    "deflate": (zlib.compress(JOB), "deflate"),
    "several members": (b"".join(gzip.compress(JOB[i : i + 5]) for i in range(0, len(JOB), 5)), "gzip"),
    "padded with a zero": (gzip.compress(JOB) + b"\0", "gzip"),
    "padded with zeros": (gzip.compress(JOB) + b"\0" * 600, "gzip"),
    "padded between members": (gzip.compress(JOB[:5]) + b"\0" * 9 + gzip.compress(JOB[5:]) + b"\0", "gzip"),
    "an empty member": (gzip.compress(b"") + gzip.compress(JOB) + gzip.compress(b""), "gzip"),
}


@pytest.mark.parametrize("name", GOOD)
async def test_a_good_body(script: Script, client: TargetingClient, name: str) -> None:
    """A body is read in each encoding that we accept."""
    script.answer = lambda _: encoded(*GOOD[name])
    response = await client.raw.get_campaign_job_status(CID)
    assert ("queued", JOB) == (response.parsed.status, response.content)


@pytest.mark.parametrize("size", [1, 2, 3, 7])
async def test_a_body_in_small_pieces(script: Script, client: TargetingClient, size: int) -> None:
    """An encoded body is read across the borders of chunks."""
    body = GOOD["several members"][0]
    chunks = [body[i : i + size] for i in range(0, len(body), size)]
    head = b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\ncontent-encoding: gzip\r\n\r\n"
    script.answer = lambda _: head + b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in chunks) + b"0\r\n\r\n"
    assert "queued" == (await client.get_campaign_job_status(CID)).status


WHOLE = gzip.compress(JOB)
BAD = {
    "garbage behind": (WHOLE + b"garbage", "gzip"),
    "zeros behind a cut": (WHOLE[:-4] + b"\0" * 4, "gzip"),
    "cut": (WHOLE[:-12], "gzip"),
    "cut in the check sum": (WHOLE[:-5], "gzip"),
    "cut second member": (WHOLE + gzip.compress(b" " * 99)[:-9], "gzip"),
    "wrong check sum": (WHOLE[:-8] + b"abcd" + WHOLE[-4:], "gzip"),
    "no gzip": (JOB, "gzip"),
    "empty": (b"", "gzip"),
    "empty deflate": (b"", "deflate"),
    "cut deflate": (zlib.compress(JOB)[:-3], "deflate"),
    "garbage behind deflate": (zlib.compress(JOB) + b"garbage", "deflate"),
    "twice": (gzip.compress(WHOLE), "gzip, gzip"),
    "gzip and identity": (gzip.compress(WHOLE), "deflate, gzip"),
    "brotli": (b"\x0b\x02\x80{}\x03", "br"),
    "zstd": (b"\x28\xb5\x2f\xfd", "zstd"),
    "unknown": (JOB, "rot13"),
    "unknown beside": (WHOLE, "gzip, rot13"),
}


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_body(script: Script, client: TargetingClient, name: str) -> None:
    """A success with a damaged body is a DecodeError, and the operation was applied."""
    script.answer = lambda _: encoded(*BAD[name])
    with pytest.raises(DecodeError) as failed:
        await client.get_campaign_job_status(CID)
    assert (DecodeError, True, 200) == (type(failed.value), failed.value.applied, failed.value.status_code)


async def test_data_behind_a_whole_body_is_named(script: Script, client: TargetingClient) -> None:
    """The error says that something else follows, and not that the body is malformed; zeros before it are padding."""
    script.answer = lambda _: encoded(WHOLE + b"\0\0garbage", "gzip")
    with pytest.raises(DecodeError, match="other data follows the compressed body"):
        await client.get_campaign_job_status(CID)


@pytest.mark.parametrize("name", [*BAD, *GOOD])
async def test_no_encoding_hides_a_failure(script: Script, client: TargetingClient, name: str) -> None:
    """A failure has the class of its status, whatever its encoding is."""
    body, encoding = {**BAD, **GOOD}[name]
    script.answer = lambda _: encoded(body, encoding, 409)
    with pytest.raises(ConflictError) as failed:
        await client.change_campaign_status(CID)
    assert (False, 409) == (failed.value.applied, failed.value.status_code)


async def test_a_failure_is_read_as_far_as_it_goes(script: Script, client: TargetingClient) -> None:
    """The service's words are read from a compressed failure."""
    script.answer = lambda _: encoded(gzip.compress(b'{"message": "no"}'), "gzip", 500)
    with pytest.raises(ServerError) as failed:
        await client.change_campaign_status(CID)
    assert ("no", None) == (failed.value.message, failed.value.applied)


async def test_we_say_what_we_can_read(script: Script, client: TargetingClient) -> None:
    """`Accept-Encoding` names exactly what we can read."""
    await client.get_campaign_job_status(CID)
    said = script.seen[0].headers["accept-encoding"]
    assert {one.strip() for one in said.split(",")} <= {"gzip", "deflate", "identity"}
