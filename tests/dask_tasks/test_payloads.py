"""Payloads from Parquet files: typed or as text, with the row and the column in every error."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from epilot_targeting import ConfigurationError
from epilot_targeting.distributed._payloads import BATCH, PayloadFile

ID = str(UUID(int=5))
PORTAL = {"entity_id": ID, "entity_schema": "contact", "portal_status": "sent"}


def file_of(folder: Path, rows: list[dict[str, Any]], **types: Any) -> PayloadFile:
    """Write rows to a file, with the types of some columns."""
    table = pa.Table.from_pylist(rows)
    for name, kind in types.items():
        table = table.set_column(table.schema.get_field_index(name), name, table[name].cast(kind))
    pq.write_table(table, folder / "x.parquet")
    return PayloadFile(str(folder / "x.parquet"))


def test_columns_may_be_typed(tmp_path: Path) -> None:
    """Structs, enums, times and nulls are read as the JSON that they stand for."""
    time = dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)
    rows: list[dict[str, Any]] = [
        {**PORTAL, "portal_state": {"at": time, "day": time.date(), "id": ID, "list": [1, None]}},
        {**PORTAL, "portal_state": None},
    ]
    file = file_of(tmp_path, rows, portal_status=pa.dictionary(pa.int32(), pa.string()))
    assert 2 == file.check_columns()
    first, second = (one.to_dict() for one in file.payloads())
    state = {"at": "2026-01-31T09:30:00+00:00", "day": "2026-01-31", "id": ID, "list": [1, None]}
    assert {**PORTAL, "portal_state": state} == first
    assert PORTAL == second


def test_columns_may_be_text(tmp_path: Path) -> None:
    """Nested and unknown fields may be JSON text, as `write_parquet` writes them; each row is a model of its own."""
    automation = {"entity_schema": "contact", "automation_status": "pending", "automation_execution_id": "e"}
    rows: list[dict[str, Any]] = [
        {**PORTAL, "portal_state": '{"n": [1]}', "additional_properties": '{"later": true}'},
        {"entity_id": ID, **automation},
    ]
    file = file_of(tmp_path, [{**dict.fromkeys((*PORTAL, *automation)), **rows[0]}, rows[1]])
    assert 2 == file.check_columns()
    assert [{**PORTAL, "portal_state": {"n": [1]}, "later": True}, rows[1]] == [
        one.to_dict() for one in file.payloads()
    ]


def test_ids_may_be_uuids(tmp_path: Path) -> None:
    """A column of UUIDs, as some programs write it, is read as ids."""
    ids = pa.array([UUID(int=5).bytes], pa.uuid())
    table = pa.table({"entity_id": ids, "entity_schema": ["contact"], "portal_status": ["sent"]})
    pq.write_table(table, tmp_path / "x.parquet")
    assert [PORTAL] == [one.to_dict() for one in PayloadFile(str(tmp_path / "x.parquet")).payloads()]


@pytest.mark.parametrize(
    ("row", "types", "place", "problem"),
    [
        ({"entity_id": "x"}, {}, "entity_id", "the cell is not a UUID"),
        ({"entity_id": ID.encode()}, {}, "entity_id", "a value of type bytes has no JSON"),
        ({"entity_id": None}, {"entity_id": pa.string()}, "entity_id", "it is empty"),
        ({"portal_state": 3}, {}, "portal_state", "the cell is not JSON text that matches the spec"),
    ],
)
def test_an_invalid_row_is_named(
    row: dict[str, Any], types: dict[str, Any], place: str, problem: str, tmp_path: Path
) -> None:
    """The error names the file, the row and the column, also behind the first batch."""
    rows = [{**PORTAL, **dict.fromkeys(row)}] * BATCH + [{**PORTAL, **row}]
    if "entity_id" in row:
        rows = [{**PORTAL, **row}]
    payloads = file_of(tmp_path, rows, **types).payloads()
    with pytest.raises(ConfigurationError, match=f"x.parquet, row {len(rows)}, column '{place}': {problem}"):
        assert [*payloads]


def test_a_time_in_nanoseconds_is_named(tmp_path: Path) -> None:
    """Python has no such time: the error names its row and its column, and not the value."""
    state = pa.array([{"at": 1_000}] * 2000 + [{"at": 1_001}], pa.struct([("at", pa.timestamp("ns"))]))
    table = pa.Table.from_pylist([PORTAL] * 2001).append_column("portal_state", state)
    pq.write_table(table, tmp_path / "x.parquet")
    problem = "row 2001, column 'portal_state': Python has no such value, as of times in nanoseconds$"
    with pytest.raises(ConfigurationError, match=problem):
        assert [*PayloadFile(str(tmp_path / "x.parquet")).payloads()]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({**PORTAL, "portal_stat": "x"}, "column 'portal_stat': there is no such field"),
        ({"entity_id": ID}, "column '.*': it is missing"),
    ],
)
def test_invalid_columns_are_found_in_the_footer(row: dict[str, Any], words: str, tmp_path: Path) -> None:
    """A column that is unknown or missing is found before anything is sent."""
    with pytest.raises(ConfigurationError, match=words):
        file_of(tmp_path, [row]).check_columns()


def test_a_column_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    """Of two columns with one name, none is taken: the file is refused before anything is sent."""
    table = pa.Table.from_arrays([[ID], [ID]], names=["entity_id", "entity_id"])
    pq.write_table(table, tmp_path / "x.parquet")
    with pytest.raises(ConfigurationError, match="column 'entity_id': the column is there twice"):
        PayloadFile(str(tmp_path / "x.parquet")).check_columns()


def test_another_file_is_refused(tmp_path: Path) -> None:
    """A file that is no Parquet file is named."""
    (tmp_path / "x.parquet").write_text("x")
    with pytest.raises(ConfigurationError, match=r"x\.parquet is no Parquet file"):
        PayloadFile(str(tmp_path / "x.parquet")).check_columns()
