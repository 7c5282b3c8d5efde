"""Reading JSON with orjson and without it: the same values, and the same errors."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from typing import Any

import orjson
import pytest
from epilot_targeting_generated.models import MatchCampaignsResponse
from facade.stores import CID, ONCE, failure
from hypothesis import example, given, settings
from hypothesis import strategies as st
from server import NOW, Script, response

from epilot_targeting import DecodeError, TargetingClient
from epilot_targeting._response import json_reader

INSTALLED = json_reader._orjson_loads
LIBRARIES = ("orjson", "stdlib")


def test_orjson_reads_where_it_is_installed() -> None:
    """Orjson is installed and used, so that the tests below compare two readers."""
    assert orjson.loads is INSTALLED


def read(library: str, content: bytes) -> Any:
    """Read it with one of them; an error is its type, by which the reader is told what is wrong."""
    with pytest.MonkeyPatch.context() as patch:
        if library == "stdlib":
            patch.setattr(json_reader, "_orjson_loads", None)
        try:
            return json_reader.parse(content)
        except (ValueError, RecursionError) as error:
            return type(error)


def shown(value: Any) -> Any:
    """Return a value as something that compares by type too, where 1 is neither 1.0 nor True, and 0.0 is not -0.0."""
    depth = 0
    while isinstance(value, list) and len(value) == 1:  # some nest deeper than calls may
        depth, value = depth + 1, value[0]
    if isinstance(value, dict):
        return depth, [(shown(key), shown(inner)) for key, inner in value.items()]
    if isinstance(value, list):
        return depth, [shown(inner) for inner in value]
    return depth, type(value), math.copysign(1, value) if value == 0 else None, repr(value)


def both(content: bytes) -> list[Any]:
    return [shown(read(library, content)) for library in LIBRARIES]


NUMBERS = """
0 -0 0.0 -0.0 1 -1 1.0 1e0 1E+2 1e-2 9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809
18446744073709551615 18446744073709551616 -18446744073709551616 999999999999999999 1000000000000000000
9999999999999999999 10000000000000000000 123456789012345678901234567890 -123456789012345678901234567890 1e308 1e309
-1e309 1e999 -1e999 1e-999 5e-324 2.2250738585072014e-308 0.1 0.30000000000000004 1.7976931348623157e308
9007199254740993 9007199254740993.0 0.1234567890123456789012345678901234567890 1e19 12345678901234567890e5
1234567890123456789012e-3 00 01 -01 1. .1 1.e5 1e 1e+ - + +1 --1 0x10 1_000 NaN -NaN Infinity -Infinity nan inf
""".split()  # noqa: SIM905 (as a list it would be two pages)
TEXTS = [number.encode() for number in NUMBERS]
TEXTS += [b'{"a": [%s]}' % number for number in TEXTS]
TEXTS += [b"9" * 4300, b"9" * 4301, b"9" * 5000, b"1" + b"0" * 400 + b".5", b"1." + b"9" * 5000, b'"%s"' % (b"7" * 25)]
TEXTS += [b'"\\ud800"', b'"\\udc00"', b'"\\ud83d\\ude00"', b'"\\ud83d"', b'"\\ude00\\ud83d"', b'{"\\ud800": 1}']
TEXTS += [b'"\xed\xa0\x80"', b'"\xff"', b"\xff", b'"\xc3"', b'"\xc0\x80"', b'"\xf4\x90\x80\x80"', '"ü😀"'.encode()]
TEXTS += [b"\xef\xbb\xbf{}", b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf1", b" \xef\xbb\xbf1", '"\ufeff"'.encode()]
TEXTS += ["{}".encode(kind) for kind in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")]
# Between them the standard library goes as deep as the stack leaves room for, and orjson to 1024.
TEXTS += [b"[" * depth + b"]" * depth for depth in (10, 200, 1025, 100_000)] + [b"[" * 100_000]
TEXTS += [b'{"a":' * depth + b"1" + b"}" * depth for depth in (100, 100_000)]
TEXTS += [b'{"a": 1, "a": 2}', b'{"a": {"b": 1}, "a": {}}', b'{"": 0, "": []}', b'{"b": 1, "a": 2, "b": 3}']
TEXTS += [
    b"",
    b" ",
    b"\n",
    b"{} {}",
    b"{},",
    b"[1,]",
    b'{"a": 1,}',
    b"{a: 1}",
    b"{'a': 1}",
    b"[1 2]",
    b'{"a" 1}',
    b"//",
    b"{}\0",
]
TEXTS += [
    b"\x0b1",
    b"\x0c1",
    b"\xc2\xa01",
    b" \t\r\n1 \t\r\n",
    b"1 // x",
    b"/* */1",
    b"tru",
    b"True",
    b"None",
    b"nulll",
]
TEXTS += [
    b'"\n"',
    b'"\t"',
    b'"\0"',
    b'"\x1f"',
    b'"\x7f"',
    b'"\\x"',
    b'"\\u12"',
    b'"\\u12G4"',
    b'"\\/\\b\\f"',
    b'"',
    b'"\\',
]


@pytest.mark.parametrize("content", TEXTS, ids=lambda content: repr(content[:30]))
def test_odd_texts_read_the_same(content: bytes) -> None:
    """Both readers give the same value, types and order, or the same error."""
    with_orjson, without = both(content)
    assert without == with_orjson


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=20,
)
WRITTEN = st.builds(
    lambda value, ascii_only, indent: json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode(),
    VALUES,
    st.booleans(),
    st.none() | st.integers(0, 2),
)
ODD = [b"\\ud800", b"1e999", b"NaN", b'"', b",", b"]", b"9" * 25, b"\xef\xbb\xbf"]
SPOILT = st.builds(
    lambda text, at, put, taken: text[: at % (len(text) + 1)] + put + text[at % (len(text) + 1) + taken :],
    WRITTEN,
    st.integers(0, 10_000),
    st.binary(max_size=3) | st.sampled_from(ODD),
    st.integers(0, 3),
)
DIGITS = st.from_regex(rb"-?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?", fullmatch=True)


@settings(max_examples=10 * settings().max_examples)
@given(WRITTEN | SPOILT | DIGITS | st.binary(max_size=30))
@example(b"-" + b"9" * 19)
def test_any_text_reads_the_same(content: bytes) -> None:
    """Both readers agree on JSON, on damaged JSON, on numbers of any length, and on bytes."""
    with_orjson, without = both(content)
    assert without == with_orjson


BAD = [b"", b"<html>", b'{"a": NaN}', b'{"a": "\xff"}', b"[" * 100_000, b"9" * 5000, b"[]", b'{"a": 1e999', b"\xff"]


@pytest.mark.parametrize("content", BAD, ids=lambda content: repr(content[:30]))
async def test_a_body_that_is_no_good_is_said_to_be_so_in_the_same_words(script: Script, content: bytes) -> None:
    """Both readers give the same error for an invalid body."""
    script.answer = lambda _: response(200, content)
    said = []
    async with TargetingClient("t", base_url=script.address, retry=ONCE) as client:
        for library in LIBRARIES:
            with pytest.MonkeyPatch.context() as patch, pytest.raises(DecodeError) as failed:
                if library == "stdlib":
                    patch.setattr(json_reader, "_orjson_loads", None)
                await client.change_campaign_status(CID)
            said.append((str(failed.value), failed.value.body, failed.value.applied))
    assert said[0] == said[1]


def test_orjson_need_not_be_there() -> None:
    """Without orjson the standard library reads."""
    program = (
        "import sys; sys.modules['orjson'] = None; "
        "from epilot_targeting._response.json_reader import parse; print(parse(b'[1]'))"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True)
    assert "[1]\n" == done.stdout


async def test_json_in_another_encoding_is_no_json(script: Script) -> None:
    """JSON in an encoding other than UTF-8 is refused."""
    script.answer = lambda _: response(200, '{"campaign": {}}'.encode("utf-16"))
    async with TargetingClient("t", base_url=script.address) as client:
        assert DecodeError is type(await failure(client))


async def test_a_large_response_is_decoded_beside_the_loop(script: Script) -> None:
    """A large response is decoded outside the loop, with the errors of any response."""
    script.answer = lambda _: response(200, json.dumps({"x": "y" * 2_000_000}).encode())
    async with TargetingClient("t", base_url=script.address, retry=NOW) as client:
        job = await client.get_campaign_job_status(CID)
        assert 2_000_000 == len(job.to_dict()["x"])
        script.answer = lambda _: response(200, b"[" + b" " * 2_000_000)
        with pytest.raises(DecodeError, match="not valid JSON"):
            await client.get_campaign_job_status(CID)


HUGE = ["1e400", "-1e400", "1E+999999999", "9" * 309 + ".5", "9" * 5000, "-" + "9" * 5000]


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("number", [*HUGE, "9" * 400, "-" + "9" * 400], ids=lambda number: number[:12])
def test_a_number_out_of_range_is_malformed_and_kept(library: str, number: str) -> None:
    """A number that Python cannot hold reads None in a field, and is kept so that JSON can be written again."""
    value = read(library, f'{{"hits": {number}, "results": [], "odd": [{number}]}}'.encode())
    response = MatchCampaignsResponse.from_dict(value)
    assert response.hits is None
    written = json.loads(json.dumps(response.to_dict(), allow_nan=False))
    kept = number if number in HUGE else int(number)
    assert {"hits": kept, "results": [], "odd": [kept]} == written


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan, 10**400, -(10**309)])
def test_a_value_out_of_the_range_of_a_float_is_malformed(number: float) -> None:
    """A field that is a float takes no infinity, no NaN, and no integer that a float cannot hold."""
    assert MatchCampaignsResponse.from_dict({"hits": number, "results": []}).hits is None
    assert 1e308 == MatchCampaignsResponse.from_dict({"hits": 1e308, "results": []}).hits
