"""Write to the journal from the event loop: batches in a thread of their own, one commit for many items."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from .journal_store import Row, Store

Known = dict[str, tuple[str, int]]
T = TypeVar("T")


class Ledger:
    """The journal of a run, for its tasks.

    What is given while one batch is written goes into the next one.

    Args:
        store: The statements.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(1, "epilot-targeting-journal")
        self._finished: list[Row] = []
        self._begun: dict[str, str] = {}
        self._written: asyncio.Future[Known] | None = None
        self._writing: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open the journal.

        Raises:
            ConfigurationError: It cannot be used.
        """
        try:
            await self._run(self._store.open)
        except BaseException:
            self._thread.shutdown(wait=False)
            raise

    async def begin(self, digests: dict[str, str]) -> Known:
        """Note that items are about to be sent, and return the digest and state of those that have come before.

        Args:
            digests: The digests by key. Only one task may call this at a time.

        Raises:
            sqlite3.Error: It cannot be written.
        """
        self._begun = digests
        return await self._next_batch()

    async def finish(self, key: str, digest: str, state: int) -> None:
        """Note the outcome of an item.

        Raises:
            sqlite3.Error: It cannot be written.
        """
        self._finished.append((key, digest, state))
        await self._next_batch()

    async def close(self, unsent: list[str]) -> None:
        """Write the rest and close the journal.

        Args:
            unsent: The keys of items that were not sent after all.

        Raises:
            sqlite3.Error: It cannot be written.
        """
        try:
            while self._writing is not None:
                await asyncio.wait([self._writing])
        finally:
            try:
                await self._run(partial(self._store.close, unsent))
            finally:
                self._thread.shutdown(wait=False)

    def _next_batch(self) -> asyncio.Future[Known]:
        if self._written is None:
            self._written = asyncio.get_running_loop().create_future()
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        # Waiters may be cancelled, and must not cancel the batch of others.
        return asyncio.shield(self._written)

    async def _write(self) -> None:
        while self._written is not None:
            written, self._written = self._written, None
            finished, self._finished = self._finished, []
            begun, self._begun = self._begun, {}
            try:
                known = await self._run(partial(self._store.write, finished, begun))
            except Exception as error:
                written.set_exception(error)
                written.exception()  # mark it as retrieved: its waiters may be gone
            else:
                written.set_result(known)
        self._writing = None

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
