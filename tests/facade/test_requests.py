"""Requests as they are sent over the wire."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from operations import JSON_OPERATIONS, smallest_body
from server import Script, Seen, page, response

from epilot_targeting import ConfigurationError, TargetingClient, __version__, models

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
RID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


@pytest.mark.parametrize("name", JSON_OPERATIONS)
async def test_each_operation_on_the_wire(script: Script, name: str) -> None:
    """Each operation sends its method, path, headers and body."""
    operation = JSON_OPERATIONS[name]
    script.answer = lambda _: response(200, smallest_body(name))
    async with TargetingClient("t", base_url=script.address) as client:
        await getattr(client, name)(**operation.arguments)
    seen = script.seen[0]
    assert f"{operation.method} {operation.target}" == seen.line.removesuffix(" HTTP/1.1").partition("?")[0]
    sent = [value for argument, value in operation.arguments.items() if argument == "body"]
    assert sent == ([json.loads(seen.body)] if seen.body else [])
    assert ("application/json" if sent else None) == seen.headers.get("content-type")
    assert "application/large-response.vnd+json" == seen.headers["accept"]
    version, spec = seen.headers["user-agent"].split()
    assert (f"epilot-targeting/{__version__}", "spec/", 13) == (version, spec[:5], len(spec))


IDS = [RID, UUID(RID), "a/b", "ü", "%2e%2e", "a?b", "a#b", "a b", "...", "~", "a;b=c", "😀"]


@pytest.mark.parametrize("value", IDS)
async def test_path_ids_arrive_as_they_are(script: Script, value: UUID | str) -> None:
    """An id arrives whole and encoded, and leads to no other route."""
    async with TargetingClient("t", base_url=script.address) as client:
        await client.update_recipient(CID, value, {})
    *_, last = script.seen[0].target.split("/")
    assert str(value) == unquote(last)
    assert 6 == len(script.seen[0].target.split("/"))


@pytest.mark.parametrize("value", ["", ".", "..", " ", None, 5, b"x", "\ud800"])
async def test_what_is_no_id_is_refused(script: Script, value: Any) -> None:
    """An invalid id is refused before any request, by the parameter's name."""
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(ConfigurationError, match="recipient_id"):
            await client.update_recipient(CID, value, {})
    assert [] == script.seen


async def test_query_parameters(script: Script) -> None:
    """In a query, None is left out, a list repeats, an enum equals its string, and an empty text is sent."""
    script.answer = lambda _: page([])
    failed = models.AutomationStatus.FAILED
    newer: Any = "new"
    async with TargetingClient("t", base_url=script.address) as client:
        await client.get_recipients(CID)
        await client.get_recipients(CID, limit=5, next="a&b=ü +", q="", automation_status=[failed, newer])
        await client.get_recipients(CID, automation_status=failed, portal_status="sent")
        await client.get_recipients(CID, automation_status="failed", portal_status=models.PortalStatus.SENT)
        with pytest.raises(ConfigurationError, match="UTF-8"):
            await client.get_recipients(CID, q="\ud800")
    queries = [seen.target.partition("?")[2] for seen in script.seen]
    assert [
        "",
        "limit=5&next=a%26b%3D%C3%BC%20%2B&q=&automation_status=failed&automation_status=new",
        "automation_status=failed&portal_status=sent",
        "automation_status=failed&portal_status=sent",
    ] == queries


def test_booleans_in_a_query() -> None:
    """Booleans in a query are written as in JSON."""
    from epilot_targeting._request.query_string import query_string

    assert "?a=true&b=1" == query_string({"a": True, "b": 1})


async def test_bodies(script: Script) -> None:
    """A body is a model or a dict, with ids, times and enums written as JSON has them."""
    moment = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    state = {"id": UUID(RID), "at": moment, "day": moment.date(), "s": models.PortalStatus.SEEN}
    expected = {"id": RID, "at": "2026-01-02T00:00:00.000Z", "day": "2026-01-02", "s": "seen"}
    nested = {"ref": models.EntityRef(entity_id=UUID(RID), entity_schema="x")}
    async with TargetingClient("t", base_url=script.address) as client:
        await client.update_recipient(CID, RID, {"portal_state": state})
        await client.update_recipient(CID, RID, models.UpdateRecipientPayload(portal_state=state))
        await client.update_recipient(CID, RID, {"portal_state": nested})
        await client.update_recipient(CID, RID, models.UpdateRecipientPayload(additional_properties={"title": None}))
    bodies = [json.loads(seen.body) for seen in script.seen]
    assert [{"portal_state": expected}] * 2 == bodies[:2]
    assert {"portal_state": {"ref": {"entity_id": RID, "entity_schema": "x"}}} == bodies[2]
    assert {"title": None} == bodies[3]


LOOP: dict[str, Any] = {}
LOOP["self"] = LOOP


@pytest.mark.parametrize("body", [[], "text", 5])
async def test_the_refusal_says_what_a_body_is(body: Any) -> None:
    """The error about an invalid body says in one sentence what a body is."""
    with pytest.raises(ConfigurationError) as refused:
        await TargetingClient("t").match_campaigns(body)
    expected = f"match_campaigns: the body must be a model or a dict, not {type(body).__name__}"
    assert expected == str(refused.value)


@pytest.mark.parametrize("body", [{"a": float("nan")}, {"a": object()}, {"a": {1, 2}}, {(1,): 2}, [], "text", 5, LOOP])
async def test_what_is_no_body_is_refused(script: Script, body: Any) -> None:
    """A value that is no body is refused before any request."""
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(ConfigurationError, match=r"cannot be encoded as JSON|must be a model or a dict"):
            await client.update_recipient(CID, RID, body)
    assert [] == script.seen


async def test_a_time_without_a_zone_is_refused(script: Script) -> None:
    """A time without a zone is refused."""
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(ConfigurationError, match="time zone"):
            await client.update_recipient(CID, RID, {"portal_state": {"at": dt.datetime(2026, 1, 2)}})  # noqa: DTZ001


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1).filter(lambda text: text.strip() not in ("", ".", "..") and text.isprintable()))
def test_any_text_arrives(text: str) -> None:
    """Any text arrives unchanged in the path and in the query."""
    from epilot_targeting_generated.api.campaign.get_campaign_job_status import OPERATION

    from epilot_targeting._request.query_string import query_string
    from epilot_targeting._request.url_path import url_path

    assert f"/v1/campaign/{text}/job" == unquote(url_path(OPERATION, (text,)))
    assert f"?q={text}" == unquote(query_string({"q": text}))


async def test_no_more_requests_at_once_than_said(script: Script) -> None:
    """No more requests are under way than `max_concurrency` allows."""
    import asyncio

    most = 0

    def answer(_: Seen) -> bytes:
        nonlocal most
        most = max(most, script.open)
        return response()

    script.answer = answer
    async with TargetingClient("t", base_url=script.address, max_concurrency=4) as client:
        await asyncio.gather(*(client.get_campaign_job_status(CID) for _ in range(60)))
    assert most <= 4
    assert 60 == len(script.seen)


async def test_the_callers_agent_goes_before_ours(script: Script) -> None:
    """The user agent has the caller's name before ours."""
    async with TargetingClient("t", base_url=script.address, headers={"User-Agent": "billing/7"}) as client:
        await client.get_campaign_job_status(CID)
    assert script.seen[0].headers["user-agent"].startswith("billing/7 epilot-targeting/")
