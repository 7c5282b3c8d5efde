"""The fake service: the documented behaviour, through real clients."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from jsonschema import Draft4Validator, FormatChecker
from openapi_schema_validator import OAS30Validator
from operations import JSON_OPERATIONS, RECIPIENT

from epilot_targeting import (
    BadRequestError,
    ClientClosedError,
    ConflictError,
    NotFoundError,
    Response,
    RetryPolicy,
    ServerError,
    TargetingClient,
    TransportError,
    UnauthorizedError,
    models,
    openapi,
)
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting, Request

LARGE = "application/large-response.vnd+json"
OTHER = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


def recipient(status: str = "failed", **fields: Any) -> dict[str, Any]:
    return {"entity_id": str(uuid4()), "entity_schema": "contact", "automation_status": status, **fields}


@pytest.fixture
async def fake() -> AsyncIterator[FakeTargeting]:
    async with FakeTargeting(now=lambda: dt.datetime(2026, 1, 2, tzinfo=dt.UTC)) as service:
        yield service


@pytest.fixture
def client(fake: FakeTargeting) -> TargetingClient:
    return fake.client(retry=RetryPolicy(attempts=1))


@pytest.fixture
async def http(fake: FakeTargeting) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(fake.app)
    headers = {"authorization": "Bearer t"}
    async with httpx.AsyncClient(transport=transport, base_url="http://fake", headers=headers) as raw:
        yield raw


def response_schema(operation_id: str) -> dict[str, Any]:
    document = openapi()
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and operation.get("operationId") == operation_id:
                responses = operation["responses"]
                schema = responses[min(responses)]["content"]["application/json"]["schema"]
                return {**schema, "components": document["components"]} if "$ref" not in schema else schema
    raise LookupError(operation_id)


def assert_conforms(operation_id: str, value: Any) -> None:
    document = openapi()
    schema = {"allOf": [response_schema(operation_id)], "components": document["components"]}
    errors = [error.message for error in OAS30Validator(schema, format_checker=FormatChecker()).iter_errors(value)]
    assert [] == errors


async def test_every_response_conforms_to_the_spec(fake: FakeTargeting, client: TargetingClient) -> None:
    """Each operation responds as the spec says."""
    fake.add_recipients(EXAMPLE_ID, [RECIPIENT])
    for name, operation in JSON_OPERATIONS.items():
        response: Response[Any] = await getattr(client.raw, name)(**operation.arguments)
        assert_conforms(operation.operation_id, json.loads(response.content))
        assert operation.status == response.status_code
    assert list(JSON_OPERATIONS) == [one.operation for one in fake.requests]


async def test_a_campaign_toggles_and_its_job_finishes(fake: FakeTargeting, client: TargetingClient) -> None:
    """Activating a campaign starts its automations, and the end of the job ends them."""
    waiting, failed = recipient("pending"), recipient()
    fake.add_recipients(EXAMPLE_ID, [waiting, failed])
    assert models.JobStatus() == await client.get_campaign_job_status(EXAMPLE_ID)
    assert "active" == (await client.change_campaign_status(EXAMPLE_ID)).campaign.status
    with pytest.raises(BadRequestError) as refused:
        await client.change_campaign_status(EXAMPLE_ID)
    assert "CAMPAIGN_HAS_JOB_IN_PROGRESS" == refused.value.code
    seen = [(await client.get_campaign_job_status(EXAMPLE_ID)).status for _ in range(4)]
    assert ["queued", "processing", "finished", "finished"] == seen
    assert ["success", "failed"] == [one["automation_status"] for one in fake.recipients(EXAMPLE_ID)]
    assert "inactive" == (await client.change_campaign_status(EXAMPLE_ID)).campaign.status


async def test_retrigger_starts_only_what_failed(fake: FakeTargeting, client: TargetingClient) -> None:
    """Retriggering starts failed automations only, with a result for each id."""
    failed, done = recipient(), recipient("success")
    fake.add_recipients(EXAMPLE_ID, [failed, done])
    ids = [failed["entity_id"], done["entity_id"], OTHER]
    response = await client.retrigger_campaign_automations(EXAMPLE_ID, {"recipient_ids": ids})
    assert ["success", "invalid_status", "not_found"] == [one.result for one in response.results]
    assert "in_progress" == fake.recipients(EXAMPLE_ID)[0]["automation_status"]


@pytest.mark.parametrize("before", ["sent", "seen", "dismissed", "clicked"])
@pytest.mark.parametrize("after", ["sent", "seen", "dismissed", "clicked"])
async def test_portal_status_moves_forward_only(
    fake: FakeTargeting, client: TargetingClient, before: str, after: Any
) -> None:
    """A portal status moves forward only; dismissed and clicked are final."""
    one = recipient(portal_status=before)
    fake.add_recipients(EXAMPLE_ID, [one])
    allowed = {"sent": {"seen", "dismissed", "clicked"}, "seen": {"dismissed", "clicked"}}
    if after in allowed.get(before, set()):
        response = await client.update_recipient_portal_status(EXAMPLE_ID, one["entity_id"], {"status": after})
        assert (after, dt.datetime(2026, 1, 2, tzinfo=dt.UTC)) == (
            response.portal_status,
            response.portal_status_updated_at,
        )
    else:
        with pytest.raises(ConflictError):
            await client.update_recipient_portal_status(EXAMPLE_ID, one["entity_id"], {"status": after})


async def test_unknown_things_are_refused(client: TargetingClient) -> None:
    """An unknown campaign is a 400 with its code, and an unknown recipient a documented 404."""
    with pytest.raises(BadRequestError) as unknown:
        await client.get_recipients(OTHER)
    assert models.ErrorCode.CAMPAIGN_NOT_FOUND == unknown.value.code
    with pytest.raises(NotFoundError):
        await client.update_recipient_portal_status(EXAMPLE_ID, OTHER, {"status": "seen"})
    with pytest.raises(BadRequestError):
        await client.update_recipient(EXAMPLE_ID, OTHER, {})


async def test_an_entity_is_a_recipient_once(client: TargetingClient) -> None:
    """Creating a recipient again is refused."""
    body: Any = {**recipient(), "automation_execution_id": "e"}
    await client.create_recipient(EXAMPLE_ID, body)
    with pytest.raises(BadRequestError):
        await client.create_recipient(EXAMPLE_ID, body)


async def test_matching(fake: FakeTargeting, client: TargetingClient) -> None:
    """A campaign matches its recipients and its target's entities, and a target matches its schema."""
    one = recipient()
    fake.add_campaign({"_id": OTHER, "name": "No target"})
    fake.add_recipients(OTHER, [one])
    ids = [EXAMPLE_ID, OTHER, str(uuid4())]
    found = await client.match_campaigns(
        {"entity_refs": [{"entity_id": one["entity_id"], "entity_schema": "order"}], "campaign_ids": ids}
    )
    assert ["No target"] == [match.campaign.name for match in found.results]
    response = await client.match_targets(
        {"entity_refs": [{"entity_id": OTHER, "entity_schema": "order"}], "target_ids": [EXAMPLE_ID]}
    )
    assert (0, []) == (response.hits, response.results)


async def test_queries_of_targets(fake: FakeTargeting, client: TargetingClient) -> None:
    """The filters of a target become a query, and without filters the query is null with an error."""
    fake.add_target(models.Target(id=None, additional_properties={"_id": OTHER}))
    ids = [EXAMPLE_ID, OTHER, str(uuid4())]
    first, second, third = (await client.get_target_queries({"target_ids": ids})).results
    assert ('_schema:"contact" AND city:"Cologne"', None) == (first.query, first.error)
    assert (None, "TARGET_WITHOUT_FILTERS") == (second.query, second.error)
    assert (None, "there is no such target") == (third.query, third.error)


async def test_pages_and_filters(client: TargetingClient, fake: FakeTargeting) -> None:
    """Cursors lead through the filtered recipients, 25 a page."""
    everyone = [recipient("failed" if i % 2 else "success", title=f"Name {i}", portal_status="sent") for i in range(60)]
    fake.add_recipients(EXAMPLE_ID, everyone)
    first = await client.get_recipients(EXAMPLE_ID)
    assert (25, 60) == (len(first.results), first.total)
    assert 60 == len(await client.iter_recipients(EXAMPLE_ID, limit=7).collect())
    some = await client.iter_recipients(EXAMPLE_ID, automation_status=["failed", "cancelled"]).collect()
    assert 30 == len(some)
    assert ["Name 42"] == [one.title for one in (await client.get_recipients(EXAMPLE_ID, q="name 42")).results]
    assert 0 == (await client.get_recipients(EXAMPLE_ID, portal_status="seen")).total


async def test_a_cursor_belongs_to_its_list(client: TargetingClient, fake: FakeTargeting) -> None:
    """A cursor of other filters, or an invalid one, is refused."""
    fake.add_recipients(EXAMPLE_ID, [recipient() for _ in range(3)])
    cursor = (await client.get_recipients(EXAMPLE_ID, limit=1)).next
    for query in ({"next": cursor, "q": "x"}, {"next": "garbage"}, {"next": "ä"}):
        with pytest.raises(BadRequestError) as refused:
            await client.get_recipients(EXAMPLE_ID, **query)
        assert "next is not a cursor of this list" == refused.value.message


@pytest.mark.parametrize(
    ("method", "path", "content", "place"),
    [
        ("GET", "/v1/campaign/no-uuid/recipients", None, "campaign_id"),
        ("GET", f"/v1/campaign/{EXAMPLE_ID}/recipients?limit=0", None, "limit"),
        ("GET", f"/v1/campaign/{EXAMPLE_ID}/recipients?limit=x", None, "limit"),
        ("GET", f"/v1/campaign/{EXAMPLE_ID}/recipients?q=a&q=b", None, "q must be sent once"),
        ("GET", f"/v1/campaign/{EXAMPLE_ID}/recipients?automation_status=nope", None, "automation_status[0]"),
        ("POST", "/v1/campaign:match", "nope", "JSON"),
        ("POST", "/v1/campaign:match", "[]", "object"),
        ("POST", "/v1/campaign:match", "{}", "entity_refs is missing"),
        ("POST", "/v1/target/queries", '{"target_ids": []}', "at least 1 items"),
        ("POST", "/v1/target/queries", f'{{"target_ids": ["{OTHER}", "{OTHER}"]}}', "twice"),
        ("POST", "/v1/target/queries", f'{{"target_ids": ["{OTHER}"], "more": 1}}', "more is not allowed"),
        ("POST", f"/v1/campaign/{EXAMPLE_ID}/recipient", f'{{"entity_id": "{OTHER}"}}', "none of its forms"),
    ],
)
async def test_what_the_spec_forbids_is_refused(
    http: httpx.AsyncClient, method: str, path: str, content: str | None, place: str
) -> None:
    """An invalid request is a ClientError that names the place."""
    response = await http.request(method, path, content=content, headers={"content-type": "application/json"})
    assert 400 == response.status_code
    assert place in response.json()["message"]


async def test_a_query_is_shown_decoded(fake: FakeTargeting, client: TargetingClient) -> None:
    """The fake shows requested queries decoded."""
    await client.get_recipients(EXAMPLE_ID, q="a & b", limit=3)
    assert [("limit", "3"), ("q", "a & b")] == sorted(fake.requests[0].pairs)


@pytest.mark.filterwarnings("ignore::epilot_targeting.testing.UnknownKeyWarning")
async def test_a_recipient_holds_only_what_its_way_knows(fake: FakeTargeting, http: httpx.AsyncClient) -> None:
    """A new recipient has only the fields of the form that its request fits."""
    path = f"/v1/campaign/{EXAMPLE_ID}/recipient"
    one = {"entity_id": OTHER, "entity_schema": "contact", "portal_status": "sent", "own": 1}
    foreign = {"automation_status": 5, "automation_execution_id": "e", "title": 7, "updated_at": "never"}
    created = (await http.post(path, json=one | foreign)).json()
    at, title = "2026-01-02T00:00:00.000Z", "contact 3fa85f64"
    shown = {**one, "title": title, "updated_at": at, "portal_status_updated_at": at}
    assert shown == created
    changes = {"entity_id": EXAMPLE_ID, "entity_schema": "order", "title": None, "own": 2}
    assert {**shown, "own": 2} == (await http.patch(f"{path}/{OTHER}", json=changes)).json()


async def test_an_execution_may_have_no_status(fake: FakeTargeting, client: TargetingClient) -> None:
    """A portal recipient may have an execution's id without a status."""
    fake.add_recipients(EXAMPLE_ID, [{"entity_id": OTHER, "automation_execution_id": "e-1"}])
    await client.change_campaign_status(EXAMPLE_ID)
    summary = (await client.get_campaign_job_status(EXAMPLE_ID)).execution_summary
    assert [models.ExecutionSummaryItem(execution_id="e-1")] == summary


async def test_routes(http: httpx.AsyncClient) -> None:
    """Unknown paths, methods and content types are refused, and unknown parameters are ignored."""
    assert 404 == (await http.get("/v1/nothing")).status_code
    assert 405 == (await http.delete("/v1/campaign:match")).status_code
    assert 400 == (await http.post("/v1/campaign:match", content="{}", headers={"content-type": "a/b"})).status_code
    assert 200 == (await http.get(f"/v1/campaign/{EXAMPLE_ID}/recipients?other=1")).status_code


@pytest.mark.parametrize("value", ["", "Bearer", "Bearer  ", "Basic abc", "Bearer wrong"])
async def test_a_wrong_token_is_refused(value: str) -> None:
    """Only the token that was set is accepted."""
    async with FakeTargeting(token="right") as fake:
        transport = httpx.ASGITransport(fake.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://fake") as raw:
            path = f"/v1/campaign/{EXAMPLE_ID}/job"
            assert 401 == (await raw.get(path, headers={"authorization": value})).status_code
        assert models.JobStatus() == await fake.client().get_campaign_job_status(EXAMPLE_ID)
        with pytest.raises(UnauthorizedError):
            await fake.client(token="other").get_campaign_job_status(EXAMPLE_ID)
    assert all("authorization" not in request.headers for request in fake.requests)


async def test_faults_on_demand(fake: FakeTargeting, client: TargetingClient, http: httpx.AsyncClient) -> None:
    """A fault gives a status, a body or a dropped connection, for the operation and as often as set."""
    fake.fail("getCampaignPortals", status=503, headers={"x-request-id": "r-1"}, times=2, delay=0.001)
    assert models.JobStatus() == await client.get_campaign_job_status(EXAMPLE_ID)
    for _ in range(2):
        with pytest.raises(ServerError) as failed:
            await client.get_campaign_portals(EXAMPLE_ID)
        assert "r-1" == failed.value.request_id
    assert 1 == len(await client.get_campaign_portals(EXAMPLE_ID))
    fake.fail(status=502, body=b"<html>")
    with pytest.raises(ServerError) as failed:
        await client.get_campaign_portals(EXAMPLE_ID)
    assert "<html>" == failed.value.body
    fake.fail("change_campaign_status", drop=True)
    with pytest.raises(TransportError) as lost:
        await client.change_campaign_status(EXAMPLE_ID)
    assert lost.value.applied is None
    fake.fail(status=500)
    fake.clear_faults()
    assert 200 == (await http.get(f"/v1/campaign/{EXAMPLE_ID}/job")).status_code


async def test_the_headers_of_a_fault_are_in_each_response(fake: FakeTargeting) -> None:
    """The headers of a fault are also in a response that refuses the request, fails or refers to a large one."""
    client = fake.client()
    raw: httpx.AsyncClient = client.options.http_client
    origin, token = "https://targeting.fake.invalid", {"authorization": "Bearer t", "accept": LARGE}
    known, unknown = f"{origin}/v1/campaign/{EXAMPLE_ID}/recipients", f"{origin}/v1/campaign/unknown/recipients"
    found: list[tuple[int, str | None]] = []
    for path, headers, large in ((known, {}, False), (unknown, token, False), (known, token, True)):
        fake.fail("get_recipients", headers={"x-request-id": "r-1"}, large=large)
        response = await raw.get(path, headers=headers)
        found.append((response.status_code, response.headers.get("x-request-id")))
    assert [(401, "r-1"), (400, "r-1"), (200, "r-1")] == found
    assert LARGE == response.headers["content-type"]


async def test_a_large_response_comes_by_reference(fake: FakeTargeting) -> None:
    """A large response comes by reference to clients that accept it, and the store needs the address only."""
    client = fake.client()
    raw: httpx.AsyncClient = client.options.http_client
    path = f"https://targeting.fake.invalid/v1/campaign/{EXAMPLE_ID}/recipients"
    fake.fail("get_recipients", large=True, times=2)
    plain = await raw.get(path, headers={"authorization": "Bearer t"})
    assert [] == plain.json()["results"]
    large = await raw.get(path, headers={"authorization": "Bearer t", "accept": LARGE})
    assert LARGE == large.headers["content-type"]
    address = large.json()["$payload_ref"]
    assert plain.json() == (await raw.get(address)).json()
    assert 400 == (await raw.get(address, headers={"authorization": "Bearer t"})).status_code
    assert 403 == (await raw.get(address.replace("Signature=", "Signature=x"))).status_code


async def test_a_reset_removes_stored_large_responses(fake: FakeTargeting) -> None:
    """After a reset the URL of an earlier large response leads to nothing, and never to a later response."""
    client = fake.client()
    raw: httpx.AsyncClient = client.options.http_client
    path = f"https://targeting.fake.invalid/v1/campaign/{EXAMPLE_ID}/recipients"
    addresses: list[str] = []
    for _ in range(2):
        fake.reset()
        fake.fail("get_recipients", large=True)
        response = await raw.get(path, headers={"authorization": "Bearer t", "accept": LARGE})
        addresses.append(response.json()["$payload_ref"])
    assert [403, 200] == [(await raw.get(address)).status_code for address in addresses]


async def test_it_takes_models_and_more_state() -> None:
    """Campaigns, targets and recipients are given to the constructor as models or dicts."""
    campaign = models.Campaign(name="Mine", additional_properties={"_id": OTHER.upper(), "own": 1})
    async with FakeTargeting(campaigns=[campaign], targets=[{"_id": OTHER}], recipients={OTHER: [recipient()]}) as fake:
        response = await fake.client().change_campaign_status(OTHER)
        assert ("Mine", {"own": 1}) == (response.campaign.name, response.campaign.additional_properties)
        assert 1 == len(await fake.client().iter_recipients(OTHER).collect())


def test_models_and_dates_inside_of_dicts() -> None:
    """They become JSON as in a request; what cannot be sent becomes text."""
    action = models.NextBestAction(title="Call", cta=models.NextBestActionCta(type="flow", target="x"))
    moment = dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)
    naive = moment.replace(tzinfo=None)
    fake = FakeTargeting()
    fake.add_campaign({"_id": OTHER, "nba": action, "all": [action], "at": moment, "naive": naive, "set": {1}})
    [campaign] = [one for one in fake.dump_state()["campaigns"] if one["_id"] == OTHER]
    assert [action.to_dict()] * 2 == [campaign["nba"], *campaign["all"]]
    assert "2026-01-31T09:30:00.000Z" == campaign["at"]
    assert ("2026-01-31 09:30:00", "{1}") == (campaign["naive"], campaign["set"])


async def test_the_app_refuses_what_is_not_http() -> None:
    """The app refuses a websocket."""

    async def never() -> dict[str, Any]:
        raise AssertionError

    async def send(_: dict[str, Any]) -> None:
        raise AssertionError

    with pytest.raises(ValueError, match="HTTP only"):
        await FakeTargeting().app({"type": "websocket"}, never, send)


def test_draft_4_and_the_document_agree_on_metaschema() -> None:
    """The component schemas are well-formed for the library that judges the responses."""
    for schema in openapi()["components"]["schemas"].values():
        Draft4Validator.check_schema({key: value for key, value in schema.items() if key != "example"})


async def test_the_repr_counts() -> None:
    """The repr counts what the fake holds, and shows neither its token nor a request."""
    async with FakeTargeting(token="secret-token", recipients={EXAMPLE_ID: [recipient(), recipient()]}) as fake:
        await fake.client().get_recipients(EXAMPLE_ID, q="Ada")
        fake.fail(status=503, times=3)
        assert "FakeTargeting(campaigns=1, targets=1, recipients=2, requests=1, faults=3)" == repr(fake)


@pytest.mark.parametrize("status", [204, 205])
async def test_a_fault_with_a_status_that_has_no_body(status: int) -> None:
    """The response of a status without a body has none, so that the client reads it as from the service."""
    async with FakeTargeting() as fake:
        fake.fail(status=status, body={"message": "unsent"}, headers={"x-request-id": "r1"}, times=2)
        received = await fake.handle(Request("GET", f"/v1/campaign/{EXAMPLE_ID}/recipients"))
        assert (status, b"", {"x-request-id": "r1"}) == (received.status, received.body, received.headers)
        response = await fake.client().request("GET", f"/v1/campaign/{EXAMPLE_ID}/recipients")
    assert (status, None, b"") == (response.status_code, response.parsed, response.content)


async def test_options_of_a_program_that_uses_aiohttp() -> None:
    """A client of the fake takes `transport="aiohttp"` of the program under test, and uses no socket all the same."""
    async with FakeTargeting() as fake:
        assert [] == (await fake.client(transport="aiohttp").get_recipients(EXAMPLE_ID)).results


async def test_a_closed_fake() -> None:
    """A client of a closed fake says at once that the fake is closed, and a new one works."""
    async with FakeTargeting() as fake:
        client = fake.client(retry=RetryPolicy(backoff=60))
    for one in (client, client.with_options(deadline=5), client.campaign_recipient):
        with pytest.raises(
            ClientClosedError, match="get_recipients: the FakeTargeting of this client is closed"
        ) as failed:
            await one.get_recipients(EXAMPLE_ID)
        assert (False, None, []) == (failed.value.applied, failed.value.__cause__, fake.requests)
    assert [] == (await fake.client().get_recipients(EXAMPLE_ID)).results
