"""The statements on the SQLite database of a journal, or the temporary one in its place.

Each statement takes or returns a whole batch as JSON, so that the thread asks for the interpreter's lock as seldom as
possible: the event loop holds it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import Any

from ._journal_file_check import FileId, file_id
from ._journal_open import open_database
from ._journal_state import State

FORMAT = "1"
FIND = """
SELECT json_group_array(json_array(key, digest, state)) FROM items WHERE key IN (SELECT value FROM json_each(?))
"""
ADD = "INSERT INTO items SELECT key, value, 1 FROM json_each(?)"  # 1: in doubt
MARK = "UPDATE items SET state = ? WHERE key IN (SELECT value FROM json_each(?))"
IN_DOUBT = "SELECT key, digest FROM items WHERE state = ?"
IS_REUSED = "SELECT EXISTS (SELECT 1 FROM items)"
FORGET = "DELETE FROM items WHERE key IN (SELECT value FROM json_each(?))"
Row = tuple[str, int]
"""The key and the state of an item."""


class JournalDatabase:
    """The tables of one journal, and the lock on it. All methods block, and run in one thread.

    Args:
        path: The file of the journal. None: a temporary file, which the system deletes.
        identity: The names and values that one journal belongs to, such as the campaign.

    Attributes:
        is_reused: Whether it had items of an earlier run that were not rejected, when it was opened.
    """

    def __init__(self, path: Path | None, identity: dict[str, str]) -> None:
        """Keep the path and the identity of the run. Nothing is opened before `open`.

        Args:
            path: The file, or None for a temporary one, which the system deletes.
            identity: `Settings.identity`: operation, campaign, base URL and organisation. `open` rejects a file in
                which one of these values differs.
        """
        self._path = path
        self._absolute = path and path.absolute()  # the program may change its folder during the run
        self._identity = {"format": FORMAT, **identity}
        self._database: sqlite3.Connection  # opened in the thread that uses it
        self._file: FileId = None
        self.is_reused: bool = False

    def open(self) -> None:
        """Open and lock the file, and prepare it for this run. Call this once, in the thread of all later calls.

        `is_reused` is set here.

        Raises:
            ConfigurationError: The file cannot be used: it belongs to another run, is in use, is damaged, cannot be
                written, or is on a network file system. It is not open then.
        """
        self._database = open_database(self._path, self._identity)
        self._file = file_id(self._absolute)
        (self.is_reused,) = map(bool, self._database.execute(IS_REUSED).fetchone())

    def write(self, finished: list[Row], begun: dict[str, str]) -> dict[str, tuple[str, int]]:
        """Commit the outcomes of some items and the beginning of others in one transaction.

        Call this after `open`, in the same thread.

        Args:
            finished: The key and the new `State` of each item whose outcome is known. Unknown keys are ignored.
            begun: The digests of items that are about to be sent, by key. New ones become `IN_DOUBT`. If an item
                repeats a finished one, its key is in both.

        Returns:
            For each key of `begun` that the journal had already, its digest and its `State`, both as before this call
            and its outcomes. The journal keeps the digest. `LEFT_IN_DOUBT` becomes `IN_DOUBT` if the digests are equal,
            and `begun` changes no other state.

        Raises:
            sqlite3.Error: Nothing was written: the disk may be full, or the file was removed or replaced.
        """
        if file_id(self._absolute) != self._file:
            # SQLite would go on with a file that has no name.
            text = "was removed or replaced during the run, so the next run does not know what this one has done"
            raise sqlite3.OperationalError(f"the journal {self._path} {text}")
        marks: dict[int, list[str]] = {}
        for key, state in finished:
            marks.setdefault(state, []).append(key)
        with self._database:  # one transaction
            self._database.execute("BEGIN")
            known = self.find(begun)
            # Another payload says nothing about the one that an earlier run has left in doubt.
            left = [key for key, value in known.items() if value == (begun[key], State.LEFT_IN_DOUBT)]
            new = {key: digest for key, digest in begun.items() if key not in known}
            if new:
                self._database.execute(ADD, (json.dumps(new),))
            if left:
                marks.setdefault(State.IN_DOUBT, []).extend(left)
            for state, keys in marks.items():
                self._database.execute(MARK, (state, json.dumps(keys)))
        return known

    def find(self, keys: Collection[str]) -> dict[str, tuple[str, int]]:
        """Return, by key, the digest and the `State` of each of `keys` that the journal has. Leave out the others.

        Call this after `open`, in the same thread.

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

        Items that this run has noted since, by `write`, are left out. Call this after `open`, in the same thread.

        Raises:
            sqlite3.Error: The journal cannot be read.
        """
        return dict(self._database.execute(IN_DOUBT, (State.LEFT_IN_DOUBT,)).fetchall())

    def forget(self, keys: list[str]) -> None:
        """Remove the notes of items that were noted in doubt, and were not sent after all. Unknown keys are ignored.

        Call this after `open`, in the same thread.

        Args:
            keys: The keys of the items. Pass no key of an item whose outcome is known: its note would be removed, too.

        Raises:
            sqlite3.Error: The journal cannot be written.
        """
        self._database.execute(FORGET, (json.dumps(keys),))

    def close(self, unsent: list[str]) -> None:
        """Remove the notes of items that were not sent after all, and close the file.

        The file is closed also if the notes cannot be removed. Call this once, after `open` has succeeded, in the
        same thread.

        Args:
            unsent: The keys of these items, which `write` has noted in doubt.

        Raises:
            sqlite3.Error: The notes cannot be removed.
        """
        try:
            if unsent:
                self.forget(unsent)
        finally:
            self._database.close()
