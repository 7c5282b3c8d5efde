"""Make calls through Prism, and keep what it says of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import httpx
from contract.prism_calls import Call, squashed

from epilot_targeting import ApiError, TargetingClient, TargetingError

PROBLEM = "https://stoplight.io/prism/errors#"


class Judge:
    """Calls of one client.

    Attributes:
        calls: How many calls were to pass.
        refused: How many were to be refused.
        faults: What went otherwise.
        successes: Replies with a status of success, by operation.
    """

    def __init__(self, client: TargetingClient) -> None:
        self.methods = {squashed(name): getattr(client.raw, name) for name in dir(client.raw) if name[0] != "_"}
        self.calls = self.refused = 0
        self.faults: list[str] = []
        self.successes: Counter[str] = Counter()

    async def good(self, calls: Iterable[Call]) -> None:
        """Make calls that must pass."""
        for call in calls:
            self.calls += 1
            self.faults += [f"{call}: {one}" for one in await self.verdict(call)]

    async def bad(self, calls: Iterable[Call]) -> None:
        """Make calls that must be refused."""
        for call in calls:
            self.refused += 1
            if not await self.verdict(call):
                self.faults.append(f"{call}: passed, although the document forbids it")

    async def strangers(self, address: str) -> None:
        """Send what our client never does, no token and no such path: both must be refused."""
        async with httpx.AsyncClient(base_url=address, trust_env=False) as plain:
            for path, headers in (("/v1/campaign:match", {}), ("/no/such/path", {"authorization": "Bearer token"})):
                self.refused += 1
                response = await plain.post(path, headers=headers, json={})
                if not violations(response.headers, response.json()):
                    self.faults.append(f"POST {path} with the headers {headers}: passed")

    async def verdict(self, call: Call) -> list[str]:
        """Make a call; return the violations."""
        method = self.methods.get(squashed(call.operation))
        if method is None:
            return ["the client has no such operation; `make generate` makes it"]
        try:
            response = await method(**call.arguments(method))
        except ApiError as error:
            return violations(error.headers, error.body)
        except TargetingError as error:  # nothing was sent, or the response is invalid
            return [str(error)]
        self.successes[call.operation] += 1
        return violations(response.headers, None)


def violations(headers: Any, body: Any) -> list[str]:
    """Return what Prism says is wrong: in a header, or as the response."""
    found = [one["message"] for one in json.loads(headers.get("sl-violations", "[]"))]
    if isinstance(body, dict) and str(body.get("type")).startswith(PROBLEM):
        found += [one["message"] for one in body.get("validation", [])] or [body["title"]]
    return found
