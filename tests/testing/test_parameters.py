"""Parameters of every place and style are read as their schemas have them."""

from __future__ import annotations

from typing import Any

import pytest

from epilot_targeting.testing._request_and_response import ErrorResponse, Request
from epilot_targeting.testing._request_validator import Arguments
from epilot_targeting.testing._routes import Router
from epilot_targeting.testing._schema import Schema

IDS: Schema = {"properties": {"ids": {"type": "array", "items": {"type": "integer"}}}}
TEXTS: Schema = {"type": "array", "items": {"type": "string"}}
NUMBERS: Schema = {"type": "array", "items": {"type": "integer"}}
ABC: Schema = {"a": "1", "b": "2", "c": 3}
POINT: Schema = {"type": "object", "properties": {"x": {"type": "integer"}, "name": {"type": "string"}}}


def read(parameter: Schema, path: str = "/things", query: str = "", **headers: str) -> Arguments:
    """Read a request of an operation that has this parameter."""
    template = "/things/{p}" if parameter["in"] == "path" else "/things"
    router = Router({"paths": {template: {"get": {"parameters": [parameter], "responses": {"200": {}}}}}})
    route, variables = router.find("GET", path)
    return router.validator.check(route, variables, Request("GET", path, query, headers))


@pytest.mark.parametrize(
    ("more", "query", "expected"),
    [
        ({"schema": {"type": "integer"}}, "p=5", 5),
        ({"schema": {"type": "integer"}}, f"p={10**30}", 10**30),
        ({"schema": {"type": "number"}}, "p=-1.5e3", -1500.0),
        ({"schema": {"type": ["integer", "number"]}}, "p=1e3", 1000.0),
        ({"schema": {"type": "boolean"}}, "p=true", True),
        ({"schema": {"allOf": [True, {"type": "integer"}]}}, "p=5", 5),
        ({"schema": {"type": "string"}}, "p=5", "5"),
        ({"schema": {"type": "string"}}, "p=a+b%2Bc%26", "a b+c&"),
        ({"schema": {"type": "string"}}, "p", ""),
        ({"schema": {"type": "string", "nullable": True}}, "p=null", None),
        ({"schema": {"enum": [1, 2]}}, "p=2", 2),
        ({"schema": {}}, "p=2", "2"),
        ({}, "p=2", "2"),
        ({"schema": {"allOf": [{}, {"anyOf": [True]}]}}, "p=2", "2"),
        ({"schema": {"type": "array", "items": {}}}, "p=1&p=true", ["1", "true"]),
        ({"schema": {"type": "object", "additionalProperties": {}}}, "a=1", {"a": "1"}),
        ({"schema": {"properties": {"a": {}, "b": True, "c": {"type": "integer"}}}}, "a=1&b=2&c=3", ABC),
        ({"schema": {"anyOf": [{"type": "integer"}, {"type": "boolean"}]}}, "p=false", False),
        ({"schema": TEXTS}, "p=a&p=b%2Cc", ["a", "b,c"]),
        ({"schema": NUMBERS}, "p=1&other=2&p=3", [1, 3]),
        ({"schema": NUMBERS, "explode": False}, "p=1,3", [1, 3]),
        ({"schema": TEXTS, "explode": False}, "p=a%2Cb,c", ["a,b", "c"]),
        ({"schema": TEXTS, "explode": False}, "p=", [""]),
        ({"schema": NUMBERS, "explode": False}, "p=", []),
        ({"schema": NUMBERS, "style": "spaceDelimited"}, "p=1%203", [1, 3]),
        ({"schema": NUMBERS, "style": "spaceDelimited", "explode": False}, "p=1+3", [1, 3]),
        ({"schema": NUMBERS, "style": "pipeDelimited", "explode": False}, "p=1|3%7c5", [1, 3, 5]),
        ({"schema": NUMBERS, "style": "pipeDelimited", "explode": True}, "p=1&p=3", [1, 3]),
        ({"schema": POINT}, "x=1&name=2&other=3", {"x": 1, "name": "2"}),
        ({"schema": {"type": "object", "additionalProperties": {"type": "integer"}}}, "a=1&b=2", {"a": 1, "b": 2}),
        ({"schema": POINT, "explode": False}, "p=x,1,name,a%2Cb", {"x": 1, "name": "a,b"}),
        ({"schema": POINT, "style": "deepObject"}, "p[x]=1&p%5Bname%5D=a", {"x": 1, "name": "a"}),
        (
            {"schema": {"properties": {"in": POINT}}, "style": "deepObject"},
            "p[in][x]=1&p[in][name]=2",
            {"in": {"x": 1, "name": "2"}},
        ),
        ({"schema": IDS, "style": "deepObject"}, "p[ids][]=1", {"ids": [1]}),
        (
            {"schema": IDS, "style": "deepObject"},
            "p[ids]=1&p[ids]=2&p[ids][]=3",
            {"ids": [1, 2, 3]},
        ),
        ({"content": {"application/json": {"schema": NUMBERS}}}, "p=%5B1%2C2%5D", [1, 2]),
        ({"content": {"application/json": {}}}, "p=null", None),
        ({"content": {"text/plain": {"schema": {"type": "integer"}}}}, "p=5", 5),
        ({"schema": {"oneOf": [NUMBERS, {"type": "string"}]}}, "p=a", "a"),
        ({"schema": {"oneOf": [NUMBERS, {"type": "string"}]}}, "p=1", [1]),
        ({"schema": {"items": {"type": "integer"}}}, "p=1&p=2", [1, 2]),
        ({"schema": {"type": ["array", "null"], "items": {"type": "integer"}}}, "p=1", [1]),
    ],
)
def test_query(more: Schema, query: str, expected: Any) -> None:
    """Query parameters are split by their style and typed by their schema."""
    assert {"p": expected} == read({"name": "p", "in": "query", **more}, query=query).query


@pytest.mark.parametrize(
    ("more", "path", "expected"),
    [
        ({"schema": {"type": "integer"}}, "5", 5),
        ({"schema": {"type": "string"}}, "a%2Fb+c", "a/b+c"),
        ({"schema": NUMBERS}, "1,2", [1, 2]),
        ({"schema": POINT}, "x,1,name,b", {"x": 1, "name": "b"}),
        ({"schema": POINT, "explode": True}, "x=1,name=b", {"x": 1, "name": "b"}),
        ({"schema": NUMBERS, "style": "label"}, ".1,2", [1, 2]),
        ({"schema": NUMBERS, "style": "label", "explode": True}, ".1.2", [1, 2]),
        ({"schema": POINT, "style": "label", "explode": True}, ".x=1.name=b", {"x": 1, "name": "b"}),
        ({"schema": {"type": "integer"}, "style": "matrix"}, ";p=5", 5),
        ({"schema": {"type": "string"}, "style": "matrix"}, ";p", ""),
        ({"schema": NUMBERS, "style": "matrix"}, ";p=1,2", [1, 2]),
        ({"schema": NUMBERS, "style": "matrix", "explode": True}, ";p=1;p=2", [1, 2]),
        ({"schema": POINT, "style": "matrix", "explode": True}, ";x=1;name=b", {"x": 1, "name": "b"}),
        ({"schema": POINT, "style": "matrix"}, ";p=x,1", {"x": 1}),
    ],
)
def test_path(more: Schema, path: str, expected: Any) -> None:
    """A part of the path may be a list or an object."""
    assert {"p": expected} == read({"name": "p", "in": "path", "required": True, **more}, f"/things/{path}").path


def test_headers_and_cookies() -> None:
    """Headers are found in any case, and cookies one by one or as JSON."""
    assert {"x-ids": [1, 2]} == read({"name": "X-Ids", "in": "header", "schema": NUMBERS}, **{"x-ids": "1, 2"}).headers
    session = {"name": "sid", "in": "cookie", "schema": {"type": "integer"}}
    assert {"sid": 5} == read(session, cookie="a=1; sid=5;").cookies
    assert {"sid": "5"} == read({**session, "schema": {"type": "string"}}, cookie="sid=5").cookies


@pytest.mark.parametrize(
    ("parameter", "query", "message"),
    [
        ({"schema": {"type": "integer"}, "required": True}, "", "p is missing"),
        ({"schema": NUMBERS, "required": True}, "q=1", "p is missing"),
        ({"schema": POINT, "style": "deepObject", "required": True}, "p=1", "p is missing"),
        ({"schema": {**POINT, "additionalProperties": False}, "style": "deepObject"}, "p[]=1", "p. is not allowed"),
        ({"schema": {"type": "integer"}}, "p=a", "p must be of type integer"),
        ({"schema": {"type": "integer"}}, "p=1e3", "p must be of type integer"),
        ({"schema": {"type": "integer"}}, "p=007", "p must be of type integer"),
        ({"schema": {"type": "integer", "minimum": 1}}, "p=0", "p must be at least 1"),
        ({"schema": {"type": "integer", "minimum": 1}}, "p=-1", "p must be at least 1"),
        ({"schema": {"type": "integer", "minimum": 1}}, "p=1.5", "p must be of type integer"),
        ({"schema": {"type": "number", "maximum": 1}}, "p=1.5", "p must be at most 1"),
        ({"schema": {**NUMBERS, "items": {"type": "integer", "minimum": 1}}}, "p=1&p=0", "p[1] must be at least 1"),
        ({"schema": {"type": "integer"}}, "p=1&p=2", "p must be sent once"),
        ({"schema": NUMBERS, "explode": False}, "p=1&p=2", "p must be sent once"),
        ({"schema": NUMBERS}, "p=1&p=a", "p[1] must be of type integer"),
        ({"schema": POINT, "explode": False}, "p=x,1,name", "p must contain names and values in turn"),
        (
            {"schema": {"type": "object"}, "style": "deepObject"},
            "p[a]=1&p[a][b]=2",
            "p[a] is both a value and an object",
        ),
        (
            {"schema": {"type": "object"}, "style": "deepObject"},
            "p[a][b]=2&p[a]=1",
            "p[a] is both a value and an object",
        ),
        ({"content": {"application/json": {}}}, "p={", "p is not valid JSON"),
        ({"content": {"application/json": {}}}, "p=NaN", "p is not valid JSON"),
        (
            {"schema": {"anyOf": [{"type": "integer"}, NUMBERS]}},
            "p=a",
            "p matches none of its forms: p must be of type integer",
        ),
    ],
)
def test_what_is_refused(parameter: Schema, query: str, message: str) -> None:
    """An invalid parameter is refused with a sentence that names the place."""
    with pytest.raises(ErrorResponse) as refused:
        read({"name": "p", "in": "query", **parameter}, query=query)
    assert (400, {"message": message}) == (refused.value.response.status, refused.value.value)


@pytest.mark.parametrize(("style", "mark"), [("label", "."), ("matrix", ";")])
def test_a_style_of_a_path_has_its_mark(style: str, mark: str) -> None:
    """A path parameter without the mark of its style is refused."""
    with pytest.raises(ErrorResponse) as refused:
        read({"name": "p", "in": "path", "style": style, "schema": NUMBERS}, "/things/1")
    assert {"message": f"p must begin with {mark}"} == refused.value.value


def test_parameters_of_the_path() -> None:
    """Parameters of the path are for all its operations, unless an operation has its own."""
    shared = [
        {"$ref": "#/components/parameters/Limit"},
        {"name": "id", "in": "path", "schema": {"type": "integer"}},
        {"name": "gone", "in": "path", "schema": {"type": "integer"}},
        {"name": "Accept", "in": "header", "required": True, "schema": {"type": "integer"}},
    ]
    own = [{"name": "limit", "in": "query", "schema": {"type": "string"}}]
    operations = {"get": {"responses": {}}, "put": {"responses": {}, "parameters": own}, "parameters": shared}
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    router = Router({"paths": {"/a/{id}/{other}": operations}, "components": {"parameters": {"Limit": limit}}})
    for method, expected in (("GET", 3), ("PUT", "3")):
        route, path = router.find(method, "/a/1/x")
        given = router.validator.check(route, path, Request(method, "/a/1/x", "limit=3"))
        assert ({"id": 1, "other": "x"}, {"limit": expected}) == (given.path, given.query)
