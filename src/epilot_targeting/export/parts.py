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
        folder: The folder of the parts. It is created, with its parents, if it is missing.
        model: The class of the records.
        part_rows: The smallest number of rows of a part, but for the last one. A part ends at the end of a page.

    Raises:
        ConfigurationError: An argument is invalid, pyarrow is not installed, a record is of another model, or the
            folder has parts of another list or of a run at the same time, or a part between others is missing.
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
        and its cursor.

        Args:
            pager: The pager of the list, from which nothing was taken yet.
            folder: The folder of the parts, which need not exist.
            model: The class of the records.
            part_rows: The smallest number of rows of a part, 1 or more. Only the last part may have fewer.
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

        Call it once. If the folder has all parts, nothing is fetched. After an error, the part that is not whole is
        removed, and the others stay.

        Raises:
            ConfigurationError: The folder has parts of another list, or of a run at the same time, a part
                between others is missing, a record is of another model, or pyarrow is not installed.
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
        """Write the parts behind those that are there, until the pager ends. `_SUCCESS` is not written.

        An empty list gets one part without rows, with the schema. Errors of the pager and of writing are raised. The
        caller calls `_abort` in the end, which removes a part that is not whole.

        Args:
            background: The thread that writes. The caller closes it.
            done: The number, the rows and the last cursor of the whole parts that are there. The pager begins at that
                cursor.

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
        """Return whether the open part ends after the last record that the pager has yielded.

        It does so if the part has `part_rows` rows or more, that record was the last one of its page, and another page
        follows: a cursor from inside a page would repeat records.

        Args:
            more: The number of yielded records that are not in the part yet, which count as well.
        """
        return self._rows + more >= self._part_rows and self._pager.is_at_page_start

    def _open(self, number: int) -> ParquetFile:
        """Create the file of a part, and return it. This blocks.

        The file has its name only after `_finish`. Until then it is the open part, which `_abort` removes, also after
        an error of this method.

        Args:
            number: The number of the part, from 0 on.

        Raises:
            ConfigurationError: pyarrow is not installed.
            OSError: It cannot be created.
        """
        self._file = file = ParquetFile(self._folder.part(number), self._model)
        file.open()
        return file

    def _finish(self, file: ParquetFile, done: Done, *, is_last: bool) -> Done:
        """Write the rest of a part and its footer, which has the pager's cursor, and move the file to its name.

        This blocks. Afterwards no part is open.

        Args:
            file: The open part, from `_open`. All its records were added.
            done: The number, the rows and the last cursor of the whole parts before this one.
            is_last: Whether no part follows.

        Returns:
            A new `Done` that includes this part.

        Raises:
            ConfigurationError: Another run has written a part of this number meanwhile. `_abort` removes the file.
            OSError: Writing failed. `_abort` removes the file.
        """
        path = self._folder.part(done.parts)
        if path.exists():
            # Two runs may end their parts at different records: mixed, they would lose some or have them twice.
            raise ConfigurationError(f"{path} was written by another run meanwhile: one run at a time uses a folder")
        file.finish(self._folder.metadata(self._pager.cursor, is_last=is_last))
        rows, self._file, self._rows = done.rows + self._rows, None, 0
        return Done(done.parts + 1, rows, self._pager.cursor, is_last)

    def _abort(self) -> None:
        """Remove the open part, which `_finish` has not completed, if there is one. This blocks. Nothing is raised."""
        if self._file is not None:
            self._file.abort()
