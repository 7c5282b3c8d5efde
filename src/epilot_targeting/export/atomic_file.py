"""`AtomicFile`: a file that appears under its name when it is whole, and replaces the old one in one step."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from errno import EINVAL, EIO, EISDIR
from pathlib import Path
from secrets import token_hex
from shutil import copymode
from typing import BinaryIO


class AtomicFile:
    """A temporary file in the folder of a path. `commit` moves it to the path, `abort` removes it.

    A process that is killed leaves the old file, and a temporary file `.<name>.<random>.tmp`, which you can delete.

    Args:
        path: The path of the file. A symbolic link stays, and its target is replaced.
    """

    def __init__(self, path: Path) -> None:
        """Choose the random name of the temporary file, in the folder of the file or of the target of a symbolic link.

        Nothing is created before `open`.
        """
        self.path = path
        self._target = Path(os.path.realpath(path))
        self._temporary = self._target.with_name(f".{self._target.name}.{token_hex(4)}.tmp")
        self._file: BinaryIO | None = None
        self._has_failed = False

    @property
    def closed(self) -> bool:
        """Whether no temporary file is open: before `open`, after `commit` or `abort`, and after an OSError.

        pyarrow reads this, as of any file.
        """
        return self._file is None

    def open(self) -> None:
        """Create the temporary file and open it for writing.

        It gets the permissions of the file that it will replace; if there is none, those of any new file. Call this
        once. Afterwards, the caller ends with `commit` or `abort`.

        Raises:
            OSError: It cannot be created, or there is a folder, device or pipe at `path`. No temporary file is left.
        """
        with self.naming_errors():
            if self._target.is_dir():
                raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
            if self._target.exists() and not self._target.is_file():
                raise OSError(EINVAL, "a device or pipe cannot be replaced by a file")
            self._file = self._temporary.open("xb")
        with suppress(OSError):  # there is no old file, or the system has no such permissions
            copymode(self._target, self._temporary)

    def write(self, content: bytes) -> int:
        """Write bytes to the temporary file, and return their number.

        While no file is open, as after `commit` or `abort`, they are dropped, and their number is returned all the
        same.

        Raises:
            OSError: The disk is full, or fails. The temporary file is removed, later writes are dropped, and `commit`
                raises an OSError too.
        """
        with self.naming_errors():
            return len(content) if self._file is None else self._file.write(content)

    def flush(self) -> None:
        """Do nothing: `commit` flushes. pyarrow calls this."""

    def close(self) -> None:
        """Do nothing: `commit` and `abort` close the file. pyarrow calls this."""

    def commit(self) -> None:
        """Write everything to the disk, close the file, and move it to its path, where it replaces the old one.

        Before `open`, and after `commit` or `abort`, do nothing.

        Raises:
            OSError: The disk is full, or fails, or an earlier write failed. The old file is unchanged, and the
                temporary one is removed. A further call raises an OSError too.
        """
        if self._has_failed:
            raise OSError(EIO, "an earlier write failed, and the file is not whole", str(self.path))
        file = self._file
        if file is not None:
            with self.naming_errors():
                file.flush()
                os.fsync(file.fileno())
                file.close()
                self._temporary.replace(self._target)
            self._file = None
            _sync_folder(self._target.parent)

    def abort(self) -> None:
        """Close and remove the temporary file. After `commit`, and before `open`, do nothing. Nothing is raised."""
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):  # closing flushes, which fails again on a full disk
                file.close()
            with suppress(OSError):
                self._temporary.unlink()

    @contextmanager
    def naming_errors(self) -> Generator[None]:
        """Return a context for file operations, in which each `OSError` names the path of this file.

        The error gets the path as `filename`, and leaves the context. The temporary file is removed, and `commit`
        raises an OSError from then on. A note on the error says that the file at the path is unchanged, and the
        temporary one is removed. Other exceptions pass without any effect.
        """
        try:
            yield
        except OSError as error:
            error.filename = str(self.path)
            del error.filename2  # None would be shown as a second name
            self._has_failed = True
            self.abort()
            error.add_note(f"{self.path} is unchanged, and the temporary file is removed.")
            raise


def _sync_folder(folder: Path) -> None:
    """Write the entries of a folder to the disk, after a file was moved there, so that a loss of power keeps the move.

    An OSError is ignored, as on a system that cannot open folders: the move itself has succeeded.
    """
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
