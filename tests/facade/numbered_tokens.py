"""A provider of numbered tokens, and a service that rejects some."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextvars import ContextVar
from typing import Any

import httpx

from epilot_targeting import TargetingClient

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
TENANT: ContextVar[str] = ContextVar("TENANT", default="")


class Provider:
    """Gives t1, t2 and so on, when its gate is open; fails as told."""

    def __init__(self) -> None:
        self.asked = 0
        self.cancelled = 0
        self.fails: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self) -> str:
        self.asked += 1
        token = f"t{self.asked}{TENANT.get()}"
        try:
            await asyncio.sleep(0)
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.fails is not None:
            raise self.fails
        return token


class Service:
    """Refuses tokens; holds requests back until so many have come."""

    def __init__(self, *refused: str, together: int = 1) -> None:
        self.refused = {f"Bearer {token}" for token in refused}
        self.together = together
        self.tokens: Counter[str] = Counter()
        self.full = asyncio.Event()

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        token = request.headers["authorization"]
        self.tokens[token.removeprefix("Bearer ")] += 1
        if self.tokens.total() >= self.together:
            self.full.set()
        await self.full.wait()
        return httpx.Response(401 if token in self.refused else 200, json={})

    def client(self, source: Any, **options: Any) -> TargetingClient:
        own = httpx.AsyncClient(transport=httpx.MockTransport(self))
        return TargetingClient(source, http_client=own, **options)


async def turns() -> None:
    """Let everything that is about to happen happen."""
    for _ in range(50):
        await asyncio.sleep(0)
