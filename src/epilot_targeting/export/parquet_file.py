"""`ParquetFile`: a Parquet file that appears when it is whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from epilot_targeting_generated.record import Model

from .arrow import ArrowTable, load
from .atomic_file import AtomicFile
from .run import Work

ROW_GROUP = 65_536
"""The number of rows of a row group: so many are in memory, as columns."""


class ParquetFile:
    """A Parquet file: a sink. Rows are collected up to a row group."""

    def __init__(self, path: Path, model: type[Model]) -> None:
        self._file = AtomicFile(path)
        self._model = model
        self._writer: Any = None
        self._group: list[Any] = []
        self._collected = 0

    def open(self) -> None:
        """Create the temporary file."""
        self._arrow = ArrowTable(self._model)
        self._file.open()
        self._writer = load("pyarrow.parquet").ParquetWriter(self._file, self._arrow.schema)

    def add(self, models: Sequence[Model]) -> Work | None:
        """Collect records, and return the call that writes a row group if there are enough."""
        self._group.append(self._arrow.batch(models))
        self._collected += len(models)
        return self._write_group() if self._collected >= ROW_GROUP else None

    def finish(self, metadata: Mapping[str, str] | None = None) -> None:
        """Write the rest and the footer, and move the file to its path."""
        self._write_group()()
        self._writer.add_key_value_metadata({**(metadata or {})})
        self._writer.close()
        self._file.commit()

    def abort(self) -> None:
        """Remove the temporary file, unless it was finished."""
        self._file.abort()
        if self._writer is not None:
            self._writer.is_open = False  # else its destructor writes a footer

    def _write_group(self) -> Work:
        """Return the call that writes the collected rows as a row group."""
        table = load().Table.from_batches(self._group, schema=self._arrow.schema)
        self._group, self._collected = [], 0
        return lambda: self._writer.write_table(table) if table.num_rows else None
