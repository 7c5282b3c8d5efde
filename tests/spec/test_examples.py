"""The documentation page's examples, and what is left of them once they are damaged, against the schemas."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from openapi_schema_validator import OAS30Validator
from ruamel.yaml import YAML
from spec.page_examples import RECIPIENT, REPLIES, REQUESTS

Schema = dict[str, Any]
Place = tuple[str | int, ...]

DOCUMENT: dict[str, Any] = YAML(typ="safe").load(Path(__file__).parents[2] / "openapi" / "targeting.yaml")
SCHEMAS: dict[str, Schema] = DOCUMENT["components"]["schemas"]
OPERATIONS = {one["operationId"]: one for item in DOCUMENT["paths"].values() for one in item.values()}
EXAMPLES = [("response", name) for name in REPLIES] + [("request", name) for name in REQUESTS]

PLACEHOLDERS: dict[tuple[str, str], set[Place]] = {
    ("response", "changeCampaignStatus"): {("campaign", "start_date"), ("campaign", "end_date")},
    ("response", "matchCampaigns"): {("results", 0, "campaign", "start_date"), ("results", 0, "campaign", "end_date")},
}
"""Where the page shows "string" although a date belongs there."""

WRONG_TYPE = {"string": 0, "integer": 0.5, "number": "0", "array": {}, "object": []}
IDS = [str(UUID(int=number)) for number in range(101)]


def ref(name: str) -> Schema:
    """Refer to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def schema_of(kind: str, operation_id: str) -> Schema:
    """Find the schema of a request body, or of the response of a success."""
    operation = OPERATIONS[operation_id]
    responses = [response for status, response in operation["responses"].items() if status.startswith("2")]
    body = operation["requestBody"] if kind == "request" else responses[0]
    found: Schema = body["content"]["application/json"]["schema"]
    return found


def violations(schema: Schema, value: Any) -> set[Place]:
    """List the places where a value breaks a schema."""
    validator = OAS30Validator(
        {"allOf": [schema], "components": DOCUMENT["components"]}, format_checker=OAS30Validator.FORMAT_CHECKER
    )
    return {tuple(error.absolute_path) for error in validator.iter_errors(value)}


def changed(value: Any, place: Place, new: Any) -> Any:
    """Copy a value with another one at a place."""
    if not place:
        return new
    copy = value.copy()
    copy[place[0]] = changed(value[place[0]], place[1:], new)
    return copy


def example(kind: str, operation_id: str) -> Any:
    """Return an example of the page with real dates for its placeholders."""
    value = (REPLIES if kind == "response" else REQUESTS)[operation_id]
    for place in PLACEHOLDERS.get((kind, operation_id), ()):
        value = changed(value, place, "2025-03-01")
    return value


def all_places(value: Any, here: Place = ()) -> Iterator[Place]:
    """List every place in a value."""
    yield here
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from all_places(inner, (*here, key))


def parts(schema: Schema, value: Any) -> Iterator[Schema]:
    """List the schemas that together describe a value, following references."""
    while "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    yield schema
    variants = [variant for variant in schema.get("anyOf", ()) if not violations(variant, value)]
    for part in [*schema.get("allOf", ()), *variants]:
        yield from parts(part, value)


def described(schema: Schema, value: Any, here: Place = ()) -> Iterator[tuple[Place, Schema, Any]]:
    """List the places in a value that a schema describes, with that schema and what stands there."""
    for part in parts(schema, value):
        yield here, part, value
        for key, inner in part.get("properties", {}).items():
            if key in value:
                yield from described(inner, value[key], (*here, key))
        for index, item in enumerate(value if "items" in part else ()):
            yield from described(part["items"], item, (*here, index))


def damaged(schema: Schema, value: Any) -> Iterator[Any]:
    """List the ways to break each keyword of a schema, by what would stand in the place of the value."""
    if "type" in schema:
        yield WRONG_TYPE[schema["type"]]
        yield from () if schema.get("nullable") else (None,)
    if "enum" in schema or "format" in schema:
        yield "no such value"
    for key in schema.get("required", ()):
        yield {name: inner for name, inner in value.items() if name != key}
    if schema.get("additionalProperties") is False:
        yield {**value, "unknown": 0}
    if "minItems" in schema:
        yield value[: schema["minItems"] - 1]
    if "maxItems" in schema:
        yield IDS[: schema["maxItems"] + 1]
    if "uniqueItems" in schema:
        yield [*value, value[0]]


def mutations(schema: Schema, value: Any) -> Iterator[tuple[Place, Any]]:
    """List every single damage to a value: where, and the whole value with it."""
    for place, part, inner in described(schema, value):
        for new in damaged(part, inner):
            yield place, changed(value, place, new)


def test_every_operation_has_its_response_example() -> None:
    """The page shows a response for each of its operations."""
    assert {*REQUESTS} < {*REPLIES} <= {*OPERATIONS}


def test_every_request_body_has_its_example() -> None:
    """The page shows a body for each of its operations that takes one."""
    assert sorted(name for name in REPLIES if "requestBody" in OPERATIONS[name]) == sorted(REQUESTS)


@pytest.mark.parametrize(("kind", "operation_id"), EXAMPLES)
def test_example_breaks_nothing_but_its_placeholders(kind: str, operation_id: str) -> None:
    """An example of the page is valid, except for the listed placeholders."""
    shown = (REPLIES if kind == "response" else REQUESTS)[operation_id]

    assert PLACEHOLDERS.get((kind, operation_id), set()) == violations(schema_of(kind, operation_id), shown)


@pytest.mark.parametrize(("kind", "operation_id"), EXAMPLES)
def test_filled_example_is_valid(kind: str, operation_id: str) -> None:
    """With real dates for the placeholders nothing is wrong with an example."""
    assert set() == violations(schema_of(kind, operation_id), example(kind, operation_id))


@pytest.mark.parametrize(("kind", "operation_id"), EXAMPLES)
def test_every_field_of_an_example_is_described(kind: str, operation_id: str) -> None:
    """Nothing in an example is unknown to the schema, so the mutations reach all of it."""
    schema, value = schema_of(kind, operation_id), example(kind, operation_id)

    assert set(all_places(value)) == {place for place, _ in mutations(schema, value)}


@pytest.mark.parametrize(("kind", "operation_id"), EXAMPLES)
def test_mutated_example_is_invalid(kind: str, operation_id: str) -> None:
    """No damage to an example goes unnoticed."""
    schema, value = schema_of(kind, operation_id), example(kind, operation_id)
    survivors = [(place, mutant) for place, mutant in mutations(schema, value) if not violations(schema, mutant)]

    assert [] == survivors


@pytest.mark.parametrize(("kind", "operation_id"), EXAMPLES)
def test_unknown_fields_are_data(kind: str, operation_id: str) -> None:
    """An object takes a field the schema does not know, unless it is closed."""
    schema, value = schema_of(kind, operation_id), example(kind, operation_id)
    rejected = {
        place
        for place, part, inner in described(schema, value)
        if isinstance(inner, dict)
        and part.get("additionalProperties") is not False
        and violations(schema, changed(value, place, {**inner, "customer_attribute": ["anything"]}))
    }

    assert set() == rejected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BaseTags", None),
        ("Campaign", {"_tags": None}),
        ("RecipientsResponse", {"results": [], "next": None}),
        ("RecipientsResponse", {"results": [RECIPIENT]}),
        ("TargetQueryResult", {"target_id": IDS[0], "query": None, "error": "no filters"}),
        ("LocalizedText", {"fr": "texte", "it": None}),
        ("BaseEntityAcl", {"archive": ["org:456"]}),
        ("MatchCampaignsResponse", {"hits": 0.0, "results": []}),
        ("ClientError", {"message": "Forbidden"}),
        ("ClientError", {"code": "CAMPAIGN_NOT_FOUND"}),
        ("ClientError", {"error": "Bad Request", "status": 400}),
        ("ServerError", {"status": 500, "message": "Internal Server Error"}),
    ],
)
def test_service_may_send(name: str, value: Any) -> None:
    """Nulls, gaps, further keys and the three forms of an error are valid."""
    assert set() == violations(ref(name), value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TargetQueryResult", {"target_id": IDS[0], "error": "no filters"}),
        ("RecipientsResponse", {"next": None, "total": 0}),
        ("ClientError", {}),
        ("ClientError", {"error": "Bad Request"}),
        ("ClientError", {"error": "Bad Request", "status": "400"}),
        ("ServerError", {"message": "Internal Server Error"}),
    ],
)
def test_service_must_not_send(name: str, value: Any) -> None:
    """What a schema requires has to be there."""
    assert {()} == violations(ref(name), value)


BASE = {"entity_id": IDS[0], "entity_schema": "contact"}
AUTOMATION = {"automation_status": "pending", "automation_execution_id": "execution"}
PORTAL = {"portal_status": "sent"}
VARIANTS = {
    "CreateAutomationRecipientPayload": BASE | AUTOMATION,
    "CreatePortalRecipientPayload": BASE | PORTAL,
    "CreateAutomationPortalRecipientPayload": BASE | AUTOMATION | PORTAL,
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_form_of_a_new_recipient_is_valid(variant: str) -> None:
    """Each of the three forms is a new recipient."""
    assert set() == violations(ref("CreateRecipientPayload"), VARIANTS[variant])


@pytest.mark.parametrize("variant", VARIANTS)
def test_form_of_a_new_recipient_is_valid_by_itself(variant: str) -> None:
    """Each of the three forms satisfies its own component."""
    assert set() == violations(ref(variant), VARIANTS[variant])


def test_new_recipient_with_all_fields_is_valid() -> None:
    """Automation, portal and the portal's state go together."""
    assert set() == violations(
        ref("CreateRecipientPayload"), {**BASE, **AUTOMATION, **PORTAL, "portal_state": {"a": 1}}
    )


def test_new_recipient_with_all_fields_satisfies_every_form() -> None:
    """The forms overlap, which is why only anyOf can be right."""
    satisfied = [name for name in VARIANTS if not violations(ref(name), BASE | AUTOMATION | PORTAL)]

    assert list(VARIANTS) == satisfied


@pytest.mark.parametrize("value", [BASE, AUTOMATION | PORTAL, {**BASE, "automation_status": "pending"}, {}])
def test_incomplete_new_recipient_is_invalid(value: dict[str, str]) -> None:
    """An entity alone, a status alone and half an automation are no recipient."""
    assert {()} == violations(ref("CreateRecipientPayload"), value)


@pytest.mark.parametrize(
    ("name", "field"), [("MatchCampaignParams", "campaign_ids"), ("MatchTargetParams", "target_ids")]
)
@pytest.mark.parametrize("count", [1, 100])
def test_matching_takes_up_to_a_hundred_ids(name: str, field: str, count: int) -> None:
    """One id and a hundred are within the limits."""
    assert set() == violations(ref(name), {"entity_refs": [], field: IDS[:count]})
