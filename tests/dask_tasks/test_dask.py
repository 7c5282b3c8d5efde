"""A real scheduler of Dask, in this process: what it knows of a task, and what reaches the user."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from bulk.served import Served
from dask_tasks.environment import TOKEN, get_token, write_payloads
from distributed import Client, LocalCluster

from epilot_targeting.bulk import BulkInterrupted
from epilot_targeting.distributed import WorkerOptions, create_recipients_from_parquet, export_campaigns

CAMPAIGNS = [str(UUID(int=number)) for number in (21, 22)]
EMPTY, NOWHERE = (str(UUID(int=number)) for number in (23, 24))


@pytest.fixture(autouse=True)
def _no_pauses() -> None:
    """The loops of Dask sleep in threads of their own, so sleeps are not looked at."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """A scheduler and a worker with two threads, in this process."""
    with LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0") as running:
        yield running


@pytest.fixture
def dask(cluster: LocalCluster) -> Iterator[Client]:
    """A client of the cluster."""
    with Client(cluster) as client:
        yield client


def known_to(cluster: LocalCluster) -> bytes:
    """Return all that the scheduler knows of its tasks, and of what happened to them."""
    scheduler: Any = cluster.scheduler
    tasks = [(str(key), pickle.dumps(task.run_spec), repr(task)) for key, task in scheduler.tasks.items()]
    errors = [str(task.exception_text) + str(task.traceback_text) for task in scheduler.tasks.values()]
    return repr((tasks, errors, scheduler.get_events(), [*scheduler.transition_log])).encode()


def test_the_scheduler_knows_no_token(service: Served, cluster: LocalCluster, dask: Client, tmp_path: Path) -> None:
    """Graphs, keys, errors and events hold the import path of the token provider, and never the token."""
    service.control("/_fill", campaigns=CAMPAIGNS[:1], recipients=3)
    service.control("/_fill", campaigns=[EMPTY], recipients=0)
    options = WorkerOptions(get_token, base_url=service.address)
    exports = export_campaigns(dask, [CAMPAIGNS[0], NOWHERE], tmp_path, options)
    write_payloads(tmp_path / "parts", parts=3, rows=2)
    creates = create_recipients_from_parquet(dask, EMPTY, tmp_path / "parts", options, parallel=2)
    assert [2, 2, 2] == [result.counts["done"] for result in dask.gather(creates)]
    assert 3 == exports[0].result().rows
    with pytest.raises(Exception, match="CAMPAIGN_NOT_FOUND"):
        exports[1].result()
    known = known_to(cluster)
    assert b"dask_tasks.environment:get_token" in known
    assert b"create-recipients-2-" in known
    assert TOKEN.encode() not in known


def test_a_part_that_fails_ends_its_lane(service: Served, dask: Client, tmp_path: Path) -> None:
    """Parts behind one that failed end with its error, and nothing is sent for them."""
    write_payloads(tmp_path, parts=3, rows=2)
    options = WorkerOptions(get_token, base_url=service.address)
    futures = create_recipients_from_parquet(dask, NOWHERE, tmp_path, options, parallel=1)
    for future in futures:
        with pytest.raises(BulkInterrupted, match="CAMPAIGN_NOT_FOUND"):
            future.result()
    assert 1 <= service.control()["seen"]["create_recipient refused"] <= 2


async def test_an_asynchronous_client_works_too(service: Served, cluster: LocalCluster, tmp_path: Path) -> None:
    """With an asynchronous client of Dask the futures are awaited."""
    service.control("/_fill", campaigns=CAMPAIGNS, recipients=4)
    async with Client(cluster.scheduler_address, asynchronous=True) as client:
        options = WorkerOptions(get_token, base_url=service.address)
        futures = export_campaigns(client, CAMPAIGNS, tmp_path, options)
        assert [4, 4] == [export.rows for export in await client.gather(futures)]
