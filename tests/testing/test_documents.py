"""The fake serves what it has no logic for, by the document alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from epilot_targeting.testing import FakeTargeting, Reply, Request, _service
from epilot_targeting.testing._schema import Schema

TEXT: Schema = {"type": "string"}
JSON = "application/json"


async def answer(
    monkeypatch: pytest.MonkeyPatch, operation: Schema, request: Request | None = None, **document: Any
) -> Reply:
    """Let a fake of a document with one operation answer."""
    request = request or Request("GET", "/x")
    known = {"openapi": "3.0.3", "paths": {"/x": {request.method.lower(): {"responses": {}, **operation}}}, **document}
    monkeypatch.setattr(_service, "load", lambda: known)
    headers = {"authorization": "Bearer t", **request.headers}
    return await FakeTargeting().handle(Request(request.method, request.path, request.query, headers, request.body))


def replying(content: Schema, status: str = "200") -> Schema:
    return {"responses": {status: {"content": content}}}


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (["default", "404", "202", "201"], 201),
        (["2XX", "400"], 200),
        (["2xx", "203"], 203),
        (["default", "2XX"], 200),
        (["404", "default"], 200),
        (["404"], 200),
        ([], 200),
    ],
)
async def test_the_lowest_success_is_the_status(
    monkeypatch: pytest.MonkeyPatch, statuses: list[str], expected: int
) -> None:
    """The fake answers with the lowest documented success, and with 200 for a range or a default."""
    response = await answer(monkeypatch, {"responses": {status: {"description": status} for status in statuses}})
    assert (expected, b"") == (response.status, response.body)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({JSON: {"schema": TEXT}}, "text"),
        ({JSON: {"schema": TEXT, "example": "given"}}, "given"),
        ({JSON: {"schema": TEXT, "example": 5}}, "text"),
        ({JSON: {"schema": TEXT, "examples": {"a": {"externalValue": "x"}, "b": {"value": "found"}}}}, "found"),
        ({JSON: {"schema": TEXT, "examples": {"a": {"$ref": "#/components/examples/A"}}}}, "kept"),
        ({"text/plain": {}, JSON: {"schema": {"type": "integer"}}}, 0),
        ({JSON: {}}, "text"),
    ],
)
async def test_a_body_of_json(monkeypatch: pytest.MonkeyPatch, content: Schema, expected: Any) -> None:
    """A JSON body is the example of the media type if it fits, or one of the schema."""
    examples = {"A": {"value": "kept"}}
    response = await answer(monkeypatch, replying(content), components={"examples": examples})
    assert (JSON, expected) == (response.headers["content-type"], json.loads(response.body))


@pytest.mark.parametrize(
    ("media_type", "content", "named", "body"),
    [
        ("application/problem+json", {"schema": TEXT}, "application/problem+json", b'"text"'),
        ("application/json; charset=utf-8", {"schema": TEXT}, "application/json; charset=utf-8", b'"text"'),
        ("text/plain", {"schema": TEXT}, "text/plain", b"text"),
        ("text/csv", {"schema": TEXT, "example": "a,b"}, "text/csv", b"a,b"),
        ("text/*", {}, "text/plain", b"text"),
        ("application/xml", {"schema": {"type": "object"}, "example": {"a": 1}}, "application/xml", b'{"a": 1}'),
        ("application/xml", {"schema": {"type": "object"}}, "application/xml", b"{}"),
        ("application/pdf", {"schema": {"type": "string", "format": "binary"}}, "application/pdf", b"\x89\x00\xff\xfe"),
        ("application/pdf", {"schema": {}}, "application/pdf", b"\x89\x00\xff\xfe"),
        ("*/*", {}, "application/octet-stream", b"\x89\x00\xff\xfe"),
        ("audio/*", {}, "audio/octet-stream", b"\x89\x00\xff\xfe"),
    ],
)
async def test_a_body_of_another_kind(
    monkeypatch: pytest.MonkeyPatch, media_type: str, content: Schema, named: str, body: bytes
) -> None:
    """Other bodies are text or bytes under their media type."""
    response = await answer(monkeypatch, replying({media_type: content}))
    assert (named, body) == (response.headers["content-type"], response.body)


@pytest.mark.parametrize(("method", "status"), [("HEAD", "200"), ("DELETE", "204"), ("POST", "205")])
async def test_no_body(monkeypatch: pytest.MonkeyPatch, method: str, status: str) -> None:
    """A response to HEAD, or with a status that has none, has no body."""
    response = await answer(monkeypatch, replying({JSON: {"schema": TEXT}}, status), Request(method, "/x"))
    assert (int(status), b"") == (response.status, response.body)


async def test_headers_of_a_response(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documented headers are written as HTTP has them, also of a referenced response."""
    headers = {
        "X-Rate": {"schema": {"type": "integer", "minimum": 3}},
        "X-Ids": {"schema": {"type": "array", "minItems": 2, "items": TEXT}},
        "X-Name": {"$ref": "#/components/headers/Name"},
        "X-Flag": {"content": {JSON: {"schema": {"type": "boolean"}}}},
        "X-Stated": {"content": {JSON: {"schema": {"type": "array"}, "example": [1, 2]}}},
        "X-Text": {"content": {JSON: {"schema": TEXT, "examples": {"one": {"value": "a"}}}}},
        "Content-Type": {"schema": TEXT},
    }
    components = {
        "responses": {"R": {"headers": headers}},
        "headers": {"Name": {"schema": TEXT, "example": "Zoë"}},
    }
    operation = {"responses": {"200": {"$ref": "#/components/responses/R"}}}
    response = await answer(monkeypatch, operation, components=components)
    expected = {"x-rate": "3", "x-ids": "text,text", "x-name": "Zo?"}
    assert {**expected, "x-flag": "true", "x-stated": "[1, 2]", "x-text": '"a"'} == response.headers


async def test_what_has_no_example_is_a_clear_500(monkeypatch: pytest.MonkeyPatch) -> None:
    """A schema without an example, or with an unknown keyword, is a 500 that names the operation."""
    operation = {"operationId": "getX", **replying({JSON: {"schema": {"not": {}}}})}
    response = await answer(monkeypatch, operation)
    assert 500 == response.status
    assert json.loads(response.body)["message"].startswith("the fake cannot serve getX: no value was found")
    response = await answer(monkeypatch, replying({JSON: {"schema": {"$dynamicRef": "#x"}}}))
    assert "the fake cannot serve get__x: the value: $dynamicRef" == json.loads(response.body)["message"]


BODIES = {JSON: {"schema": {"type": "object"}}, "text/*": {}, "application/vnd.x+json": {"schema": {"type": "array"}}}
BODIES["application/*"] = {"schema": {"type": "integer"}}


@pytest.mark.parametrize(
    ("required", "media_type", "body", "status"),
    [
        (True, JSON, b"{}", 204),
        (True, "Application/JSON; charset=utf-8", b"{}", 204),
        (True, JSON, b"[]", 400),
        (True, JSON, b"{", 400),
        (True, JSON, b'{"a": NaN}', 400),
        (True, "application/vnd.x+json", b"[]", 204),
        (True, "application/problem+json", b"5", 204),
        (True, "application/problem+json", b"{}", 400),
        (True, "text/csv", b"anything", 204),
        (True, "image/png", b"anything", 400),
        (True, "", b"", 400),
        (False, "", b"", 204),
        (False, JSON, b"[]", 400),
    ],
)
async def test_bodies_of_requests(
    monkeypatch: pytest.MonkeyPatch, required: bool, media_type: str, body: bytes, status: int
) -> None:
    """A JSON request body is checked against its schema, and other bodies are taken as they are."""
    operation = {"responses": {"204": {}}, "requestBody": {"$ref": "#/components/requestBodies/B"}}
    components = {"requestBodies": {"B": {"required": required, "content": BODIES}}}
    request = Request("POST", "/x", headers={"content-type": media_type}, body=body)
    assert status == (await answer(monkeypatch, operation, request, components=components)).status


async def test_a_request_is_checked_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """An operation without logic refuses what the document forbids."""
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    operation = {"parameters": [limit], **replying({JSON: {"schema": TEXT}})}
    assert 200 == (await answer(monkeypatch, operation, Request("GET", "/x", "limit=1"))).status
    assert 400 == (await answer(monkeypatch, operation, Request("GET", "/x", "limit=x"))).status


async def test_a_path_without_variables_is_meant_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """A path without variables goes first, and an error names all methods that fit."""
    paths = {"/a/{id}": {"get": replying({}, "201")}, "/a/mine": {"get": replying({}, "202"), "put": replying({})}}
    monkeypatch.setattr(_service, "load", lambda: {"paths": paths})
    fake = FakeTargeting()
    headers = {"authorization": "Bearer t"}
    assert 202 == (await fake.handle(Request("GET", "/a/mine", headers=headers))).status
    assert 201 == (await fake.handle(Request("GET", "/a/other", headers=headers))).status
    refused = await fake.handle(Request("POST", "/a/mine"))
    assert (405, "GET, PUT") == (refused.status, refused.headers["allow"])


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"$ref": "#/components/schemas/Loop"}, "leads back to itself"),
        ({"type": "strnig"}, "the type strnig is unknown"),
        ({"$ref": "#/components/schemas/All"}, "the fake cannot serve"),
    ],
)
@pytest.mark.parametrize("in_request", [False, True])
async def test_a_broken_schema_is_an_error_of_the_fake(
    monkeypatch: pytest.MonkeyPatch, schema: Schema, words: str, in_request: bool
) -> None:
    """The 500 says what the fake cannot serve, for the schema of a response and of a body."""
    schemas = {"Loop": {"$ref": "#/components/schemas/Loop"}, "All": {"allOf": [{"$ref": "#/components/schemas/All"}]}}
    operation = (
        {"requestBody": {"content": {JSON: {"schema": schema}}}} if in_request else replying({JSON: {"schema": schema}})
    )
    request = Request("POST", "/x", "", {"content-type": JSON}, b"1") if in_request else None
    response = await answer(monkeypatch, operation, request, components={"schemas": schemas})
    assert 500 == response.status
    assert words in json.loads(response.body)["message"]
