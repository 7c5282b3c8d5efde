"""Serve the fake behind a faulty proxy, with a ledger of what it did: `python -m bulk.service --help`."""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import signal
from collections import Counter
from time import monotonic
from typing import Any
from uuid import UUID

from attrs import define, field
from bulk.served import payload

from epilot_targeting import RateLimit
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting, Reply, Request

SERVER_ERRORS = (500, 502, 503, 504)
CUT = Reply(0)
"""The connection is closed instead of a response."""


@define
class Service:
    """The fake behind a faulty proxy.

    Attributes:
        drops: The share of requests whose connection is dropped: half of them before, half after the work was done.
        errors: The share of requests that are answered with 5xx: half of them before, half after the work was done.
        quota: The writes of one window; 0 is no limit.
        window: The seconds of a window.
        delay: The longest delay of a response in seconds.
        hold: Seconds for which the response to a retrigger waits after the work was done.
        failed: The number of recipients whose automation has failed; setting it adds them.
        down_for: Seconds for which each request is answered with 503, from the next one on.
        seen: How often each operation was requested, carried out, refused and limited.
        done: How often each write was carried out, by operation and recipient.
    """

    drops: float = 0.0
    errors: float = 0.0
    quota: int = 0
    window: float = 60.0
    delay: float = 0.0
    hold: float = 0.0
    failed: int = 0
    down_for: float = 0.0
    fake: FakeTargeting = field(init=False)
    chance: random.Random = field(factory=lambda: random.Random(1))  # noqa: S311
    seen: Counter[str] = field(factory=Counter[str])
    done: Counter[tuple[str, str]] = field(factory=Counter[tuple[str, str]])
    _up_at: float = 0.0

    def __attrs_post_init__(self) -> None:
        """Return the fake its quota."""
        self.fake = FakeTargeting(quota=RateLimit(self.quota, self.window) if self.quota else None)

    async def handle(self, request: Request) -> Reply:
        """Return the response to a request, or `CUT`."""
        if request.path.startswith("/_"):
            return self._control(request)
        if self.down_for:
            self._up_at, self.down_for = monotonic() + self.down_for, 0.0
        if monotonic() < self._up_at:
            self.seen["while down"] += 1
            return Reply.of(503, {"message": "down"})
        self.seen["requests"] += 1
        luck = self.chance.random()
        before = self._fault(luck, early=True)
        if before is not None:
            return before
        if self.delay:
            await asyncio.sleep(self.chance.random() * self.delay)
        response = await self.fake.handle(request)
        name = self._note(request, response)
        if name == "retrigger_campaign_automations":
            await asyncio.sleep(self.hold)
        return self._fault(luck, early=False) or response

    def _fault(self, luck: float, *, early: bool) -> Reply | None:
        share = luck if early else luck - (self.drops + self.errors) / 2
        if 0 <= share < self.drops / 2:
            return CUT
        if 0 <= share < (self.drops + self.errors) / 2:
            return Reply.of(self.chance.choice(SERVER_ERRORS), {"message": "an error of the gateway"})
        return None

    def _note(self, request: Request, response: Reply) -> str:
        """Note what became of a write, and return the name of the operation."""
        name = self.fake.requests[-1].operation or "none"
        self.fake.requests.clear()
        if request.method == "GET":
            return name
        if response.status >= 300:
            self.seen["limited" if response.status == 429 else f"{name} refused"] += 1
            return name
        self.seen[name] += 1
        self.done.update((name, key) for key in _written(name, request, response))
        return name

    def _fill(self, campaigns: list[str], recipients: int) -> None:
        """Return campaigns so many recipients each, and no others. Their titles are numbers."""
        for campaign in campaigns:
            self.fake.add_campaign({"_id": campaign})
            self.fake.remove_recipients(campaign, [one["entity_id"] for one in self.fake.recipients(campaign)])
            records = ({"entity_id": str(UUID(int=number)), "title": str(number)} for number in range(recipients))
            self.fake.add_recipients(campaign, records)

    def _control(self, request: Request) -> Reply:
        settings: dict[str, Any] = json.loads(request.body or b"{}")
        if request.path == "/_fill":
            self._fill(**settings)
            settings = {}
        for name, value in settings.items():
            setattr(self, name, value)
        if settings.get("failed"):
            self.fake.add_recipients(EXAMPLE_ID, map(failed, range(self.failed)))
        if request.path == "/_reset":
            self.seen.clear()
            self.done.clear()
        twice = sorted(f"{name} {key}" for (name, key), times in self.done.items() if times > 1)
        names = Counter(name for name, _ in self.done)
        recipients: list[Any] = []
        if request.path == "/_ledger":
            recipients = [key for _, key in self.done]
        return Reply.of(200, {"seen": self.seen, "twice": twice, "distinct": names, "keys": recipients})


def failed(number: int) -> dict[str, Any]:
    """Return the failed recipient of a number."""
    return {**payload(number), "automation_status": "failed"}


def _written(name: str, request: Request, response: Reply) -> list[str]:
    """Return the recipients that a write has changed."""
    if name == "create_recipient":
        return [json.loads(request.body)["entity_id"]]
    if name == "retrigger_campaign_automations":
        return [one["recipient_id"] for one in json.loads(response.body)["results"] if one["result"] == "success"]
    return request.path.split("/")[5:6]


async def serve(service: Service, port: int) -> asyncio.Server:
    """Serve on loopback."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await _serve_one(service, reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    return await asyncio.start_server(connected, "127.0.0.1", port)


async def _serve_one(service: Service, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    method, target, _ = lines[0].split(" ")
    path, _, query = target.partition("?")
    response = await service.handle(Request(method, path, query, headers, body))
    if response is CUT:
        return False
    head = "".join(f"{name}: {value}\r\n" for name, value in response.headers.items())
    writer.write(f"HTTP/1.1 {response.status} X\r\n{head}content-length: {len(response.body)}\r\n\r\n".encode())
    writer.write(response.body)
    await writer.drain()
    return True


async def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Serve the fake behind a faulty proxy.")
    for name in ("drops", "errors", "window", "delay"):
        parser.add_argument(f"--{name}", type=float, default=getattr(Service(), name))
    parser.add_argument("--quota", type=int, default=0)
    options = vars(parser.parse_args())
    server = await serve(Service(**options), 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C prints no traceback
    asyncio.run(main())
