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
"""The digest and the `State` of items, by key."""
Noted = Callable[[Exception | None], None]
T = TypeVar("T")
GATHER = 0.01
"""Seconds for which outcomes are gathered. The next beginning takes them along earlier."""


class JournalError(sqlite3.Error):
    """An error of the journal's database, whose `__cause__` is that of SQLite.

    The input, a middleware or a callback may use a database too: its errors are not of this class.
    """


class JournalWriter:
    """The journal of a run, for its tasks in the event loop.

    Args:
        store: The database, which a thread of its own uses.
    """

    def __init__(self, store: JournalDatabase) -> None:
        """Create an executor of one thread for the database. `open` starts the thread and opens the journal.

        The event loop must be running. `store` must not be open yet.
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
        """Whether the journal, when it was opened, had items of an earlier run that were not rejected.

        It is False before `open`.
        """
        return self._store.is_reused

    async def open(self) -> None:
        """Open the journal, before the run starts. Call this once, before all other methods.

        If this is cancelled, the journal is closed again, so that another run can use it.

        Raises:
            ConfigurationError: The journal cannot be used: see `JournalDatabase.open`. The thread ends then, and this
                object cannot be used any more.
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
            For each key of `digests` that the journal had already, its digest and its `State`, both as before this call
            and the outcomes that wait. The journal keeps the digest. `LEFT_IN_DOUBT` becomes `IN_DOUBT` if the digests
            are equal, and `digests` changes no other state.

        Raises:
            JournalError: Nothing was written. The callback `noted` of each outcome that waited, see `finish`, was
                called with this error.
        """
        return await self._write(digests)

    async def find(self, keys: Iterable[str]) -> Known:
        """Return the digest and the `State` of each of `keys` that the journal has, by key.

        Other keys are left out. An outcome that `finish` has queued is not seen before its write has started.

        Raises:
            JournalError: The journal cannot be read.
        """
        return await self._run(partial(self._store.find, list(keys)))

    async def in_doubt(self) -> dict[str, str]:
        """Return the digests of the items that an earlier run may have sent and left without an outcome, by key.

        Items that this run has noted since, by `begin`, are left out.

        Raises:
            JournalError: The journal cannot be read.
        """
        return await self._run(self._store.in_doubt)

    async def forget(self, keys: Iterable[str]) -> None:
        """Remove the notes of items that were noted in doubt, and were not sent after all. Unknown keys are ignored.

        Args:
            keys: The keys of the items. Pass no key of an item whose outcome is known: its note would be removed, too.

        Raises:
            JournalError: The journal cannot be written.
        """
        await self._run(partial(self._store.forget, list(keys)))

    def finish(self, row: Row, noted: Noted) -> None:
        """Queue the outcome of an item. The write, together with others, starts within 0.01 seconds.

        Args:
            row: The key, which the journal has, and the new `State`.
            noted: Called once in the event loop: with None when the outcome is written, or with the `JournalError`
                if it cannot be.
        """
        self._finished.append((row, noted))
        if self._gathering is None:
            self._gather()

    async def flush(self) -> None:
        """Write all outcomes that `finish` has queued, and return when they are written.

        A write that is under way ends first. An error of the database is not raised: the callback `noted` of each
        outcome gets it. If none is queued, the journal does not change. A timer calls this, and the end of the run.
        """
        with suppress(JournalError):
            await self._write({})

    async def close(self, unsent: list[str]) -> None:
        """Close the journal and end its thread, also after an error. Call `flush` before, or waiting outcomes are lost.

        Call this once. No other method may be called afterwards.

        Args:
            unsent: The keys of items that were noted in doubt, and were not sent after all. Their notes are removed.

        Raises:
            JournalError: The notes cannot be removed.
        """
        if self._gathering is not None:
            self._gathering.cancel()
        try:
            await self._run(partial(self._store.close, unsent))
        finally:
            self._thread.shutdown(wait=False)

    def abandon(self) -> None:
        """Close the journal and end its thread without waiting: nothing was written, and no event loop may run."""
        self._thread.submit(self._store.close, [])
        self._thread.shutdown(wait=False)

    def _gather(self) -> None:
        """Start the timer that writes the outcomes. A write that begins before cancels it."""
        self._gathering = self._loop.call_later(GATHER, self._start_flush)

    def _start_flush(self) -> None:
        """Start a task that calls `flush`, and do not wait for it. The timer of `_gather` calls this.

        Nobody waits for the task: an error of the database goes to the callback `noted` of each outcome.
        """
        task = self._loop.create_task(self.flush())
        self._flushes.add(task)
        task.add_done_callback(self._end_flush)

    def _end_flush(self, task: asyncio.Task[None]) -> None:
        """Start the timer again if the task of a flush was cancelled before it wrote. asyncio calls this at its end."""
        self._flushes.discard(task)
        if task.cancelled() and self._finished and self._gathering is not None:
            self._gathering.cancel()
            self._gather()

    async def _write(self, begun: dict[str, str]) -> Known:
        """Commit the outcomes that `finish` has queued, note items in doubt, and call `noted` of each outcome.

        The timer of `finish` is cancelled.

        Args:
            begun: The digests of items that are about to be sent, by key. It may be empty. New ones become `IN_DOUBT`.

        Returns:
            For each key of `begun` that the journal had already, its digest and its `State`, both as before this call
            and its outcomes. The journal keeps the digest. `LEFT_IN_DOUBT` becomes `IN_DOUBT` if the digests are equal,
            and `begun` changes no other state.

        Raises:
            JournalError: Nothing was written. Each `noted` was called with this error.
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
        """Run a method of the database in its thread, and return its result. An error of SQLite becomes a JournalError.

        Calls run one after the other, in the order in which they came. A cancellation is raised after the method has
        ended, with the error of the method as its cause: nobody else would learn whether it has written.
        """
        future = asyncio.get_running_loop().run_in_executor(self._thread, with_own_error, work)
        cancelled: asyncio.CancelledError | None = None
        while not future.done():
            try:
                await asyncio.wait([future])
            except asyncio.CancelledError as error:
                cancelled = error
        if cancelled is not None:
            raise cancelled from future.exception()
        return future.result()


def with_own_error(work: Callable[[], T]) -> T:
    """Call a method of the database, and return its result. An error of SQLite becomes a JournalError."""
    try:
        return work()
    except sqlite3.Error as error:
        raise JournalError(*error.args) from error
