"""Request bodies by media type: JSON, forms, text and bytes."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any, cast
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from epilot_targeting_generated.types import File, Operation
from hypothesis import given, settings
from hypothesis import strategies as st
from server import NOW, Script, Seen, response
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from epilot_targeting import ConfigurationError, TargetingClient, models
from epilot_targeting._request.other_documents.bodies import encode_body

RID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
JSON = "application/json"
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
REF = models.EntityRef(entity_id=UUID(RID), entity_schema="x")
REF_JSON = f'{{"entity_id":"{RID}","entity_schema":"x"}}'
OPERATION: Operation[Any] = Operation("call", "call", "POST", "/x", "read", lambda value: value, needs_body=True)
ANY_JSON = OPERATION._replace(takes_object=False)


def taking(*media_types: str, **changes: Any) -> Operation[Any]:
    """Return an operation that takes these."""
    return OPERATION._replace(media_types=media_types, **changes)


async def sent(script: Script, operation: Operation[Any], body: Any, media_type: str | None = None) -> Seen:
    """Send a body; return the request as it came."""
    async with TargetingClient("t", base_url=script.address) as client:
        await client._send(operation, body=body, media_type=media_type)
    return script.seen[-1]


def _in_memory(**_: Any) -> BytesIO:
    return BytesIO()


def fields(content: bytes, content_type: str) -> dict[str, list[tuple[str | None, bytes, str | None]]]:
    """Read a form of several parts: by name, each part's file name, content and media type."""
    media_type, options = parse_options_header(content_type)
    assert MULTIPART == media_type
    parser: Any = FormDataParser(stream_factory=cast("Any", _in_memory))
    _, form, files = parser.parse(BytesIO(content), media_type, len(content), options)
    found: dict[str, list[tuple[str | None, bytes, str | None]]] = {}
    for name, text in form.items(multi=True):
        found.setdefault(name, []).append((None, text.encode(), None))
    for name, file in files.items(multi=True):
        found.setdefault(name, []).append((file.filename, file.read(), file.content_type))
    return found


JSON_NAMES = [JSON, "text/json", "application/vnd.api+json", "application/json; charset=utf-8"]


@pytest.mark.parametrize("media_type", JSON_NAMES)
async def test_json_by_any_name(script: Script, media_type: str) -> None:
    """A JSON body is sent under its own media type."""
    seen = await sent(script, taking(media_type), REF)
    assert (REF_JSON.encode(), media_type) == (seen.body, seen.headers["content-type"])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ([1, REF], f"[1,{REF_JSON}]"),
        ("text", '"text"'),
        (5, "5"),
        (True, "true"),
        ([], "[]"),
        ({"a": 1}, '{"a":1}'),
        (dt.date(2026, 1, 2), '"2026-01-02"'),
        (models.PortalStatus.SEEN, '"seen"'),
    ],
)
async def test_any_json(script: Script, body: Any, expected: str) -> None:
    """Any JSON value is a body where the operation allows more than an object."""
    seen = await sent(script, ANY_JSON, body)
    assert expected.encode() == seen.body


@pytest.mark.parametrize("body", [b"x", File(b"x"), {"a": b"x"}, {"a": File(b"x")}, [File(b"x")], None])
async def test_what_json_can_not_say(script: Script, body: Any) -> None:
    """A value that JSON can't express is refused, and not shown."""
    with pytest.raises(ConfigurationError, match=r"call: the body (cannot be encoded as JSON|must be)") as refused:
        await sent(script, ANY_JSON, body)
    assert "b'x'" not in str(refused.value)
    assert [] == script.seen


async def test_a_refusal_names_the_other_ways(script: Script) -> None:
    """A refused body is an error that names the other media types."""
    with pytest.raises(ConfigurationError, match=f"not bytes; media_type= may be one of {JSON}, application/pdf"):
        await sent(script, taking(JSON, "application/pdf"), b"x")


async def test_no_body_where_none_is_needed(script: Script) -> None:
    """Without a body nothing is sent, and no media type is named."""
    seen = await sent(script, taking("text/plain", needs_body=False), None)
    assert (b"", None) == (seen.body, seen.headers.get("content-type"))


@pytest.mark.parametrize("media_type", ["text/plain", URLENCODED, MULTIPART, "application/pdf"])
async def test_no_body_where_one_is_needed(script: Script, media_type: str) -> None:
    """A missing body is refused where the operation needs one."""
    with pytest.raises(ConfigurationError, match=f"call: the body cannot be encoded as {media_type}: it "):
        await sent(script, taking(media_type), None)
    assert [] == script.seen


@pytest.mark.parametrize("method", ["DELETE", "GET", "PUT", "PATCH", "OPTIONS"])
async def test_a_body_with_any_method(script: Script, method: str) -> None:
    """A body arrives complete with any method."""
    seen = await sent(script, OPERATION._replace(method=method), {"a": 1})
    assert (f"{method} /x HTTP/1.1", b'{"a":1}') == (seen.line, seen.body)


CHOICES: list[tuple[tuple[str, ...], str, str]] = [
    ((JSON, "text/csv"), "text/csv", "text/csv; charset=utf-8"),
    ((JSON, "text/*"), "text/csv", "text/csv; charset=utf-8"),
    ((JSON, "*/*"), "image/png", "image/png"),
    (("application/xml", "image/*"), "Image/PNG", "Image/PNG"),
    (("text/plain; charset=latin-1", "text/csv"), "text/plain; charset=latin-1", "text/plain; charset=latin-1"),
    (("text/plain",), "text/plain; charset=latin-1", "text/plain; charset=latin-1"),
]


@pytest.mark.parametrize(("listed", "media_type", "expected"), CHOICES)
async def test_the_caller_chooses(script: Script, listed: tuple[str, ...], media_type: str, expected: str) -> None:
    """The caller chooses among the media types of the operation, or within a range."""
    seen = await sent(script, taking(*listed), "é", media_type)
    content = "é".encode("latin-1" if "latin-1" in expected else "utf-8")
    assert (content, expected) == (seen.body, seen.headers["content-type"])


NO_CHOICES = ["text/html", "image", "image/*", "*/*", "", "image/png\r\nx: y", "image/png;\0", "text/plain;charset=x"]


@pytest.mark.parametrize("media_type", NO_CHOICES)
async def test_a_choice_that_there_is_not(script: Script, media_type: str) -> None:
    """A media type that the operation does not take is an error that names those it takes."""
    listed = f"media_type must be one of {JSON}, text/plain; charset=utf-8, image/\\*, not "
    with pytest.raises(ConfigurationError, match=listed):
        await sent(script, taking(JSON, "text/plain; charset=utf-8", "image/*"), {}, media_type)
    assert [] == script.seen


OF_THEMSELVES: list[tuple[tuple[str, ...], Any, bytes, str]] = [
    (("*/*",), {"a": 1}, b'{"a":1}', JSON),
    (("*/*",), b"x", b"x", "application/octet-stream"),
    (("*/*",), "ü", "ü".encode(), "text/plain; charset=utf-8"),
    (("*/*",), File(b"x", media_type="image/png"), b"x", "image/png"),
    (("*/*",), File(b"x"), b"x", "application/octet-stream"),
    (("application/*",), b"x", b"x", "application/octet-stream"),
    (("text/*",), "x", b"x", "text/plain; charset=utf-8"),
    ((JSON, "image/*"), File(b"x", media_type="image/png"), b"x", "image/png"),
    (("application/pdf", "image/png"), File(b"x", media_type="image/png"), b"x", "image/png"),
    (("application/pdf",), File(b"x", media_type="image/png"), b"x", "application/pdf"),
]


@pytest.mark.parametrize(("listed", "body", "content", "expected"), OF_THEMSELVES)
async def test_a_body_may_say_itself(
    script: Script, listed: tuple[str, ...], body: Any, content: bytes, expected: str
) -> None:
    """A body says its media type where nothing else does."""
    seen = await sent(script, taking(*listed), body)
    assert (content, expected) == (seen.body, seen.headers["content-type"])


async def test_a_text_that_is_json(script: Script) -> None:
    """A text is JSON where the operation takes any JSON."""
    seen = await sent(script, taking("*/*", takes_object=False), "x")
    assert (b'"x"', JSON) == (seen.body, seen.headers["content-type"])


async def test_a_range_needs_a_choice(script: Script) -> None:
    """A range of media types needs a choice, since bytes don't say their type."""
    with pytest.raises(ConfigurationError, match=r"pass media_type= to say which of image/\* the body is"):
        await sent(script, taking("image/*"), b"x")


PLAIN: list[tuple[str, Any, bytes, str]] = [
    ("text/plain", "ü", "ü".encode(), "text/plain; charset=utf-8"),
    ("text/plain", 5, b"5", "text/plain; charset=utf-8"),
    ("text/plain", models.PortalStatus.SEEN, b"seen", "text/plain; charset=utf-8"),
    ("text/csv", b"\xff", b"\xff", "text/csv"),
    ("text/csv", File(b"\xff"), b"\xff", "text/csv"),
    ("application/xml", "<ü/>", "<ü/>".encode(), "application/xml"),
    ("application/xml; charset=latin-1", "<ü/>", "<ü/>".encode("latin-1"), "application/xml; charset=latin-1"),
    ("application/pdf", b"x", b"x", "application/pdf"),
    ("application/pdf", bytearray(b"x"), b"x", "application/pdf"),
    ("application/pdf", File(b"x"), b"x", "application/pdf"),
    ("application/pdf", b"", b"", "application/pdf"),
]


@pytest.mark.parametrize(("media_type", "body", "content", "expected"), PLAIN)
async def test_text_and_bytes(script: Script, media_type: str, body: Any, content: bytes, expected: str) -> None:
    """Text and bytes are sent as they are."""
    seen = await sent(script, taking(media_type), body)
    assert (content, expected) == (seen.body, seen.headers["content-type"])


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("text/plain", {"a": 1}),
        ("text/plain", "\ud800"),
        ("text/plain; charset=nothing", "x"),
        ("text/plain; charset=ascii", "ü"),
        ("application/xml; charset=ascii", "ü"),
        ("application/pdf", {"a": 1}),
        ("application/pdf", "\ud800"),
        ("application/pdf", File("text")),  # type: ignore[arg-type]
        (URLENCODED, [1]),
        (URLENCODED, {"a": b"x"}),
        (URLENCODED, {"a": File(b"x")}),
        (URLENCODED, {"a": [None]}),
        (URLENCODED, {"a": "\ud800"}),
        (URLENCODED, {"a": {"b": float("nan")}}),
        (URLENCODED, {"a": dt.datetime(2026, 1, 2)}),  # noqa: DTZ001
        (MULTIPART, "x"),
        (MULTIPART, {"a": {"b": b"x"}}),
        (MULTIPART, {"a": {1, 2}}),
        (MULTIPART, {"\ud800": 1}),
        (MULTIPART, {"a": File(b"x", media_type="image/png\r\nX-Evil: 1")}),
        (MULTIPART, {"a": File(b"x", media_type="image/*")}),
    ],
)
async def test_what_can_not_be_written(script: Script, media_type: str, body: Any) -> None:
    """A value that a media type can't express is an error that names the media type."""
    name = media_type.partition(";")[0]
    with pytest.raises(ConfigurationError, match=f"call: the body cannot be encoded as {name}: ") as refused:
        await sent(script, taking(media_type), body)
    assert ("call", 0) == (refused.value.operation, refused.value.attempts)
    assert [] == script.seen


async def test_a_form(script: Script) -> None:
    """In a form, lists repeat their name, objects are JSON, and None is left out."""
    body = {"a": "ü &=+", "n": None, "b": True, "l": [1, "x"], "o": {"p": [1]}, "r": REF, "d": dt.date(2026, 1, 2)}
    seen = await sent(script, taking(URLENCODED), body)
    expected = [("a", "ü &=+"), ("b", "true"), ("l", "1"), ("l", "x"), ("o", '{"p":[1]}'), ("r", REF_JSON)]
    assert [*expected, ("d", "2026-01-02")] == parse_qsl(seen.body.decode("ascii"), strict_parsing=True)
    assert URLENCODED == seen.headers["content-type"]


@pytest.mark.parametrize("form", [URLENCODED, MULTIPART])
@pytest.mark.parametrize("declared", ["application/xml", "text/csv; header=present, text/plain", "image/*"])
@pytest.mark.parametrize("value", [{"b": 1}, [{"b": 1}], [[1]]])
async def test_an_object_in_a_field_that_is_not_json(script: Script, form: str, declared: str, value: Any) -> None:
    """JSON would be labelled with the wrong media type, so nothing is sent."""
    name = declared.partition(";")[0]
    with pytest.raises(
        ConfigurationError, match=f"the field a is {name.partition(',')[0]}: pass it as a string".replace("*", r"\*")
    ):
        await sent(script, taking(form, parts={"a": declared}), {"a": value})
    assert [] == script.seen


@pytest.mark.parametrize("declared", ["application/vnd.x+json", "application/*", "*/*", JSON])
async def test_an_object_in_a_field_that_may_be_json(script: Script, declared: str) -> None:
    """An object is JSON where the document allows it."""
    seen = await sent(script, taking(URLENCODED, parts={"a": declared}), {"a": {"b": 1}})
    assert [("a", '{"b":1}')] == parse_qsl(seen.body.decode("ascii"))


async def test_a_form_of_a_model(script: Script) -> None:
    """A form of a model uses its wire names."""
    seen = await sent(script, taking(URLENCODED), REF)
    assert f"entity_id={RID}&entity_schema=x".encode() == seen.body


async def test_a_form_in_other_styles(script: Script) -> None:
    """A form follows the styles and parts that the operation names."""
    operation = taking(URLENCODED, styles={"body:o": "deepObject*", "body:l": "form"}, parts={"j": JSON})
    seen = await sent(script, operation, {"o": {"p": {"q": 1}}, "l": [1, 2], "none": None, "j": [1, "x"]})
    assert b"o%5Bp%5D%5Bq%5D=1&l=1,2&j=%5B1%2C%22x%22%5D" == seen.body


@pytest.mark.parametrize("style", ["form", "form*", "deepObject*", None])
async def test_an_empty_list_in_a_form(script: Script, style: str | None) -> None:
    """Nothing of it is sent: a form can't say it otherwise, and it is no filter."""
    seen = await sent(script, taking(URLENCODED, styles={"body:l": style} if style else {}), {"l": [], "a": 1})
    assert b"a=1" == seen.body


async def test_a_form_of_parts(script: Script) -> None:
    """A multipart form sends files, objects, lists and texts, each with its type."""
    body = {
        "text": "ü",
        "number": 5,
        "none": None,
        "list": ["x", True],
        "ref": REF,
        "refs": [REF, {"a": 1}],
        "bytes": b"\0\r\n--",
        "array": bytearray(b"y"),
        "file": File(b"z", "a b.png", "image/png"),
        "files": [File(b"1"), File(b"2", name='q"ü.txt')],
    }
    seen = await sent(script, taking(MULTIPART), body)
    octets = "application/octet-stream"
    found = fields(seen.body, seen.headers["content-type"])
    texts = {name: [part[1] for part in parts] for name, parts in found.items() if parts[0][0] is None}
    assert {
        "text": ["ü".encode()],
        "number": [b"5"],
        "list": [b"x", b"true"],
        "ref": [REF_JSON.encode()],
        "refs": [REF_JSON.encode(), b'{"a":1}'],
    } == texts
    assert {
        "bytes": [("bytes", b"\0\r\n--", octets)],
        "array": [("array", b"y", octets)],
        "file": [("a b.png", b"z", "image/png")],
        "files": [("files", b"1", octets), ('q"ü.txt', b"2", octets)],
    } == {name: parts for name, parts in found.items() if parts[0][0] is not None}
    assert 3 == seen.body.count(b"Content-Type: application/json\r\n")


PARTS: list[tuple[str, Any, bytes]] = [
    ("text/csv", "a,b", b'name="a"\r\nContent-Type: text/csv\r\n\r\na,b\r\n'),
    ("image/png", b"x", b'name="a"; filename="a"\r\nContent-Type: image/png\r\n\r\nx\r\n'),
    ("image/png, image/gif", b"x", b'filename="a"\r\nContent-Type: image/png\r\n\r\nx\r\n'),
    ("image/*", b"x", b'filename="a"\r\nContent-Type: application/octet-stream\r\n\r\nx\r\n'),
    ("image/gif", File(b"x", media_type="image/png"), b"Content-Type: image/png\r\n\r\nx\r\n"),
    ("application/vnd.a+json", {"b": 1}, b'name="a"\r\nContent-Type: application/vnd.a+json\r\n\r\n{"b":1}\r\n'),
    ("application/json", [1, "x"], b'name="a"\r\nContent-Type: application/json\r\n\r\n[1,"x"]\r\n'),
    ("text/plain; charset=utf-8", "x", b'name="a"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nx\r\n'),
    ("text/plain; charset=latin-1", "ü", b'name="a"\r\nContent-Type: text/plain; charset=latin-1\r\n\r\n\xfc\r\n'),
    ("no media type", "x", b'name="a"\r\n\r\nx\r\n'),
]


@pytest.mark.parametrize(("said", "value", "expected"), PARTS)
async def test_parts_of_other_kinds(script: Script, said: str, value: Any, expected: bytes) -> None:
    """A part has the type that the document names."""
    seen = await sent(script, taking(MULTIPART, parts={"a": said}), {"a": value})
    assert expected in seen.body


async def test_a_form_without_parts(script: Script) -> None:
    """A multipart form without parts is a valid, empty form."""
    seen = await sent(script, taking(MULTIPART), {})
    assert {} == fields(seen.body, seen.headers["content-type"])
    assert seen.body.startswith(b"--")


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters='"\\'), min_size=1)


def listed(body: dict[str, Any]) -> dict[str, list[Any]]:
    return {name: value if isinstance(value, list) else [value] for name, value in body.items()}


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAMES, st.binary() | st.lists(st.binary(), min_size=1)))
def test_any_bytes_arrive(body: dict[str, Any]) -> None:
    """Any bytes arrive in the parts of a form."""
    content, content_type = encode_body(taking(MULTIPART), body, None)
    found = fields(content, content_type)
    assert listed(body) == {name: [part[1] for part in parts] for name, parts in found.items()}


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(), st.text() | st.lists(st.text(), min_size=1)))
def test_any_text_arrives_in_a_form(body: dict[str, Any]) -> None:
    """Any text arrives in a form that another library reads."""
    content, _ = encode_body(taking(URLENCODED), body, None)
    expected = [(name, item) for name, items in listed(body).items() for item in items]
    assert expected == parse_qsl(content.decode("ascii"), keep_blank_values=True)


def test_no_two_forms_have_one_boundary() -> None:
    """Each form has a boundary of its own, which nobody can know beforehand."""
    bodies = [{}, {}, {"a": 1}, {"a": 1}]
    assert 4 == len({encode_body(taking(MULTIPART), body, None)[1] for body in bodies})


async def test_a_form_is_sent_again_as_it_was(script: Script) -> None:
    """A repeated form has the same boundary."""
    script.answer = lambda _: response(503) if len(script.seen) == 1 else response()
    async with TargetingClient("t", base_url=script.address, retry=NOW) as client:
        await client._send(taking(MULTIPART), body={"a": File(b"x")})
    first, second = script.seen
    assert (first.headers, first.body) == (second.headers, second.body)


async def test_a_large_file(script: Script) -> None:
    """A large file arrives complete over every transport."""
    content = bytes(range(256)) * 8192
    seen = await sent(script, taking(MULTIPART), {"a": File(content)})
    assert [("a", content, "application/octet-stream")] == fields(seen.body, seen.headers["content-type"])["a"]


def test_a_file_is_not_shown() -> None:
    """No error shows a file."""
    assert "secret" not in repr(File(b"secret", "a.txt"))
