"""`payloads_from_csv`: the rows of a CSV file as payload models, with the row and the column in every error."""

from __future__ import annotations

import csv
import re
from codecs import lookup
from collections.abc import Iterator
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from types import UnionType
from typing import Any, TextIO, TypeVar, get_args, overload

from epilot_targeting_generated.record import Model

from ..errors import ConfigurationError
from .payload_cells import CellError, CellReader

M = TypeVar("M", bound=Model)
DELIMITERS = (",", ";", "\t")
SURROGATE = re.compile("[\ud800-\udfff]")


class CsvError(ConfigurationError):
    """A CSV file that cannot be read as payloads.

    Attributes:
        row: The number of the row, as in a spreadsheet: 1 is the header.
        column: The name of the column, or None if the error concerns the whole row.
    """

    row: int = 1
    column: str | None = None


@overload
def payloads_from_csv(path: str | PathLike[str], model: type[M], *, encoding: str = ...) -> Iterator[M]: ...


@overload
def payloads_from_csv(path: str | PathLike[str], model: Any, *, encoding: str = ...) -> Iterator[Any]: ...


def payloads_from_csv(path: str | PathLike[str], model: Any, *, encoding: str = "utf-8-sig") -> Iterator[Any]:
    """Iterate over the rows of a CSV file as payload models, one at a time.

    The header names the fields, as in Python or in JSON. The delimiter is a comma, a semicolon or a tab: the one with
    which the header has the most known names. An empty cell is a field that is not set. Nested fields are JSON text,
    and times need an offset. For a union, such as `CreateRecipientPayload`, the cells of a row select the model.

    The header is checked at once, and each row when it is its turn. After an error no row follows.

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
        CsvError: The header or a row is invalid. `row` and `column` say where. It is a `ConfigurationError`.
        OSError: The file cannot be read.
    """
    file = CsvReader(Path(path), get_args(model) if isinstance(model, UnionType) else (model,), encoding)
    file.check_header()
    return file.payloads()


class CsvReader:
    """A CSV file with the payloads of one model, or of several.

    Raises:
        ConfigurationError: The encoding is unknown.
    """

    def __init__(self, path: Path, models: tuple[type[Model], ...], encoding: str) -> None:
        """Keep the path and the models, and check that Python knows the encoding. The file is not opened."""
        self._path = path
        self._encoding = encoding
        self._cells = CellReader(models)
        try:
            lookup(encoding)
        except LookupError:
            raise ConfigurationError(f"the encoding {encoding!r} is unknown") from None

    def check_header(self) -> None:
        """Read the header of the file, and check it, before a row is read. The file is closed again.

        Raises:
            CsvError: There is no header, or a name is unknown, missing or there twice.
            OSError: The file cannot be read.
        """
        with self._opened() as lines:
            self._header(lines)

    def payloads(self) -> Iterator[Model]:
        """Generate the payload of each row, in the order of the file. Rows without any text are left out.

        Raises:
            CsvError: A row is invalid. No payload follows.
            OSError: The file cannot be read.
        """
        with self._opened() as lines:
            delimiter, names = self._header(lines)
            rows, number = csv.reader(lines, delimiter=delimiter, strict=True), 1
            while True:
                number += 1
                try:
                    cells = next(rows, None)
                except csv.Error as error:
                    raise self._error(f"the row is malformed: {error}", number) from None
                if cells is None:
                    return
                if any(cells):
                    yield self._payload(number, names, cells)

    def _opened(self) -> TextIO:
        """Open the file as text, and return it, for the caller to close. Bytes of another encoding become surrogates.

        Raises:
            OSError: The file cannot be read.
        """
        # Bytes of another encoding become surrogates, so that the error can name their cell.
        return self._path.open(encoding=self._encoding, errors="surrogateescape", newline="")

    def _header(self, lines: TextIO) -> tuple[str, list[str]]:
        """Read the header, which is the first line, choose its delimiter, and check its names.

        Args:
            lines: The open file, at its beginning.

        Returns:
            The delimiter, and the name of each column, which is empty for a column without one.

        Raises:
            CsvError: The header is invalid.
        """
        line = lines.readline()
        headers = {one: self._names(line, one) for one in DELIMITERS}
        delimiter = max(DELIMITERS, key=lambda one: len(self._cells.names & {*headers[one]}))
        names = headers[delimiter]
        if not any(names):
            raise self._error("the file has no header", 1)
        self._check_names([name for name in names if name])
        return delimiter, names

    def _names(self, line: str, delimiter: str) -> list[str]:
        """Return the cells of the header, without spaces around them.

        Args:
            line: The first line of the file.
            delimiter: Where it is split. A comma, a semicolon or a tab.

        Raises:
            CsvError: The quotes are malformed.
        """
        try:
            return [cell.strip() for cells in csv.reader([line], delimiter=delimiter) for cell in cells]
        except csv.Error as error:
            raise self._error(f"the header is malformed: {error}", 1) from None

    def _check_names(self, names: list[str]) -> None:
        """Check that the names of the header are known fields and different, and that no required one is missing.

        Two names of one field, in Python and in JSON, are the same. Columns without a name are not among `names`.

        Raises:
            CsvError: One is unknown, there twice or missing.
        """
        seen: set[str] = set()
        for name in names:
            self._check_name(name, seen)
            seen.add(self._cells.wire(name))
        try:
            self._cells.check(names)
        except CellError as error:
            raise self._error(error.problem, 1, error.column) from None

    def _check_name(self, name: str, seen: set[str]) -> None:
        """Check that one name of the header is a known field and not there twice.

        Args:
            name: The name, as in Python or in JSON.
            seen: The names in JSON of the columns before it.

        Raises:
            CsvError: It is unknown or there twice.
        """
        self._check_encoding(name, 1, None)
        if name not in self._cells.names:
            similar = get_close_matches(name, self._cells.names, n=1)
            suggestion = "".join(f": did you mean {one!r}?" for one in similar)
            raise self._error(f"there is no such field{suggestion}", 1, name)
        if self._cells.wire(name) in seen:
            raise self._error("the column is there twice", 1, name)

    def _payload(self, row: int, names: list[str], cells: list[str]) -> Model:
        """Return the payload model of a row.

        Args:
            row: Its number, as in a spreadsheet: 1 is the header.
            names: The names of the columns, from the header.
            cells: The texts of its cells. An empty one is a field that is not set.

        Raises:
            CsvError: It is invalid.
        """
        if any(cells[len(names) :]):
            raise self._error(f"it has {len(cells)} cells, and the header has {len(names)}", row)
        given = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
        for name, cell in given.items():
            self._check_encoding(cell, row, name)
        if "" in given:
            raise self._error("a cell is in a column without a name", row)
        try:
            return self._cells.read(given)
        except CellError as error:
            raise self._error(error.problem, row, error.column) from None

    def _check_encoding(self, text: str, row: int, column: str | None) -> None:
        """Check that a cell has no bytes of another encoding, which are surrogates in it.

        Args:
            text: The cell.
            row: Its row, for the error: 1 is the header.
            column: The name of its column, for the error. None: the cell is that name.

        Raises:
            CsvError: It has such bytes.
        """
        if not text.isascii() and SURROGATE.search(text):
            raise self._error(f"it is not {self._encoding}: pass encoding=, such as 'cp1252'", row, column)

    def _error(self, problem: str, row: int, column: str | None = None) -> CsvError:
        """Return the error of an invalid header or row, for the caller to raise. It names the place, and no cell.

        Args:
            problem: The problem, as the end of the message.
            row: The row: 1 is the header.
            column: The name of the column. None: the error concerns the whole row.
        """
        place = f"row {row}" if column is None else f"row {row}, column {column!r}"
        return CsvError(f"{self._path}, {place}: {problem}", row=row, column=column)
