"""A service in memory that allows so many writes in a window for each organisation, and answers 429 above that."""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx


class QuotaService:
    """The service, as a transport of httpx. Windows begin at multiples of their length after `origin`.

    Attributes:
        body: The JSON of a response that is a success.
        wait: The value of `Retry-After`, or None for the seconds to the next window.
        requests: The number of requests.
        refused: The number of requests that were answered with 429.
        order: The path of each write that was allowed, in order.
        times: When each of them was, by the clock of the event loop.
    """

    def __init__(
        self, quota: int, window: float = 60.0, latency: float = 0.05, *, header: bool = True, origin: float = 0.0
    ) -> None:
        self.quota = quota
        self.window = window
        self.latency = latency
        self.header = header
        self.origin = origin
        self.body: dict[str, Any] = {"results": []}
        self.wait: int | None = None
        self.requests = 0
        self.refused = 0
        self.order: list[str] = []
        self.times: list[float] = []
        self.fails: Callable[[int], int] = lambda _: 200
        self._counts: Counter[Any] = Counter()

    def client(self) -> httpx.AsyncClient:
        """Return an httpx client of the service."""
        return httpx.AsyncClient(transport=httpx.MockTransport(self._respond))

    async def _respond(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(self.latency)
        self.requests += 1
        now = asyncio.get_running_loop().time() - self.origin
        number = math.floor(now / self.window)
        key = (number, request.headers.get("x-epilot-org-id"), request.headers["authorization"])
        if request.method != "GET":
            if self._counts[key] >= self.quota:
                self.refused += 1
                wait = math.ceil((number + 1) * self.window - now) if self.wait is None else self.wait
                return httpx.Response(429, json={}, headers={"retry-after": str(wait)} if self.header else {})
            self._counts[key] += 1
            self.order.append(request.url.path)
            self.times.append(now + self.origin)
        return httpx.Response(self.fails(len(self.order)), json=self.body)
