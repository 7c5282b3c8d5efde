"""`write_parquet` and `to_arrow`: the records of a pager as a Parquet file or an Arrow table."""

from __future__ import annotations

from collections.abc import AsyncIterable, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from epilot_targeting_generated.record import Model

from .arrow import ArrowTable, load
from .columns import model_of
from .parquet_file import ParquetFile
from .run import write_all


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
        part_rows: The smallest number of rows of a part. A part ends at the end of a page. Default: one file.

    Returns:
        The number of rows of the file, or of all parts.

    Raises:
        ConfigurationError: pyarrow is not installed, an argument is invalid, or the folder has parts of another list.
        OSError: Writing failed. `filename` is the path.
        TargetingError: Fetching a page failed.
    """
    if part_rows is not None:
        from .parts import write_parts

        return await write_parts(pager, Path(path), model_of(pager, model), part_rows)
    return await write_all(pager, ParquetFile(Path(path), model_of(pager, model)))


async def to_arrow(pager: AsyncIterable[Model], *, model: type[Model] | None = None) -> Any:
    """Return all records of a pager as an Arrow table, with the columns that `write_parquet` writes.

    Example:
        from epilot_targeting.export import to_arrow

        table = await to_arrow(client.iter_recipients(campaign_id))
        print(table.num_rows, table.to_pandas())

    Args:
        pager: The pager, or any async iterable of models.
        model: The class of the records. Default: `Recipient` for a `RecipientPager`.

    Returns:
        A `pyarrow.Table`. pyarrow has no type annotations, so type checkers see `Any`.

    Raises:
        ConfigurationError: pyarrow is not installed, or the class of the records is unknown.
        TargetingError: Fetching a page failed.
    """
    sink = ArrowBatches(model_of(pager, model))
    await write_all(pager, sink)
    return sink.table


class ArrowBatches:
    """A table in memory: a sink."""

    table: Any

    def __init__(self, model: type[Model]) -> None:
        self._model = model
        self._batches: list[Any] = []

    def open(self) -> None:
        """Import pyarrow."""
        self._arrow = ArrowTable(self._model)

    def add(self, models: Sequence[Model]) -> None:
        """Add a batch."""
        self._batches.append(self._arrow.batch(models))

    def finish(self) -> None:
        """Join the batches, with one dictionary for each enum."""
        self.table = load().Table.from_batches(self._batches, schema=self._arrow.schema).unify_dictionaries()

    def abort(self) -> None:
        """Drop the batches."""
        self._batches.clear()
