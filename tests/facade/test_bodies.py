"""Invalid arguments are not sent; each operation can be called in every way."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from operations import JSON_OPERATIONS, smallest_body
from server import Script, any_body, page, response

from epilot_targeting import ConfigurationError, Response, TargetingClient, models

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
RID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
WITH_BODY = [name for name, one in JSON_OPERATIONS.items() if "body" in one.arguments]


@pytest.mark.parametrize("name", JSON_OPERATIONS)
async def test_all_ways_to_call_an_operation_send_the_same(script: Script, name: str) -> None:
    """An operation sends the same request flat, by tag, raw, and raw by tag."""
    operation = JSON_OPERATIONS[name]
    script.answer = lambda _: response(200, smallest_body(name))
    async with TargetingClient("t", base_url=script.address) as client:
        view = getattr(client, operation.tag)
        plain = [await getattr(way, name)(**operation.arguments) for way in (client, view)]
        raw: list[Response[Any]] = [await getattr(way, name)(**operation.arguments) for way in (client.raw, view.raw)]
    assert plain[:1] * 3 == [plain[1], *(one.parsed for one in raw)]
    first, *others = [(seen.line, seen.body) for seen in script.seen]
    assert [first] * 3 == others


@pytest.mark.parametrize("name", WITH_BODY)
async def test_an_empty_object_is_a_body(script: Script, name: str) -> None:
    """An empty object is sent as `{}`."""
    operation = JSON_OPERATIONS[name]
    script.answer = lambda _: response(200, smallest_body(name))
    async with TargetingClient("t", base_url=script.address) as client:
        await getattr(getattr(client, operation.tag), name)(**{**operation.arguments, "body": {}})
    assert b"{}" == script.seen[0].body


@pytest.mark.parametrize("name", WITH_BODY)
async def test_none_is_no_body(script: Script, name: str) -> None:
    """An operation that needs a body is not sent without one."""
    operation = JSON_OPERATIONS[name]
    script.answer = lambda _: response(200, smallest_body(name))
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(ConfigurationError, match=name):
            await getattr(getattr(client, operation.tag), name)(**{**operation.arguments, "body": None})
    assert [] == script.seen


@pytest.mark.parametrize(
    "body",
    [
        {"a": float("inf")},
        {"a": {"b": [float("-inf")]}},
        {"a": b"bytes"},
        {"a": 1j},
        [("a", 1)],
        True,
        models.EntityRef,
        models.UpdateRecipientPayload(additional_properties={"a": float("nan")}),
    ],
)
async def test_what_json_can_not_say_is_refused(script: Script, body: Any) -> None:
    """A value that JSON can't express is refused before any request, at any depth."""
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(ConfigurationError) as refused:
            await client.update_recipient(CID, RID, body)
    assert (False, "update_recipient", 0) == (
        refused.value.applied,
        refused.value.operation,
        refused.value.attempts,
    )
    assert [] == script.seen


async def test_a_refused_body_is_not_shown(script: Script) -> None:
    """The error about a body does not show it, since it may be personal data."""
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(ConfigurationError) as refused:
            await client.update_recipient(CID, RID, any_body(title="secret", x=object()))
    assert "secret" not in str(refused.value) + repr(refused.value)


async def test_a_caller_keeps_its_dict(script: Script) -> None:
    """The caller's dict is not changed."""
    body: Any = {"portal_state": {"id": UUID(RID), "list": (1, 2)}}
    async with TargetingClient("t", base_url=script.address) as client:
        await client.update_recipient(CID, RID, body)
    assert {"portal_state": {"id": UUID(RID), "list": (1, 2)}} == body


async def test_any_mapping_is_a_body(script: Script) -> None:
    """Any mapping is a body, at the top and inside."""
    body: Any = MappingProxyType({"portal_state": MappingProxyType({"a": 1})})
    async with TargetingClient("t", base_url=script.address) as client:
        await client.update_recipient(CID, RID, body)
    assert {"portal_state": {"a": 1}} == json.loads(script.seen[0].body)


async def test_text_beyond_ascii_arrives(script: Script) -> None:
    """Text beyond ASCII arrives unchanged."""
    async with TargetingClient("t", base_url=script.address) as client:
        await client.update_recipient(CID, RID, any_body(title="Grüße 😀"))
    assert {"title": "Grüße 😀"} == json.loads(script.seen[0].body)


@pytest.mark.parametrize("statuses", [["failed", None], [None]])
async def test_none_in_a_list_is_never_sent_as_a_word(script: Script, statuses: Any) -> None:
    """None in a list is left out or refused."""
    script.answer = lambda _: page([])
    async with TargetingClient("t", base_url=script.address) as client:
        try:
            await client.get_recipients(CID, automation_status=statuses)
        except ConfigurationError:
            assert [] == script.seen
    assert [] == [seen.target for seen in script.seen if "None" in seen.target]


@pytest.mark.parametrize("value", [b"abc", object(), {"a": 1}])
async def test_what_is_no_query_value_is_refused(script: Script, value: Any) -> None:
    """A value that is no query value is refused: as text it would search for something else."""
    script.answer = lambda _: page([])
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(ConfigurationError):
            await client.get_recipients(CID, q=value)
    assert [] == script.seen


async def test_the_user_agent_names_package_and_spec(script: Script) -> None:
    """The user agent has the version and the beginning of the spec's hash."""
    from epilot_targeting_generated.provenance import SPEC_SHA256

    from epilot_targeting import __version__

    async with TargetingClient("t", base_url=script.address) as client:
        await client.get_campaign_job_status(CID)
    assert f"epilot-targeting/{__version__} spec/{SPEC_SHA256[:8]}" == script.seen[0].headers["user-agent"]


@pytest.mark.parametrize("way", ["flat", "raw", "child"])
async def test_cookies_are_not_sent_back(script: Script, way: str) -> None:
    """No later request sends the service's cookies."""
    script.answer = lambda _: response(200, b"{}", "Set-Cookie: a=b; Path=/", "Set-Cookie: c=d")
    async with TargetingClient("t", base_url=script.address) as client:
        await client.get_campaign_job_status(CID)
        following: Any = {"flat": client, "raw": client.raw, "child": client.with_options(deadline=3)}[way]
        await following.get_campaign_job_status(CID)
    assert "cookie" not in script.seen[1].headers
