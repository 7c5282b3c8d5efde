"""`create_recipients_from_parquet`: one task for each part file, in lanes, each with its journal."""

from __future__ import annotations

import pickle
import threading
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve
from bulk.served import Served, payload
from dask_tasks.environment import Submissions, get_token, write_payloads

from epilot_targeting import ConfigurationError, RateLimit
from epilot_targeting.bulk import BulkInterrupted, RecipientMismatchError
from epilot_targeting.distributed import WorkerOptions, _part, create_recipients_from_parquet, export_campaigns
from epilot_targeting.distributed._rate_limit import pause_before
from epilot_targeting.testing import EXAMPLE_ID

CAMPAIGN = EXAMPLE_ID.replace("b8", "77")
NOWHERE = EXAMPLE_ID.replace("b8", "66")
OPTIONS = WorkerOptions(get_token)


@pytest.fixture
def options(service: Served) -> WorkerOptions:
    """The options for the service, which has a campaign without recipients."""
    service.control("/_fill", campaigns=[CAMPAIGN], recipients=0)
    return WorkerOptions(get_token, base_url=service.address, settle_after=0.05)


def submit(folder: Path, options: WorkerOptions, **arguments: Any) -> Submissions:
    """Submit the creates of a folder."""
    dask = Submissions()
    create_recipients_from_parquet(dask, CAMPAIGN, folder, options, **arguments)
    return dask


def test_each_part_is_created(service: Served, options: WorkerOptions, tmp_path: Path) -> None:
    """Each task creates the recipients of its file, and the journals of a second call skip them."""
    keys = write_payloads(tmp_path, parts=3, rows=5)
    results = submit(tmp_path, options).run()
    assert [(f"part-{part:05}.parquet", 5, ()) for part in range(3)] == [
        (one.part, one.counts["done"], one.problems) for one in results
    ]
    again = submit(tmp_path, options).run()
    assert [5, 5, 5] == [one.counts["skipped"] for one in again]
    state = service.control("/_ledger")
    assert (sorted(keys), []) == (sorted(state["keys"]), state["twice"])
    assert "create_recipient refused" not in state["seen"]


def test_without_the_journal_nothing_is_doubled(service: Served, options: WorkerOptions, tmp_path: Path) -> None:
    """On a host without the journal, recipients that exist are refused, read back, and reported as `exists`."""
    write_payloads(tmp_path / "parts", parts=1, rows=6)
    submit(tmp_path / "parts", options).run()
    other = WorkerOptions(get_token, base_url=service.address, settle_after=0.05, journal_folder=tmp_path / "host")
    [result] = submit(tmp_path / "parts", other).run()
    assert (6, ()) == (result.counts["exists"], result.problems)
    assert [] == service.control("/_ledger")["twice"]


def test_problems_are_returned_without_personal_data(service: Served, options: WorkerOptions, tmp_path: Path) -> None:
    """A recipient with other values is a problem of its part; the result has neither the payload nor the recipient."""
    write_payloads(tmp_path / "a", parts=1, rows=2)
    submit(tmp_path / "a", options).run()
    (tmp_path / "b").mkdir()
    changed = [{**payload(number), "automation_status": "failed"} for number in range(2)]
    pq.write_table(pa.Table.from_pylist(changed), tmp_path / "b" / "x.parquet")
    [result] = pickle.loads(pickle.dumps(submit(tmp_path / "b", options).run()))
    assert 2 == result.counts["rejected"] == len(result.problems)
    assert {payload(0)["entity_id"], payload(1)["entity_id"]} == {one.key for one in result.problems}
    for problem in result.problems:
        assert (None, None, "rejected") == (problem.item, problem.recipient, problem.status)
        assert isinstance(problem.error, RecipientMismatchError)
        assert {"automation_status": "failed"} == problem.error.asked


def test_the_number_of_problems_is_limited(
    options: WorkerOptions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A result has so many problems at most, and counts all."""
    monkeypatch.setattr(_part, "MAX_PROBLEMS", 3)
    write_payloads(tmp_path, parts=1, rows=5)
    submit(tmp_path, options).run()
    rows = [{**payload(number), "automation_status": "failed"} for number in range(5)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "part-00000.parquet")
    [result] = submit(tmp_path, options).run()
    assert (5, 3) == (result.counts["rejected"], len(result.problems))


def test_an_invalid_row_ends_its_part(service: Served, options: WorkerOptions, tmp_path: Path) -> None:
    """The error names the row. When the file is corrected, the same call continues behind what was created."""
    rows = [payload(number) for number in range(30)]
    pq.write_table(pa.Table.from_pylist([*rows, {**rows[0], "entity_id": "x"}]), tmp_path / "x.parquet")
    with pytest.raises(ConfigurationError, match=r"x\.parquet, row 31, column 'entity_id': the cell is not a UUID"):
        submit(tmp_path, options).run()
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "x.parquet")
    [result] = submit(tmp_path, options).run()
    assert 30 == result.counts["done"] + result.counts["skipped"]
    state = service.control("/_ledger")
    assert (30, []) == (len(state["keys"]), state["twice"])


def test_an_unknown_campaign_interrupts_the_part(options: WorkerOptions, tmp_path: Path) -> None:
    """The error of the run is that of the task, and it travels."""
    write_payloads(tmp_path, parts=1, rows=1)
    dask = Submissions()
    create_recipients_from_parquet(dask, NOWHERE, tmp_path, options)
    with pytest.raises(BulkInterrupted, match="CAMPAIGN_NOT_FOUND") as caught:
        dask.run()
    assert str(caught.value) == str(pickle.loads(pickle.dumps(caught.value)))


def test_parts_run_in_lanes(tmp_path: Path) -> None:
    """Each part waits for the one `parallel` places before it, and has that share of the rate limit."""
    write_payloads(tmp_path, parts=5, rows=1)
    dask = submit(tmp_path, OPTIONS, parallel=2, rate_limit=RateLimit(requests=501, seconds=60))
    assert [None, None, "future 0", "future 1", "future 2"] == [args[0] for _, args, _ in dask.calls]
    assert {RateLimit(requests=250, seconds=60)} == {args[-1] for _, args, _ in dask.calls}
    assert {None} == {args[-1] for _, args, _ in submit(tmp_path, OPTIONS).calls}
    assert {"create-recipients"} == {key.rsplit("-", 2)[0] for _, _, key in dask.calls}


def test_the_parts_of_a_lane_share_its_rate_limit(
    options: WorkerOptions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part waits for the writes of those before it if it may exceed the limit: its new client does not count them."""
    write_payloads(tmp_path, parts=3, rows=2)
    now, slept = 1000.0, list[float]()
    monkeypatch.setattr(_part, "time", SimpleNamespace(time=lambda: now, sleep=slept.append))
    dask = submit(tmp_path, options, parallel=1, rate_limit=RateLimit(requests=5, seconds=60))
    results = dask.run()
    assert [0.0, 0.0, 60.0] == slept
    assert [((now, 2),), ((now, 2),) * 2, ((now, 2),) * 3] == [one.recent_writes for one in results]


@pytest.mark.parametrize(
    ("rows", "now", "pause"),
    [(4, 1000, 0), (5, 1000, 50), (5, 1049, 1), (9, 1039, 11), (5, 1050, 0), (9, 1050, 0), (10, 900, 60)],
)
def test_the_pause_before_a_part(rows: int, now: float, pause: float) -> None:
    """A part that fits beside the writes of the last period starts at once; another waits until they have expired."""
    assert pause == pause_before(rows, [(900, 9), (990, 6)], RateLimit(requests=10, seconds=60), now)


def test_journals_have_their_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Journals are beside the parts, or in a folder of the workers that many folders of parts can share."""
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        write_payloads(Path(name), parts=1, rows=1)
    [(_, beside, _)] = submit(Path("a"), OPTIONS).calls
    assert str(tmp_path / "a" / "_journals" / CAMPAIGN / "part-00000.parquet.sqlite") == beside[3]
    elsewhere = WorkerOptions(get_token, journal_folder=tmp_path / "j")
    found = {submit(Path(name), elsewhere).calls[0][1][3] for name in ("a", "b")}
    assert 2 == len(found)
    assert all(Path(one).is_relative_to(tmp_path / "j") for one in found)


def test_a_folder_that_is_no_path_is_refused() -> None:
    """The message names the argument."""
    folder: Any = 5
    with pytest.raises(ConfigurationError, match="folder must be a path, not int"):
        submit(folder, OPTIONS)
    with pytest.raises(ConfigurationError, match="folder must be a path, not int"):
        export_campaigns(Submissions(), [CAMPAIGN], folder, OPTIONS)


def test_an_empty_path_is_refused() -> None:
    """An empty path, such as that of an unset variable, does not mean the current folder."""
    empty: Any = ""
    with pytest.raises(ConfigurationError, match=r"^folder must not be empty: '\.' is the current folder"):
        submit(empty, OPTIONS)
    with pytest.raises(ConfigurationError, match="journal_folder must not be empty"):
        WorkerOptions(get_token, journal_folder="")


def test_an_error_pickles_although_dask_pickles_its_cause() -> None:
    """A cause that does not pickle, such as that of a token provider, is replaced by its text."""
    error = BulkInterrupted("ended", counts={"done": 1})
    error.__cause__ = RuntimeError(threading.Lock())
    import_module("tblib.pickling_support").install(error)
    copied = pickle.loads(pickle.dumps(error))
    assert (BulkInterrupted, {"done": 1}) == (type(copied), copied.counts)
    assert "RuntimeError: <unlocked _thread.lock" in str(copied.__cause__)


def test_journals_on_a_network_file_system_are_refused(
    options: WorkerOptions, service: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A task whose journal would be on a network file system sends nothing."""
    write_payloads(tmp_path / "parts", parts=1, rows=1)
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/x {tmp_path}/remote nfs4 rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr("epilot_targeting.bulk._journal_file_check.MOUNTS", mounts)
    remote = evolve(options, journal_folder=tmp_path / "remote")
    with pytest.raises(ConfigurationError, match=r"the journal .* is on a network file system \(nfs4\)"):
        submit(tmp_path / "parts", remote).run()
    assert "create_recipient" not in service.control()["seen"]


def test_parts_on_a_network_file_system_need_a_folder_of_journals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parts may be on a network file system, but the journals not beside them: the error names the option."""
    write_payloads(tmp_path / "remote", parts=1, rows=1)
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/x {tmp_path}/remote nfs4 rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr("epilot_targeting.bulk._journal_file_check.MOUNTS", mounts)
    with pytest.raises(ConfigurationError, match=r"\(nfs4\).* set journal_folder of WorkerOptions"):
        submit(tmp_path / "remote", OPTIONS)
    assert 1 == len(submit(tmp_path / "remote", evolve(OPTIONS, journal_folder=tmp_path)).calls)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"parallel": 0}, "parallel must be a whole number"),
        ({"parallel": True}, "parallel must be a whole number"),
        ({"parallel": 1.5}, "parallel must be a whole number"),
        ({"rate_limit": 500}, "rate_limit must be a RateLimit"),
        ({"rate_limit": RateLimit(requests=3)}, "parallel=4 is too large: rate_limit has 3 requests"),
    ],
)
def test_an_invalid_argument_is_found_at_once(arguments: Any, words: str, tmp_path: Path) -> None:
    """Nothing is submitted with an invalid argument."""
    with pytest.raises(ConfigurationError, match=words):
        submit(tmp_path, OPTIONS, **arguments)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """A folder without parts is probably the wrong one. Hidden and marked files are no parts."""
    for name in ("_x.parquet", ".x.parquet", "x.csv"):
        (tmp_path / name).touch()
    with pytest.raises(ConfigurationError, match="has no Parquet file"):
        submit(tmp_path, OPTIONS)
