"""`write_csv`: the records of a pager as a CSV file."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterable, Iterable, Sequence
from io import StringIO
from os import PathLike
from pathlib import Path
from typing import Any

from epilot_targeting_generated.convert import datetime_text
from epilot_targeting_generated.record import Model
from epilot_targeting_generated.rows import Column

from ..errors import ConfigurationError
from .atomic_file import AtomicFile
from .batches import Work, write_all
from .csv_header import DELIMITERS
from .table_values import UNKNOWN, Flatten, Table, json_cell, model_of, unknown_texts

CHUNK = 2**20
"""The number of bytes that are written at once."""


async def write_csv(
    pager: AsyncIterable[Model],
    path: str | PathLike[str],
    *,
    model: type[Model] | None = None,
    delimiter: str = ",",
) -> int:
    """Write all records of a pager to a CSV file, in UTF-8. It needs no extra.

    The file appears under its name when it is whole: an error or a crash leaves the old file or none. Memory
    does not grow with the number of records. The columns are those of `write_parquet`. A field without a value
    is an empty cell, a time is ISO 8601, a boolean is `true` or `false`, and nested and unknown fields are JSON
    text. Cells with quotes, delimiters or line breaks are quoted as in RFC 4180. `payloads_from_csv` reads such
    files.

    Texts are written unchanged. A text that begins with `=`, `+`, `-` or `@` is a formula to a spreadsheet
    program, and may come from an untrusted person. Import such columns as text.

    Example:
        from epilot_targeting.export import write_csv

        await write_csv(client.iter_recipients(campaign_id, limit=1000), "recipients.csv", delimiter=";")

    Args:
        pager: The pager, or any async iterable of models.
        path: The file.
        model: The class of the records. Default: `Recipient` for a `RecipientPager`; any other iterable needs
            it.
        delimiter: A comma, a semicolon or a tab. Default: a comma.

    Returns:
        The number of rows, without the header. If it is 0, the file has the header alone.

    Raises:
        ConfigurationError: An argument is invalid, or a record is of another model.
        OSError: Writing failed. `filename` is the path.
        TargetingError: Fetching a page failed.
    """
    if delimiter not in DELIMITERS:
        raise ConfigurationError(f"delimiter must be a comma, a semicolon or a tab, not {delimiter!r}")
    return await write_all(pager, CsvSink(Path(path), model_of(pager, model), delimiter))


class CsvSink:
    """A CSV file: the sink of `write_csv`. Text is collected up to a chunk."""

    def __init__(self, path: Path, model: type[Model], delimiter: str) -> None:
        """Collect the header as the first text. No file is created before `open`.

        Args:
            path: The path of the CSV file.
            model: The class of the records.
            delimiter: A comma, a semicolon or a tab, which `write_csv` has checked.
        """
        self._file = AtomicFile(path)
        flatten: dict[str, Flatten] = {"json": json_cell, "time": datetime_text, "boolean": json_cell}
        self._table = Table(model, lambda _, value: _is_utf8(value), flatten)
        self._delimiter = delimiter
        self._chunk = bytearray(self._csv([[*(column.name for column in self._table.columns), UNKNOWN]]))

    def open(self) -> None:
        """Create the temporary file. Call this once, before the first `add`.

        Raises:
            OSError: It cannot be created, or the path is a folder. Then there is no temporary file.
        """
        self._file.open()

    def add(self, models: Sequence[Model]) -> Work | None:
        """Collect records as CSV text.

        A text that UTF-8 cannot encode moves to the last column, as JSON, and leaves an empty cell.

        Returns:
            The blocking call that writes all collected text, once that is a mebibyte or more; else None. The caller
            runs such calls once each, in order, and before `finish`.

        Raises:
            ConfigurationError: A record is of another model. None of these records is collected.
        """
        values, unknown = self._table.values(models)
        try:
            self._chunk += self._csv(zip(*values, unknown_texts(unknown), strict=True))
        except UnicodeEncodeError:
            pairs: list[tuple[Column, list[Any]]] = [*zip(self._table.columns, values, strict=True)]
            fitting = [self._table.move(column, cells, unknown) for column, cells in pairs]
            self._chunk += self._csv(zip(*fitting, unknown_texts(unknown), strict=True))
        return self._write_chunk() if len(self._chunk) >= CHUNK else None

    def finish(self) -> None:
        """Write the rest of the text, and move the file to its path, where it replaces the old one.

        This blocks. Call it once, after the caller has run each blocking call that `add` returned.

        Raises:
            OSError: The disk is full, or fails, or an earlier write failed. The old file is unchanged, and the
                temporary one is removed.
        """
        self._write_chunk()()
        self._file.commit()

    def abort(self) -> None:
        """Close and remove the temporary file, also if `finish` has failed. Nothing is raised.

        Before `open`, and after `finish` has moved the file, do nothing. It may be called twice.
        """
        self._file.abort()

    def _write_chunk(self) -> Work:
        """Return the blocking call that writes the text collected so far, and start to collect anew.

        The text is lost if the caller does not run it. The call raises an OSError if the disk is full, or fails.
        """
        chunk, self._chunk = bytes(self._chunk), bytearray()
        return lambda: self._file.write(chunk)

    def _csv(self, rows: Iterable[Iterable[object]]) -> bytes:
        """Return rows as lines of CSV in UTF-8. No header is added.

        Args:
            rows: The cells of each row. None is an empty cell, and any other value is written as its `str`.

        Raises:
            UnicodeEncodeError: A text has half of a surrogate pair.
        """
        text = StringIO(newline="")
        csv.writer(text, delimiter=self._delimiter).writerows(rows)
        return text.getvalue().encode()


def _is_utf8(value: object) -> bool:
    """Return whether UTF-8 can encode `str(value)`. It cannot encode half of a surrogate pair.

    `Table.move` calls this for each value but None, and moves those that it rejects to the last column.
    """
    try:
        str(value).encode()
    except UnicodeEncodeError:
        return False
    return True
