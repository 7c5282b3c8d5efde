"""Where the CPU time of a call goes: samples of the stack, by the stage that the innermost function belongs to."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from benchmarks import sides
from benchmarks.ground import Ground
from benchmarks.processes import served
from benchmarks.results import Row

CALLS = 8000
INTERVAL = 0.001  # seconds of CPU between two samples; the kernel may take more
LINES = 10
REST = "the rest"
STAGES = {
    "epilot_targeting_generated": "models: encode and decode",
    "epilot_targeting/_auth": "token",
    "epilot_targeting/_request": "request: arguments, URL, headers, body",
    "epilot_targeting/_call": "call: deadline, attempts, gate, permits",
    "epilot_targeting/_client": "method and client",
    "epilot_targeting/_transport": "transport: connection pool, response reader",
    "epilot_targeting/_response": "response: checks, JSON, errors",
    "epilot_targeting/": "other modules of the package",
    "/httpcore/": "httpcore",
    "/h11/": "h11: HTTP/1.1 on bytes",
    "/httpx/": "httpx",
    "/anyio/": "anyio",
    "/aiohttp/": "aiohttp",
    "/asyncio/": "asyncio and the sockets of the system",
    "benchmarks/": "the caller",
}
"""The stages, by a part of the path of a module; the first that fits counts."""


def stage_of(frame: FrameType | None) -> str:
    """Return the stage of the innermost function that has one: what a module of Python does counts for its caller."""
    while frame is not None:
        path = frame.f_code.co_filename
        for part, stage in STAGES.items():
            if part in path:
                return stage
        frame = frame.f_back
    return REST


@contextmanager
def sampled() -> Iterator[Counter[str]]:
    """Count samples by stage meanwhile."""
    found: Counter[str] = Counter()

    def note(_: int, frame: FrameType | None) -> None:
        found[stage_of(frame)] += 1

    before = signal.signal(signal.SIGPROF, note)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    try:
        yield found
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


async def profile(ground: Ground) -> list[Row]:
    """Sample calls over own connections, to a server on loopback."""
    with served() as url:
        async with sides.opened([sides.OURS], url) as found:
            side = found.sides[sides.OURS]
            with sampled() as counts:
                for _ in range(ground.sized(CALLS)):
                    await side.match()
    row = Row("profile", "where the CPU time of a call goes")
    rest = counts.total() - sum(count for _, count in counts.most_common(LINES - 1))
    lines = [*counts.most_common(LINES - 1), (REST, rest)]
    row.figures = {stage: {"%": 100 * count / counts.total()} for stage, count in lines}
    return [row]
