"""Single changes of operations, and of what stands around them."""

from __future__ import annotations

from typing import Any

import pytest
from generator.diff import documents
from generator.diff.changes import Level
from generator_support.prepared_changes import JSON, Edit, small, spec

NONE, PATCH, MINOR, BREAKING = Level
RECIPIENTS = "/v1/campaign/{campaign_id}/recipients"
TEXT = {"type": "string"}
QUERY = {"name": "x", "in": "query", "schema": TEXT}
TREE = {"name": "x", "in": "query", "content": {JSON: {"schema": TEXT}}}


def listing(one: dict[str, Any]) -> Any:
    return one["paths"][RECIPIENTS]["get"]


def matching(one: dict[str, Any]) -> Any:
    return one["paths"]["/v1/target:match"]["post"]


def adds(*parameters: Any) -> Edit:
    return lambda one: listing(one)["parameters"].extend(parameters)


def sets(where: Any, **values: Any) -> Edit:
    return lambda one: where(one).update(values)


def body(**values: Any) -> Edit:
    return lambda one: matching(one)["requestBody"].update(values)


def response(**values: Any) -> Edit:
    return lambda one: matching(one)["responses"]["200"].update(values)


def shared(**values: Any) -> Edit:
    return lambda one: one["components"]["parameters"]["CampaignId"].update(values)


def scheme(**values: Any) -> Edit:
    return lambda one: one["components"]["securitySchemes"]["bearerAuth"].update(values)


def status(name: str) -> Edit:
    return lambda one: matching(one)["responses"].update({name: {"description": "New"}})


def same(_: Any) -> None:
    """Change nothing."""


def empty(one: dict[str, Any]) -> None:
    del matching(one)["requestBody"]


FORM = {"application/x-www-form-urlencoded": {"schema": TEXT}}
BOTH = {JSON: {"schema": TEXT}} | FORM
CODED = {"application/x-www-form-urlencoded": {"schema": TEXT, "encoding": {"a": {"style": "form"}}}}
HEADER = {"X-Seen": {"schema": TEXT}}
KEY = {"bearerAuth": [], "other": ["read"]}

CHANGES: list[tuple[Edit, Edit, Level, str, str]] = [
    (same, adds(QUERY), MINOR, "getRecipients", "query parameter `x`"),
    (same, adds(QUERY | {"required": True}), BREAKING, "getRecipients", "required query parameter `x`"),
    (adds(QUERY), same, BREAKING, "getRecipients", "query parameter `x`"),
    (adds(QUERY), adds(QUERY | {"required": True}), BREAKING, "getRecipients", "`x` is required now"),
    (adds(QUERY | {"required": True}), adds(QUERY), MINOR, "getRecipients", "`x` is no longer required"),
    (adds(QUERY), adds(QUERY | {"style": "pipeDelimited"}), BREAKING, "getRecipients", "`form*` → `pipeDelimited`"),
    (adds(QUERY), adds(QUERY | {"allowReserved": True}), BREAKING, "getRecipients", "with reserved characters"),
    (adds(QUERY), adds(TREE), BREAKING, "getRecipients", "`form*` → `form* as application/json`"),
    (adds(QUERY | {"schema": {"type": "array", "items": TEXT}}), adds(QUERY), BREAKING, "getRecipients", "type of `x`"),
    (adds(QUERY), adds(QUERY | {"schema": {"type": "array", "items": TEXT}}), MINOR, "getRecipients", "a list of such"),
    (same, shared(schema={"type": "integer"}), BREAKING, "parameter CampaignId", "type of `campaign_id`"),
    (same, shared(description="Other"), PATCH, "parameter CampaignId", "descriptions"),
    (same, sets(listing, **{"x-retry": "write"}), BREAKING, "getRecipients", "x-retry `read` → `write` (behaviour)"),
    (same, sets(listing, deprecated=True), MINOR, "getRecipients", "the operation is deprecated"),
    (same, sets(listing, operationId="listRecipients"), BREAKING, "getRecipients", "operationId `getRecipients` →"),
    (
        same,
        sets(listing, callbacks={"a": {"$ref": "#/x"}}),
        MINOR,
        "getRecipients",
        "no rule covers a change at `/callbacks`",
    ),
    (same, sets(listing, summary="Other"), PATCH, "getRecipients", "descriptions"),
    (same, sets(listing, security=[KEY, {"bearerAuth": []}]), MINOR, "getRecipients", "by `bearerAuth (http bearer) +"),
    (empty, same, BREAKING, "matchTargets", "a required request body"),
    (empty, body(required=False), MINOR, "matchTargets", "a request body, which may be left out"),
    (same, empty, BREAKING, "matchTargets", "the request body"),
    (body(required=False), same, BREAKING, "matchTargets", "the request body is required now"),
    (same, body(required=False), MINOR, "matchTargets", "the request body may be left out now"),
    (body(content=BOTH), body(content=FORM), BREAKING, "matchTargets", "body as `application/json`"),
    (body(content=FORM), body(content=BOTH), MINOR, "matchTargets", "body as `application/json`"),
    (body(content=FORM), body(content=CODED), BREAKING, "matchTargets", "`body` is serialised differently: none →"),
    (response(content=BOTH), response(content=FORM), BREAKING, "matchTargets", "200 as `application/json`"),
    (same, response(headers=HEADER), MINOR, "matchTargets", "header `X-Seen`"),
    (response(headers=HEADER), same, BREAKING, "matchTargets", "header `X-Seen`"),
    (same, status("202"), MINOR, "matchTargets", "success `202`"),
    (status("202"), same, BREAKING, "matchTargets", "success `202`"),
    (same, status("409"), MINOR, "matchTargets", "failure `409`"),
    (status("409"), same, MINOR, "matchTargets", "failure `409`"),
    (same, lambda one: one["servers"].insert(0, {"url": "https://x"}), BREAKING, "the document", "first server"),
    (same, lambda one: one["info"].update(version="2"), PATCH, "the document", "descriptions"),
    (same, lambda one: one.update(openapi="3.1.0"), MINOR, "the document", "no rule covers a change at `/openapi`"),
    (same, lambda one: one.update({f"k{n}": n for n in range(7)}), MINOR, "the document", "`/k4` and 2 more"),
    (same, lambda one: one["tags"].reverse(), PATCH, "the document", "descriptions"),
]


@pytest.mark.parametrize(("before", "after", "level", "group", "words"), CHANGES)
def test_one_change(before: Edit, after: Edit, level: Level, group: str, words: str) -> None:
    """A change is reported once, under the operation or what several share."""
    (change,) = documents.compare(spec(before), spec(after))
    assert (level, group) == (change.level, change.group)
    assert words in change.what


def test_operations_come_and_go() -> None:
    """A new operation is an addition, and a removed one is breaking."""
    paths: dict[str, Any] = {"/v1/new": {"get": {"responses": {}}}}
    one, two = spec(), spec(lambda changed: changed["paths"].update(paths))
    assert [(MINOR, "GET /v1/new", "added")] == [(c.level, c.group, c.kind) for c in documents.compare(one, two)]
    assert [(BREAKING, "GET /v1/new", "removed")] == [(c.level, c.group, c.kind) for c in documents.compare(two, one)]


def test_one_operation_id_for_two() -> None:
    """The later of two operations with one operationId goes by its path."""
    twin = {"get": {"operationId": "matchTargets", "responses": {}}}
    (change,) = documents.compare(spec(), spec(lambda changed: changed["paths"].update({"/v1/twin": twin})))
    assert (MINOR, "GET /v1/twin") == (change.level, change.group)


def test_another_address() -> None:
    """Another path is breaking, though the method stays."""

    def move(one: dict[str, Any]) -> None:
        one["paths"]["/v2/target:match"] = one["paths"].pop("/v1/target:match")

    (change,) = documents.compare(spec(), spec(move))
    assert (BREAKING, "`POST /v1/target:match` → `POST /v2/target:match`") == (change.level, change.what)


def test_another_tag() -> None:
    """Another tag moves the method to another client."""
    changes = documents.compare(spec(), spec(sets(matching, tags=["Campaign"])))
    assert {(BREAKING, "tag `Target`"), (MINOR, "tag `Campaign`")} == {(c.level, c.what) for c in changes}


def test_another_scheme_under_the_same_name() -> None:
    """A changed security scheme names every operation that is called with it."""
    changes = documents.compare(spec(), spec(scheme(scheme="basic")))
    assert BREAKING == max(change.level for change in changes)
    assert any("authorisation by `bearerAuth (http basic)`" == change.what for change in changes)


def test_no_authorisation() -> None:
    """Adding or removing authorisation is reported."""
    one, two = spec(), spec(sets(listing, security=[]))
    wanted = {(BREAKING, "authorisation by `bearerAuth (http bearer)`"), (MINOR, "authorisation by `nothing`")}
    assert wanted == {(change.level, change.what) for change in documents.compare(one, two)}


def test_shared_responses() -> None:
    """A response that several operations share is judged once."""

    def edit(one: dict[str, Any]) -> None:
        one["components"]["responses"]["BadRequest"]["content"]["text/plain"] = {}

    (change,) = documents.compare(spec(), spec(edit))
    assert ("response BadRequest", "the response as `text/plain`") == (change.group, change.what)


def test_new_operations_come_in_the_order_of_the_document() -> None:
    """Several new operations are listed as the document lists them, so that two runs give one report."""
    names = [f"op{number}" for number in range(20)]
    paths = {
        f"/{name}": {"get": {"operationId": name, "responses": {"200": {"description": "Done"}}}} for name in names
    }
    new = small({}, "")
    new = new | {"paths": new["paths"] | paths}
    assert names == [change.group for change in documents.compare(small({}, ""), new)]
