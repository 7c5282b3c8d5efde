"""Open the database of a journal: the lock against a second run, the tables, and the check of whose it is."""

from __future__ import annotations

import json
import random
import sqlite3
from pathlib import Path
from time import sleep

from ..errors import ConfigurationError
from ._journal_file_check import prepare_file
from ._journal_state import State

PAGE_BYTES = 1024
"""Keys are random, so that each item changes a page of its own, which the log then holds with a checksum."""
LOG_PAGES = 4000
"""Pages in the log from which on they are moved into the file, which waits for the disk."""
TRIES = 8
"""How often the lock is tried: two runs that start together may both fail once, since each has half of it."""
MAX_PAUSE = 0.03
"""Seconds of the longest pause between two tries. The pauses are random, so that one run is first."""
APPLICATION_ID = 0x65706A31  # "epj1": `file` shows it
CREATE = """
CREATE TABLE IF NOT EXISTS run (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS items (key TEXT PRIMARY KEY, digest TEXT, state INTEGER) WITHOUT ROWID;
"""


def open_database(path: Path | None, identity: dict[str, str]) -> sqlite3.Connection:
    """Open the database of a journal, lock it, and prepare it for a run. A file that does not exist is created.

    If another run holds the lock, try up to eight times, within about 0.2 seconds. This blocks: run it in a thread.

    Args:
        path: The file. None: a temporary one, which the system deletes.
        identity: The names and values that identify the run, such as its campaign. A new journal keeps them.

    Returns:
        The connection, which this thread uses and closes.

    Raises:
        ConfigurationError: The file cannot be used: it belongs to another run, is in use, is damaged, cannot be
            written, or is on a network file system. It is not open then.
    """
    if path is not None:
        prepare_file(path)
    left = TRIES
    while True:
        try:
            return _connect(path, identity)
        except sqlite3.Error as error:
            left -= 1
            if not (left and _is_in_use(error)):
                raise ConfigurationError(f"the journal {path} {_reason(error)}; nothing was sent") from None
        sleep(random.uniform(0, MAX_PAUSE))  # noqa: S311


def _connect(path: Path | None, identity: dict[str, str]) -> sqlite3.Connection:
    """Open the database, prepare it, and return it, in one try. After an error it is closed.

    The arguments are those of `open_database`.

    Raises:
        sqlite3.Error: It is in use or damaged.
        ConfigurationError: It belongs to another run or program.
    """
    database = sqlite3.connect(path or "", isolation_level=None, timeout=0)
    try:
        _prepare(database, path, identity)
    except BaseException:
        database.close()
        raise
    return database


def _prepare(database: sqlite3.Connection, path: Path | None, identity: dict[str, str]) -> None:
    """Lock the open database, create its tables, and update the states that an earlier run has left.

    Items that were rejected are removed, so that this run sends them again. Those in doubt become
    `LEFT_IN_DOUBT`. After an error the database is still open, and the caller closes it.

    Args:
        database: The open database, in autocommit mode.
        path: The file, or None for a temporary database.
        identity: The names and values that identify the run, such as its campaign. A new journal keeps them.

    Raises:
        sqlite3.Error: It is in use or damaged.
        ConfigurationError: It belongs to another run or program.
    """
    run = database.execute
    run("PRAGMA locking_mode = EXCLUSIVE")  # a second process is refused, and no index in shared memory is needed
    if path is None:
        run("PRAGMA journal_mode = OFF")
        run("PRAGMA synchronous = OFF")
    else:
        _check_application(database, path)
        run(f"PRAGMA page_size = {PAGE_BYTES}")
        run("PRAGMA journal_mode = WAL")
        run(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
        # The log is not synced at each commit: a crash of the process loses nothing, a loss of power its end.
        run("PRAGMA synchronous = NORMAL")
    database.executescript(f"BEGIN EXCLUSIVE; {CREATE} PRAGMA application_id = {APPLICATION_ID}; COMMIT;")
    _check_identity(database, path, identity)
    run("DELETE FROM items WHERE state = ?", (State.REJECTED,))
    run("UPDATE items SET state = ? WHERE state = ?", (State.LEFT_IN_DOUBT, State.IN_DOUBT))


def _check_application(database: sqlite3.Connection, path: Path) -> None:
    """Raise an error if an open database belongs to another program. Nothing is written into it here.

    A database without tables passes: it becomes a new journal. `path` is only for the message.

    Raises:
        sqlite3.Error: It is in use or damaged.
        ConfigurationError: It has tables, and its application id is not that of a journal.
    """
    (found,) = database.execute("PRAGMA application_id").fetchone()
    (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and found != APPLICATION_ID:
        raise ConfigurationError(f"{path} is a database of another program, and no journal")


def _check_identity(database: sqlite3.Connection, path: Path | None, identity: dict[str, str]) -> None:
    """Check that the journal belongs to this run, and write the identity of the run into a new journal.

    Values that an older journal does not have are added to it, too. After a ConfigurationError nothing is
    written.

    Args:
        database: The open database, with its tables, in autocommit mode: the caller need not commit.
        path: The file, for the message, or None for a temporary database.
        identity: The names and values that identify the run, such as its campaign.

    Raises:
        sqlite3.Error: It is damaged, or cannot be written.
        ConfigurationError: The journal belongs to another run.
    """
    known = dict(database.execute("SELECT name, value FROM run").fetchall())
    for name, value in identity.items():
        if known.setdefault(name, value) != value:
            raise ConfigurationError(
                f"the journal {path} belongs to another run: its {name} is {known[name]!r}, and not "
                f"{value!r}; use another file; nothing was sent"
            )
    database.execute("INSERT OR IGNORE INTO run SELECT key, value FROM json_each(?)", (json.dumps(known),))


def _is_in_use(error: sqlite3.Error) -> bool:
    """Return whether an error of SQLite means that another connection holds the lock."""
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _reason(error: sqlite3.Error) -> str:
    """Return why a journal cannot be used, as the end of a sentence, such as `is in use by another run`."""
    if _is_in_use(error):
        return "is in use by another run"
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return f"is damaged, or no journal ({error})"
    return f"cannot be used ({error})"
