"""The pages that show Dask run, with a scheduler and a worker in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dask
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from distributed import LocalCluster
from documentation.conftest import RECIPIENTS
from documentation.pages import ROOT, name_of, needs_dask, pages
from documentation.session import run_page

from epilot_targeting.testing import FakeTargeting

if not (ROOT / "docs").is_dir():
    pytest.skip("the pages are not part of the package", allow_module_level=True)

PAYLOADS = [
    {"entity_id": f"00000000-0000-4000-8000-0000000030{number:02}", "entity_schema": "contact", "portal_status": "sent"}
    for number in range(6)
]


@pytest.fixture(autouse=True)
def _no_pauses() -> None:
    """The loops of Dask sleep in threads of their own, so sleeps are not looked at."""


@pytest.fixture
def _scheduler() -> Iterator[None]:
    """The scheduler that `Client()` connects to."""
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0") as cluster,
        dask.config.set({"scheduler-address": cluster.scheduler_address}),
    ):
        yield


@pytest.fixture
def _files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The module with the token provider, and the part files, that the pages name."""
    package = tmp_path / "modules" / "my_package"
    package.mkdir(parents=True)
    (package / "tokens.py").write_text('def get_token() -> str:\n    return "your-token"\n')
    monkeypatch.syspath_prepend(package.parent)
    (tmp_path / "parts").mkdir()
    for part in range(2):
        pq.write_table(pa.Table.from_pylist(PAYLOADS[part::2]), tmp_path / "parts" / f"part-{part}.parquet")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_scheduler", "_files")
@pytest.mark.parametrize("page", [page for page in pages() if needs_dask(page)], ids=name_of)
def test_the_blocks_of_a_page_run(page: Path, service: FakeTargeting, tmp_path: Path) -> None:
    """The blocks run in order, and the workers write a table of the campaign."""
    run_page(page, tmp_path)
    [part] = tmp_path.glob("exports/*/part-*.parquet")
    assert pq.read_table(part).num_rows >= RECIPIENTS
