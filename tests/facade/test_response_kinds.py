"""The kinds of success: JSON, text, bytes or nothing."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from epilot_targeting_generated.types import Operation, Response, Success
from server import NOW, Script, response

from epilot_targeting import BadRequestError, DecodeError, ResponseTooLargeError, TargetingClient
from epilot_targeting._config.headers import LARGE


def unchanged(value: Any) -> Any:
    return value


OPERATION: Operation[Any] = Operation("call", "call", "GET", "/x", "read", unchanged)
TEXT = OPERATION._replace(kind="text", accept="text/csv")
BYTES = OPERATION._replace(kind="bytes", accept="application/pdf, image/*")
NOTHING = OPERATION._replace(kind="nothing", accept="*/*")
ONCE = TEXT._replace(retry="write")


async def answered(script: Script, operation: Operation[Any]) -> Response[Any]:
    """Send a request; return the whole response."""
    async with TargetingClient("t", base_url=script.address, retry=NOW) as client:
        return await client._send(operation)


async def refused(script: Script, operation: Operation[Any]) -> DecodeError:
    """Send a request whose response cannot be read; return the error."""
    with pytest.raises(DecodeError) as failed:
        await answered(script, operation)
    return failed.value


@pytest.mark.parametrize("operation", [TEXT, BYTES, NOTHING])
async def test_what_is_asked_for(script: Script, operation: Operation[Any]) -> None:
    """The request asks for the operation's own media types instead of JSON."""
    script.answer = lambda _: response(200, b"x")
    await answered(script, operation)
    assert operation.accept == script.seen[0].headers["accept"]


async def test_what_is_asked_for_goes_before_the_options(script: Script) -> None:
    """The operation's `Accept` goes before the one in the options."""
    script.answer = lambda _: response(200, b"x")
    async with TargetingClient("t", base_url=script.address, headers={"accept": "text/html"}) as client:
        await client._send(TEXT)
    assert "text/csv" == script.seen[0].headers["accept"]


async def test_json_is_asked_for_as_ever(script: Script) -> None:
    """JSON is requested with the media type of large responses."""
    await answered(script, OPERATION)
    assert LARGE == script.seen[0].headers["accept"]


CHARSETS: list[tuple[str, bytes, str]] = [
    ("text/csv", "ü,€".encode(), "ü,€"),
    ("text/csv; charset=utf-8", "ü".encode(), "ü"),
    ("text/csv;CHARSET=ISO-8859-1", b"\xfc", "ü"),
    ('text/csv; header=present; charset="latin-1"', b"\xfc", "ü"),
    ("text/plain; charset=utf-16", "ü".encode("utf-16"), "ü"),
    ("application/xml", b"<a/>", "<a/>"),
    ("text/plain", b"", ""),
    ("", b"x", "x"),
]


@pytest.mark.parametrize(("media_type", "content", "expected"), CHARSETS)
async def test_text(script: Script, media_type: str, content: bytes, expected: str) -> None:
    """Text is read in the charset that it names, or in UTF-8."""
    script.answer = lambda _: response(200, content, media_type=media_type)
    received = await answered(script, TEXT)
    assert (expected, content, 200) == (received.parsed, received.content, received.status_code)


@pytest.mark.parametrize(
    ("media_type", "content", "expected"),
    [
        ("application/vnd.x+json; charset=utf-8", b'{"a": [1]}', {"a": [1]}),
        ("text/plain", b"[1]", "[1]"),
        ("image/png", b"[1]", b"[1]"),
        ("application/json", b"", None),
        ("text/plain", b"", ""),
    ],
)
async def test_what_the_document_says_nothing_of(
    script: Script, media_type: str, content: bytes, expected: object
) -> None:
    """A response that is not documented is read by its Content-Type; an empty one is None, unless it is text."""
    script.answer = lambda _: response(200, content, media_type=media_type)
    assert expected == (await answered(script, TEXT._replace(kind="any"))).parsed


UNREADABLE: list[tuple[str, bytes, str]] = [
    ("text/csv", b"\xff secret", "invalid in the charset"),
    ("text/csv; charset=ascii", "ü".encode(), "invalid in the charset"),
    ("text/csv; charset=nothing", b"x", "names an unknown charset"),
    ("text/csv; charset=hex", b"00", "names an unknown charset"),
    ("text/csv; charset=punycode", b"x", "names an unknown charset"),
    ("text/csv; charset=unicode_escape", b"x", "names an unknown charset"),
]


@pytest.mark.parametrize(("media_type", "content", "says"), UNREADABLE)
async def test_text_that_can_not_be_read(script: Script, media_type: str, content: bytes, says: str) -> None:
    """Text that cannot be decoded is an error that keeps the body and does not show it."""
    script.answer = lambda _: response(200, content, media_type=media_type)
    error = await refused(script, ONCE)
    assert says in str(error)
    assert (True, 200, content, 1) == (error.applied, error.status_code, error.body, error.attempts)
    assert "secret" not in str(error)


async def test_a_text_may_be_refused(script: Script) -> None:
    """The decoder of an operation may refuse a text."""

    def decode(value: Any) -> Any:
        raise ValueError(f"the body has {len(value)} characters")

    script.answer = lambda _: response(200, b"four", media_type="text/plain")
    error = await refused(script, ONCE._replace(decode=decode))
    rest = "200, but the body has 4 characters; the operation was carried out"
    assert f"call: {ONCE.method} {script.address}/x: {rest}" == str(error)


async def test_a_text_is_decoded(script: Script) -> None:
    """The decoder of an operation gets the text as a string."""
    script.answer = lambda _: response(200, b"7", media_type="text/plain")
    assert 7 == (await answered(script, TEXT._replace(decode=int))).parsed


async def test_a_read_is_repeated_after_a_broken_text(script: Script) -> None:
    """A read is repeated after text that cannot be decoded, as after broken JSON."""
    script.answer = lambda _: response(200, b"\xff" if len(script.seen) == 1 else b"x", media_type="text/plain")
    received = await answered(script, TEXT)
    assert ("x", 2) == (received.parsed, received.attempts)


@pytest.mark.parametrize("content", [b"", b"\0\xff", b"{}", bytes(range(256)) * 8192])
async def test_bytes(script: Script, content: bytes) -> None:
    """Bytes are returned as they came."""
    script.answer = lambda _: response(200, content, media_type="image/png")
    assert content == (await answered(script, BYTES)).parsed


async def test_compressed_bytes(script: Script) -> None:
    """Compressed bytes are decompressed."""
    script.answer = lambda _: response(200, gzip.compress(b"x"), "Content-Encoding: gzip", media_type="image/png")
    assert b"x" == (await answered(script, BYTES)).parsed


async def test_bytes_have_a_limit(script: Script) -> None:
    """Bytes have the maximum size of every response."""
    script.answer = lambda _: response(200, b"x" * 100)
    async with TargetingClient("t", base_url=script.address, max_response_bytes=99) as client:
        with pytest.raises(ResponseTooLargeError):
            await client._send(BYTES)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[]"])
async def test_nothing(script: Script, content: bytes) -> None:
    """A body that the operation does not read is only in `raw`."""
    script.answer = lambda _: response(200, content)
    received = await answered(script, NOTHING)
    assert (None, content) == (received.parsed, received.content)


async def test_no_content(script: Script) -> None:
    """A 204 has no body and no length."""
    script.answer = lambda _: b"HTTP/1.1 204 No Content\r\n\r\n"
    response = await answered(script, NOTHING._replace(method="DELETE"))
    assert (None, 204) == (response.parsed, response.status_code)


async def test_the_head_alone(script: Script) -> None:
    """A response to HEAD may name length and encoding, and its connection is used again."""
    script.answer = lambda _: b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-encoding: gzip\r\nx-a: b\r\n\r\n"
    async with TargetingClient("t", base_url=script.address) as client:
        first, second = [await client._send(NOTHING._replace(method="HEAD")) for _ in range(2)]
    assert [(None, "b", b"")] * 2 == [(one.parsed, one.headers["x-a"], one.content) for one in (first, second)]
    assert [1, 1] == [seen.connection for seen in script.seen]


OTHERS = OPERATION._replace(
    others={
        "202": Success("text", str.upper),
        "204": Success("nothing", unchanged),
        "206": Success("bytes", unchanged),
        "2XX": Success("json", lambda value: {"other": value}),
    }
)


@pytest.mark.parametrize(
    ("status", "expected"), [(202, "1"), (204, None), (206, b"1"), (200, {"other": 1}), (299, {"other": 1})]
)
async def test_a_success_by_its_status(script: Script, status: int, expected: Any) -> None:
    """An exact status goes before its range."""
    script.answer = lambda _: response(status, b"" if status == 204 else b"1")
    assert expected == (await answered(script, OTHERS)).parsed


async def test_a_status_that_nobody_named(script: Script) -> None:
    """A success with an undocumented status is read like the usual one."""
    script.answer = lambda _: response(203, b"1")
    operation = OPERATION._replace(others={"202": Success("text", unchanged)})
    assert 1 == (await answered(script, operation)).parsed


@pytest.mark.parametrize(("operation", "expected"), [(TEXT, str), (BYTES, bytes), (NOTHING, type(None))])
async def test_only_json_comes_by_reference(script: Script, operation: Operation[Any], expected: type) -> None:
    """Only JSON may come by reference."""
    content = json.dumps({"$payload_ref": f"{script.address}/stored"}).encode()
    script.answer = lambda _: response(200, content, media_type=LARGE)
    assert expected is type((await answered(script, operation)).parsed)
    assert 1 == len(script.seen)


async def test_json_of_another_status_by_reference(script: Script) -> None:
    """JSON of another status may come by reference, and is decoded for that status."""
    content = json.dumps({"$payload_ref": f"{script.address}/stored"}).encode()
    script.answer = lambda seen: (
        response(200, b"5") if seen.target == "/stored" else response(201, content, media_type=LARGE)
    )
    received = await answered(script, OTHERS)
    assert ({"other": 5}, 201) == (received.parsed, received.status_code)


async def test_a_failure_is_one_whatever_was_asked_for(script: Script) -> None:
    """A failure has its class and words, whatever was requested."""
    script.answer = lambda _: response(400, b'{"message": "no"}')
    with pytest.raises(BadRequestError) as failed:
        await answered(script, BYTES)
    assert "no" == failed.value.message
