"""Consumers of one pager: random steps and loops, with random timeouts, cancellations and errors."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any

import fake_clock

from epilot_targeting import Page, PaginationError, RecipientPager, TransportError


class Graph:
    """Random pages: the last one has no cursor, an invalid cursor, or a cursor that makes a cycle."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.size = chance.randint(1, 12)
        self.pages = [
            [None if chance.random() < 0.15 else f"{place}.{n}" for n in range(chance.choice([0, 0, 1, 2, 3, 5]))]
            for place in range(self.size)
        ]
        self.last: Any = chance.choice([None, "", 5, f"c{chance.randrange(self.size)}"])
        self.fails = chance.choice([0.0, 0.0, 0.3])
        self.slow = chance.choice([0.0, 1.0, 2.0])
        self.asked = Counter[str | None]()

    @property
    def records(self) -> Counter[str]:
        """The records to deliver."""
        return Counter(record for page in self.pages for record in page if record is not None)

    @property
    def is_cycle(self) -> bool:
        """Whether it ends with an error."""
        return bool(self.last)

    async def fetch(self, cursor: str | None) -> Page[str]:
        """Return a page after some time, or fail."""
        place = int(cursor[1:]) if cursor else 0
        self.asked[cursor] += 1
        await asyncio.sleep(self.chance.random() * self.slow)
        if self.chance.random() < self.fails:
            raise TransportError("at random")
        following = f"c{place + 1}" if place + 1 < self.size else self.last
        return Page(self.pages[place], following, None, cursor)


class Consumers:
    """Several tasks that take records from one pager, over several event loops."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(f"steps {seed}")  # noqa: S311 (no secret)
        self.graph = Graph(self.chance)
        start = "c0" if self.graph.last == "c0" else None  # the first page has no other name
        self.pager = RecipientPager(self.graph.fetch, start=start, prefetch=self.chance.random() < 0.7)
        self.found = Counter[str]()
        self.ends = list[str]()

    def run(self) -> None:
        """Take everything; an event loop may end in the middle."""
        while self.chance.random() < 0.3:
            fake_clock.run(self._together(self.chance.random() * 4))
        fake_clock.run(self._together(None))

    async def _together(self, seconds: float | None) -> None:
        tasks = [asyncio.create_task(self._take()) for _ in range(self.chance.randint(1, 4))]
        _, left = await asyncio.wait(tasks, timeout=seconds)
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left)
        for task in tasks:
            if not task.cancelled():
                task.result()

    async def _take(self) -> None:
        ways: list[Callable[[], Awaitable[None]]] = [self._timed, self._cancelled, self._loop, self._page, self._closed]
        while True:
            try:
                await self.chance.choice(ways)()
            except (TimeoutError, TransportError):
                continue
            except StopAsyncIteration:
                self.ends.append("end")
                return
            except PaginationError:
                self.ends.append("cycle")
                return

    def _note(self, *records: str | None) -> None:
        self.found.update(record for record in records if record is not None)

    async def _timed(self) -> None:
        if self.chance.random() < 0.5:
            self._note(await asyncio.wait_for(anext(self.pager), self.chance.random()))
        async with asyncio.timeout(self.chance.random()):
            self._note(await anext(self.pager))

    async def _cancelled(self) -> None:
        step = asyncio.ensure_future(anext(aiter(self.pager)))
        try:
            await asyncio.wait([step], timeout=self.chance.choice([0, 0.1, 0.5, 9]))
        finally:
            step.cancel()
            while not step.done():
                await asyncio.wait([step])
            if not step.cancelled() and step.exception() is None:
                self._note(step.result())
        if not step.cancelled():
            step.result()

    async def _loop(self) -> None:
        count = self.chance.randint(1, 4)
        async for record in self.pager:
            self._note(record)
            await asyncio.sleep(self.chance.choice([0, 0.1, 0.7]))
            count -= 1
            if count == 0:
                return
        raise StopAsyncIteration

    async def _page(self) -> None:
        async with aclosing(self.pager.pages()) as pages:
            async for page in pages:
                self._note(*page.results)
                return
        raise StopAsyncIteration

    async def _closed(self) -> None:
        if self.chance.random() < 0.3:
            await self.pager.aclose()
