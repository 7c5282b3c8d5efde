"""The token provider of the workers, part files of payloads, and clusters of worker processes that can be killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from attrs import define
from bulk.served import payload
from distributed import Client, LocalCluster

TOKEN = "secret-of-the-worker"


def get_token() -> str:
    """Return the token, on the worker."""
    return TOKEN


def write_payloads(folder: Path, parts: int, rows: int) -> list[str]:
    """Write part files of payloads, and return the ids of all."""
    folder.mkdir(exist_ok=True)
    payloads = [payload(number) for number in range(parts * rows)]
    for part in range(parts):
        table = pa.Table.from_pylist(payloads[part * rows :][:rows])
        pq.write_table(table, folder / f"part-{part:05}.parquet")
    return [one["entity_id"] for one in payloads]


@define
class Workers:
    """The worker processes of a cluster.

    Attributes:
        client: The client of the cluster.
        pids: The process of each worker, by its address.
    """

    client: Any
    pids: dict[str, int]

    def kill_a_busy_one(self) -> int:
        """Kill a worker that has a task, unless it is dead already, and return the number of workers killed."""
        busy: dict[str, Any] = self.client.processing()
        victims = [address for address, keys in busy.items() if keys and address in self.pids]
        if not victims:
            return 0
        os.kill(self.pids.pop(victims[0]), signal.SIGKILL)
        return 1


@contextmanager
def workers(count: int) -> Iterator[Workers]:
    """Run worker processes on this machine while the block runs."""
    with (
        LocalCluster(n_workers=count, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        yield Workers(client, client.run(os.getpid))


class Submissions:
    """In place of a client of Dask: notes what is submitted, and runs it when asked.

    Attributes:
        calls: The function, the arguments and the key of each task.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[Any, tuple[Any, ...], str]] = []

    def submit(self, func: Any, *args: Any, key: str) -> Any:
        """Note a task, and return what stands for its future."""
        self.calls.append((func, args, key))
        return f"future {len(self.calls) - 1}"

    def run(self) -> list[Any]:
        """Run all tasks in order, and return their results."""
        results: dict[str, Any] = {}
        for number, (function, args, _) in enumerate(self.calls):
            found = [results.get(one, one) if isinstance(one, str) else one for one in args]
            results[f"future {number}"] = function(*found)
        return [*results.values()]
