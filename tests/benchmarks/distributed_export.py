"""Measure one export by 1, 2 and 4 workers of Dask on this machine: `python tests/benchmarks/distributed_export.py`.

The pages have 100 recipients and all fields, from a server with prepared bytes. Without a delay the processors limit
the export, so more workers than processors do not help; with one, waiting limits it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.processes import served
from dask_tasks.environment import Workers, get_token, workers

from epilot_targeting.distributed import WorkerOptions, export_campaigns

COUNTS = (1, 2, 4)
CAMPAIGNS = [str(UUID(int=number)) for number in range(1, 9)]
RECIPIENTS = 10_000
"""The recipients of each campaign."""
DELAYS = (0.0, 0.05)
"""Seconds before each page."""
ROUNDS = 3


@contextmanager
def warm_workers(count: int) -> Iterator[Workers]:
    """Run worker processes that have loaded all that an export loads."""
    with workers(count) as running, served(recipients=100) as url, TemporaryDirectory() as folder:
        export(running, url, folder)
        yield running


def export(running: Workers, url: str, folder: str, recipients: int = 100) -> float:
    """Export all campaigns, and return the seconds that it took."""
    options = WorkerOptions(get_token, base_url=url)
    started = time.perf_counter()
    futures = export_campaigns(running.client, CAMPAIGNS, folder, options)
    exports: list[Any] = running.client.gather(futures)
    taken = time.perf_counter() - started
    assert [recipients] * len(CAMPAIGNS) == [one.rows for one in exports]
    return taken


def main() -> None:
    """Print a table: seconds and recipients a second by workers and delay. The numbers of workers take turns."""
    total = len(CAMPAIGNS) * RECIPIENTS
    print(f"{len(CAMPAIGNS)} campaigns of {RECIPIENTS:,} recipients, {os.cpu_count()} processors, best of {ROUNDS}")
    print("\n| ms a page | workers | s | recipients/s | against 1 worker |\n|---|---|---|---|---|")
    with ExitStack() as stack:
        running = {count: stack.enter_context(warm_workers(count)) for count in COUNTS}
        for delay in DELAYS:
            taken: dict[int, list[float]] = {count: [] for count in COUNTS}
            with served(recipients=RECIPIENTS, delay=delay) as url:
                for count in COUNTS * ROUNDS:
                    with TemporaryDirectory() as folder:
                        taken[count].append(export(running[count], url, folder, RECIPIENTS))
            for count in COUNTS:
                seconds, gain = min(taken[count]), min(taken[1]) / min(taken[count])
                print(
                    f"| {delay * 1000:.0f} | {count} | {seconds:.1f} | {total / seconds:,.0f} | {gain:.2f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
