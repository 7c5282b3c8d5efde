"""Worker processes that are killed in the middle: every part ends whole, and nothing is lost or done twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow.parquet as pq
import pytest
from bulk.served import Served, served
from dask_tasks.environment import Workers, get_token, workers, write_payloads
from distributed import wait

from epilot_targeting.distributed import WorkerOptions, create_recipients_from_parquet, export_campaigns
from epilot_targeting.testing import EXAMPLE_ID

KILLS = 2
pytestmark = pytest.mark.thorough


@pytest.fixture(autouse=True)
def _no_pauses() -> None:
    """The loops of Dask sleep in threads of their own, so sleeps are not looked at."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Workers]:
    """Four worker processes."""
    with workers(4) as running:
        yield running


def kill_twice(cluster: Workers, progress: Callable[[], float], futures: list[Any]) -> None:
    """Kill a busy worker when a quarter is done, and one more when half is done."""
    killed = 0
    while killed < KILLS:
        with suppress(TimeoutError):
            wait(futures, timeout=0.05)
            raise AssertionError("the work ended before the second kill")
        if progress() >= (killed + 1) / 4:
            killed += cluster.kill_a_busy_one()


def test_exports_survive_kills(cluster: Workers, full: bool, figure: Callable[[str], None], tmp_path: Path) -> None:
    """After `kill -9` of two workers of four, each campaign is exported whole, and each recipient once."""
    count, rows = (16, 20_000) if full else (6, 4_000)
    campaigns = [str(UUID(int=number)) for number in range(1, count + 1)]
    with served() as service:
        service.control("/_fill", campaigns=campaigns, recipients=rows)
        service.control(delay=0.4)
        options = WorkerOptions(get_token, base_url=service.address, part_rows=1000)
        futures = export_campaigns(cluster.client, campaigns, tmp_path, options)
        parts = count * rows / 1000
        kill_twice(cluster, lambda: len([*tmp_path.glob("*/part-*.parquet")]) / parts, futures)
        exports = cluster.client.gather(futures)
    assert [(one, rows) for one in campaigns] == [(export.campaign_id, export.rows) for export in exports]
    wanted = [str(number) for number in range(rows)]
    for export in exports:
        assert (Path(export.folder) / "_SUCCESS").exists()
        assert wanted == pq.read_table(export.folder)["title"].to_pylist()
    figure(f"{KILLS} of 4 workers killed: {count} campaigns of {rows} rows whole; 0 lost, 0 doubled")


def test_creates_survive_kills(cluster: Workers, full: bool, figure: Callable[[str], None], tmp_path: Path) -> None:
    """After `kill -9` of two workers of four, each recipient is created once, and no other than asked for."""
    parts, rows = (16, 400) if full else (8, 60)
    keys = write_payloads(tmp_path, parts, rows)
    with served(delay=0.02) as service:
        options = WorkerOptions(get_token, base_url=service.address, max_concurrency=2, settle_after=0.3)
        futures = create_recipients_from_parquet(cluster.client, EXAMPLE_ID, tmp_path, options)
        kill_twice(cluster, lambda: created(service) / len(keys), futures)
        results = cluster.client.gather(futures)
        state = service.control("/_ledger")
    lost, doubled = len({*keys} - {*state["keys"]}), len(state["twice"])
    misreported = sum(len(result.problems) + result.counts["exists"] for result in results)
    assert (0, 0, 0) == (lost, doubled, misreported)
    assert [rows] * parts == [result.counts["done"] + result.counts["skipped"] for result in results]
    assert len(keys) == len(state["keys"])
    assert "create_recipient refused" not in state["seen"], "a recipient was sent that the service had confirmed"
    figure(f"{KILLS} of 4 workers killed: {parts} parts of {rows}: 0 lost, 0 doubled, 0 misreported")


def created(service: Served) -> int:
    """Return the number of recipients that were created."""
    found: int = service.control()["seen"].get("create_recipient", 0)
    return found
