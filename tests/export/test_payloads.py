"""`payloads_from_csv`: payloads by the types of the model, with the row and the column in every error."""

from __future__ import annotations

import datetime as dt
import gc
import pickle
import tracemalloc
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from epilot_targeting_generated import rows
from epilot_targeting_generated.rows import Column
from export.records import recipients

from epilot_targeting import ConfigurationError
from epilot_targeting.export import CsvError, payload_cells, payloads_from_csv
from epilot_targeting.models import (
    Campaign,
    CreateAutomationPortalRecipientPayload,
    CreateAutomationRecipientPayload,
    CreatePortalRecipientPayload,
    CreateRecipientPayload,
    EntityRef,
    PortalStatus,
    Recipient,
    UpdateRecipientPayload,
)

ID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"


@pytest.fixture
def file(tmp_path: Path) -> Any:
    """Return a function that writes a CSV file and returns its path."""

    def write(*lines: str | bytes) -> Path:
        path = tmp_path / "payloads.csv"
        path.write_bytes(b"\r\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
        return path

    return write


def read(path: Path, model: Any = Recipient, **options: Any) -> list[Any]:
    """Return all payloads of a file."""
    return list(payloads_from_csv(path, model, **options))


def error_of(path: Path, model: Any = Recipient, **options: Any) -> CsvError:
    """Return the error of a file; it is picklable."""
    with pytest.raises(CsvError) as caught:
        read(path, model, **options)
    assert isinstance(caught.value, ConfigurationError)
    copied: CsvError = pickle.loads(pickle.dumps(caught.value))
    assert (str(caught.value), caught.value.row, caught.value.column) == (str(copied), copied.row, copied.column)
    return caught.value


def test_cells_become_the_types_of_the_fields(file: Any) -> None:
    """A cell becomes a value of its field's type, and an empty one is a field that is not set."""
    path = file(
        "entity_id,title,portal_status,updated_at,portal_state,automation_status",
        f' {ID} , two words ,seen,2026-01-02T03:04:05+01:00,"{{""a"": [1]}}",',
        ",,newer,,,failed",
    )
    zone = dt.timezone(dt.timedelta(hours=1))
    first, second = read(path)
    assert (UUID(ID), " two words ", None) == (first.entity_id, first.title, first.automation_status)
    assert (PortalStatus.SEEN, {"a": [1]}) == (first.portal_status, first.portal_state)
    assert dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=zone) == first.updated_at
    assert ("newer", None) == (second.portal_status, second.title)
    assert {"portal_status": "newer", "automation_status": "failed"} == second.to_dict()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_files_of_spreadsheet_programs(file: Any, delimiter: str, mark: bytes) -> None:
    """The delimiter is found in the header, and a byte order mark is skipped."""
    header = delimiter.join(["entity_id", '"entity_schema"', " title "])
    path = file(mark + header.encode(), delimiter.join([ID, "contact", '"a,b;c\t""d""\nü"']), "")
    assert [("contact", 'a,b;c\t"d"\nü')] == [(one.entity_schema, one.title) for one in read(path)]


def test_names_in_json_are_names_too(file: Any) -> None:
    """The header may have the names of Python or of JSON."""
    expected = [Campaign.from_dict({"_id": ID, "name": "Spring"})]
    assert (
        expected == read(file("_id,name", f"{ID},Spring"), Campaign) == read(file("id,name", f"{ID},Spring"), Campaign)
    )


def test_unknown_fields_come_from_their_column(file: Any) -> None:
    """The column `additional_properties` has fields that the spec does not know. A column of its own wins."""
    path = file("additional_properties,title", '"{""new"": 1, ""title"": ""b""}",a')
    assert [{"title": "a", "new": 1}] == [one.to_dict() for one in read(path)]


def test_empty_rows_and_cells_are_skipped(file: Any) -> None:
    """Empty rows, empty cells behind the header, and columns without a name or a value are skipped."""
    path = file("title,,entity_schema", "", "a,,b,,", ",,", "c")
    assert [("a", "b"), ("c", None)] == [(one.title, one.entity_schema) for one in read(path)]


def test_a_file_without_rows(file: Any) -> None:
    """A file with a header alone has no payloads."""
    assert [] == read(file("title"))


def test_the_cells_select_the_model_of_a_union(file: Any) -> None:
    """For a union the required fields that have cells select the model."""
    header = "entity_id,entity_schema,portal_status,automation_status,automation_execution_id,portal_state"
    path = file(header, f"{ID},contact,sent,,,{{}}", f"{ID},contact,,pending,e,", f"{ID},contact,sent,pending,e,")
    kinds = [type(one) for one in read(path, CreateRecipientPayload)]
    expected = [
        CreatePortalRecipientPayload,
        CreateAutomationRecipientPayload,
        CreateAutomationPortalRecipientPayload,
    ]
    assert expected == kinds


def test_a_cell_of_another_variant(file: Any) -> None:
    """A cell of a field that the selected model does not have is an error, as it would be sent unnoticed."""
    header = "entity_id,entity_schema,portal_status,automation_status,automation_execution_id"
    error = error_of(file(header, f"{ID},contact,sent,pending,"), CreateRecipientPayload)
    assert (2, "automation_status") == (error.row, error.column)
    assert "CreatePortalRecipientPayload has no such field, so the cell must be empty" in str(error)


@pytest.mark.parametrize(
    ("column", "cell", "problem"),
    [
        ("entity_id", "123", "the cell is not a UUID"),
        ("updated_at", "2026-01-02", "the cell is not a date-time with an offset, such as 2026-01-31T09:30:00Z"),
        ("updated_at", "02.01.2026 03:04", "the cell is not a date-time with an offset"),
        ("portal_state", "[1]", "the cell is not JSON text that matches the spec"),
        ("portal_state", "{a}", "the cell is not JSON text that matches the spec"),
        ("portal_state", "{\"\"a\"\": NaN}", "the cell is not JSON text that matches the spec"),
        ("additional_properties", "[]", "the cell is not a JSON object"),
        ("additional_properties", "{", "the cell is not a JSON object"),
    ],
)  # fmt: skip
def test_an_invalid_cell(file: Any, column: str, cell: str, problem: str) -> None:
    """The error names the file, the row and the column, and does not show the cell, which may be personal data."""
    path = file(f"title,{column}", "a,", "", f'b,"{cell}"')
    error = error_of(path)
    assert str(error).startswith(f"{path}, row 4, column {column!r}: {problem}")
    assert (4, column) == (error.row, error.column)
    assert cell == "{" or cell not in str(error)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("integer", "5", 5),
        ("integer", "05", "05"),
        ("number", "1.5", 1.5),
        ("number", "1,5", "1,5"),
        ("number", "Infinity", "Infinity"),
        ("boolean", "TRUE", True),
        ("boolean", "yes", "yes"),
        ("date", " 2026-01-02 ", "2026-01-02"),
        ("text", " 5 ", " 5 "),
        ("enum", " sent ", "sent"),
        ("enum", " newer ", " newer "),
        ("json", "[" * 100_000, "[" * 100_000),
    ],
)
def test_the_json_value_of_a_cell(kind: rows.Kind, text: str, value: object) -> None:
    """A cell is read as JSON where its field is a number, a boolean or nested; other text finds the model malformed."""
    enum = PortalStatus if kind == "enum" else None
    assert value == payload_cells.json_value(Column("x", "x", False, kind, enum), text)


@pytest.mark.parametrize(
    ("header", "column", "problem"),
    [
        ("titel", "titel", "there is no such field: did you mean 'title'?"),
        ("title,qqqqqqqq", "qqqqqqqq", "there is no such field"),
        ("title,title", "title", "the column is there twice"),
        ("", None, "the file has no header"),
        ("x" * 200_000, None, "the header is malformed: field larger than field limit (131072)"),
        (" ,", None, "the file has no header"),
        (b"t\xfctle", None, "it is not utf-8-sig: pass encoding=, such as 'cp1252'"),
    ],
)
def test_an_invalid_header(file: Any, header: str | bytes, column: str | None, problem: str) -> None:
    """The header is checked before the first payload is asked for."""
    path = file(header, "a,b")
    with pytest.raises(CsvError) as caught:
        payloads_from_csv(path, Recipient)
    place = "row 1" if column is None else f"row 1, column {column!r}"
    assert (f"{path}, {place}: {problem}", 1, column) == (str(caught.value), caught.value.row, caught.value.column)


def test_names_of_python_and_json_are_one_column(file: Any) -> None:
    """A column under both of its names is there twice."""
    assert "the column is there twice" in str(error_of(file("_id,id"), Campaign))


def test_a_required_column_is_missing(file: Any) -> None:
    """A required field needs a column."""
    error = error_of(file("entity_id", ID), EntityRef)
    assert (1, "entity_schema") == (error.row, error.column)
    assert str(error).endswith("it is missing, and EntityRef requires it")


def test_a_required_cell_is_empty(file: Any) -> None:
    """A required field needs a cell in each row."""
    error = error_of(file("entity_id,entity_schema", f"{ID},contact", f"{ID},"), EntityRef)
    assert (3, "entity_schema") == (error.row, error.column)
    assert str(error).endswith("it is empty, and EntityRef requires it")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("a,b,c", "it has 3 cells, and the header has 2"),
        ("a,b", "a cell is in a column without a name"),
        ('a"b,"c"d', "the row is malformed"),
        ('"a', "the row is malformed"),
        ("x" * 200_000, "the row is malformed: field larger than field limit"),
    ],
)
def test_a_malformed_row(file: Any, row: str, problem: str) -> None:
    """A row with the wrong cells or quotes is an error of the row."""
    error = error_of(file("title,", "a", row))
    assert (3, None) == (error.row, error.column)
    assert problem in str(error)


def test_another_encoding(file: Any) -> None:
    """Bytes of another encoding are an error that names their cell, and `encoding=` reads them."""
    path = file("title", "a", "Müller".encode("cp1252"))
    error = error_of(path)
    assert (3, "title") == (error.row, error.column)
    assert "pass encoding=" in str(error)
    assert ["a", "Müller"] == [one.title for one in read(path, encoding="cp1252")]


@pytest.mark.parametrize(
    ("encoding", "content", "row"),
    [
        ("utf-16", b"title\na\n", 1),
        ("utf-16", "title\na\n".encode("utf-16")[:-1], 2),
        ("utf-7", b"title\na\n+A-\n", 1),
        ("iso2022_jp", b"title\n" + b"a\n" * 9000 + b"\x1b$x", 4096),
    ],
)
def test_bytes_that_an_encoding_cannot_keep(tmp_path: Path, encoding: str, content: bytes, row: int) -> None:
    """They are an error of the row from which on the text cannot be read: the file is read in blocks."""
    path = tmp_path / "payloads.csv"
    path.write_bytes(content)
    error = error_of(path, encoding=encoding)
    assert None is error.column
    assert row <= error.row
    assert f"the text from here on is not {encoding}: pass encoding=" in str(error)


@pytest.mark.parametrize("encoding", ["klingon", "hex", "rot13", "a\0b", "", None])
def test_an_unknown_encoding(file: Any, encoding: Any) -> None:
    """It is an error at once, as is one that is none of text."""
    with pytest.raises(ConfigurationError, match=r"^the encoding .* is unknown$"):
        payloads_from_csv(file("title", "a"), Recipient, encoding=encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_byte_order_mark(file: Any, encoding: str) -> None:
    """The mark with which spreadsheet programs begin a file is no part of the first name, also in quotes."""
    text = '\ufeff"title",entity_schema\nMüller,"a\n""b"""\n'
    (found,) = read(file(text.encode(encoding)), encoding=encoding)
    assert ("Müller", 'a\n"b"') == (found.title, found.entity_schema)


def test_a_missing_file(tmp_path: Path) -> None:
    """A missing file is the error of the system, at once."""
    with pytest.raises(FileNotFoundError):
        payloads_from_csv(tmp_path / "no.csv", Recipient)


def test_payloads_before_an_error_are_delivered(file: Any) -> None:
    """Rows are read one at a time, and the file is closed after an error."""
    payloads = payloads_from_csv(file("entity_id", ID, "x", ID), UpdateRecipientPayload | Recipient)
    assert UUID(ID) == next(payloads).entity_id
    with pytest.raises(CsvError):
        next(payloads)
    assert [] == list(payloads)


@pytest.mark.thorough
def test_memory_does_not_grow(tmp_path: Path) -> None:
    """A file is read row by row: five times as many rows need no more memory."""
    peaks: list[int] = []
    for count in (500, 1000, 5000):
        path = tmp_path / f"{count}.csv"
        path.write_text("title\n" + "".join(f"{one.title}\n" for one in recipients(count)))
        gc.collect()
        tracemalloc.start()
        assert count == sum(1 for _ in payloads_from_csv(path, Recipient))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] <= peaks[1] * 1.2 + 10_000
