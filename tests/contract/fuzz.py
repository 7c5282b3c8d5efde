"""Drive the fake's HTTP server with schemathesis, from the spec alone; exit 1 if it breaks it anywhere.

Use: `.venv/bin/python tests/contract/fuzz.py [--max-examples N] [--seed N]`
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import threading
import tomllib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from uuid import UUID

import uvicorn

sys.path.append(str(Path(__file__).parents[1]))  # under which this folder is the package `contract`

from contract.fuzz_summary import Summary, summary

from epilot_targeting.testing import FakeTargeting, UnknownKeyWarning

HERE = Path(__file__).parent
CONFIG = HERE / "schemathesis.toml"
SPEC = HERE.parents[1] / "openapi" / "targeting.yaml"
TOKEN = "fuzzer"


def filled() -> FakeTargeting:
    """Make a fake that holds what the settings name, and several pages of recipients."""
    known = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["dictionaries"]
    campaigns, recipients = known["campaigns"]["values"], known["recipients"]["values"]
    fake = FakeTargeting(
        token=TOKEN,
        campaigns=[{"_id": one, "_schema": "campaign", "name": f"Campaign {one[:4]}"} for one in campaigns[1:]],
        targets=[{"_id": one, "name": f"Target {one[:4]}", "entity_schema": "order"} for one in campaigns[1:]],
    )
    ids = [*recipients, *(str(UUID(int=number)) for number in range(1, 57))]
    states = cycle(["failed", "pending", "success"])
    for campaign in campaigns:
        several = [{"entity_id": one, "entity_schema": "contact", "automation_status": next(states)} for one in ids]
        fake.add_recipients(campaign, [{**one, "portal_status": "sent"} for one in several])
    return fake


@contextmanager
def served(fake: FakeTargeting) -> Iterator[str]:
    """Serve a fake on a free port of the loopback; give its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(fake.app, log_level="critical", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def fuzz(fake: FakeTargeting, arguments: list[str]) -> tuple[int, Summary]:
    """Run schemathesis against a fake; give its exit status, and what it did. Its own words are shown if it failed."""
    with served(fake) as address, tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", UnknownKeyWarning)  # it sends any keys where the spec allows them
        events = Path(folder) / "events.ndjson"
        command = [
            sys.executable,
            "-m",
            "schemathesis.cli",
            "--config-file",
            str(CONFIG),
            "--no-color",
            "run",
            str(SPEC),
        ]
        command += ["--url", address, "--header", f"Authorization: Bearer {TOKEN}", "--continue-on-failure"]
        command += ["--report-ndjson-path", str(events), *arguments]
        environment = {**os.environ, "SCHEMATHESIS_HOOKS": "contract.fuzz_hooks", "PYTHONPATH": str(HERE.parent)}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        lines = events.read_text(encoding="utf-8").splitlines() if events.exists() else []
    if done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode, summary(lines)


def main(arguments: list[str] | None = None, fake: FakeTargeting | None = None) -> int:
    """Run the command line; return the exit status. What it doesn't know goes to `schemathesis run`."""
    parser = argparse.ArgumentParser(description="Drive the fake's HTTP server with schemathesis, from the spec alone.")
    parser.add_argument("--max-examples", type=int, default=25, help="cases an operation and phase (default: 25)")
    parser.add_argument("--seed", type=int, default=1, help="what chance begins with (default: 1)")
    options, more = parser.parse_known_args(arguments)
    given = ["--max-examples", str(options.max_examples), "--seed", str(options.seed), *more]
    status, found = fuzz(fake or filled(), given)
    print(found)
    return verdict(status, found)


def verdict(status: int, found: Summary) -> int:
    """Return the exit status: a run that checked nothing, or an operation that never succeeded, proves nothing."""
    if found.unanswered:
        print(f"never answered with a success: {', '.join(found.unanswered)}")
    return 1 if status or found.unanswered or not found.checks else 0


if __name__ == "__main__":
    sys.exit(main())
