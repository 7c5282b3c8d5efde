"""Write to the journal from the event loop: batches in a thread of their own, one commit for many items."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from ._journal_database import JournalDatabase, Row

Known = dict[str, tuple[str, int]]
Noted = Callable[[Exception | None], None]
T = TypeVar("T")
GATHER = 0.01
"""Seconds for which outcomes are gathered. The next beginning takes them along earlier."""


class JournalWriter:
    """The journal of a run, for its tasks in the event loop.

    Args:
        store: The database, which a thread of its own uses.
    """

    def __init__(self, store: JournalDatabase) -> None:
        """Create an executor of one thread for the database. `open` starts the thread and opens the journal.

        The event loop must be running.
        """
        self._store = store
        self._thread = ThreadPoolExecutor(1, "epilot-targeting-journal")
        self._loop = asyncio.get_running_loop()
        self._finished: list[tuple[Row, Noted]] = []
        self._gathering: asyncio.TimerHandle | None = None
        self._lock = asyncio.Lock()
        self._flushes: set[asyncio.Task[None]] = set()

    @property
    def is_reused(self) -> bool:
        """Whether the journal had items of an earlier run when it was opened."""
        return self._store.is_reused

    async def open(self) -> None:
        """Open the journal, before the run starts. After an error the thread ends.

        If this is cancelled, the journal is closed again, so that another run can use it.

        Raises:
            ConfigurationError: The journal cannot be used.
        """
        try:
            await self._run(self._store.open)
        except BaseException as error:
            if isinstance(error, asyncio.CancelledError) and error.__cause__ is None:  # it was opened meanwhile
                await self._run(partial(self._store.close, []))
            self._thread.shutdown(wait=False)
            raise

    async def begin(self, digests: dict[str, str]) -> Known:
        """Note items as in doubt, before they are sent. The outcomes that wait are written in the same commit.

        Args:
            digests: The digests of the items, by key.

        Returns:
            The digest and `State` before this call of those keys that the journal had already, by key. These keep
            their state, except for `LEFT_IN_DOUBT`, which becomes `IN_DOUBT`.

        Raises:
            sqlite3.Error: Nothing was written, and the `noted` of each outcome that waited was called with this error.
        """
        return await self._write(digests)

    async def find(self, keys: Iterable[str]) -> Known:
        """Return the digest and the `State` of those keys that the journal has, by key. Other keys are left out.

        Raises:
            sqlite3.Error: The journal cannot be read.
        """
        return await self._run(partial(self._store.find, list(keys)))

    async def in_doubt(self) -> dict[str, str]:
        """Return the digests of the items that an earlier run may have sent and left without an outcome, by key.

        Raises:
            sqlite3.Error: The journal cannot be read.
        """
        return await self._run(self._store.in_doubt)

    async def forget(self, keys: Iterable[str]) -> None:
        """Remove the notes of items that were noted in doubt, and were not sent after all. Unknown keys are ignored.

        Args:
            keys: The keys of the items. The note of an item whose outcome is known would be removed, too.

        Raises:
            sqlite3.Error: The journal cannot be written.
        """
        await self._run(partial(self._store.forget, list(keys)))

    def finish(self, row: Row, noted: Noted) -> None:
        """Queue the outcome of an item to be written: within 0.01 seconds, together with others.

        Args:
            row: The key and the new `State`.
            noted: Called in the event loop: with None when the outcome is written, or with the error if it cannot be.
        """
        self._finished.append((row, noted))
        if self._gathering is None:
            self._gathering = self._loop.call_later(GATHER, self._start_flush)

    async def flush(self) -> None:
        """Write all outcomes that wait, now. An error is not raised, but goes to the `noted` of each outcome.

        Without any, nothing changes. A timer calls this, and the end of the run.
        """
        with suppress(sqlite3.Error):
            await self._write({})

    async def close(self, unsent: list[str]) -> None:
        """Close the journal and end its thread, also after an error. Call `flush` before, or waiting outcomes are lost.

        Call this once. No other method may be called afterwards.

        Args:
            unsent: The keys of items that were noted in doubt, and were not sent after all. Their notes are removed.

        Raises:
            sqlite3.Error: It cannot be written.
        """
        try:
            await self._run(partial(self._store.close, unsent))
        finally:
            self._thread.shutdown(wait=False)

    def _start_flush(self) -> None:
        """Write the outcomes that wait, in a task. A timer calls this 0.01 seconds after the first of them.

        An error goes to the `noted` of each outcome.
        """
        task = self._loop.create_task(self.flush())
        self._flushes.add(task)
        task.add_done_callback(self._flushes.discard)

    async def _write(self, begun: dict[str, str]) -> Known:
        """Commit all outcomes that wait, and the beginning of some items, and call `noted` of each outcome.

        Args:
            begun: The digests of items that are about to be sent, by key. It may be empty. New ones become `IN_DOUBT`.

        Returns:
            The digest and `State` before this call of those keys of `begun` that the journal had already, by key. These
            keep their state, except for `LEFT_IN_DOUBT`, which becomes `IN_DOUBT`.

        Raises:
            sqlite3.Error: Nothing was written. `noted` was called with this error.
        """
        async with self._lock:
            if self._gathering is not None:
                self._gathering.cancel()
                self._gathering = None
            finished, self._finished = self._finished, []
            failure: Exception | None = None
            try:
                return await self._run(partial(self._store.write, [row for row, _ in finished], begun))
            except BaseException as error:
                cause = error.__cause__ if isinstance(error, asyncio.CancelledError) else error
                failure = cause if isinstance(cause, Exception) else None
                raise
            finally:
                for _, noted in finished:
                    noted(failure)

    async def _run(self, work: Callable[[], T]) -> T:
        """Run a method of the database in its thread, and return its result or raise its error.

        Calls run one after the other, in the order in which they came. A cancellation is raised after the method has
        ended, with the error of the method as its cause: nobody else would learn whether it has written.
        """
        future = asyncio.get_running_loop().run_in_executor(self._thread, work)
        cancelled: asyncio.CancelledError | None = None
        while not future.done():
            try:
                await asyncio.wait([future])
            except asyncio.CancelledError as error:
                cancelled = error
        if cancelled is not None:
            raise cancelled from future.exception()
        return future.result()
