"""Create recipients in bulk under a quota, kill the process in the middle, run it again, and check the result.

The module is also the process that is killed: `python tests/demo_bulk.py ADDRESS JOURNAL`.
"""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import rich
from bulk.served import payload, served
from rich.console import Console

from epilot_targeting import TargetingClient
from epilot_targeting.bulk import Journal, create_recipients
from epilot_targeting.testing import EXAMPLE_ID

ITEMS = 5000
QUOTA, WINDOW = 1000, 2.0
"""The writes that the service allows in a window of so many seconds."""
KILL_AT = 2500
PRINT_EVERY = 500
SETTLE_AFTER = 1.0
"""Seconds. The list of the fake does not lag, so this is below the default."""

console = Console()
Counts = dict[str, int]
Check = tuple[str, object, object]


async def create(address: str, journal: str) -> None:
    """Create all recipients; print the counts to stdout now and then, and show the bar on stderr.

    While it shows a bar, rich writes whatever goes to `sys.stdout` above it, and so not to the pipe.
    """
    rich.reconfigure(stderr=True)
    payloads = [payload(number) for number in range(ITEMS)]
    async with TargetingClient("demo-token", base_url=address) as client:
        run = create_recipients(
            client, EXAMPLE_ID, payloads, journal=Journal(journal), progress="rich", settle_after=SETTLE_AFTER
        )
        async with run:
            printed = 0
            async for _ in run:
                if sum(run.counts.values()) >= printed + PRINT_EVERY:
                    printed = sum(run.counts.values())
                    print(json.dumps(run.counts), file=sys.__stdout__, flush=True)
        print(json.dumps(run.counts), file=sys.__stdout__, flush=True)


def format_counts(counts: Counts) -> str:
    """Return `"skipped": 2546, "done": 2454`, and any other status that occurred."""
    shown = {"skipped": 0, "done": 0} | {status: count for status, count in counts.items() if count}
    return json.dumps(shown).strip("{}")


def read_counts(child: subprocess.Popen[str], name: str) -> Iterator[Counts]:
    """Yield the counts of a run as it prints them; print them, too, where there is no bar."""
    assert child.stdout is not None
    has_bar = Console(stderr=True).is_terminal
    for line in child.stdout:
        counts: Counts = json.loads(line)
        if not has_bar:
            console.print(f"{name}: {format_counts(counts)}")
        yield counts


def run_once(address: str, journal: Path, name: str, *, kill_at: int | None = None) -> Counts:
    """Run a process to the end, or until it has done `kill_at` items; return the last counts that it printed."""
    counts: Counts = {}
    command = [sys.executable, __file__, address, str(journal)]
    try:
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            for counts in read_counts(child, name):
                if kill_at is not None and counts["done"] >= kill_at:
                    child.kill()  # SIGKILL: the process cannot clean up
                    break
    finally:
        Console(stderr=True).show_cursor()  # the bar hides it, and a killed process does not show it again
    return counts


def run_bulk() -> list[Check]:
    """Run twice over the same input and journal; return what was found and what was expected."""
    console.print(f"\nCreating {ITEMS} recipients in bulk, under a quota of {QUOTA} writes in {WINDOW:.0f} s.")
    with TemporaryDirectory() as folder, served(quota=QUOTA, window=WINDOW) as service:
        journal = Path(folder, "run.sqlite")
        first = run_once(service.address, journal, "first run", kill_at=KILL_AT)
        created = service.control()["seen"].get("create_recipient", 0)
        console.print(f"\nThe first run was killed: {format_counts(first)}; recipients in the service: {created}")
        console.print("The second run has the same input and the same journal.")
        second = run_once(service.address, journal, "second run")
        console.print(f"\nThe second run ended: {format_counts(second)}")
        state = service.control("/_ledger")
    seen = state["seen"]
    console.print(f"The service answered {seen.get('limited', 0)} of {seen['requests']} requests with 429.")
    expected = {payload(number)["entity_id"] for number in range(ITEMS)}
    return [
        ("killed in the middle", KILL_AT <= created < ITEMS, True),
        ("all that the first run had done are skipped", second.get("skipped", 0) >= first.get("done", ITEMS), True),
        ("skipped or done by the second run", second.get("skipped", 0) + second.get("done", 0), ITEMS),
        ("recipients in the service", len(expected & set(state["keys"])), ITEMS),
        ("created twice", len(state["twice"]), 0),
        ("sent again although created", seen.get("create_recipient refused", 0), 0),
    ]


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C prints no traceback
    asyncio.run(create(*sys.argv[1:]))
