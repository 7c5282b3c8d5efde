"""Parameters: how they are serialised, in every style and location of OpenAPI."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Mapping
from enum import Enum
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import httpx
import pytest
from epilot_targeting_generated.types import Operation
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest
from server import NOW, Script, any_body, response
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.http import parse_cookie

from epilot_targeting import ConfigurationError, TargetingClient, models
from epilot_targeting._request.build import Arguments, build_request
from epilot_targeting._request.other_documents.headers import cookie_value, header_values
from epilot_targeting._request.query_string import query_string
from epilot_targeting._request.url_path import url_path

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
OPERATION: Operation[Any] = Operation("call", "call", "GET", "/x/{color}", "read", lambda value: value)
LIST = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}
NOT_THERE: Any = None
"""What the table of the specification leaves out."""
SPACES = "color=R%20100%20G%20200%20B%20150"
PIPES = "color=R%7C100%7CG%7C200%7CB%7C150"
DEEP = "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"
TABLE: list[tuple[str, str, Any, Any, Any, Any]] = [
    # place, style, and what becomes of "", "blue", the list and the object
    ("path", "matrix", ";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
    ("path", "matrix*", ";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
    ("path", "label", NOT_THERE, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
    ("path", "label*", NOT_THERE, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
    ("path", "simple", NOT_THERE, "blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("path", "simple*", NOT_THERE, "blue", "blue,black,brown", "R=100,G=200,B=150"),
    ("header", "simple", "", "blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("header", "simple*", "", "blue", "blue,black,brown", "R=100,G=200,B=150"),
    ("query", "form", "color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    ("query", "form*", "color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
    ("query", "spaceDelimited", "color=", "color=blue", "color=blue%20black%20brown", SPACES),
    ("query", "pipeDelimited", "color=", "color=blue", "color=blue%7Cblack%7Cbrown", PIPES),
    ("query", "deepObject*", "color=", "color=blue", NOT_THERE, DEEP),
    ("cookie", "form", "color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    ("cookie", "form*", "color=", "color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"),
]
EXAMPLES = [
    pytest.param(place, style, value, expected, id=f"{place}-{style}-{type(value).__name__}-{bool(value)}")
    for place, style, *row in TABLE
    for value, expected in zip(("", "blue", LIST, OBJECT), row, strict=True)
    if expected is not NOT_THERE
]


def written(place: str, style: str, value: Any, name: str = "color") -> Any:
    """Write a parameter by its style."""
    styles = {f"{place}:{name}": style}
    if place == "path":
        return url_path(OPERATION._replace(styles=styles), (value,)).removeprefix("/x/")
    if place == "query":
        return query_string({name: value}, styles).removeprefix("?")
    return header_values({name: value}, styles).get(name) if place == "header" else cookie_value({name: value}, styles)


@pytest.mark.parametrize(("place", "style", "value", "expected"), EXAMPLES)
def test_the_examples_of_the_specification(place: str, style: str, value: Any, expected: str) -> None:
    """Each example of the specification is written as its table says."""
    assert expected == written(place, style, value)


@pytest.mark.parametrize("style", ["spaceDelimited*", "pipeDelimited*"])
def test_what_is_exploded_has_no_delimiter(style: str) -> None:
    """An exploded parameter with a delimiter style is written as a form's."""
    assert "color=blue&color=black&color=brown" == written("query", style, LIST)


def test_what_no_style_is_named_for() -> None:
    """A parameter without a style is written in the default style of its location."""
    assert "?color=blue&color=black&color=brown" == query_string({"color": LIST})
    assert {"x-a": "blue,black,brown", "x-b": "R,100,G,200,B,150"} == header_values({"X-A": LIST, "x-b": OBJECT}, {})
    assert "a=blue,black,brown; b=R,100,G,200,B,150" == cookie_value({"a": LIST, "b": OBJECT}, {})


@pytest.mark.parametrize("value", [OBJECT, models.EntityRef(entity_id=UUID(CID), entity_schema="x"), b"x"])
def test_an_object_needs_a_style(value: Any) -> None:
    """An object as a query parameter without a style is a mistake."""
    with pytest.raises(ConfigurationError, match="color is invalid: it must not be of type"):
        query_string({"color": value})


VALUES: list[tuple[Any, str]] = [
    (5, "5"),
    (1.5, "1.5"),
    (True, "true"),
    (False, "false"),
    (0, "0"),
    (UUID(CID), CID),
    (models.PortalStatus.SEEN, "seen"),
    (dt.date(2026, 1, 2), "2026-01-02"),
    (dt.datetime(2026, 1, 2, tzinfo=dt.UTC), "2026-01-02T00%3A00%3A00.000Z"),
    ((1, 2), "1,2"),
    ({7}, "7"),
    (frozenset({7}), "7"),
    (models.EntityRef(entity_id=UUID(CID), entity_schema="x"), f"entity_id,{CID},entity_schema,x"),
]


@pytest.mark.parametrize("place", ["path", "query"])
@pytest.mark.parametrize(("value", "expected"), VALUES)
def test_values_of_every_kind(place: str, value: Any, expected: str) -> None:
    """Values of every kind are written as in JSON."""
    label = "color=" if place == "query" else ""
    assert label + expected == written(place, "form" if place == "query" else "simple", value)


@pytest.mark.parametrize(("place", "style"), [row[:2] for row in TABLE if row[0] != "path"])
def test_none_is_not_sent(place: str, style: str) -> None:
    """A parameter that is None is not sent."""
    assert not written(place, style, None)


@pytest.mark.parametrize(("place", "style"), [row[:2] for row in TABLE if row[0] != "path"])
@pytest.mark.parametrize("value", [[], (), set(), frozenset(), {}, {"a": None}])
def test_a_parameter_of_which_nothing_would_be_sent(place: str, style: str, value: Any) -> None:
    """A parameter of which nothing would be sent is refused: it would read as no filter."""
    with pytest.raises(ConfigurationError, match="color is empty"):
        written(place, style, value)


@pytest.mark.parametrize("value", [[], (), set(), frozenset()])
def test_a_query_of_no_values(value: Any) -> None:
    """A query parameter of no values is refused where the operation names no style, too."""
    with pytest.raises(ConfigurationError, match="color is empty"):
        query_string({"color": value, "q": "x"})


@pytest.mark.parametrize("value", [{"a": [], "b": 1}, {"a": {}, "b": 1}, {"a": {"b": {"c": None}}, "d": 1}])
def test_a_part_of_a_deep_object_of_which_nothing_would_be_sent(value: Any) -> None:
    """An empty part of a deep object is refused by the name that it has on the wire."""
    with pytest.raises(ConfigurationError, match=r"color\[a\](\[b\])? is empty"):
        written("query", "deepObject*", value)


@pytest.mark.parametrize("place", ["path", "query", "header", "cookie"])
def test_an_empty_list_as_json_is_sent(place: str) -> None:
    """An empty list is sent where a parameter is JSON."""
    assert "[]" in unquote(written(place, "json", []))


def test_a_list_of_an_empty_text_is_sent() -> None:
    """A list of an empty string is sent, and the service judges it."""
    assert "?color=" == query_string({"color": [""]})


@pytest.mark.parametrize("value", [None, [], {}, {"a": None}, "", ".", "..", " ", [""]])
def test_a_path_needs_something(value: Any) -> None:
    """An empty path parameter is refused: it would turn one route into another."""
    with pytest.raises(ConfigurationError, match="call: color is"):
        written("path", "simple", value)


@pytest.mark.parametrize("value", ["", "."])
def test_a_label_is_no_step_of_a_path(value: str) -> None:
    """A label that would make a dot segment is refused: it would lead elsewhere."""
    with pytest.raises(ConfigurationError, match="would change the route"):
        written("path", "label", value)


JSON: list[tuple[str, str]] = [
    ("path", "%7B%22a%22%3A%5B1%2C%22%5Cu00fc%20%3B%22%5D%7D"),
    ("query", "color=%7B%22a%22%3A%5B1%2C%22%5Cu00fc%20%3B%22%5D%7D"),
    ("header", r'{"a":[1,"\u00fc ;"]}'),
    ("cookie", "color={%22a%22:[1%2C%22%5Cu00fc%20%3B%22]}"),
]


@pytest.mark.parametrize(("place", "expected"), JSON)
def test_json(place: str, expected: str) -> None:
    """A JSON parameter is compact, and encoded for its location."""
    assert expected == written(place, "json", {"a": [1, "ü ;"]})


def test_json_of_a_text() -> None:
    """A JSON parameter that is a string has its quotes."""
    assert "color=%22a%22" == written("query", "json", "a")


@pytest.mark.parametrize(("page", "expected"), [(1, "/rest?method=list&page=1"), (None, "/rest?method=list")])
def test_a_path_that_has_a_query(page: int | None, expected: str) -> None:
    """Query parameters follow a query in the path of the document."""
    operation = OPERATION._replace(path="/rest?method=list")
    assert expected == build_request(operation, Arguments((), {"page": page}), {}).target


def test_deep_objects() -> None:
    """Deep objects are written in brackets, and None is left out."""
    value = {"a": {"b c": 1}, "l": ["x", True], "n": None}
    assert "color[a][b c]=1&color[l][]=x&color[l][]=true" == unquote(written("query", "deepObject*", value))


def test_a_list_in_brackets() -> None:
    """A list is written in brackets where its style is for objects."""
    assert "color%5B%5D=1&color%5B%5D=2" == written("query", "deepObject*", [1, 2])


REFUSED: list[tuple[str, str, Any, str]] = [
    ("query", "form", b"x", "must not be of type bytes"),
    ("query", "form", ["a", None], "must not be of type NoneType"),
    ("query", "form*", {"a": [1]}, "must not be of type list"),
    ("query", "form", dt.datetime(2026, 1, 2), "time zone"),  # noqa: DTZ001
    ("query", "deepObject*", {"a": [{"b": 1}]}, "must not be of type dict"),
    ("query", "deepObject*", {"a[b": 1}, "bracket"),
    ("query", "deepObject*", {"b]": 1}, "bracket"),
    ("query", "spaceDelimited", ["a b", "c"], "the separator ' '"),
    ("query", "pipeDelimited", {"a|b": 1}, r"the separator '\|'"),
    ("query", "json", float("nan"), "JSON"),
    ("query", "form", float("nan"), "nan is not finite"),
    ("path", "simple", float("inf"), "inf is not finite"),
    ("query", "form", "\ud800", "UTF-8"),
    ("query", "own", "x", "the style 'own'"),
    ("path", "label*", ["a.b", "c"], "the separator '.'"),
    ("path", "simple", "\ud800", "call: color cannot be encoded as UTF-8"),
    ("header", "simple", ["a,b", "c"], "the separator ','"),
    ("header", "simple*", {"a": "b,c"}, "the separator ','"),
    ("header", "simple*", {"a=b": 1}, "equals sign"),
    ("cookie", "form*", {"a=b": 1}, "equals sign"),
    ("cookie", "form", "\ud800", "UTF-8"),
]


@pytest.mark.parametrize(("place", "style", "value", "says"), REFUSED)
def test_what_a_style_can_not_say(place: str, style: str, value: Any, says: str) -> None:
    """A value that its style cannot express is refused, since it would arrive as another."""
    with pytest.raises(ConfigurationError, match=says):
        written(place, style, value)


@pytest.mark.parametrize("value", ["a\nb", "a\rb", "a\0b", "ü", "Ω", " a", "a\x7f"])
def test_what_no_header_can_hold(value: str) -> None:
    """A value that no header can hold is refused, and not shown."""
    with pytest.raises(ConfigurationError, match="header x-a") as refused:
        header_values({"x-a": value}, {})
    assert value not in str(refused.value)


RESERVED = [
    *["Authorization", "host", "Content-Length", "transfer-encoding", "connection", "cookie", "Content-Type", "accept"],
    *["User-Agent", "accept-encoding", "proxy-authorization"],
]


@pytest.mark.parametrize("name", RESERVED)
def test_a_header_of_the_clients_own(name: str) -> None:
    """A header that the client sets is no parameter."""
    with pytest.raises(ConfigurationError, match=f"the header {name} is (set by the client|the client's own)"):
        header_values({name: "x"}, {})


def test_a_reserved_header_that_is_not_given() -> None:
    """A reserved header that is None does no harm."""
    assert {} == header_values({"Cookie": None}, {})


@pytest.mark.parametrize("name", ["", "a b", "a;b", "a=b", "ü", "a\r\n"])
def test_a_name_that_no_cookie_has(name: str) -> None:
    """An invalid name of a cookie is refused."""
    with pytest.raises(ConfigurationError, match="the name of a cookie"):
        cookie_value({name: "x"}, {})


def test_what_no_cookie_can_hold_is_encoded() -> None:
    """Characters that no cookie can hold are percent-encoded; others stay as they are."""
    value = 'a;b,c d"e\\f%g\r\nü=/+[]'
    assert "color=a%3Bb%2Cc%20d%22e%5Cf%25g%0D%0A%C3%BC=/+[]" == written("cookie", "form", value)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
MEMBERS = st.dictionaries(TEXTS.filter(bool), TEXTS, min_size=1)


def pairs(parts: list[str]) -> dict[str, str]:
    return {unquote(key): unquote(text) for key, text in zip(parts[::2], parts[1::2], strict=True)}


SEPARATORS = {"matrix": ";", "simple": ",", "form": "&"}


def read(text: str, style: str, *, members: bool) -> Any:
    """Read what was written as RFC 6570 has it: delimiters first, then the encoding."""
    kind, exploded = style.strip("*"), style.endswith("*")
    parts = text.removeprefix(";").split(SEPARATORS[kind] if exploded else ",")
    if exploded and members:
        return pairs([half for part in parts for half in part.split("=", 1)])
    if kind != "simple":
        named = len(parts) if exploded else 1  # a value may be "color" as well
        parts = [*(part.removeprefix("color").removeprefix("=") for part in parts[:named]), *parts[named:]]
    return pairs(parts) if members else [unquote(part) for part in parts]


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, min_size=1), st.sampled_from(["query:form", "query:form*", "path:matrix", "path:matrix*"]))
def test_any_list_arrives(items: list[str], how: str) -> None:
    """Any list arrives as it is."""
    place, style = how.split(":")
    assert items == read(written(place, style, items), style, members=False)


@settings(max_examples=100, deadline=None)
@given(MEMBERS, st.sampled_from(["query:form", "query:form*", "path:matrix", "path:matrix*", "path:simple*"]))
def test_any_object_arrives(value: dict[str, str], how: str) -> None:
    """Any object arrives as it is."""
    place, style = how.split(":")
    assert value == read(written(place, style, value), style, members=True)


WORDS = st.text(string.ascii_letters + string.digits + "ü&=+%#?;/", min_size=1)
HEADER_WORDS = st.text(string.ascii_letters + string.digits + "&+%#?;/", min_size=1)
ANSWERS = {"200": {"description": "ok"}}
KINDS = {"array": {"type": "array", "items": {"type": "string"}}, "string": {"type": "string"}}
OBJECTS = {"type": "object", "properties": {"R": {"type": "string"}, "G": {"type": "string"}}}


def judged(place: str, style: str, value: Any) -> Any:
    """Return what openapi-core reads of a parameter that was written here."""
    kind = "object" if isinstance(value, dict) else "array" if isinstance(value, list) else "string"
    explode, schema = style.endswith("*"), KINDS.get(kind, OBJECTS)
    one = {"name": "color", "in": place, "style": style.strip("*"), "explode": explode, "schema": schema}
    document = OpenAPI.from_dict(
        {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {"/x": {"get": {"parameters": [one], "responses": ANSWERS}}},
        }
    )
    sent = written(place, style, value)
    request = MockRequest("http://localhost", "get", "/x")
    arguments = ImmutableMultiDict(httpx.QueryParams(sent).multi_items() if place == "query" else [])
    request.parameters.query = arguments
    request.parameters.header = httpx.Headers({"color": sent} if place == "header" else {})
    request.parameters.cookie = parse_cookie(sent) if place == "cookie" else ImmutableMultiDict()
    found: Mapping[str, Any] = getattr(document.unmarshal_request(request).parameters, place)
    return found["color"]


JUDGED = ["query:form", "query:form*", "query:pipeDelimited", "query:deepObject*", "header:simple", "header:simple*"]


@settings(max_examples=30, deadline=None)
@given(st.data(), st.sampled_from(JUDGED))
def test_another_reader_finds_the_same(data: st.DataObject, how: str) -> None:
    """openapi-core, which decodes first and then splits, reads the same values."""
    place, style = how.split(":")
    words = HEADER_WORDS if place == "header" else WORDS
    kinds: list[st.SearchStrategy[Any]] = []
    if style != "deepObject*":
        kinds.append(st.lists(words, min_size=1))
    if how not in ("query:form*", "header:simple*"):
        kinds.append(st.fixed_dictionaries({"R": words, "G": words}))
    value = data.draw(st.one_of(kinds))
    assert value == judged(place, style, value)


async def test_parameters_at_every_place(script: Script) -> None:
    """Parameters at every location are sent with one request, beside the shared headers."""
    operation = OPERATION._replace(
        path="/x/{color}/{plain}",
        styles={
            "path:color": "matrix*",
            "query:deep": "deepObject*",
            "query:where": "json",
            "query:odd": "pipeDelimited",
        },
    )
    query = {"deep": OBJECT, "where": {"a": "ü"}, "odd": LIST, "q": "a b"}
    async with TargetingClient("t", base_url=script.address, headers={"x-kept": "k", "x-a": "o"}) as client:
        headers, cookies = {"X-A": LIST, "x-none": None}, {"c": "1; 2", "none": None, "d": LIST}
        await client._send(operation, (LIST, CID), query, headers=headers, cookies=cookies)
        await client._send(OPERATION, (CID,), headers={"x-none": None}, cookies={"none": None})
    seen, plain = script.seen
    deep, where = "deep%5BR%5D=100&deep%5BG%5D=200&deep%5BB%5D=150", "where=%7B%22a%22%3A%22%5Cu00fc%22%7D"
    path = f"/x/;color=blue;color=black;color=brown/{CID}"
    assert f"{path}?{deep}&{where}&odd=blue%7Cblack%7Cbrown&q=a%20b" == seen.target
    assert ("blue,black,brown", "k") == (seen.headers["x-a"], seen.headers["x-kept"])
    assert "c=1%3B%202; d=blue,black,brown" == seen.headers["cookie"]
    assert seen.headers["user-agent"].startswith("epilot-targeting/")
    assert plain.headers | {"x-a": "o"} == plain.headers
    assert {"cookie", "x-none"}.isdisjoint(plain.headers)


async def test_the_headers_of_all_requests_stay_as_they_are(script: Script) -> None:
    """Header parameters of one request are not in the next."""
    async with TargetingClient("t", base_url=script.address) as client:
        before = dict(client.options.sent_headers)
        await client._send(OPERATION, (CID,), headers={"x-a": "1"}, cookies={"c": "1"})
        assert before == client.options.sent_headers
        await client._send(OPERATION, (CID,))
    assert {"x-a", "cookie"}.isdisjoint(script.seen[1].headers)


async def test_cookies_join_those_of_the_options(script: Script) -> None:
    """Cookie parameters and the cookies of the options are sent in one header."""
    async with TargetingClient("t", base_url=script.address, headers={"Cookie": "a=1"}) as client:
        await client._send(OPERATION, (CID,), cookies={"b": "2"})
    assert "a=1; b=2" == script.seen[0].headers["cookie"]


@pytest.mark.parametrize("jar", [{}, {"j": "3"}])
async def test_cookies_over_a_callers_client(script: Script, jar: dict[str, str]) -> None:
    """Over a caller's client the cookies replace the client's own, and its other headers are sent too."""
    async with httpx.AsyncClient(cookies=jar, headers={"x-own": "o", "x-a": "o"}) as own:
        client = TargetingClient("t", base_url=script.address, http_client=own)
        await client._send(OPERATION, (CID,), headers={"x-a": "p"}, cookies={"b": "2"})
    headers = script.seen[0].headers
    assert ("b=2", "o", "p") == (headers["cookie"], headers["x-own"], headers["x-a"])


async def test_a_parameter_that_can_not_be_sent(script: Script) -> None:
    """The error of an invalid parameter names the operation, and nothing is sent."""
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(ConfigurationError) as refused:
            await client._send(OPERATION, (CID,), headers={"x-a": "a\r\nb"})
    assert ("call", 0, False) == (refused.value.operation, refused.value.attempts, refused.value.applied)
    assert [] == script.seen


async def test_path_values_are_ids_unless_a_style_is_named() -> None:
    """A number is no path id where no style is named."""
    with pytest.raises(ConfigurationError, match="call: color must be a UUID or a string, not int"):
        await TargetingClient("t")._send(OPERATION, (5,))


class Color(str, Enum):  # noqa: UP042 (older code has it so)
    """An enum as older code writes it, whose `str()` is the name of the member."""

    RED = "red"


class ForeignUUID:
    """A UUID class of another library."""

    def __str__(self) -> str:
        return CID


@pytest.mark.parametrize(("value", "segment"), [(Color.RED, "red"), (ForeignUUID(), CID), (UUID(CID), CID)])
async def test_an_id_is_sent_by_its_text(script: Script, value: Any, segment: str) -> None:
    """An enum is sent by its value, and the UUID of another library by its text."""
    async with TargetingClient("t", base_url=script.address) as client:
        await client._send(OPERATION, (value,))
    assert f"/x/{segment}" == script.seen[0].target


async def test_an_integer_that_has_no_text_is_refused() -> None:
    """An integer with more digits than Python converts is invalid, as a parameter and in a body."""
    client = TargetingClient("t")
    with pytest.raises(ConfigurationError, match="limit is invalid"):
        await client.get_recipients(CID, limit=10**5000)
    with pytest.raises(ConfigurationError, match="cannot be encoded as JSON"):
        await client.update_recipient(CID, CID, any_body(n=10**5000))


async def test_parameters_are_sent_again(script: Script) -> None:
    """Parameters are sent with every attempt."""
    script.answer = lambda _: response(503) if len(script.seen) == 1 else response()
    async with TargetingClient("t", base_url=script.address, retry=NOW) as client:
        await client._send(OPERATION, (CID,), {"q": 1}, headers={"x-a": "1"}, cookies={"c": "1"})
    first, second = script.seen
    assert (first.line, first.headers) == (second.line, second.headers)


def test_what_is_sent_is_not_shown() -> None:
    """Header and cookie parameters are not shown: they may be credentials."""
    given = Arguments(("hidden",), {"q": "hidden"}, {"a": "hidden"}, {"x-a": "hidden"}, {"c": "hidden"})
    written = build_request(OPERATION, given, {})
    assert b'{"a":"hidden"}' == written.content
    assert "hidden" not in repr(given) + repr(written)
