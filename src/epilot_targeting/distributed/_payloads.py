"""Read payloads of recipients from a Parquet file, with the row and the column in every error."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any, get_args
from uuid import UUID

from epilot_targeting_generated.record import Model

from ..errors import ConfigurationError
from ..export.arrow import load
from ..export.payload_cells import CellError, CellReader

BATCH = 1024
"""The number of rows that are in memory at once."""


class PayloadFile:
    """A Parquet file with payloads of `create_recipients`.

    The columns are named as the fields, in Python or in JSON, and may be typed or text. Nested fields are structs,
    lists or JSON text. A field that is null is not set.

    Args:
        path: The file.
    """

    def __init__(self, path: str) -> None:
        """Keep the path, and read the fields of the models of `CreateRecipientPayload`. The file is not opened."""
        from epilot_targeting_generated import models

        self._path = path
        self._cells = CellReader(get_args(models.CreateRecipientPayload))

    def check_columns(self) -> int:
        """Check that the columns are known fields, and that no required one is missing. Return the number of rows.

        Only the footer of the file is read, and the file is closed again.

        Raises:
            ConfigurationError: It is no Parquet file, a column is unknown or there twice, a required one is missing, or
                pyarrow is not installed.
            OSError: The file cannot be read.
        """
        with self._opened() as file:
            names: list[str] = file.schema_arrow.names
            for number, name in enumerate(names):
                if name not in self._cells.names:
                    raise self._error("there is no such field", None, name)
                if name in names[:number]:
                    raise self._error("the column is there twice", None, name)
            try:
                self._cells.check(names)
            except CellError as error:
                raise self._error(error.problem, None, error.column) from None
            rows: int = file.metadata.num_rows
            return rows

    def payloads(self) -> Iterator[Model]:
        """Generate the payload model of each row, in the order of the file. 1,024 rows are in memory at once.

        The first `next` opens the file. It is open until the iterator ends, fails or is closed. The columns are not
        checked beforehand: `check_columns` does that.

        Raises:
            ConfigurationError: A row is invalid; the message names the row and its column, and shows no value. Or it is
                no Parquet file, or pyarrow is not installed. No payload follows.
            OSError: The file cannot be read.
        """
        number = 0
        with self._opened() as file:
            for batch in file.iter_batches(BATCH):
                for row in self._rows(number, batch):
                    number += 1
                    yield self._payload(number, row)

    def _rows(self, number: int, batch: Any) -> list[dict[str, Any]]:
        """Return the rows of a `pyarrow.RecordBatch` as dicts of Python values.

        Args:
            number: The number of rows of the file before this batch, for the error.
            batch: The batch.

        Raises:
            ConfigurationError: A cell has a value that Python has not. The message names its row and its column.
        """
        try:
            rows: list[dict[str, Any]] = batch.to_pylist()
        except ValueError:
            columns: list[Any] = [*zip(batch.schema.names, batch.columns, strict=True)]
            cells = ((row, name, column[row]) for row in range(batch.num_rows) for name, column in columns)
            row, name = next((row, name) for row, name, cell in cells if not _is_readable(cell))
            raise self._error("Python has no such value, as of times in nanoseconds", number + row + 1, name) from None
        return rows

    def _payload(self, number: int, row: dict[str, Any]) -> Model:
        """Return the payload model of a row.

        Args:
            number: The number of the row in the file, from 1 on, for the error.
            row: The values of the row by the names of the columns, as pyarrow returns them. None: the field is not set.

        Raises:
            ConfigurationError: The row is invalid. The message names the file, the row and the column, and no value.
        """
        try:
            return self._cells.read({name: _cell(name, value) for name, value in row.items() if value is not None})
        except CellError as error:
            raise self._error(error.problem, number, error.column) from None

    def _opened(self) -> Any:
        """Open the file, and return it as a `pyarrow.parquet.ParquetFile`, which the caller closes.

        Raises:
            ConfigurationError: It is no Parquet file, or pyarrow is not installed.
            OSError: The file cannot be read.
        """
        pq = load("pyarrow.parquet")
        try:
            return pq.ParquetFile(self._path)
        except ValueError as error:
            raise ConfigurationError(f"{self._path} is no Parquet file") from error

    def _error(self, problem: str, row: int | None, column: str) -> ConfigurationError:
        """Return the error of an invalid row or column, for the caller to raise. It names the file and the place.

        Args:
            problem: The problem, as the end of the message.
            row: The number of the row, from 1 on. None: the error concerns the whole column.
            column: The name of the column.
        """
        places = [self._path, *([] if row is None else [f"row {row}"]), f"column {column!r}"]
        return ConfigurationError(f"{', '.join(places)}: {problem}")


def _is_readable(cell: Any) -> bool:
    """Return whether a `pyarrow.Scalar` can become a Python value."""
    try:
        cell.as_py()
    except ValueError:
        return False
    return True


def _cell(name: str, value: object) -> str:
    """Return the value of a Parquet column as the text of a cell, for `CellReader.read`.

    A string is returned unchanged, a date or a date-time in ISO 8601, and a UUID as its text. A number,
    boolean, list or dict is returned as JSON.

    Args:
        name: The name of the column, for the error.
        value: The value, as pyarrow returns it, which is not None.

    Raises:
        CellError: The value, or one inside it, is of another type, such as bytes, Decimal or `datetime.time`.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date | UUID):
        return _text(value)
    try:
        return json.dumps(value, default=_text)
    except TypeError as error:
        raise CellError(name, str(error)) from None


def _text(value: object) -> str:
    """Return a date or a date-time in ISO 8601, or a UUID as text.

    `json.dumps` calls this too, for values that JSON does not have.

    Raises:
        TypeError: The value is of another type. The message names the type, and no value.
    """
    if isinstance(value, dt.date | UUID):
        return value.isoformat() if isinstance(value, dt.date) else str(value)
    raise TypeError(f"a value of type {type(value).__name__} has no JSON")
