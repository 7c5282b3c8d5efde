"""`ParquetFile`: write rows to one Parquet file, as row groups. It is the sink of `write_parquet`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from epilot_targeting_generated.record import Model

from .arrow import ArrowTable, load
from .atomic_file import AtomicFile
from .batches import Work

ROW_GROUP = 65_536
"""The number of rows of a row group: so many are in memory, as columns."""


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
        """Write the rest and the footer, and move the file to its path, where it replaces the old one.

        This blocks. Call it once, after the caller has run each blocking call that `add` returned. If no records
        were added, the file has the schema alone.

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
