"""Check the file of a journal before SQLite opens it: its folder, its permissions and its file system."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from ..errors import ConfigurationError

MOUNTS = Path("/proc/self/mounts")
NETWORK = (
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "fuse.ceph",
    "fuse.gluster",
    "fuse.sshfs",
    "gfs",
    "lustre",
    "ncp",
    "nfs",
    "smb",
)
"""The beginnings of the names of network file systems, on which locks of SQLite do not hold."""

FileId: TypeAlias = "tuple[int, int] | None"
"""The device of a file and its number there."""


def prepare_file(path: Path) -> None:
    """Check that a journal's file can be written, and create it with mode 0600 if it does not exist.

    Its folder must exist and be writable. The content of an existing file is not looked at, and its mode stays.

    Raises:
        ConfigurationError: The file cannot be created or written, or is on a network file system.
    """
    kind = network_file_system(path)
    if kind:
        raise ConfigurationError(
            f"the journal {path} is on a network file system ({kind}), where locks do not hold: use a local disk"
        )
    try:
        # An existing file is not opened: closing it would release the locks of another run of this process.
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o600))
        for kind, place in (("folder", path.resolve().parent), ("file", path)):
            if not os.access(place, os.W_OK):
                raise PermissionError(13, f"the {kind} is not writable")
    except OSError as error:
        raise ConfigurationError(f"the journal {path} cannot be written: {error.strerror}; nothing was sent") from None


def file_id(path: Path | None) -> FileId:
    """Return what identifies the file at a path, also under another name, or None if there is none.

    `path` is None for a temporary journal, whose result is None.
    """
    try:
        found = None if path is None else os.stat(path)
    except OSError:
        return None
    return found and (found.st_dev, found.st_ino)


def network_file_system(path: Path) -> str:
    """Return the type of the network file system that the folder of a file is on, such as `nfs4`.

    The file need not exist.

    Returns:
        An empty string for a local disk, and where the type cannot be determined, as on systems other than Linux.
    """
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    folder = path.resolve().parent
    best, found = -1, ""
    for line in lines:
        _, mounted, kind, *_ = line.split(" ")
        place = Path(mounted.replace("\\040", " "))
        if folder.is_relative_to(place) and len(place.parts) >= best:
            best, found = len(place.parts), kind
    return found if found.startswith(NETWORK) else ""
