"""Start `bulk.service` in a process of its own, and ask it what it did."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

TESTS = Path(__file__).parent.parent


def payload(number: int) -> Any:
    """Return the payload of a number: always the same one."""
    key = str(UUID(int=(number * 0x9E3779B97F4A7C15F39CC0605CEDC835) % 2**128))
    fields = {"automation_status": "pending", "automation_execution_id": f"execution-{number}"}
    return {"entity_id": key, "entity_schema": "contact", **fields}


class Served:
    """A service in a process of its own.

    Attributes:
        address: Its base URL.
    """

    def __init__(self, address: str) -> None:
        self.address = address

    def control(self, path: str = "/_state", **settings: Any) -> dict[str, Any]:
        """Change settings of the service, and return what it has seen."""
        request = urllib.request.Request(f"{self.address}{path}", json.dumps(settings).encode(), method="POST")
        with urllib.request.urlopen(request) as response:
            found: dict[str, Any] = json.load(response)
        return found

    async def ask(self, path: str = "/_state", **settings: Any) -> dict[str, Any]:
        """Do what `control` does, beside an event loop."""
        return await asyncio.to_thread(self.control, path, **settings)


@contextmanager
def served(**options: float) -> Iterator[Served]:
    """Run a service while the block runs."""
    arguments = [f"--{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "bulk.service", *arguments]
    with subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Served(process.stdout.readline().strip())
        finally:
            process.kill()
