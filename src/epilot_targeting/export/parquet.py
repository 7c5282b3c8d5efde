"""`write_parquet`: the records of a pager as a Parquet file, which appears when it is whole."""

from __future__ import annotations

from collections.abc import AsyncIterable
from os import PathLike, fspath
from pathlib import Path

from epilot_targeting_generated.record import Model

from ..errors import ConfigurationError
from .batches import write_all
from .parquet_file import ParquetFile
from .parts import write_parts
from .table_values import model_of


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
        model: The class of the records. Default: `Recipient` for a `RecipientPager`; any other iterable needs it.
        part_rows: The smallest number of rows of a part; only the last part may have fewer. A part ends at the end of a
            page. Default: one file.

    Returns:
        The number of rows of the file, or of all parts.

    Raises:
        ConfigurationError: pyarrow is not installed, an argument is invalid, a record is of another model, the folder
            has parts of another list or of a run at the same time, or a part between others is missing.
        OSError: Writing failed. `filename` is the path.
        TargetingError: Fetching a page failed.
    """
    if part_rows is not None:
        return await write_parts(pager, _folder(path), model_of(pager, model), part_rows)
    return await write_all(pager, ParquetFile(Path(path), model_of(pager, model)))


def _folder(path: str | PathLike[str]) -> Path:
    """Return the user's path of a folder of parts as a `Path`.

    It need not exist, and nothing is created or read.

    Raises:
        ConfigurationError: The path is an empty string, as from an unset variable: that would be the current
            folder. `Path("")` is accepted: it equals `Path(".")`.
    """
    if not fspath(path):
        raise ConfigurationError("the path of the parts must not be empty: '.' is the current folder")
    return Path(path)
