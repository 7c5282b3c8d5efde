"""Redirects and cookies: the client follows no redirect, names only its origin, and keeps no cookie."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from facade.stores import CAMPAIGN, CID, JOB, ONCE, callers, calls
from server import Script, Seen, response

from epilot_targeting import ApiError, TargetingClient


@pytest.fixture
async def client(script: Script) -> AsyncIterator[TargetingClient]:
    """A client that repeats nothing, of a service that answers."""
    script.answer = answer
    async with TargetingClient("t", base_url=script.address, retry=ONCE, max_concurrency=3) as client:
        yield client


def answer(seen: Seen) -> bytes:
    return response(200, JOB if "/job" in seen.target else CAMPAIGN)


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("https://user:password@evil.example:444/path/secret?token=secret#secret", "https://evil.example:444"),
        ("http://evil.example/secret", "http://evil.example"),
        ("//evil.example/secret", None),
        ("/secret?secret", None),
        ("secret", None),
        ("https://[secret", None),
    ],
)
async def test_a_redirect_names_the_origin_only(
    script: Script, client: TargetingClient, location: str, shown: str | None
) -> None:
    """An error about a redirect shows the origin only: path, query and body may hold secrets."""
    script.answer = lambda _: response(303, f"<a href='{location}'>".encode(), f"Location: {location}")
    with pytest.raises(ApiError) as failed:
        await client.change_campaign_status(CID)
    error = failed.value
    assert (303, None, None, 1) == (error.status_code, error.applied, error.body, calls(script))
    assert [] == [word for word in ("secret", "password") if word in str(error) + str(vars(error))]
    if shown is not None:
        assert shown in str(error)
        assert shown == error.headers["location"]


@pytest.mark.parametrize("way", ["own", "httpx", "httpx2"])
async def test_cookies_of_the_service_are_not_sent_back(script: Script, way: str) -> None:
    """No client sends the service's cookies back, after a success or a failure."""
    script.answer = lambda _: response(
        200 if calls(script) == 1 else 404, JOB, "Set-Cookie: a=b; Path=/", "Set-Cookie: c=d"
    )
    async with callers(way) as http:
        async with TargetingClient("t", base_url=script.address, http_client=http) as client:
            for _ in range(3):
                await asyncio.gather(client.get_campaign_job_status(CID), return_exceptions=True)
        assert [] == [*(http.cookies if http else [])]
    assert [False, False, False] == ["cookie" in seen.headers for seen in script.seen]
