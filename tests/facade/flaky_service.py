"""A service in memory that returns given responses in turn, and calls of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import httpx
import pytest
from fake_clock import now

from epilot_targeting import (
    RetryPolicy,
    TargetingClient,
    TargetingError,
)

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
QUICK = RetryPolicy(backoff=0.001)
Call = Callable[[TargetingClient], Coroutine[Any, Any, Any]]
Answer = int | tuple[Any, ...] | type[Exception] | None
"""A status, or (status, body, headers, whether it breaks off), or an exception of the connection, or None: silence."""
NOTHING: tuple[Any, ...] = (200, b"", {}, False)

GOOD = (200, b'{"results": [], "hits": 0, "campaign": {}}')
EMPTY: Any = {}
CALLS: dict[str, tuple[str, Call]] = {
    "a GET": ("read", lambda client: client.get_recipients(CID)),
    "a POST that reads": ("read", lambda client: client.match_campaigns(EMPTY)),
    "a value": ("value", lambda client: client.update_recipient(CID, CID, {})),
    "a value that may be set twice": ("ambiguous", lambda client: client.update_recipient(CID, CID, {})),
    "a write without a body": ("write", lambda client: client.change_campaign_status(CID)),
    "a write with a body": ("write", lambda client: client.create_recipient(CID, EMPTY)),
}


class Body(httpx.AsyncByteStream):
    """A body that is decoded only when it is read, and may break off."""

    def __init__(self, content: bytes, breaks: bool = False) -> None:
        self.content, self.breaks = content, breaks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self.content
        if self.breaks:
            raise httpx.ReadError("broken off")


class Service:
    """Gives one answer after the other, the last for ever; keeps when it was asked, and the tokens."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.at: list[float] = []
        self.tokens: list[str] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.at.append(now())
        self.tokens.append(request.headers["authorization"].removeprefix("Bearer "))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is None:
            await asyncio.Event().wait()
        elif isinstance(answer, type):
            raise answer("words")
        given = answer if isinstance(answer, tuple) else (answer,)
        status, content, headers, breaks = (*given, *NOTHING[len(given) :])
        headers = {"content-type": "application/json", **headers}
        return httpx.Response(status, headers=headers, stream=Body(content, breaks))

    def client(self, **options: Any) -> TargetingClient:
        own = httpx.AsyncClient(transport=httpx.MockTransport(self))
        return TargetingClient(**{"token": "t", "retry": QUICK, **options}, http_client=own)

    @property
    def waits(self) -> list[float]:
        """The seconds between one request and the next."""
        return [after - before for before, after in zip(self.at, self.at[1:], strict=False)]


async def failure(call: Coroutine[Any, Any, Any]) -> Any:
    """Return the error that a call ends with."""
    with pytest.raises(TargetingError) as failed:
        await call
    return failed.value


def job(client: TargetingClient) -> Coroutine[Any, Any, Any]:
    return client.get_campaign_job_status(CID)
