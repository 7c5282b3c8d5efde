"""`export_campaigns`: one task for each campaign, with a folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow.parquet as pq
import pytest
from bulk.served import Served
from dask_tasks.environment import Submissions, get_token

from epilot_targeting import BadRequestError, ConfigurationError
from epilot_targeting.distributed import CampaignExport, WorkerOptions, export_campaigns

IDS: list[UUID | str] = [UUID(int=1), str(UUID(int=0xAB)).upper()]
NAMES = [str(UUID(int=1)), str(UUID(int=0xAB))]


def test_each_campaign_has_a_folder(service: Served, tmp_path: Path) -> None:
    """Each task writes the recipients of its campaign, and a second call leaves them as they are."""
    service.control("/_fill", campaigns=NAMES, recipients=25)
    dask, options = Submissions(), WorkerOptions(get_token, base_url=service.address)
    export_campaigns(dask, IDS, tmp_path, options)
    results = dask.run()
    assert [CampaignExport(name, str(tmp_path / name), 25) for name in NAMES] == results
    assert [str(number) for number in range(25)] == pq.read_table(tmp_path / NAMES[1])["title"].to_pylist()
    requests = service.control()["seen"]["requests"]
    assert (results, requests) == (dask.run(), service.control()["seen"]["requests"])


def test_an_unknown_campaign_fails_its_own_task(service: Served, tmp_path: Path) -> None:
    """The error of the service is that of the task, and other campaigns have tasks of their own."""
    dask = Submissions()
    export_campaigns(dask, [UUID(int=66)], tmp_path, WorkerOptions(get_token, base_url=service.address))
    with pytest.raises(BadRequestError, match="CAMPAIGN_NOT_FOUND"):
        dask.run()


def test_the_tasks_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are the kind of the task and numbers, new ones for each call; a repeated id has the same future."""
    monkeypatch.chdir(tmp_path)
    dask, options = Submissions(), WorkerOptions(get_token, part_rows=7)
    futures = export_campaigns(dask, [*IDS, IDS[0], "a/b"], "out", options)
    assert ["future 0", "future 1", "future 0", "future 2"] == futures
    export_campaigns(dask, IDS[:1], "out", options)
    words = [key.rsplit("-", 2) for _, _, key in dask.calls]
    assert [["export-campaign", str(number)] for number in (0, 1, 2, 0)] == [one[:2] for one in words]
    assert 2 == len({one[2] for one in words})
    assert all(one[2].isdecimal() for one in words)
    folders = [args[1] for _, args, _ in dask.calls]
    assert [str(tmp_path / "out" / name) for name in (*NAMES, "a%2Fb", NAMES[0])] == folders


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((None, IDS, "x", WorkerOptions(get_token)), "dask_client must be"),
        ((Submissions, IDS, "x", WorkerOptions(get_token)), "dask_client must be"),
        ((Submissions(), IDS, "x", {"token": "t"}), "options must be"),
        ((Submissions(), "one", "x", WorkerOptions(get_token)), "campaign_ids must be an iterable of ids, not str"),
        ((Submissions(), list, "x", WorkerOptions(get_token)), "campaign_ids must be an iterable of ids, not type"),
        ((Submissions(), 3, "x", WorkerOptions(get_token)), "campaign_ids must be an iterable of ids, not int"),
        ((Submissions(), IDS, "", WorkerOptions(get_token)), "folder must not be empty"),
        ((Submissions(), [".."], "x", WorkerOptions(get_token)), "the id of a campaign must be"),
        ((Submissions(), [None], "x", WorkerOptions(get_token)), "the id of a campaign must be"),
    ],
)
def test_an_invalid_argument_is_found_at_once(arguments: Any, words: str) -> None:
    """Nothing is submitted with an invalid argument."""
    with pytest.raises(ConfigurationError, match=words):
        export_campaigns(*arguments)
