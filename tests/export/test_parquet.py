"""`write_parquet` and `to_arrow`: every record, with columns that the model decides."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import json
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import AsyncIterator
from enum import IntEnum
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from epilot_targeting_generated.rows import Column
from export.records import RECIPIENTS, names, pager_of, recipients, text_of
from hypothesis import given
from hypothesis import strategies as st

from epilot_targeting import ConfigurationError, ServerError
from epilot_targeting.export import batches, parquet_file, to_arrow, write_parquet
from epilot_targeting.export.arrow import ArrowTable
from epilot_targeting.export.atomic_file import AtomicFile
from epilot_targeting.models import Campaign, EntityRef, Recipient
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting

ID = UUID("b8c01433-5556-4e2b-aad4-6f5348d1df84")


class Size(IntEnum):
    """An enum of integers."""

    SMALL = 1


def expected_row(recipient: Recipient) -> dict[str, Any]:
    """Return the row of a recipient without lone surrogates, as pyarrow returns it."""
    row = recipient.to_row()
    row["entity_id"] = None if row["entity_id"] is None else str(row["entity_id"])
    unknown = {name: value for name, value in recipient.additional_properties.items() if value is not None}
    for name, value in row.items():
        if isinstance(value, str) and any("\ud800" <= one <= "\udfff" for one in value):
            row[name], unknown[name] = None, value
    return {**row, "additional_properties": unknown or None}


def read_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of a table, with the unknown fields as an object."""
    text = row["additional_properties"]
    return {**row, "additional_properties": None if text is None else json.loads(text)}


@pytest.mark.thorough
@given(st.lists(RECIPIENTS, max_size=6), st.integers(1, 4))
async def test_a_table_has_every_record(records: list[Recipient], size: int) -> None:
    """A table has each record in order. A value that a column cannot hold is among the unknown fields."""
    table = await to_arrow(pager_of(records, size))
    assert [expected_row(one) for one in records] == [read_row(row) for row in table.to_pylist()]
    assert ArrowTable(Recipient).schema == table.schema


async def test_a_file_has_the_table(tmp_path: Path) -> None:
    """The file has the rows and the schema of the table, and nothing else is in the folder."""
    path = tmp_path / "recipients.parquet"
    assert 25 == await write_parquet(pager_of(recipients(25)), path)
    assert pq.read_table(path).equals(await to_arrow(pager_of(recipients(25))))
    assert [path.name] == names(tmp_path)


def test_the_schema_follows_the_model() -> None:
    """Times are timestamps with a zone, enums are dictionaries, and ids, nested and unknown fields are text."""
    schema = ArrowTable(Recipient).schema
    text, status = pa.string(), pa.dictionary(pa.int32(), pa.string())
    assert {
        "entity_id": text,
        "automation_status": status,
        "portal_status_updated_at": pa.timestamp("us", tz="UTC"),
        "portal_state": text,
        "additional_properties": text,
    }.items() <= {field.name: field.type for field in schema}.items()
    assert "additional_properties" == schema.names[-1]


def test_an_enum_of_integers_is_a_dictionary_of_integers() -> None:
    """The dictionary of an enum holds values of its type."""
    table: Any = ArrowTable(Recipient)
    assert pa.dictionary(pa.int32(), pa.int64()) == table._enum(Column("size", "size", False, "enum", Size))


async def test_one_dictionary_for_all_batches() -> None:
    """An enum has one dictionary in a table, however many batches it came in."""
    records = [Recipient(portal_status=status) for status in ("sent", "seen") for _ in range(batches.BATCH)]
    column = (await to_arrow(pager_of(records, 100)))["portal_status"]
    assert [["sent", "seen"]] * column.num_chunks == [chunk.dictionary.to_pylist() for chunk in column.chunks]


async def test_a_value_that_does_not_fit_is_kept() -> None:
    """A value that its column cannot hold stays in `additional_properties`, and its record is not lost."""
    odd: Any = Recipient(title=5, entity_id="no id", portal_status=["a"], additional_properties={"new": 1})  # type: ignore[arg-type]
    first, second = (await to_arrow(pager_of([odd, *recipients(1)]))).to_pylist()
    assert (None, "no id", None) == (first["title"], first["entity_id"], first["portal_status"])
    assert {"new": 1, "title": 5, "portal_status": ["a"]} == json.loads(first["additional_properties"])
    assert ("Customer 0", None) == (second["title"], second["additional_properties"])


async def test_times_of_any_zone() -> None:
    """Times are written in UTC. One without a zone is taken for UTC, and a text stays in `additional_properties`."""
    moment = dt.datetime(2026, 1, 2, 3, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    times: list[Any] = [moment, None, moment.replace(tzinfo=None), "text"]
    table = await to_arrow(pager_of([Recipient(updated_at=time) for time in times]))
    expected = [dt.datetime(2026, 1, 2, 2, tzinfo=dt.UTC), None, dt.datetime(2026, 1, 2, 3, tzinfo=dt.UTC), None]
    assert expected == table["updated_at"].to_pylist()
    assert [None, None, None, '{"updated_at":"text"}'] == table["additional_properties"].to_pylist()


async def test_an_empty_pager_has_the_schema(tmp_path: Path) -> None:
    """An empty list becomes a file with the schema and no row."""
    assert 0 == await write_parquet(pager_of([]), tmp_path / "empty.parquet")
    table = pq.read_table(tmp_path / "empty.parquet")
    assert (0, ArrowTable(Recipient).schema) == (table.num_rows, table.schema)


async def test_row_groups_are_written_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Full row groups are written while records still come, by another thread."""
    monkeypatch.setattr(parquet_file, "ROW_GROUP", batches.BATCH)
    path, threads = tmp_path / "x.parquet", set[str]()
    original = pq.ParquetWriter.write_table

    def noted(*args: Any) -> None:
        threads.add(threading.current_thread().name)
        original(*args)

    monkeypatch.setattr(pq.ParquetWriter, "write_table", noted)
    await write_parquet(pager_of(recipients(batches.BATCH * 3 + 1), 64), path)
    assert [batches.BATCH] * 3 + [1] == [pq.read_metadata(path).row_group(index).num_rows for index in range(4)]
    assert {"epilot-targeting-export_0"} == threads


async def test_items_that_are_no_objects_are_skipped() -> None:
    """An item of a page that is no object has no row."""
    assert 2 == (await to_arrow(pager_of([None, *recipients(2), None], 2))).num_rows


async def test_max_items_holds() -> None:
    """The limit of a pager holds."""
    assert 15 == (await to_arrow(pager_of(recipients(40), max_items=15))).num_rows


async def test_a_pager_continues_after_an_export() -> None:
    """A pager that delivered some records exports the rest."""
    pager = pager_of(recipients(25))
    assert "Customer 0" == (await anext(pager)).title
    assert "Customer 1" == (await to_arrow(pager)).to_pylist()[0]["title"]


async def test_any_async_iterable_of_models() -> None:
    """Models of any async iterable are exported if their class is named."""

    async def refs() -> AsyncIterator[EntityRef]:
        yield EntityRef(entity_id=ID, entity_schema="contact")

    assert [str(ID)] == (await to_arrow(refs(), model=EntityRef))["entity_id"].to_pylist()
    with pytest.raises(ConfigurationError, match="pass model="):
        await to_arrow(refs())


class Steps:
    """An async iterator without `aclose`."""

    def __init__(self) -> None:
        self._rest = recipients(2)

    def __aiter__(self) -> Steps:
        return self

    async def __anext__(self) -> Recipient:
        if not self._rest:
            raise StopAsyncIteration
        return self._rest.pop()


async def test_an_iterator_without_aclose() -> None:
    """An async iterator needs no `aclose`."""
    assert 2 == (await to_arrow(Steps(), model=Recipient)).num_rows


async def test_records_of_another_model() -> None:
    """A record of another class is an error that names both."""
    with pytest.raises(ConfigurationError, match="the records are Recipient, not Campaign"):
        await to_arrow(pager_of(recipients(1)), model=Campaign)


async def test_the_fake_service_is_exported(tmp_path: Path) -> None:
    """The recipients of a campaign become a file, and the prefetch of the pager has ended."""
    async with FakeTargeting() as fake:
        fake.add_recipients(EXAMPLE_ID, [{"entity_id": str(UUID(int=number))} for number in range(7)])
        pager = fake.client().iter_recipients(EXAMPLE_ID, limit=2)
        assert 7 == await write_parquet(pager, tmp_path / "x.parquet")


async def test_an_error_of_the_service_leaves_the_old_file(tmp_path: Path) -> None:
    """An error of the pager leaves the old file, and no temporary one."""
    path = tmp_path / "x.parquet"
    path.write_text("old")

    def fail(first: int) -> None:
        if first == 20:
            raise ServerError("down")

    with pytest.raises(ServerError) as caught:
        await write_parquet(pager_of(recipients(30), before=fail), path)
    assert "20" == caught.value.cursor
    assert ([path.name], "old") == (names(tmp_path), text_of(path))


async def test_cancelling_removes_the_temporary_file(tmp_path: Path) -> None:
    """An export that is cancelled leaves nothing behind, also if it is cancelled again while it cleans up."""
    begun = asyncio.Event()
    never = asyncio.Event()

    async def records() -> AsyncIterator[Recipient]:
        yield recipients(1)[0]
        begun.set()
        await never.wait()

    task = asyncio.create_task(write_parquet(records(), tmp_path / "x.parquet", model=Recipient))
    await begun.wait()
    assert names(tmp_path)
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [] == names(tmp_path)


async def test_a_cancelled_wait_for_the_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cancelling while the thread works waits for the thread, and then removes the temporary file."""
    monkeypatch.setattr(parquet_file, "ROW_GROUP", 1)
    inside, leave, loop = asyncio.Event(), threading.Event(), asyncio.get_running_loop()

    def slow(*_: Any) -> None:
        loop.call_soon_threadsafe(inside.set)
        leave.wait()
        raise OSError(5, "too late")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", slow)
    task = asyncio.create_task(write_parquet(pager_of(recipients(batches.BATCH * 2), 100), tmp_path / "x.parquet"))
    await inside.wait()
    task.cancel()
    for _ in range(3):
        await asyncio.sleep(0)
    assert not task.done()
    leave.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [] == names(tmp_path)


@pytest.mark.parametrize("fails", [False, True])
async def test_a_cancellation_during_the_clean_up_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    """The clean-up ends first, after a success and after an error. The task ends as cancelled then."""
    inside, leave, loop = asyncio.Event(), threading.Event(), asyncio.get_running_loop()
    abort = AtomicFile.abort

    def slow(file: AtomicFile) -> None:
        loop.call_soon_threadsafe(inside.set)
        leave.wait()
        abort(file)

    def fail(_: int) -> None:
        if fails:
            raise ServerError("down")

    monkeypatch.setattr(AtomicFile, "abort", slow)
    task = asyncio.create_task(write_parquet(pager_of(recipients(1), before=fail), tmp_path / "x.parquet"))
    await inside.wait()
    task.cancel()
    for _ in range(3):
        await asyncio.sleep(0)
    assert not task.done()
    leave.set()
    with pytest.raises(asyncio.CancelledError) as caught:
        await task
    assert ([] if fails else ["x.parquet"]) == names(tmp_path)
    assert fails == isinstance(caught.value.__context__, ServerError)


async def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without pyarrow the error says what to install, before anything is fetched or written."""
    fetched: list[int] = []
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'epilot-targeting\[data\]'"):
        await write_parquet(pager_of(recipients(1), before=fetched.append), tmp_path / "x.parquet")
    assert ([], []) == (fetched, names(tmp_path))


def test_importing_loads_no_library() -> None:
    """Importing the part loads neither pyarrow nor a model."""
    code = (
        "import sys, epilot_targeting.export\n"
        "print(sorted(n for n in sys.modules if n.startswith(('pyarrow', 'epilot_targeting_generated.models.'))))"
    )
    assert "[]\n" == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


async def peak_of(count: int, path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Return the most bytes that Python and pyarrow held in an export of so many records."""
    made = recipients(100)
    pool = pa.system_memory_pool()

    async def records() -> AsyncIterator[Recipient]:
        for _ in range(count // len(made)):
            for one in made:
                yield one

    most = 0
    original = ArrowTable.batch

    def noted(table: ArrowTable, models: Any) -> Any:
        nonlocal most
        most = max(most, pool.bytes_allocated())
        return original(table, models)

    before = pa.default_memory_pool()
    pa.set_memory_pool(pool)
    gc.collect()
    tracemalloc.start()
    try:
        with monkeypatch.context() as patched:
            patched.setattr(ArrowTable, "batch", noted)
            assert count == await write_parquet(records(), path, model=Recipient)
        return tracemalloc.get_traced_memory()[1], most
    finally:
        tracemalloc.stop()
        pa.set_memory_pool(before)


@pytest.mark.thorough
async def test_memory_does_not_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five times as many records need no more memory, of Python or of pyarrow."""
    monkeypatch.setattr(parquet_file, "ROW_GROUP", 1024)
    path = tmp_path / "x.parquet"
    await peak_of(1000, path, monkeypatch)
    python, columns = await peak_of(3_000, path, monkeypatch)
    many_python, many_columns = await peak_of(15_000, path, monkeypatch)
    assert many_python <= python * 1.2 + 100_000
    assert many_columns <= columns * 3  # one row group is written while the next one is collected
