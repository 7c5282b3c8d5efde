"""Redaction: no error shows the token or the query of a URL, in any spelling."""

from __future__ import annotations

import gzip
import json

import pytest
from facade.stores import CID, LARGE, failure
from server import NOW, Script, response

from epilot_targeting import ApiError, DecodeError, ResponseTooLargeError, TargetingClient

SIGNED = "https://bucket.s3.amazonaws.com/x?X-Amz-Signature=feedface"
SIGNED_RESPONSES: list[tuple[int, bytes, tuple[str, ...], str]] = [
    (
        200,
        gzip.compress(json.dumps({"$payload_ref": SIGNED}).encode(), mtime=0)[:-4],
        ("Content-Encoding: gzip",),
        LARGE,
    ),
    (200, json.dumps({"$payload_ref": SIGNED}).encode(), (), "application/json"),
    (200, json.dumps({"$payload_ref": SIGNED}).replace("/", "\\/").encode(), (), "application/json"),
    (500, json.dumps({"message": f"see {SIGNED}"}).encode(), (), "application/json"),
]


@pytest.mark.parametrize(("status", "body", "headers", "media_type"), SIGNED_RESPONSES)
async def test_no_signature_reaches_an_error(
    script: Script, status: int, body: bytes, headers: tuple[str, ...], media_type: str
) -> None:
    """No error shows a signature, wherever the service put it."""
    script.answer = lambda _: response(status, body, *headers, media_type=media_type)
    async with TargetingClient("t", base_url=script.address) as client:
        error = await failure(client)
    assert "feedface" not in str(error) + str(vars(error))


@pytest.mark.parametrize("text", ["abc%2Bdef%2Fghi", "abc\\u002Bdef\\/ghi", "abc+def/ghi"])
async def test_no_spelling_of_the_token_reaches_an_error(script: Script, text: str) -> None:
    """No error shows the token, percent-encoded, escaped or as it is."""
    script.answer = lambda _: response(400, b'{"message": "' + text.encode() + b'"}')
    async with TargetingClient("abc+def/ghi", base_url=script.address) as client:
        error = await failure(client)
    assert "[token]" == error.message


TOKENS = ["Ab1/x+" * 10, "z" * 9000]


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("shift", [0, 3, 8000])
async def test_a_body_that_is_cut_keeps_no_part_of_the_token(script: Script, token: str, shift: int) -> None:
    """An excerpt of a body shows no part of the token, even if the cut goes through it."""
    script.answer = lambda _: response(200, b"." * shift + token.encode() * 400)
    async with TargetingClient(token, base_url=script.address, max_response_bytes=20_000) as client:
        with pytest.raises(ResponseTooLargeError) as failed:
            await client.get_campaign_job_status(CID)
    assert token[:8].encode() not in failed.value.body


SPELLINGS = [
    ("/", "\\/"),
    ("/", "\\u002f"),
    ("/", "\\u002F"),
    ("+", "\\u002B"),
    ("A", "\\u0041"),
]


@pytest.mark.parametrize(("character", "spelt"), SPELLINGS)
@pytest.mark.parametrize("status", [200, 400])
async def test_the_token_is_taken_out_in_any_spelling(script: Script, character: str, spelt: str, status: int) -> None:
    """The token is redacted in each spelling that JSON allows."""
    token = TOKENS[0]
    echoed = token.replace(character, spelt)
    script.answer = lambda _: response(status, f'["{echoed}"]'.encode())
    async with TargetingClient(token, base_url=script.address, retry=NOW) as client:
        with pytest.raises(ApiError if status == 400 else DecodeError) as failed:
            await client.get_campaign_job_status(CID)
    assert [] == [one for one in (token, echoed) if one in str(vars(failed.value)) + str(failed.value)]
