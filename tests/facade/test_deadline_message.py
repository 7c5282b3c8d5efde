"""The message of a deadline: what the time of the call went on."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from facade.stores import CID, LARGE
from fake_clock import run

from epilot_targeting import RequestTimeoutError, RetryPolicy, TargetingClient

Handler = Any


async def hang() -> str:
    await asyncio.Event().wait()
    return ""


async def message(handler: Handler, token: Any = None, others: int = 0, **options: Any) -> str:
    """Return the message of a call that passes its deadline while others are under way."""
    async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as own:
        client = TargetingClient(token or "t", http_client=own, **options)
        patient = client.with_options(deadline=100)
        tasks = [asyncio.create_task(patient.change_campaign_status(CID)) for _ in range(others)]
        await asyncio.sleep(0)
        with pytest.raises(RequestTimeoutError) as failed:
            await client.get_campaign_job_status(CID)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert "deadline" == failed.value.limit
    return str(failed.value).partition(";")[0]


async def never(_: httpx.Request) -> httpx.Response:
    await hang()
    return httpx.Response(500)


def test_the_wait_for_a_permit() -> None:
    """A call that waits for a permit says so, with the number of permits, the method and the URL."""
    text = run(message(never, others=10, deadline=3, max_concurrency=10))
    assert text.startswith("get_campaign_job_status: GET https://")
    assert text.endswith(f"{CID}/job: the deadline of 3 s passed: waited 3.0 s for one of 10 permits")


def test_the_wait_for_the_token_provider() -> None:
    """A token provider that hangs is named."""
    assert run(message(never, token=hang, deadline=20)).endswith("passed: waited 20.0 s for the token provider")


def test_attempts_and_pauses() -> None:
    """Attempts and the pauses between them are added up, the longest first."""

    async def fail(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(2)
        return httpx.Response(503, headers={"retry-after": "5"})

    text = run(message(fail, deadline=15, retry=RetryPolicy(attempts=9)))
    assert "passed: paused 10.0 s between attempts, spent 5.0 s on attempts" in text


def test_the_wait_for_another_token() -> None:
    """The token provider that is asked after a 401 is named too."""
    asked: list[None] = []

    async def token() -> str:
        asked.append(None)
        return "t" if len(asked) == 1 else await hang()

    text = run(message(lambda _: httpx.Response(401), token=token, deadline=7))
    assert text.endswith("passed: waited 7.0 s for the token provider")


def test_the_download_from_the_object_store() -> None:
    """A download that takes too long is named."""
    reference = json.dumps({"$payload_ref": "https://bucket.s3.amazonaws.com/large?X-Amz-Signature=f"})

    async def refer(request: httpx.Request) -> httpx.Response:
        if "amazonaws" in request.url.host:
            await hang()
        await asyncio.sleep(1)
        return httpx.Response(200, headers={"content-type": LARGE}, content=reference)

    text = run(message(refer, deadline=8))
    assert text.endswith("passed: spent 7.0 s on the download from the object store, spent 1.0 s on attempts")


def test_the_decoding_of_a_large_body(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decoding that takes too long is named."""

    async def to_thread(*_: Any, **__: Any) -> None:
        await hang()

    monkeypatch.setattr(asyncio, "to_thread", to_thread)
    content = json.dumps({"status": "x" * 2**20})
    text = run(message(lambda _: httpx.Response(200, content=content, headers={"content-type": "application/json"})))
    assert text.endswith("passed: spent 90.0 s on decoding")
