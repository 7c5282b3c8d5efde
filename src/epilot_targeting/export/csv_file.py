"""A CSV file as text: open it, find bytes of another encoding, and name the place of an error. `CsvError` is here."""

from __future__ import annotations

import re
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TextIO

from ..errors import ConfigurationError

REMEDY = ": pass encoding=, such as 'cp1252'"
SURROGATE = re.compile("[\ud800-\udfff]")


class CsvError(ConfigurationError):
    """A CSV file that cannot be read as payloads.

    Attributes:
        row: The number of the row, as in a spreadsheet: 1 is the header.
        column: The name of the column, or None if the error concerns the whole row.
    """

    row: int = 1
    column: str | None = None


class CsvFile:
    """A CSV file in an encoding.

    Raises:
        ConfigurationError: The encoding is unknown, or is none of text, such as `hex`.
    """

    def __init__(self, path: Path, encoding: str) -> None:
        """Keep the path, and check that Python knows the encoding. The file is not opened.

        Raises:
            ConfigurationError: Python does not know the encoding, or it is none of text, such as `hex`.
        """
        self._path = path
        self._encoding = encoding
        try:
            TextIOWrapper(BytesIO(), str(encoding))  # as `open` checks it: `codecs.lookup` also finds `hex`
        except (LookupError, ValueError):
            raise ConfigurationError(f"the encoding {encoding!r} is unknown") from None

    def open(self) -> TextIO:
        """Open the file as text, and return it, for the caller to close. Line breaks are kept, as `csv` needs.

        Bytes of another encoding become surrogates, which `check_encoding` finds. With some encodings, such as UTF-16,
        they cannot: then reading raises a UnicodeError, and `encoding_error` returns the error to raise in its place.

        Raises:
            OSError: The file cannot be opened.
        """
        return self._path.open(encoding=self._encoding, errors="surrogateescape", newline="")

    def check_encoding(self, text: str, row: int, column: str | None) -> None:
        """Check that a cell has no bytes of another encoding. `open` has replaced them by surrogates.

        Args:
            text: The cell.
            row: The number of its row, for the error: 1 is the header.
            column: The name of its column, for the error. None: the cell is a name in the header.

        Raises:
            CsvError: It has such bytes. The message names the place and the encoding, and not the cell.
        """
        if not text.isascii() and SURROGATE.search(text):
            raise self.error(f"it is not {self._encoding}{REMEDY}", row, column)

    def encoding_error(self, row: int) -> CsvError:
        """Return the error for a UnicodeError while a row was read, for the caller to raise.

        The file is read in blocks. So the bytes of another encoding are in this row, or in one after it.

        Args:
            row: The number of the row: 1 is the header.
        """
        return self.error(f"the text from here on is not {self._encoding}{REMEDY}", row)

    def error(self, problem: str, row: int, column: str | None = None) -> CsvError:
        """Return the error of an invalid header or row, for the caller to raise.

        The message has the path of the file, the row, the column and the problem.

        Args:
            problem: The problem, as the end of the message. It shows no cell.
            row: The number of the row: 1 is the header.
            column: The name of the column. None: the error concerns the whole row.
        """
        place = f"row {row}" if column is None else f"row {row}, column {column!r}"
        return CsvError(f"{self._path}, {place}: {problem}", row=row, column=column)
