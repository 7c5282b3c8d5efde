"""Write a pager as part files, and continue behind the last whole part when the call is repeated.

The footer of each part has the cursor behind it. So a part and its cursor become visible in one step.
"""

from __future__ import annotations

from collections.abc import AsyncIterable
from contextlib import aclosing
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from epilot_targeting_generated.record import Model

from ..errors import ConfigurationError
from ..recipient_pager import RecipientPager
from .background import Background
from .batches import batches
from .parquet_file import ParquetFile
from .part_folder import Done, PartFolder


async def write_parts(pager: AsyncIterable[Model], folder: Path, model: type[Model], part_rows: int) -> int:
    """Write the parts of a list that are not in the folder yet, and return the number of rows of all parts.

    Args:
        pager: The `RecipientPager` of the list, from which nothing was taken yet: its first cursor is part of the
            identity of the list. Another kind of pager is an invalid argument.
        folder: The folder of the parts. It is created.
        model: The class of the records.
        part_rows: The smallest number of rows of a part.

    Raises:
        ConfigurationError: An argument is invalid, the folder has parts of another list, or one of them is missing.
        OSError: Writing failed. Whole parts stay.
        TargetingError: Fetching a page failed. Whole parts stay.
    """
    count: Any = part_rows
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise ConfigurationError(f"part_rows must be a whole number, 1 or more, not {part_rows!r}")
    if not isinstance(pager, RecipientPager):
        raise ConfigurationError("part files need a pager, whose cursor says where the next part begins")
    return await Parts(pager, folder, model, part_rows).write()


class Parts:
    """The part files of one list."""

    def __init__(self, pager: RecipientPager[Any], folder: Path, model: type[Model], part_rows: int) -> None:
        """Keep the arguments. Nothing is read or written before `write`.

        Derive the identity of the list, by which a later run knows its parts, from the pager's operation, its arguments
        and its first cursor.
        """
        self._pager = pager
        self._model = model
        self._part_rows = part_rows
        self._file: ParquetFile | None = None
        self._rows = 0  # of the part that is being written
        listing = f"{pager.operation} {pager.listing} {pager.cursor}"
        self._folder = PartFolder(folder, sha256(listing.encode("utf-8", "surrogatepass")).hexdigest()[:16])

    async def write(self) -> int:
        """Write the parts that are missing and then `_SUCCESS`, and return the number of rows of all parts.

        If the folder has all parts, nothing is fetched. After an error, the part that is not whole is removed, and the
        others stay.

        Raises:
            ConfigurationError: The folder has parts of another list, or one of them is missing.
            OSError: Writing failed.
            TargetingError: Fetching a page failed.
        """
        background = Background()
        try:
            done = await background.run(self._folder.find)
            if not done.is_complete:
                if done.parts:
                    self._pager = self._pager.resume(done.cursor, delivered=done.rows)
                done = await self._write_rest(background, done)
            await background.run(partial(self._folder.mark, done))
            return done.rows
        finally:
            await background.close(self._abort)

    async def _write_rest(self, background: Background, done: Done) -> Done:
        """Write the parts behind those that are there, and not `_SUCCESS`.

        An empty list gets one part without rows, with the schema. Errors of the pager and of writing are raised. The
        caller then calls `_abort`, which removes the part that is not whole.

        Args:
            background: The thread that writes.
            done: The number, the rows and the last cursor of the whole parts that are there.

        Returns:
            The number, the rows and the last cursor of all whole parts, the new ones included.
        """
        async with aclosing(batches(self._pager, self._is_full)) as all_batches:
            async for batch in all_batches:
                file = self._file
                if file is None:
                    file = await background.run(partial(self._open, done.parts))
                work = file.add(batch)
                self._rows += len(batch)
                if work is not None:
                    await background.start(work)
                if self._is_full(0):
                    done = await background.run(partial(self._finish, file, done, is_last=False))
        file = self._file
        if file is None and not done.parts:
            file = await background.run(partial(self._open, 0))  # an empty list has one part, with the schema
        return done if file is None else await background.run(partial(self._finish, file, done, is_last=True))

    def _is_full(self, more: int) -> bool:
        """Return whether the part that is being written ends here: it has enough rows, and the pager is between pages.

        Inside a page, the cursor of the part would repeat records.

        Args:
            more: The number of records that the pager has yielded and that are not counted in the part yet.
        """
        return self._rows + more >= self._part_rows and self._pager.is_at_page_start

    def _open(self, number: int) -> ParquetFile:
        """Create the file of the part with a number, from 0 on, and return it. `_abort` removes it. This blocks.

        Raises:
            ConfigurationError: pyarrow is not installed.
            OSError: It cannot be created.
        """
        self._file = file = ParquetFile(self._folder.part(number), self._model)
        file.open()
        return file

    def _finish(self, file: ParquetFile, done: Done, *, is_last: bool) -> Done:
        """Complete the file of a part, with the cursor behind it in its footer: it appears under its name. This blocks.

        The next part needs `_open` again.

        Args:
            file: The file.
            done: The number, the rows and the last cursor of the whole parts before this one.
            is_last: Whether no part follows.

        Returns:
            A new `Done` that includes this part.

        Raises:
            OSError: Writing failed. `_abort` removes the file.
        """
        file.finish(self._folder.metadata(self._pager.cursor, is_last=is_last))
        rows, self._file, self._rows = done.rows + self._rows, None, 0
        return Done(done.parts + 1, rows, self._pager.cursor, is_last)

    def _abort(self) -> None:
        """Remove the file of a part that is not whole, if there is one. This blocks. Nothing is raised."""
        if self._file is not None:
            self._file.abort()
