"""`payloads_from_csv`: the rows of a CSV file as payload models, with the row and the column in every error."""

from __future__ import annotations

import csv
from collections.abc import Generator
from os import PathLike
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, overload

from epilot_targeting_generated.record import Model

from .csv_file import CsvFile
from .csv_header import HeaderReader
from .payload_cells import CellError, CellReader
from .table_values import check_model

M = TypeVar("M", bound=Model)


@overload
def payloads_from_csv(path: str | PathLike[str], model: type[M], *, encoding: str = ...) -> Generator[M]: ...


@overload
def payloads_from_csv(path: str | PathLike[str], model: Any, *, encoding: str = ...) -> Generator[Any]: ...


def payloads_from_csv(path: str | PathLike[str], model: Any, *, encoding: str = "utf-8-sig") -> Generator[Any]:
    """Iterate over the rows of a CSV file as payload models, one at a time.

    The header names the fields, as in Python or in JSON. The delimiter is a comma, a semicolon or a tab: the one with
    which the header has the most known names. An empty cell is a field that is not set. Nested fields are JSON text,
    and times need an offset. For a union, such as `CreateRecipientPayload`, the cells of a row select the model.

    The header is checked at once, and each row when it is its turn. Rows without any text are left out. After an error
    no row follows. The first `next` opens the file again: the end, an error, or `close()` of the iterator closes it.

    Example:
        from epilot_targeting.export import payloads_from_csv
        from epilot_targeting.models import CreateRecipientPayload

        for payload in payloads_from_csv("recipients.csv", CreateRecipientPayload):
            print(payload.entity_id)

    Args:
        path: The file.
        model: The payload model, or a union of payload models.
        encoding: The encoding. Default: UTF-8, with or without a byte order mark.

    Raises:
        CsvError: The header is missing, or the header or a row is invalid or has bytes of another encoding. `row` and
            `column` say where. It is a `ConfigurationError`.
        ConfigurationError: The encoding is unknown, or none of text, or the model is no class of
            `epilot_targeting.models`.
        OSError: The file cannot be read.
    """
    models: tuple[Any, ...] = get_args(model) if isinstance(model, UnionType) else (model,)
    for one in models:
        check_model(one)
    file = CsvReader(CsvFile(Path(path), encoding), models)
    file.check_header()
    return file.payloads()


class CsvReader:
    """A CSV file with the payloads of one model, or of several.

    Args:
        file: The file.
        models: The models. The cells of a row select one.
    """

    def __init__(self, file: CsvFile, models: tuple[type[Model], ...]) -> None:
        """Keep the file, and read the fields of the models. The file is not opened.

        Args:
            file: The file.
            models: One payload model or more. Each row becomes one of them.
        """
        self._file = file
        self._cells = CellReader(models)
        self._header = HeaderReader(file, self._cells)

    def check_header(self) -> None:
        """Read and check the header of the file, and no row. The file is closed again. `payloads` checks it anew.

        Raises:
            CsvError: The file has no header, a column is unknown, there twice, or in another encoding, or a required
                one is missing.
            OSError: The file cannot be read.
        """
        with self._file.open() as lines:
            self._header.read(lines)

    def payloads(self) -> Generator[Model]:
        """Generate the payload of each row, in the order of the file. Rows without any text are left out.

        The first `next` opens the file and reads its header. The end, an error, or `close()` of the generator closes
        the file.

        Raises:
            CsvError: The header or a row is invalid. No payload follows.
            OSError: The file cannot be read.
        """
        with self._file.open() as lines:
            delimiter, names = self._header.read(lines)
            rows, number = csv.reader(lines, delimiter=delimiter, strict=True), 1
            while True:
                number += 1
                try:
                    cells = next(rows, None)
                except csv.Error as error:
                    raise self._file.error(f"the row is malformed: {error}", number) from None
                except UnicodeError:
                    raise self._file.encoding_error(number) from None
                if cells is None:
                    return
                if any(cells):
                    yield self._payload(number, names, cells)

    def _payload(self, row: int, names: list[str], cells: list[str]) -> Model:
        """Return the payload model of a row.

        Args:
            row: The number of the row, as in a spreadsheet: 1 is the header. It is for the error.
            names: The names of the columns, as the header has them. The name is empty for a column without one.
            cells: The texts of the row's cells, from the first column on. An empty or missing one is a field that is
                not set.

        Raises:
            CsvError: A cell is invalid or has bytes of another encoding, a required one is empty, or there is a text in
                a column without a name or behind the last column.
        """
        if any(cells[len(names) :]):
            raise self._file.error(f"it has {len(cells)} cells, and the header has {len(names)}", row)
        given = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
        for name, cell in given.items():
            self._file.check_encoding(cell, row, name)
        if "" in given:
            raise self._file.error("a cell is in a column without a name", row)
        try:
            return self._cells.read(given)
        except CellError as error:
            raise self._file.error(error.problem, row, error.column) from None
