"""A long run of calls: memory, tasks and file descriptors do not grow."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from server import response
from torture import figures_day
from torture.figures_calls import ENVIRONMENT, TRANSPORTS, Transport, response_of
from torture.figures_wires import Asked, Wire, Wires

from epilot_targeting import RetryPolicy, TargetingClient
from epilot_targeting._call import pacer

SIZES = {"own connections": 864_000, "http_client": 86_400}  # a day, and a tenth of one, at ten calls a second
SMALL = 3_000
MOST = 2**20 / 100_000  # bytes a call
LEAK = 0.2  # blocks of memory a call: a leak would be one at the least
SETTLING = 1 / 3  # of a small run: connections get buffers of their own, for one
MINUTES = 5
ROUND = 2_000  # calls, at full size


def blocks() -> int:
    """Return how many pieces of memory Python has given out."""
    return sys.getallocatedblocks()


@pytest.fixture(scope="module")
def days(request: pytest.FixtureRequest) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """The long ones run beside the rest, in processes of their own, whose memory is nobody else's."""
    running: dict[str, subprocess.Popen[bytes]] = {}
    if request.config.getoption("full", default=False):
        for way, count in SIZES.items():
            command = [sys.executable, figures_day.__file__, way, str(count)]
            running[way] = subprocess.Popen(command, stdout=subprocess.PIPE, env=ENVIRONMENT)
    yield running
    for process in running.values():
        with process:
            process.kill()


@pytest.fixture(autouse=True)
def _only_what_is_new(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take what was there before out of the collections, of which there are many.

    The last 1,000 writes that a client remembers would look like a leak in a small run: let it remember ten.
    """
    monkeypatch.setattr(pacer, "REMEMBERED", 10)
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def now_and_then(every: int) -> Callable[[Asked, Wire], None]:
    """Make a service where one request in so many goes wrong."""
    count = 0

    def answer(asked: Asked, wire: Wire) -> None:
        nonlocal count
        count += 1
        if count % every:
            wire.send(response_of(asked.call, "soak"))
        elif count % (2 * every):
            wire.reset()
        else:
            wire.send(response(503))

    return answer


def descriptors() -> int:
    """Return how many files and sockets the process has open."""
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_sockets_for_minutes(
    full: bool, figure: Callable[[str], None], days: dict[str, subprocess.Popen[bytes]], transport: Transport
) -> None:
    """Calls over breaking connections leak no memory, task or descriptor."""
    most = 0
    watch = figures_day.Watch(figures_day.resident if full else blocks)
    end = time.monotonic() + MINUTES * 60
    async with Wires(now_and_then(100)) as wires:
        before = descriptors()
        async with TargetingClient(
            "t", base_url=wires.address, retry=RetryPolicy(backoff=0.001), transport=transport
        ) as client:
            while time.monotonic() < end if full else watch.done < SMALL:
                await figures_day.one_round(client, watch, ROUND if full else SMALL // figures_day.ROUNDS, 0)
                most = max(most, descriptors())
        await wires.until_all_left()
        gc.collect()
        after = descriptors()
    slope = watch.slope(figures_day.WARM_UP if full else SETTLING)
    line = told(f"sockets ({transport})", watch.done, watch.failed, slope, full)
    figure(f"{line}, descriptors {before} before, {most} at the most, {after} after")
    assert (1, before) == (len(watch.tasks), after)
    assert most - before <= 2 * figures_day.WORKERS  # two ends of each connection
    assert slope <= (MOST if full else LEAK)


def told(name: str, calls: int, failed: int, slope: float, full: bool) -> str:
    """Return what was measured."""
    growth = f"{slope * 100_000 / 2**20:.3f} MiB" if full else f"{slope * 100_000:.0f} blocks"
    return f"soak, {name}: {calls} calls, {failed} failed, {growth} a 100,000 calls"


@pytest.mark.httpx_only
@pytest.mark.parametrize("way", figures_day.WAYS)
def test_a_day(
    full: bool,
    figure: Callable[[str], None],
    days: dict[str, subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    """A day of calls on a jumping clock, some of which fail, leaks no memory or task."""
    if full:
        output, _ = days[way].communicate()
        found: dict[str, Any] = json.loads(output)
    else:
        service = figures_day.Service()
        if way == figures_day.WAYS[0]:
            patched = lambda _, request: service.handle_async_request(request)  # noqa: E731
            monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", patched)
        watch, seconds = figures_day.day(way, SMALL, blocks)
        found = {**vars(watch), "slope": watch.slope(SETTLING), "hours": seconds / 3600}
    figure(told(way, found["done"], found["failed"], found["slope"], full) + f", {found['hours']:.1f} h")
    assert found["slope"] <= (MOST if full else LEAK)
    assert 1 == len(found["tasks"])
