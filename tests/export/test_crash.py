"""A process that is killed, and a disk that fails: the old file or none, never a part of one."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from export.records import names, pager_of, recipients, text_of

from epilot_targeting.export import batches, csv_table, parquet_file, write_csv, write_parquet
from epilot_targeting.export.atomic_file import AtomicFile
from epilot_targeting.models import Recipient

PROGRAM = """
import asyncio, os, signal, sys
sys.path[:0] = {paths}
from export.records import pager_of, recipients
from epilot_targeting.export import batches, csv_table, parquet_file, {function}
parquet_file.ROW_GROUP, csv_table.CHUNK = 256, 1000

def before(first):
    if first == {first}:
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run({function}(pager_of(recipients(1000), 100, before=before), {path!r}, {options}))
"""
WRITERS: list[Any] = [write_parquet, write_csv]


def kill_at(first: int, function: Any, path: Path, options: str = "") -> None:
    """Run an export in another process, which kills itself before a page is returned."""
    code = PROGRAM.format(
        paths=[one for one in sys.path if one], function=function.__name__, first=first, path=str(path), options=options
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert -signal.SIGKILL == done.returncode


@pytest.mark.parametrize("function", WRITERS)
def test_a_killed_process_leaves_the_old_file(function: Any, tmp_path: Path) -> None:
    """A process that is killed leaves the old file, and a temporary file that readers of folders skip."""
    path = tmp_path / "x"
    path.write_text("old")
    kill_at(900, function, path)
    assert "old" == text_of(path)
    [temporary] = [name for name in names(tmp_path) if name != "x"]
    assert temporary.startswith(".x.")
    assert (tmp_path / temporary).stat().st_size > 0


async def test_parts_continue_after_a_kill(tmp_path: Path) -> None:
    """After kills at any place the parts are completed, and each record is there once."""
    import pyarrow.parquet as pq

    for first in (0, 400, 900):
        kill_at(first, write_parquet, tmp_path, "part_rows=150")
    assert 1000 == await write_parquet(pager_of(recipients(1000), 100), tmp_path, part_rows=150)
    assert [f"Customer {number}" for number in range(1000)] == pq.read_table(tmp_path)["title"].to_pylist()


class FullDisk:
    """A file on a disk that becomes full."""

    def __init__(self, file: Any, room: int) -> None:
        self._file = file
        self._room = room

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, content: bytes) -> int:
        self._room -= len(content)
        if self._room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return int(self._file.write(content))

    def close(self) -> None:
        self._file.close()
        if self._room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("function", WRITERS)
async def test_a_missing_folder_is_named_once(function: Any, tmp_path: Path) -> None:
    """The error shows the path, and no second name."""
    path = tmp_path / "missing" / "x"
    with pytest.raises(FileNotFoundError) as caught:
        await function(pager_of(recipients(1), 1), path)
    assert str(caught.value).endswith(f"No such file or directory: {str(path)!r}")


@pytest.mark.parametrize("room", [0, 100, 20_000])
@pytest.mark.parametrize("function", WRITERS)
async def test_a_full_disk(function: Any, room: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is the error of the system with the path, and a note that says that the file is unchanged."""
    monkeypatch.setattr(parquet_file, "ROW_GROUP", batches.BATCH)
    monkeypatch.setattr(csv_table, "CHUNK", 1000)
    original = AtomicFile.open

    def opened(file: Any) -> None:
        original(file)
        file._file = FullDisk(file._file, room)

    monkeypatch.setattr(AtomicFile, "open", opened)
    path = tmp_path / "x"
    with pytest.raises(OSError, match=r"No space left on device: '.*x'") as caught:
        await function(pager_of(recipients(5000), 100), path)
    assert [f"{path} is unchanged, and the temporary file is removed."] == caught.value.__notes__
    assert (errno.ENOSPC, str(path), []) == (caught.value.errno, caught.value.filename, names(tmp_path))


async def test_a_write_that_fails_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error while the file is completed leaves the old file."""

    def fail(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    path = tmp_path / "x"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match=r"Input/output error: '.*x'"):
        await write_csv(pager_of(recipients(5)), path)
    assert ("old", ["x"]) == (text_of(path), names(tmp_path))


@pytest.mark.parametrize("function", WRITERS)
async def test_a_missing_folder(function: Any, tmp_path: Path) -> None:
    """A missing folder is an error with the path, before anything is fetched."""
    fetched: list[int] = []
    with pytest.raises(FileNotFoundError) as caught:
        await function(pager_of(recipients(5), before=fetched.append), tmp_path / "no" / "x")
    assert (str(tmp_path / "no" / "x"), []) == (caught.value.filename, fetched)


async def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    """A folder in the place of the file is an error with the path."""
    with pytest.raises(IsADirectoryError) as caught:
        await write_csv(pager_of(recipients(5)), tmp_path)
    assert str(tmp_path) == caught.value.filename


@pytest.mark.parametrize("function", WRITERS)
async def test_a_pipe_in_the_place_of_the_file(function: Any, tmp_path: Path) -> None:
    """A pipe, as a device, is an error with the path: it is not replaced by a file."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="a device or pipe cannot be replaced by a file") as caught:
        await function(pager_of(recipients(5)), tmp_path / "pipe")
    assert (str(tmp_path / "pipe"), True) == (caught.value.filename, (tmp_path / "pipe").is_fifo())


async def test_a_symbolic_link_stays(tmp_path: Path) -> None:
    """The target of a symbolic link is replaced, and the link stays."""
    (tmp_path / "target").write_text("old")
    (tmp_path / "link").symlink_to("target")
    await write_csv(pager_of(recipients(1)), tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert "Customer 0" in text_of(tmp_path / "target")


async def test_the_permissions_stay(tmp_path: Path) -> None:
    """A file that only its owner may read stays so."""
    path = tmp_path / "x"
    path.touch(mode=0o600)
    await write_csv(pager_of(recipients(1)), path)
    assert 0o600 == path.stat().st_mode & 0o777


def test_a_file_that_is_not_open(tmp_path: Path) -> None:
    """Before `open` and after `abort` a file takes bytes and drops them, and can be completed without an effect."""
    file = AtomicFile(tmp_path / "x")
    for _ in range(2):
        assert (True, 3) == (file.closed, file.write(b"abc"))
        file.flush()
        file.close()
        file.commit()
        file.abort()
    assert [] == names(tmp_path)


def test_a_folder_that_cannot_be_synchronised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that cannot open folders completes the file all the same."""

    def fail(*_: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    file = AtomicFile(tmp_path / "x")
    file.open()
    file.write(b"abc")
    monkeypatch.setattr(os, "open", fail)
    file.commit()
    assert "abc" == text_of(tmp_path / "x")


@pytest.mark.parametrize("kind", [csv_table.CsvSink, parquet_file.ParquetFile])
def test_a_file_whose_write_failed_is_never_completed(kind: Any, tmp_path: Path) -> None:
    """The temporary file is gone when the error is raised, and a second `finish` moves nothing and fails too."""
    path = tmp_path / "x"
    path.write_text("old")
    sink = kind(path, Recipient, *([","] if kind is csv_table.CsvSink else []))
    sink.open()
    sink._file._file = FullDisk(sink._file._file, 0)
    sink.add(recipients(5))
    with pytest.raises(OSError, match="No space left on device"):
        sink.finish()
    assert ["x"] == names(tmp_path)
    with pytest.raises(OSError, match=r"an earlier write failed, and the file is not whole: '.*x'"):
        sink.finish()
    sink.abort()
    assert ("old", ["x"]) == (text_of(path), names(tmp_path))
