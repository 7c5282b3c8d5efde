"""The SQLite database of a journal, or the temporary one in its place: tables, statements, and the lock.

Each statement takes or returns a whole batch as JSON, so that the thread asks for the interpreter's lock as seldom as
possible: the event loop holds it.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Collection
from enum import IntEnum
from pathlib import Path
from time import sleep
from typing import Any

from ..errors import ConfigurationError
from ._journal_file_check import prepare_file

FORMAT = "1"
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
FIND = """
SELECT json_group_array(json_array(key, digest, state)) FROM items WHERE key IN (SELECT value FROM json_each(?))
"""
ADD = "INSERT INTO items SELECT key, value, 1 FROM json_each(?)"  # 1: in doubt
MARK = "UPDATE items SET state = ? WHERE key IN (SELECT value FROM json_each(?))"
IN_DOUBT = "SELECT key, digest FROM items WHERE state = ?"
FORGET = "DELETE FROM items WHERE key IN (SELECT value FROM json_each(?))"
Row = tuple[str, int]
"""The key and the state of an item."""


class State(IntEnum):
    """The state of an item in the journal."""

    IN_DOUBT = 1
    """It may have been sent in this run."""
    LEFT_IN_DOUBT = 2
    """It may have been sent by an earlier run."""
    DONE = 3
    EXISTS = 4
    REJECTED = 5


class JournalDatabase:
    """The tables of one journal, and the lock on it. All methods block, and run in one thread.

    Args:
        path: The file of the journal. None: a temporary file, which the system deletes.
        identity: The names and values that one journal belongs to, such as the campaign.
    """

    def __init__(self, path: Path | None, identity: dict[str, str]) -> None:
        """Keep the arguments. Nothing is opened or created before `open`."""
        self._path = path
        self._identity = {"format": FORMAT, **identity}
        self._database: sqlite3.Connection  # opened in the thread that uses it

    def open(self) -> None:
        """Open the file, lock it, and prepare it for this run. A file that does not exist is created.

        If another run holds the lock, try up to eight times, within about 0.2 seconds.

        Raises:
            ConfigurationError: The file cannot be used: it belongs to another run, is in use, is damaged, cannot be
                written, or is on a network file system. It is not open then.
        """
        if self._path is not None:
            prepare_file(self._path)
        left = TRIES
        while True:
            try:
                return self._connect()
            except sqlite3.Error as error:
                left -= 1
                if not (left and _is_in_use(error)):
                    raise ConfigurationError(f"the journal {self._path} {_reason(error)}; nothing was sent") from None
            sleep(random.uniform(0, MAX_PAUSE))  # noqa: S311

    def _connect(self) -> None:
        """Open the database and prepare it, in one try. Close it again if it cannot be used.

        Raises:
            sqlite3.Error: It is in use or damaged.
            ConfigurationError: It belongs to another run or program.
        """
        self._database = sqlite3.connect(self._path or "", isolation_level=None, timeout=0)
        try:
            self._prepare()
        except BaseException:
            self._database.close()
            raise

    def _prepare(self) -> None:
        """Lock the open database, create its tables, and update the states that an earlier run has left.

        Items that were rejected are removed, so that this run sends them again. Those in doubt become `LEFT_IN_DOUBT`.

        Raises:
            sqlite3.Error: It is in use or damaged.
            ConfigurationError: It belongs to another run or program.
        """
        run = self._database.execute
        run("PRAGMA locking_mode = EXCLUSIVE")  # a second process is refused, and no index in shared memory is needed
        if self._path is None:
            run("PRAGMA journal_mode = OFF")
            run("PRAGMA synchronous = OFF")
        else:
            self._check_format()
            run(f"PRAGMA page_size = {PAGE_BYTES}")
            run("PRAGMA journal_mode = WAL")
            run(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
            # The log is not synced at each commit: a crash of the process loses nothing, a loss of power its end.
            run("PRAGMA synchronous = NORMAL")
        self._database.executescript(f"BEGIN EXCLUSIVE; {CREATE} PRAGMA application_id = {APPLICATION_ID}; COMMIT;")
        self._check_identity()
        run("DELETE FROM items WHERE state = ?", (State.REJECTED,))
        run("UPDATE items SET state = ? WHERE state = ?", (State.LEFT_IN_DOUBT, State.IN_DOUBT))

    def _check_format(self) -> None:
        """Reject a database of another program before anything is written into it.

        Raises:
            ConfigurationError: It has tables, and is no journal.
        """
        (found,) = self._database.execute("PRAGMA application_id").fetchone()
        (tables,) = self._database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and found != APPLICATION_ID:
            raise ConfigurationError(f"{self._path} is a database of another program, and no journal")

    def _check_identity(self) -> None:
        """Compare the identity of this run, such as its campaign, with that of the journal. Write it to a new journal.

        Raises:
            ConfigurationError: The journal belongs to another run.
        """
        known = dict(self._database.execute("SELECT name, value FROM run").fetchall())
        for name, value in self._identity.items():
            if known.setdefault(name, value) != value:
                raise ConfigurationError(
                    f"the journal {self._path} belongs to another run: its {name} is {known[name]!r}, and not "
                    f"{value!r}; use another file; nothing was sent"
                )
        self._database.execute("INSERT OR IGNORE INTO run SELECT key, value FROM json_each(?)", (json.dumps(known),))

    def write(self, finished: list[Row], begun: dict[str, str]) -> dict[str, tuple[str, int]]:
        """Commit the outcomes of some items and the beginning of others in one transaction.

        Args:
            finished: The key and the new state of each item whose outcome is known.
            begun: The digests of items that are about to be sent, by key. New ones become `IN_DOUBT`.

        Returns:
            For each key of `begun` that the journal had before, its digest and its `State` before this call. These
            keep their state, except for `LEFT_IN_DOUBT`, which becomes `IN_DOUBT`.

        Raises:
            sqlite3.Error: Nothing was written: the disk may be full.
        """
        marks: dict[int, list[str]] = {}
        for key, state in finished:
            marks.setdefault(state, []).append(key)
        with self._database:  # one transaction
            self._database.execute("BEGIN")
            known = self.find(begun)
            left = [key for key, (_, state) in known.items() if state == State.LEFT_IN_DOUBT]
            new = {key: digest for key, digest in begun.items() if key not in known}
            if new:
                self._database.execute(ADD, (json.dumps(new),))
            if left:
                marks.setdefault(State.IN_DOUBT, []).extend(left)
            for state, keys in marks.items():
                self._database.execute(MARK, (state, json.dumps(keys)))
        return known

    def find(self, keys: Collection[str]) -> dict[str, tuple[str, int]]:
        """Return the digest and the `State` of those keys that the journal has, by key. Other keys are left out.

        Raises:
            sqlite3.Error: The journal cannot be read.
        """
        if not keys:
            return {}
        (text,) = self._database.execute(FIND, (json.dumps([*keys]),)).fetchone()
        found: list[Any] = json.loads(text)
        return {key: (digest, state) for key, digest, state in found}

    def in_doubt(self) -> dict[str, str]:
        """Return the digests of the items that an earlier run may have sent and left without an outcome, by key.

        Items that this run has noted are not among them.

        Raises:
            sqlite3.Error: The journal cannot be read.
        """
        return dict(self._database.execute(IN_DOUBT, (State.LEFT_IN_DOUBT,)).fetchall())

    def forget(self, keys: list[str]) -> None:
        """Remove the notes of items that were noted in doubt, and were not sent after all. Unknown keys are ignored.

        Args:
            keys: The keys of the items.

        Raises:
            sqlite3.Error: The journal cannot be written.
        """
        self._database.execute(FORGET, (json.dumps(keys),))

    def close(self, unsent: list[str]) -> None:
        """Remove the notes of items that were not sent after all, and close the file, also after an error.

        Args:
            unsent: The keys of these items.

        Raises:
            sqlite3.Error: The notes cannot be removed.
        """
        try:
            if unsent:
                self.forget(unsent)
        finally:
            self._database.close()


def _is_in_use(error: sqlite3.Error) -> bool:
    """Return whether an error of SQLite means that another connection holds the lock."""
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _reason(error: sqlite3.Error) -> str:
    """Return why a journal cannot be used, as the end of a sentence that begins with its path."""
    if _is_in_use(error):
        return "is in use by another run"
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return f"is damaged, or no journal ({error})"
    return f"cannot be used ({error})"
