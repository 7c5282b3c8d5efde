"""`to_arrow`, and the types of the columns of Arrow and Parquet, which follow from the types of the model."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterable, Sequence
from importlib import import_module
from typing import Any

from epilot_targeting_generated.record import Model
from epilot_targeting_generated.rows import Column

from ..errors import ConfigurationError
from .batches import write_all
from .table_values import UNKNOWN, Table, json_cell, model_of, unknown_texts
from .uuid_text import uuid_buffers

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
UNFIT = (ValueError, TypeError, OverflowError)
"""The errors of pyarrow for a value that a column cannot hold."""


def load(name: str = "pyarrow") -> Any:
    """Import pyarrow or one of its modules, and return it. It has no type annotations.

    Args:
        name: The full name of the module, such as `pyarrow.parquet`. Default: pyarrow itself.

    Raises:
        ConfigurationError: pyarrow is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise ConfigurationError(
            f"pyarrow cannot be imported: pip install 'epilot-targeting[data]' ({error})"
        ) from error


class ArrowTable(Table):
    """The columns of a model as those of pyarrow.

    Attributes:
        schema: Times are `timestamp[us, UTC]`, enums are dictionaries of their values, ids are strings, nested and
            unknown fields are JSON text. It does not depend on the records.
    """

    def __init__(self, model: type[Model]) -> None:
        """Import pyarrow, and derive the schema of the table from the fields of a model.

        Raises:
            ConfigurationError: pyarrow is not installed.
        """
        super().__init__(model, self._fits_arrow, {"json": json_cell})
        self._pa = pa = load()
        text = pa.string()
        kinds = {
            "text": text, "id": text, "json": text, "integer": pa.int64(), "number": pa.float64(),
            "boolean": pa.bool_(), "time": pa.timestamp("us", tz="UTC"), "date": pa.date32(),
        }  # fmt: skip
        self._types = {column: kinds.get(column.kind) or self._enum(column) for column in self.columns}
        self._duration = pa.duration("us")
        types = {**{column.name: kind for column, kind in self._types.items()}, UNKNOWN: text}
        self.schema: Any = pa.schema(list(types.items()))

    def batch(self, models: Sequence[Model]) -> Any:
        """Return records as a `pyarrow.RecordBatch` of the schema, with a row for each.

        A value that its column cannot hold is null there, and is in the last column, `additional_properties`.

        Raises:
            ConfigurationError: A record is of another model.
        """
        values, unknown = self.values(models)
        arrays = [
            self._array(column, column_values, unknown)
            for column, column_values in zip(self.columns, values, strict=True)
        ]
        arrays.append(self._pa.array(unknown_texts(unknown), self._pa.string()))
        return self._pa.RecordBatch.from_arrays(arrays, schema=self.schema)

    def _enum(self, column: Column) -> Any:
        """Return the `pyarrow.DataType` of an enum column: a dictionary type with 32-bit indices.

        Its values are 64-bit integers if the first member of the enum is an integer; else they are texts.
        """
        member = next(iter(column.enum or ()), None)
        value = self._pa.int64() if isinstance(member, int) else self._pa.string()
        return self._pa.dictionary(self._pa.int32(), value)

    def _array(self, column: Column, values: list[Any], unknown: list[dict[str, Any] | None]) -> Any:
        """Return the values of a column as a `pyarrow.Array` of the column's type. None becomes null.

        A value that the column cannot hold becomes null too, and moves to the unknown fields of its record. Nothing
        is raised for it.

        Args:
            column: The column.
            values: The value of each record, or None: the list of this column in the first result of
                `Table.values`.
            unknown: The unknown fields of each record, or None: the second result of `Table.values`. It is changed
                in place.
        """
        kind = self._types[column]
        if column.kind == "id":
            buffers = uuid_buffers(values)
            if buffers is not None:
                return self._pa.StringArray.from_buffers(len(values), *map(self._pa.py_buffer, buffers))
            values = [None if value is None else str(value) for value in values]
        try:
            if column.kind == "time":
                # Three times as fast as from datetimes, of which pyarrow asks each for its offset.
                since = [None if value is None else value - EPOCH for value in values]
                return self._pa.array(since, self._duration).view(self._pa.int64()).view(kind)
            return self._pa.array(values, kind)
        except UNFIT:
            return self._pa.array(self.move(column, values, unknown), kind)

    def _fits_arrow(self, column: Column, value: object) -> bool:
        """Return whether pyarrow accepts a value, which is not None, in a column.

        `Table.move` calls this, and moves the values that it rejects to the unknown fields.
        """
        try:
            self._pa.array([value], self._types[column])
        except UNFIT:
            return False
        return True


async def to_arrow(pager: AsyncIterable[Model], *, model: type[Model] | None = None) -> Any:
    """Return all records of a pager as an Arrow table, with the columns that `write_parquet` writes.

    Example:
        from epilot_targeting.export import to_arrow

        table = await to_arrow(client.iter_recipients(campaign_id))
        print(table.num_rows, table.to_pandas())

    Args:
        pager: The pager, or any async iterable of models.
        model: The class of the records. Default: `Recipient` for a `RecipientPager`; any other iterable needs it.

    Returns:
        A `pyarrow.Table`. pyarrow has no type annotations, so type checkers see `Any`.

    Raises:
        ConfigurationError: pyarrow is not installed, `model` is invalid, or missing for another iterable than a
            `RecipientPager`, or a record is of another model.
        TargetingError: Fetching a page failed.
    """
    sink = ArrowBatches(model_of(pager, model))
    await write_all(pager, sink)
    return sink.table


class ArrowBatches:
    """A table in memory: the sink of `to_arrow`.

    Attributes:
        table: The table, after `finish`.
    """

    table: Any

    def __init__(self, model: type[Model]) -> None:
        """Keep the class of the records. `open` imports pyarrow."""
        self._model = model
        self._batches: list[Any] = []

    def open(self) -> None:
        """Import pyarrow, and derive the schema of the table. `write_all` calls this once, before the first `add`.

        Raises:
            ConfigurationError: pyarrow is not installed.
        """
        self._arrow = ArrowTable(self._model)

    def add(self, models: Sequence[Model]) -> None:
        """Convert records to a batch of the table, and keep it in memory. `open` was called before.

        Raises:
            ConfigurationError: A record is of another model. None of these records is kept.
        """
        self._batches.append(self._arrow.batch(models))

    def finish(self) -> None:
        """Join the batches to a `pyarrow.Table`, and set `table` to it. Without batches it has no rows.

        The batches share one dictionary for each enum column. `write_all` calls this once, after the last `add`.
        """
        self.table = load().Table.from_batches(self._batches, schema=self._arrow.schema).unify_dictionaries()

    def abort(self) -> None:
        """Drop the batches. `write_all` calls this at the end and after an error. `table` keeps its rows, if set."""
        self._batches.clear()
