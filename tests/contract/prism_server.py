"""Run Prism as a process, and behind it the fake service."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn

from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting, RecordedRequest

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "openapi" / "targeting.yaml"
PRISM = ROOT / ".ci" / "node" / "node_modules" / ".bin" / "prism"
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
"""Node.js stands beside Python in the virtual environment."""
START = 60
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Lack(NamedTuple):
    """What is not installed."""

    reason: str
    required: bool


def missing() -> Lack | None:
    """Return what is not installed; where Node.js is, the rest has to be."""
    if not shutil.which("node", path=PATH):
        return Lack("Node.js is not installed", required=False)
    if not PRISM.exists():
        return Lack("Prism is not in .ci/node/node_modules; `make contract` installs it", required=True)
    return None


class Upstream:
    """The fake service, in the same state for each request.

    Attributes:
        requests: What it was asked.
        fault: What is to go wrong, as `FakeTargeting.fail` takes it.
    """

    def __init__(self) -> None:
        self.requests: list[RecordedRequest] = []
        self.fault: dict[str, Any] | None = None

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer a request."""
        recipient = {"entity_id": EXAMPLE_ID, "entity_schema": "contact", "entity_ui_status": "dismissed"}
        fake = FakeTargeting(recipients={EXAMPLE_ID: [recipient]})
        if self.fault:
            fake.fail(**self.fault)
        await fake.app(scope, receive, send)
        self.requests += fake.requests


@asynccontextmanager
async def upstream(app: Upstream) -> AsyncIterator[str]:
    """Serve the fake; give its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
        serving = asyncio.create_task(server.serve([listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving


@asynccontextmanager
async def prism(mode: str, *arguments: str) -> AsyncIterator[tuple[str, list[str]]]:
    """Run Prism; give its address and its log, which is whole when this has ended."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    command = [str(PRISM), mode, "--errors", "--host", "127.0.0.1", "--port", port, *arguments]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=PIPE, stderr=STDOUT, env={**os.environ, "PATH": PATH}, start_new_session=True
    )
    log: list[str] = []
    listening = asyncio.Event()
    reading = asyncio.create_task(_read(process, log, listening))
    try:
        async with asyncio.timeout(START):
            await listening.wait()
        if process.stdout is None or process.stdout.at_eof():
            raise SystemExit(f"Prism did not start:\n{''.join(log)}")
        yield f"http://127.0.0.1:{port}", log
    finally:
        # The whole group: what is called `node` may be a program that starts the real one.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        await process.wait()
        await reading


async def _read(process: asyncio.subprocess.Process, log: list[str], listening: asyncio.Event) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        log.append(COLOURS.sub("", line.decode(errors="replace")))
        if "is listening on" in log[-1]:
            listening.set()
    listening.set()
