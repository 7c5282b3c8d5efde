"""What is sent to Prism follows from the document, and what it says is heard."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from contract import prism, prism_cover, prism_server
from contract.prism_calls import Call, Operation, operations
from contract.prism_judge import PROBLEM, violations
from contract.prism_samples import NoSampleError, Samples
from openapi_schema_validator import OAS30Validator

from epilot_targeting import TargetingClient, openapi
from epilot_targeting.testing import FakeTargeting

DOCUMENT = openapi()
KNOWN = operations(DOCUMENT)
EXTRA: dict[str, Any] = {
    "operationId": "listThings",
    "parameters": [
        {"in": "query", "name": "sort-by", "schema": {"enum": ["name", "age"]}},
        {"in": "header", "name": "X-Kind", "schema": {"type": "string"}},
        {"in": "cookie", "name": "seat", "schema": {"type": "integer", "minimum": 1}},
    ],
    "requestBody": {
        "content": {"application/json": {"schema": {"type": "object", "properties": {"n": {"enum": [1, 2]}}}}}
    },
}


def with_operation(**changes: Any) -> list[Operation]:
    document = copy.deepcopy(DOCUMENT)
    document["paths"]["/v1/things"] = {"post": {**EXTRA, **changes}}
    return operations(document)


def arguments_of(calls: list[Call], place: str, name: str) -> list[Any]:
    return [call.parameters[place, name] for call in calls if (place, name) in call.parameters]


@pytest.mark.parametrize("name", sorted(DOCUMENT["components"]["schemas"]))
def test_samples_are_what_the_schema_allows(name: str) -> None:
    """Each sample of each component is valid by another validator."""
    schema = {"$ref": f"#/components/schemas/{name}"}
    values = Samples(DOCUMENT).values(schema)
    validator = OAS30Validator({"allOf": [schema], "components": DOCUMENT["components"]})
    assert values
    assert [] == [value for value in values if not validator.is_valid(value)]


@pytest.mark.parametrize(
    ("schema", "values"),
    [
        ({"enum": ["a", "b"]}, ["a", "b"]),
        ({"const": 1}, [1]),
        ({"type": "boolean"}, [True, False]),
        ({"type": ["integer", "null"], "maximum": 3}, [3, None]),
        ({"type": "string", "format": "date", "nullable": True}, ["2026-01-02", None]),
        ({"type": "string", "minLength": 6, "maxLength": 8}, ["textxx", "ä &=?#%/"]),
        ({"type": "array", "items": {"enum": [1, 2]}, "minItems": 3}, [[1, 2, 1]]),
        ({"type": "array", "items": {"enum": [1, 2]}, "maxItems": 1}, [[1], [2], []]),
        ({"oneOf": [{"const": 1}, {"const": 2}]}, [1, 2]),
        ({"properties": {"a": {"const": 1}}, "additionalProperties": False}, [{"a": 1}, {}]),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, [{}, {"further": 1}]),
    ],
)
def test_samples_of_single_keywords(schema: dict[str, Any], values: list[Any]) -> None:
    """The samples of a keyword begin with the usual value."""
    assert values == Samples({}).values(schema)


@pytest.mark.parametrize(
    "schema",
    [{"type": "string", "pattern": "^x$"}, {"items": {"enum": [1]}, "minItems": 2, "uniqueItems": True}],
)
def test_what_can_not_be_built_is_named(schema: dict[str, Any]) -> None:
    """A schema that no sample can be built for is an error that names it."""
    with pytest.raises(NoSampleError):
        Samples({}).values(schema)


def test_a_new_operation_is_called_without_a_line() -> None:
    """A new operation is called with each value of each parameter, all together, and each form of the body."""
    [operation] = [one for one in with_operation() if one.name == "listThings"]
    calls = list(operation.calls())
    assert ["name", "name", "age"] == arguments_of(calls, "query", "sort-by")
    assert [{("query", "sort-by"): "age"}] == [c.parameters for c in calls if "age" in c.parameters.values()]
    assert [{"n": 1}, {"n": 2}] == [call.body for call in operation.bodies() if set(call.body) == {"n"}]
    assert [False] == [call.has_body for call in calls if not call.has_body]


def test_bodies_are_dicts_and_models() -> None:
    """The three forms of a new recipient are sent as dicts and as models."""
    [operation] = [one for one in KNOWN if one.name == "createRecipient"]
    kinds = {type(call.body).__name__ for call in operation.calls()}
    forms = {f"Create{way}RecipientPayload" for way in ("Automation", "Portal", "AutomationPortal")}
    assert {"dict", *forms} == kinds


def test_every_operation_has_a_wrong_call() -> None:
    """Each operation has a call that Prism must refuse."""
    assert [] == [one.name for one in KNOWN if not list(one.wrong())]


def test_what_is_not_sent_is_missed() -> None:
    """Parameters, properties and values of a new operation are reported until they are sent."""
    new = prism_cover.wanted(with_operation()) - prism_cover.wanted(KNOWN)
    names = {"body", "body.n", "body.n=1", "body.n=2", "query sort-by", "query sort-by=name", "query sort-by=age"}
    assert {f"listThings {name}" for name in {*names, "header X-Kind", "cookie seat"}} == new


async def test_what_was_sent_is_seen() -> None:
    """What a request has in path, query and body is counted as sent."""
    async with FakeTargeting() as fake:
        client = fake.client()
        [listed] = [one for one in KNOWN if one.name == "getRecipients"]
        call = Call("getRecipients", {("path", "campaign_id"): "b8c01433-5556-4e2b-aad4-6f5348d1df84"})
        call.parameters["query", "portal_status"] = "seen"
        await client.get_recipients(**call.arguments(client.get_recipients))
        found = prism_cover.sent([listed], fake.requests)
    names = {"query portal_status", "query portal_status=seen", "path campaign_id"}
    assert {f"getRecipients {name}" for name in names} == found & prism_cover.wanted([listed])


def test_an_argument_that_the_client_lacks_is_named() -> None:
    """An argument that the client does not take is an error that names it."""
    with pytest.raises(SystemExit, match="no argument for sortby"):
        Call("getRecipients", {("query", "sort-by"): "name"}).arguments(TargetingClient.get_recipients)


def test_other_bodies_are_sent() -> None:
    """Forms, text and bytes are sent under their media types."""
    form = {
        "schema": {"type": "object", "required": ["f"], "properties": {"f": {"type": "string", "format": "binary"}}}
    }
    content = {"multipart/form-data": form, "text/plain": {}, "image/png": {}}
    [operation] = [one for one in with_operation(requestBody={"content": content}) if one.name == "listThings"]
    sent = [(call.media_type, call.body) for call in operation.bodies() if "further" not in str(call.body)]
    bytes_ = b"\x00\xff"
    assert [("multipart/form-data", {"f": bytes_}), ("text/plain", "text"), ("image/png", bytes_)] == sent


def test_a_body_of_any_kind_is_named() -> None:
    """A body that Prism does not validate is reported."""
    [operation] = [one for one in with_operation(requestBody={"content": {"*/*": {}}}) if one.name == "listThings"]
    with pytest.raises(SystemExit, match="may be anything"):
        list(operation.calls())


def test_violations_are_heard() -> None:
    """Violations are read from the header of a response, and from a response of Prism's own."""
    said = [{"message": "it is wrong"}]
    assert ["it is wrong"] == violations({"sl-violations": json.dumps(said)}, {"message": "x"})
    assert ["it is wrong"] == violations({}, {"type": f"{PROBLEM}X", "title": "Bad", "validation": said})
    assert ["Bad"] == violations({}, {"type": f"{PROBLEM}X", "title": "Bad"})
    assert [] == violations({}, {"type": "contact"})


@pytest.mark.parametrize(("ci", "arguments", "status"), [("", [], 0), ("true", [], 1), ("", ["--require"], 1)])
def test_without_nodejs_it_says_so(
    ci: str, arguments: list[str], status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without Node.js the run is skipped with a message, and fails where CI requires it."""
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(prism_server, "PATH", "")
    assert status == prism.main(arguments)
    assert f"Prism: {'failed' if status else 'skipped'}: Node.js is not installed\n" == capsys.readouterr().out


def test_where_nodejs_is_prism_has_to_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where Node.js is installed, a missing Prism is a failure."""
    (tmp_path / "node").touch(mode=0o755)
    monkeypatch.setattr(prism_server, "PATH", str(tmp_path))
    monkeypatch.setattr(prism_server, "PRISM", tmp_path / "prism")
    assert 1 == prism.main([])
    assert "`make contract` installs it" in capsys.readouterr().out
