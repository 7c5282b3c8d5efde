"""The control addresses of the fake: each by HTTP, and the document that describes them."""

from __future__ import annotations

import json
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import validate
from testing.served_fake import TOKEN, served_fake

from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting
from epilot_targeting.testing._control import document

DOCUMENT = document()
RECIPIENTS = f"/v1/campaign/{EXAMPLE_ID}/recipients"
JSON = {"content-type": "application/json"}
OTHER = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


@pytest.fixture
def fake() -> FakeTargeting:
    return FakeTargeting(token="secret-token")


@pytest.fixture
async def http(fake: FakeTargeting) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(fake.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://fake", event_hooks={"response": [judge]}) as raw:
        yield raw


async def judge(response: httpx.Response) -> None:
    """Fail if a response of a control address is not as its document says."""
    item = DOCUMENT["paths"].get(response.request.url.path, {})
    operation = item.get(response.request.method.lower())
    if operation is None:
        return
    await response.aread()
    content = operation["responses"][str(response.status_code)].get("content")
    assert bool(content) == bool(response.content)
    if content:
        schema = {"allOf": [content["application/json"]["schema"]], "components": DOCUMENT["components"]}
        assert [] == [error.message for error in OAS30Validator(schema).iter_errors(response.json())]


def test_the_document_is_valid() -> None:
    """The document of the control addresses is valid, and each operation has an id and a summary."""
    validate(DOCUMENT)
    operations = [operation for item in DOCUMENT["paths"].values() for operation in item.values()]
    assert 10 == len({operation["operationId"] for operation in operations})
    assert all(operation["summary"] for operation in operations)


async def test_faults(http: httpx.AsyncClient) -> None:
    """Faults are injected, listed, hit requests, and are removed."""
    headers = {"authorization": "Bearer secret-token"}
    for fault in ({"operation": "getRecipients", "status": 503, "times": 2}, {"status": 502, "text": "<html>"}):
        assert 201 == (await http.post("/_fake/faults", json=fault)).status_code
    listed = (await http.get("/_fake/faults")).json()["faults"]
    assert [{"operation": "getRecipients", "status": 503}] * 2 + [{"status": 502, "text": "<html>"}] == listed
    assert 503 == (await http.get(RECIPIENTS, headers=headers)).status_code
    assert 204 == (await http.delete("/_fake/faults")).status_code
    assert 200 == (await http.get(RECIPIENTS, headers=headers)).status_code
    await http.post("/_fake/faults", json={"status": 502, "text": "<html>"})
    assert "<html>" == (await http.get(RECIPIENTS, headers=headers)).text


async def test_a_text_with_half_of_a_surrogate_pair_is_sent(http: httpx.AsyncClient) -> None:
    """JSON can hold what UTF-8 cannot: the body is malformed then, as a test may want it."""
    await http.post("/_fake/faults", content=rb'{"status": 502, "text": "\ud800"}', headers=JSON)
    headers = {"authorization": "Bearer secret-token"}
    assert b"\xed\xa0\x80" == (await http.get(RECIPIENTS, headers=headers)).content


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"operation": "getRecipents", "status": 503}, "did you mean `getRecipients`?"),
        ({"operation": "getRecipients"}, "name a fault"),
        ({"status": "503"}, "status must be of type integer"),
        ({"statis": 503}, "statis is not allowed: the spec has no key statis: did you mean `status`?"),
        ({"status": 503, "times": 0}, "times must be at least 1"),
        ({"status": 503, "text": "a", "body": "b"}, "text and body exclude each other"),
        ([], "must be of type object"),
    ],
)
async def test_a_wrong_fault_is_refused(http: httpx.AsyncClient, fault: Any, words: str) -> None:
    """A wrong fault is a 400 that names the mistake."""
    response = await http.post("/_fake/faults", json=fault)
    assert 400 == response.status_code
    assert words in response.json()["message"]


async def test_state(http: httpx.AsyncClient, fake: FakeTargeting) -> None:
    """The state is read, added to, and reset with all faults and requests."""
    start = (await http.get("/_fake/state")).json()
    assert [EXAMPLE_ID] == [one["_id"] for one in start["campaigns"]]
    added = {
        "campaigns": [{"_id": OTHER.upper(), "name": "Mine"}],
        "recipients": {OTHER: [{"entity_id": EXAMPLE_ID, "title": "Ada"}]},
        "jobs": {OTHER: ["queued", "finished"]},
    }
    response = await http.post("/_fake/state", json=added)
    assert (201, "Ada") == (response.status_code, response.json()["recipients"][OTHER][0]["title"])
    assert "queued" == (await fake.client("secret-token").get_campaign_job_status(OTHER)).status
    await http.post("/_fake/faults", json={"status": 503})
    assert 204 == (await http.delete("/_fake/state")).status_code
    assert start == (await http.get("/_fake/state")).json()
    assert ([], []) == (fake.requests, fake.faults)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"campaign": []}, "did you mean `campaigns`?"),
        ({"recipients": {OTHER: []}}, f"there is no campaign {OTHER}"),
        ({"campaigns": [{"name": "no id"}]}, "campaigns[0]._id is missing"),
        ({"jobs": {EXAMPLE_ID: 5}}, "malformed state"),
        ({"jobs": {EXAMPLE_ID: "queued"}}, "the statuses of a job must be a list, not str"),
        ({"jobs": {EXAMPLE_ID: {"queued": 1}}}, "the statuses of a job must be a list, not dict"),
    ],
)
async def test_a_wrong_state_is_refused(http: httpx.AsyncClient, fake: FakeTargeting, state: Any, words: str) -> None:
    """A wrong state is a 400 that names the mistake, and changes nothing."""
    before = fake.dump_state()
    response = await http.post("/_fake/state", json=state)
    assert 400 == response.status_code
    assert words in response.json()["message"]
    assert before == fake.dump_state()


async def test_requests(http: httpx.AsyncClient, fake: FakeTargeting) -> None:
    """Requests are listed without their tokens, checked, and forgotten."""
    await fake.client("secret-token").get_recipients(EXAMPLE_ID, limit=3)
    listed = await http.get("/_fake/requests")
    query = {"limit": "3"}
    found = {"operation": "get_recipients", "method": "GET", "path": RECIPIENTS, "query": query, "body": None}
    assert [found] == listed.json()["requests"]
    assert "secret-token" not in listed.text
    wanted = {"operation": "getRecipients", "times": 1, "query": query}
    assert [found] == (await http.post("/_fake/requests", json=wanted)).json()["requests"]
    refused = await http.post("/_fake/requests", json={"operation": "getRecipients", "query": {"limit": "4"}})
    assert 409 == refused.status_code
    assert '-  "limit": "4"' in refused.json()["message"]
    assert 204 == (await http.delete("/_fake/requests")).status_code
    assert [] == fake.requests


async def test_the_document_is_served(http: httpx.AsyncClient) -> None:
    """The document is served, and another address or method is refused."""
    assert DOCUMENT == (await http.get("/_fake/openapi.json")).json()
    assert (404, 405) == ((await http.get("/_fake/x")).status_code, (await http.put("/_fake/state")).status_code)


def test_the_options_of_the_command_hit_requests(tmp_path: Path) -> None:
    """Over a socket, seed, faults, quota, latency and strictness of the command work."""
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps({"recipients": {EXAMPLE_ID: [{"entity_id": OTHER, "title": "Ada"}]}}))
    faults = ("get_recipients:status=503,times=2", "*:delay=0.01", "getEmailStats:drop")
    options = [f"--seed={seed}", "--quota=2/60", "--latency=0.001", "--strict", *(f"--fault={one}" for one in faults)]
    with served_fake(*options) as address, httpx.Client(base_url=address, headers=TOKEN) as http:
        assert [503, 503, 200] == [http.get(RECIPIENTS).status_code for _ in range(3)]
        change = f"/v1/campaign/{EXAMPLE_ID}/recipient/{OTHER}"
        assert 400 == http.patch(change, json={"titel": "x"}).status_code
        assert 200 == http.patch(change, json={"automation_status": "failed"}).status_code
        limited = http.patch(change, json={"automation_status": "pending"})
        assert (429, True) == (limited.status_code, 0 < int(limited.headers["retry-after"]) <= 60)
        with pytest.raises(httpx.RemoteProtocolError):
            http.get(f"/v1/campaign/{EXAMPLE_ID}/email-stats")
        assert {"faults": []} == http.get("/_fake/faults").json()


def test_each_control_works_over_a_socket() -> None:
    """Over a socket, each operation of the control document works, and a 204 has no body."""
    used: set[tuple[str, str]] = set()
    hooks = {"request": [lambda request: used.add((request.method.lower(), request.url.path))]}
    with served_fake() as address, httpx.Client(base_url=address, headers=TOKEN, event_hooks=hooks) as http:
        http.post("/_fake/faults", json={"status": 204})
        empty = http.get(RECIPIENTS)
        assert (204, b"", False) == (empty.status_code, empty.content, "content-length" in empty.headers)
        assert 409 == http.post("/_fake/requests", json={"operation": "getRecipients", "times": 2}).status_code
        assert 1 == len(http.get("/_fake/requests").json()["requests"])
        http.post("/_fake/state", json={"campaigns": [{"_id": OTHER, "name": "Mine"}]})
        assert 2 == len(http.get("/_fake/state").json()["campaigns"])
        for path in ("faults", "requests", "state"):
            assert 204 == http.delete(f"/_fake/{path}").status_code
        assert {"faults": []} == http.get("/_fake/faults").json()
        assert DOCUMENT == http.get("/_fake/openapi.json").json()
    assert {(method, path) for path, item in DOCUMENT["paths"].items() for method in item} <= used


@pytest.mark.parametrize("option", ["--seed", "--state"])
def test_a_reset_goes_back_to_the_state_of_the_files(option: str, tmp_path: Path) -> None:
    """The fake started with the campaigns, recipients and jobs of its files, so a reset keeps them."""
    file = tmp_path / "state.json"
    recipients = {OTHER: [{"entity_id": OTHER, "title": "Ada"}]}
    jobs = {OTHER: ["queued", "finished"]}
    file.write_text(json.dumps({"campaigns": [{"_id": OTHER, "name": "Mine"}], "recipients": recipients, "jobs": jobs}))
    with served_fake(option, file) as address, httpx.Client(base_url=address, headers=TOKEN) as http:
        start = http.get("/_fake/state").json()
        assert (recipients, jobs) == (start["recipients"], start["jobs"])
        assert 200 == http.get(f"/v1/campaign/{OTHER}/job").status_code
        http.post("/_fake/state", json={"campaigns": [{"_id": OTHER, "name": "Changed"}]})
        assert start != http.get("/_fake/state").json()
        assert 204 == http.delete("/_fake/state").status_code
        assert start == http.get("/_fake/state").json()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_state_outlives_the_process(end: signal.Signals, tmp_path: Path) -> None:
    """The state is written when the server is stopped, and read when it starts again."""
    state = tmp_path / "state.json"
    with served_fake("--state", state, end=end) as address, httpx.Client(base_url=address, headers=TOKEN) as http:
        http.post("/_fake/state", json={"campaigns": [{"_id": OTHER, "name": "Kept"}]})
        http.post(f"/v1/campaign/{OTHER}/status")
    with served_fake("--state", state) as address, httpx.Client(base_url=address) as http:
        kept = http.get("/_fake/state").json()
    assert [("Example", "draft"), ("Kept", "active")] == [(one["name"], one["status"]) for one in kept["campaigns"]]
    assert {OTHER: ["queued", "processing", "finished"]} == kept["jobs"]
    assert ["state.json"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize("limit", ["1e3", "2.0", "+5", "", "0", "-1", "x", "0x10", "5.5", " 5", "1_000", "true"])
async def test_an_odd_limit_is_refused(http: httpx.AsyncClient, limit: str) -> None:
    """A limit that is no positive integer is a 400 that names it."""
    response = await http.get(RECIPIENTS, params={"limit": limit}, headers={"authorization": "Bearer secret-token"})
    assert 400 == response.status_code
    assert "limit" in response.json()["message"]


@pytest.mark.parametrize("limit", ["1", "99999999999999999999", "9" * 400])
async def test_a_large_limit_is_a_whole_page(http: httpx.AsyncClient, limit: str) -> None:
    """A limit of any size is a page of at most that size."""
    response = await http.get(RECIPIENTS, params={"limit": limit}, headers={"authorization": "Bearer secret-token"})
    assert (200, None) == (response.status_code, response.json()["next"])


async def test_a_repeated_limit_is_refused(http: httpx.AsyncClient) -> None:
    """A limit that is sent twice is a 400."""
    headers = {"authorization": "Bearer secret-token"}
    assert 400 == (await http.get(f"{RECIPIENTS}?limit=5&limit=6", headers=headers)).status_code
