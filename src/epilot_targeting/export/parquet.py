"""`write_parquet`: the records of a pager as a Parquet file, which appears when it is whole."""

from __future__ import annotations

from collections.abc import AsyncIterable, Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from epilot_targeting_generated.record import Model

from ..errors import ConfigurationError
from .arrow import ArrowTable, load
from .atomic_file import AtomicFile
from .batches import Work, write_all
from .table_values import model_of

ROW_GROUP = 65_536
"""The number of rows of a row group: so many are in memory, as columns."""


async def write_parquet(
    pager: AsyncIterable[Model],
    path: str | PathLike[str],
    *,
    model: type[Model] | None = None,
    part_rows: int | None = None,
) -> int:
    """Write all records of a pager to a Parquet file, or to part files in a folder.

    The file appears under its name when it is whole: an error or a crash leaves the old file or none. Memory does not
    grow with the number of records. The columns are the fields of the spec, in its order: times as timestamps, enums
    as dictionaries, nested values as JSON text. The last column, `additional_properties`, is JSON text with the fields
    that the spec does not know, and with values that their column cannot hold.

    With `part_rows`, an export that ended early goes on when you repeat the call: whole parts stay, and the pager
    continues behind the last one. A finished folder has the file `_SUCCESS`, and is left as it is.

    Example:
        from epilot_targeting.export import write_parquet

        await write_parquet(client.iter_recipients(campaign_id, limit=1000), "recipients.parquet")
        await write_parquet(client.iter_recipients(campaign_id), "recipients", part_rows=100_000)  # can be repeated

    Args:
        pager: The pager, or any async iterable of models.
        path: The file, or with `part_rows` the folder, which is created. Use one folder for one list.
        model: The class of the records. Default: `Recipient` for a `RecipientPager`.
        part_rows: The smallest number of rows of a part; only the last part may have fewer. A part ends at the end of a
            page. Default: one file.

    Returns:
        The number of rows of the file, or of all parts.

    Raises:
        ConfigurationError: pyarrow is not installed, an argument is invalid, a record is of another model, the folder
            has parts of another list, or a part between others is missing.
        OSError: Writing failed. `filename` is the path.
        TargetingError: Fetching a page failed.
    """
    if part_rows is not None:
        from .parts import write_parts

        return await write_parts(pager, _folder(path), model_of(pager, model), part_rows)
    return await write_all(pager, ParquetFile(Path(path), model_of(pager, model)))


def _folder(path: str | PathLike[str]) -> Path:
    """Return the user's path of a folder of parts as a `Path`. It need not exist, and nothing is created or read.

    Raises:
        ConfigurationError: The path is empty, as an unset variable is: the current folder would be meant by accident.
    """
    if not fspath(path):
        raise ConfigurationError("the path of the parts must not be empty: '.' is the current folder")
    return Path(path)


class ParquetFile:
    """A Parquet file: the sink of `write_parquet`. Rows are collected up to a row group."""

    def __init__(self, path: Path, model: type[Model]) -> None:
        """Keep the path and the class of the records. No file is created before `open`."""
        self._file = AtomicFile(path)
        self._model = model
        self._writer: Any = None
        self._group: list[Any] = []
        self._collected = 0

    def open(self) -> None:
        """Import pyarrow and create the temporary file. Call this once, before the first `add`. It blocks.

        Raises:
            ConfigurationError: pyarrow is not installed.
            OSError: The file cannot be created, or the path is a folder. After either error, the caller calls `abort`,
                which removes what was created.
        """
        self._arrow = ArrowTable(self._model)
        self._file.open()
        self._writer = load("pyarrow.parquet").ParquetWriter(self._file, self._arrow.schema)

    def add(self, models: Sequence[Model]) -> Work | None:
        """Collect records as columns. `open` was called before.

        Returns:
            The blocking call that writes the collected rows as a row group, once there are 65,536 or more; else None.
            The caller runs such calls once each, in order, and before `finish`.

        Raises:
            ConfigurationError: A record is of another model. None of these records is collected.
        """
        self._group.append(self._arrow.batch(models))
        self._collected += len(models)
        return self._write_group() if self._collected >= ROW_GROUP else None

    def finish(self, metadata: Mapping[str, str] | None = None) -> None:
        """Write the rest and the footer, and move the file to its path, where it replaces the old one. This blocks.

        Call it once, after the calls that `add` has returned.

        Args:
            metadata: Keys and values for the footer, beside the schema. Default: none.

        Raises:
            OSError: The disk is full, or fails, or an earlier write failed. The old file is unchanged, and the
                temporary one is removed.
        """
        self._write_group()()
        self._writer.add_key_value_metadata({**(metadata or {})})
        self._writer.close()
        self._file.commit()

    def abort(self) -> None:
        """Close and remove the temporary file, also if `open` or `finish` has failed. Nothing is raised.

        Before `open`, and after `finish` has moved the file, remove nothing. It may be called twice.
        """
        self._file.abort()
        if self._writer is not None:
            self._writer.is_open = False  # else its destructor writes a footer

    def _write_group(self) -> Work:
        """Return the blocking call that writes the rows collected so far as a row group, and start to collect anew.

        The rows are lost if the caller does not run it. Without rows, the call does nothing. It raises an OSError if
        the disk is full, or fails.
        """
        table = load().Table.from_batches(self._group, schema=self._arrow.schema)
        self._group, self._collected = [], 0
        return lambda: self._writer.write_table(table) if table.num_rows else None
