"""The folder of part files: which parts are whole, whose they are, and the file `_SUCCESS`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import ConfigurationError
from .arrow import load
from .atomic_file import AtomicFile

SUCCESS = "_SUCCESS"
"""The file that says that all parts are there. Readers of Parquet folders skip names with an underscore."""
KEY = "epilot_targeting"
"""The key of our metadata in the footer of a part."""


class Done(NamedTuple):
    """The whole parts of a folder.

    Attributes:
        parts: Their number.
        rows: Their rows.
        cursor: The cursor where the next part begins, or None without parts. Ignore it if `is_complete`.
        is_complete: Whether no part follows.
    """

    parts: int
    rows: int
    cursor: str | None
    is_complete: bool


class PartFolder:
    """The part files of one list in a folder. All methods block.

    Args:
        folder: The folder.
        identity: Identifies the list. The footer of each part has it.
    """

    def __init__(self, folder: Path, identity: str) -> None:
        """Keep the folder of the parts and the identity of the list. Nothing is read or created here.

        `identity` is a text that differs for each list, such as a digest of the pager's arguments. Each footer has it.
        """
        self._folder = folder
        self._identity = identity

    def metadata(self, cursor: str | None, *, is_last: bool) -> dict[str, str]:
        """Return the keys and values that `ParquetFile.finish` adds to the footer of a part, for `find` of a later run.

        There is one key. Its value is a JSON object with `list`, the identity of the list, `cursor` and `last`.

        Args:
            cursor: `cursor` of the pager behind the part, where the next part begins. It may be None for the last part.
            is_last: Whether no part follows.
        """
        return {KEY: json.dumps({"list": self._identity, "cursor": cursor, "last": is_last})}

    def find(self) -> Done:
        """Create the folder if it is missing, and return the whole parts in it.

        Files with other names than `part-*.parquet` are ignored, such as the temporary file of an unfinished part.

        Returns:
            The number of the parts and of their rows, the cursor where the next part begins, and whether no part
            follows. If none follows, ignore the cursor. Without parts these are 0, 0, None and False.

        Raises:
            ConfigurationError: A part before another one is missing, a part belongs to another list, or is no
                Parquet file; or there are parts, and pyarrow is not installed.
            OSError: The folder cannot be read or created, or a part cannot be read.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        # By length first: beyond part 99999 the names get longer, and their order is no longer that of the numbers.
        found, rows = sorted(self._folder.glob("part-*.parquet"), key=lambda path: (len(path.name), path)), 0
        kept: dict[str, Any] = {}
        for number, path in enumerate(found):
            if path != self.part(number):
                raise ConfigurationError(f"{self.part(number)} is missing, and {path} exists: use an empty folder")
            part_rows, kept = self._read(path)
            if kept.get("list") != self._identity:
                raise ConfigurationError(f"{path} belongs to another list: use an empty folder")
            rows += part_rows
        is_complete = bool(found) and (kept["last"] or (self._folder / SUCCESS).exists())
        return Done(len(found), rows, kept.get("cursor"), is_complete)

    def mark(self, done: Done) -> None:
        """Write the file `_SUCCESS`, which says that all parts are there. If it exists, do nothing.

        Args:
            done: The parts, from `find` or with those written since. The file has their number and rows as JSON.

        Raises:
            OSError: Writing failed. Then there is no such file.
        """
        if (self._folder / SUCCESS).exists():
            return
        file = AtomicFile(self._folder / SUCCESS)
        try:
            file.open()
            file.write(json.dumps({"parts": done.parts, "rows": done.rows}).encode())
            file.commit()
        finally:
            file.abort()

    def part(self, number: int) -> Path:
        """Return the path of a part by its number, from 0 on: that of part 0 is `part-00000.parquet` in the folder."""
        return self._folder / f"part-{number:05}.parquet"

    def _read(self, path: Path) -> tuple[int, dict[str, Any]]:
        """Return the number of rows of a part file, and the JSON object that `metadata` has put in its footer.

        Returns:
            The number, and a dict with `list`, `cursor` and `last`. The dict is empty if another program has written
            the file.

        Raises:
            ConfigurationError: It is no Parquet file, or pyarrow is not installed.
            OSError: It cannot be read.
        """
        try:
            footer: Any = load("pyarrow.parquet").read_metadata(path)
        except ValueError as error:
            raise ConfigurationError(f"{path} is no Parquet file: use an empty folder") from error
        kept: dict[bytes, bytes] = footer.metadata or {}
        return footer.num_rows, json.loads(kept.get(KEY.encode(), b"{}"))
