"""Iterate over real sockets: where iterations end, what they send, and the cursor of their errors."""

from __future__ import annotations

from typing import Any

import pytest
from server import CLOSE, NOW, Script, page, response

from epilot_targeting import (
    AuthorizationError,
    ConfigurationError,
    DecodeError,
    PaginationError,
    TargetingClient,
    TargetingError,
    TransportError,
)
from epilot_targeting.models import AutomationStatus

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"


@pytest.mark.parametrize("following", ["absent", None, ""])
async def test_the_end_on_the_wire(script: Script, following: str | None) -> None:
    """The iteration ends where `next` is absent, null or empty."""
    body = page([{"title": "a"}], following)
    script.answer = lambda _: response(200, b'{"results": [{"title": "a"}]}') if following == "absent" else body
    async with TargetingClient("t", base_url=script.address) as client:
        assert ["a"] == [one.title async for one in client.iter_recipients(CID)]
    assert 1 == len(script.seen)


async def broken_provider() -> str:
    raise LookupError


@pytest.mark.parametrize(
    ("kind", "campaign_id", "token", "answer"),
    [
        (ConfigurationError, "..", "t", b""),
        (AuthorizationError, CID, broken_provider, b""),
        (TransportError, CID, "t", CLOSE),
        (DecodeError, CID, "t", response(200, b"<html>")),
        (PaginationError, CID, "t", page([], "here")),
    ],
)
@pytest.mark.parametrize("way", ["items", "pages"])
async def test_every_error_carries_the_cursor(
    script: Script, kind: type[TargetingError], campaign_id: str, token: Any, answer: bytes, way: str
) -> None:
    """Every kind of error carries the cursor, from the records and from the pages."""
    script.answer = lambda _: answer
    async with TargetingClient(token, base_url=script.address, retry=NOW) as client:
        pager = client.iter_recipients(campaign_id, start="here")
        with pytest.raises(kind) as failed:
            _ = [one async for one in (pager if way == "items" else pager.pages())]
    assert "here" == failed.value.cursor


async def test_the_filters_go_with_every_page(script: Script) -> None:
    """The filters are sent with every page: a cursor means nothing without them."""
    script.answer = lambda seen: page([]) if "next=" in seen.target else page([], "b")
    async with TargetingClient("t", base_url=script.address) as client:
        await client.iter_recipients(
            CID, limit=7, q="x", automation_status=["failed", "cancelled"], portal_status="sent"
        ).collect()
    filters = "q=x&automation_status=failed&automation_status=cancelled&portal_status=sent"
    queries = [seen.target.partition("?")[2] for seen in script.seen]
    assert [f"limit=7&{filters}", f"limit=7&next=b&{filters}"] == queries


@pytest.mark.parametrize("way", ["client", "tag", "child"])
async def test_each_client_of_recipients_iterates(script: Script, way: str) -> None:
    """The whole client, the tag's client and derived clients iterate over recipients."""
    script.answer = lambda _: page([{"title": "a"}])
    async with TargetingClient("t", base_url=script.address) as client:
        ways: dict[str, Any] = {
            "client": client,
            "tag": client.campaign_recipient,
            "child": client.with_options(deadline=9),
        }
        assert ["a"] == [one.title for one in await ways[way].iter_recipients(CID).collect()]


async def test_a_pager_sends_nothing_before_it_is_used(script: Script) -> None:
    """Making a pager sends nothing."""
    async with TargetingClient("t", base_url=script.address) as client:
        client.iter_recipients(CID)
        assert [] == script.seen


@pytest.mark.parametrize("empty", [[], (), set()])
async def test_an_empty_filter_is_refused(script: Script, empty: Any) -> None:
    """An empty filter is refused by the call itself: it must not read as "no filter"."""
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(ConfigurationError, match="automation_status is empty"):
            client.iter_recipients(CID, automation_status=empty)
        with pytest.raises(ConfigurationError, match="automation_status is empty") as failed:
            await client.get_recipients(CID, automation_status=empty)
    assert ("get_recipients", False, []) == (failed.value.operation, failed.value.applied, script.seen)


async def test_a_filter_that_can_be_read_once_is_refused(script: Script) -> None:
    """An iterator as a filter is refused: the second page would have none."""
    statuses: Any = iter(["failed"])
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(ConfigurationError, match="automation_status is invalid"):
            client.iter_recipients(CID, automation_status=statuses)
    assert [] == script.seen


async def test_a_filter_that_changes_meanwhile(script: Script) -> None:
    """All pages have the filter that the iteration began with."""
    script.answer = lambda seen: page([]) if "next=" in seen.target else page([{}], "b")
    statuses = [AutomationStatus.FAILED]
    async with TargetingClient("t", base_url=script.address) as client:
        async for _ in client.iter_recipients(CID, automation_status=statuses, prefetch=False):
            statuses.clear()
    assert ["automation_status=failed", "next=b&automation_status=failed"] == [
        seen.target.partition("?")[2] for seen in script.seen
    ]
