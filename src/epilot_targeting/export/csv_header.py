"""The header of a CSV file: its delimiter, and the check of its names."""

from __future__ import annotations

import csv
from difflib import get_close_matches
from typing import TextIO

from .csv_file import CsvFile
from .payload_cells import CellError, CellReader

DELIMITERS = (",", ";", "\t")
BYTE_ORDER_MARK = "\ufeff"
"""It begins the files of spreadsheet programs. `utf-8-sig` leaves it out, and `utf-8` does not."""


class HeaderReader:
    """Reads the header of one file.

    Args:
        file: The file.
        cells: The reader of its cells, which knows the names of the fields.
    """

    def __init__(self, file: CsvFile, cells: CellReader) -> None:
        """Keep the file, for the place in errors, and the reader of its cells, which knows the fields. Read nothing."""
        self._file = file
        self._cells = cells

    def read(self, lines: TextIO) -> tuple[str, list[str]]:
        """Read the header, which is the first line, choose its delimiter, and check its names.

        Args:
            lines: The open file, at its beginning. It is left at the second line.

        Returns:
            The delimiter, which is the one with the most known names, and the name of each column: that of a field, as
            in Python or as in JSON. The name is empty for a column without one.

        Raises:
            CsvError: The first line is empty or malformed, a column is unknown, there twice, or in another encoding, or
                a required one is missing.
        """
        try:
            line = lines.readline().removeprefix(BYTE_ORDER_MARK)
        except UnicodeError:
            raise self._file.encoding_error(1) from None
        headers = {one: self._names(line, one) for one in DELIMITERS}
        delimiter = max(DELIMITERS, key=lambda one: len(self._cells.names & {*headers[one]}))
        names = headers[delimiter]
        if not any(names):
            raise self._file.error("the file has no header", 1)
        self._check_names([name for name in names if name])
        return delimiter, names

    def _names(self, line: str, delimiter: str) -> list[str]:
        """Return the cells of the header, without white space around them. An empty line has none.

        Args:
            line: The first line of the file.
            delimiter: The delimiter: a comma, a semicolon or a tab.

        Raises:
            CsvError: A cell is longer than the 131,072 characters that the module `csv` allows.
        """
        try:
            return [cell.strip() for cells in csv.reader([line], delimiter=delimiter) for cell in cells]
        except csv.Error as error:
            raise self._file.error(f"the header is malformed: {error}", 1) from None

    def _check_names(self, names: list[str]) -> None:
        """Check that the columns of the header are known fields, each there once, and that no required one is missing.

        Args:
            names: The names as the header has them, without empty ones. A field has a name in Python and one in JSON:
                both in one header are a column that is there twice.

        Raises:
            CsvError: A name is unknown, there twice, or has bytes of another encoding, or a required one is missing.
        """
        seen: set[str] = set()
        for name in names:
            self._check_name(name, seen)
            seen.add(self._cells.wire(name))
        try:
            self._cells.check(names)
        except CellError as error:
            raise self._file.error(error.problem, 1, error.column) from None

    def _check_name(self, name: str, seen: set[str]) -> None:
        """Check that one name of the header is a known field, of which there is no column before.

        Args:
            name: The name as the header has it, which is not empty. A field is named as in Python or as in JSON.
            seen: The names in JSON of the fields of the columns before it. It is not changed.

        Raises:
            CsvError: The name is unknown, is of a field in `seen`, or has bytes of another encoding.
        """
        self._file.check_encoding(name, 1, None)
        if name not in self._cells.names:
            similar = get_close_matches(name, self._cells.names, n=1)
            suggestion = "".join(f": did you mean {one!r}?" for one in similar)
            raise self._file.error(f"there is no such field{suggestion}", 1, name)
        if self._cells.wire(name) in seen:
            raise self._file.error("the column is there twice", 1, name)
