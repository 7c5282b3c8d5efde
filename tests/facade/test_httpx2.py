"""The same behaviour with a caller's httpx2 client."""

from __future__ import annotations

import asyncio

import httpx2
import pytest
from facade.stores import CAMPAIGN, CID, JOB, LARGE, ONCE, TLS, calls, failure, refer, settled
from server import HANG, Script, response

from epilot_targeting import (
    ApiError,
    RateLimitError,
    TargetingClient,
)
from epilot_targeting._response.error_class_by_status import STATUS_ERRORS
from epilot_targeting.errors import ServerError


@pytest.fixture
async def client(of_httpx2: TargetingClient) -> TargetingClient:
    """A client of ours on the caller's."""
    return of_httpx2


async def test_a_success(script: Script, client: TargetingClient) -> None:
    """A success through httpx2 is decoded, and `raw` has the whole response."""
    script.answer = lambda _: response(201, CAMPAIGN, "X-Request-Id: r")
    received = await client.raw.change_campaign_status(CID)
    assert ("a", 201, "r", 1) == (
        received.parsed.campaign.title,
        received.status_code,
        received.request_id,
        received.attempts,
    )
    assert CAMPAIGN == received.content


async def test_the_headers(script: Script, client: TargetingClient) -> None:
    """The headers through httpx2 are those of our own connections."""
    await client.get_campaign_job_status(CID)
    headers = script.seen[0].headers
    assert ("Bearer t", "o", LARGE) == (headers["authorization"], headers["x-epilot-org-id"], headers["accept"])
    assert headers["user-agent"].startswith("epilot-targeting/")
    assert {one.strip() for one in headers["accept-encoding"].split(",")} <= {"gzip", "deflate", "identity"}
    assert script.address.endswith(headers["host"])


@pytest.mark.parametrize("status", [300, 304, 400, 401, 403, 404, 408, 409, 413, 418, 429, 499, 500, 502, 503, 599])
async def test_each_status_has_its_class(script: Script, client: TargetingClient, status: int) -> None:
    """Each status has its error class and outcome."""
    script.answer = lambda _: response(status, b"" if status == 304 else b'{"message": "no"}')
    error = await failure(client, retry=ONCE)
    expected = ServerError if status >= 500 else STATUS_ERRORS.get(status, ApiError)
    applied = False if 400 <= status < 500 and status not in (408, 499) else None
    assert (expected, status, applied) == (type(error), error.status_code, error.applied)


async def test_retry_after_is_read(script: Script, client: TargetingClient) -> None:
    """`Retry-After` is read, and a wait that is too long is not begun."""
    script.answer = lambda _: response(429, b"{}", "Retry-After: 1000")
    error = await failure(client)
    assert (RateLimitError, 1000.0, 1) == (type(error), error.retry_after, calls(script))


async def test_a_cancelled_call(script: Script, client: TargetingClient) -> None:
    """A cancelled call closes its connection and frees its permit."""
    script.answer = lambda _: HANG
    task = asyncio.create_task(client.get_campaign_job_status(CID))
    await script.until(lambda: calls(script) == 1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await script.until(lambda: script.open == 0)
    assert await settled(client)
    script.answer = lambda _: response(200, JOB)
    assert "queued" == (await client.get_campaign_job_status(CID)).status


async def test_many_at_once(script: Script, http: httpx2.AsyncClient) -> None:
    """No more requests are under way than `max_concurrency` allows."""
    script.answer = lambda _: response(200, JOB)
    client = TargetingClient("t", base_url=script.address, http_client=http, max_concurrency=4)
    jobs = await asyncio.gather(*(client.get_campaign_job_status(CID) for _ in range(40)))
    assert (40, True) == (len(jobs), script.connections <= 4)


async def test_a_large_response(script: Script, client: TargetingClient) -> None:
    """A large payload is fetched through the caller's client, without our headers."""
    async with Script() as store:
        refer(script, store)
        assert "queued" == (await client.get_campaign_job_status(CID)).status
        headers = store.seen[0].headers
    assert (1, "*/*") == (calls(store), headers["accept"])
    assert set() == {name for name in headers if name in ("authorization", "cookie") or name.startswith("x-epilot")}


async def test_an_expired_token_is_asked_for_again(script: Script, http: httpx2.AsyncClient) -> None:
    """After a 401 a new token is fetched, also for a write."""
    tokens = iter(["old", "new"])
    script.answer = lambda seen: (
        response(401) if seen.headers["authorization"] == "Bearer old" else response(200, CAMPAIGN)
    )
    client = TargetingClient(lambda: next(tokens), base_url=script.address, http_client=http)
    received = await client.raw.change_campaign_status(CID)
    assert (2, ["Bearer old", "Bearer new"]) == (
        received.attempts,
        [seen.headers["authorization"] for seen in script.seen],
    )


async def test_no_cookie_is_kept(script: Script, http: httpx2.AsyncClient, client: TargetingClient) -> None:
    """No cookie is kept, not even in the caller's client."""
    script.answer = lambda _: response(200, JOB, "Set-Cookie: a=b; Path=/")
    for _ in range(2):
        await client.get_campaign_job_status(CID)
    assert ([], False) == (list(http.cookies), "cookie" in script.seen[1].headers)


async def test_a_redirect_is_not_followed(script: Script) -> None:
    """A redirect is not followed, even if the caller's client does so elsewhere."""
    async with Script() as elsewhere, httpx2.AsyncClient(verify=TLS, follow_redirects=True) as own:
        script.answer = lambda _: response(307, b"", f"Location: {elsewhere.address}/x")
        error = await failure(TargetingClient("t", base_url=script.address, http_client=own))
        assert (307, None, []) == (error.status_code, error.applied, elsewhere.seen)


async def test_the_callers_credentials_do_not_win(script: Script) -> None:
    """The caller's credentials do not replace the token."""
    async with httpx2.AsyncClient(verify=TLS, auth=("user", "password"), headers={"x-own": "1"}) as own:
        await TargetingClient("t", base_url=script.address, http_client=own).get_campaign_job_status(CID)
    headers = script.seen[0].headers
    assert ("Bearer t", "1") == (headers["authorization"], headers["x-own"])


async def test_the_callers_client_stays_open(script: Script, http: httpx2.AsyncClient) -> None:
    """The caller's client stays open."""
    async with TargetingClient("t", base_url=script.address, http_client=http) as client:
        await client.get_campaign_job_status(CID)
    await client.aclose()
    assert not http.is_closed
