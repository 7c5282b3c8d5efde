"""A model of walks: pages at random that fail, lead in circles or lie, and what a walk over them must give."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import httpx

from epilot_targeting import (
    DecodeError,
    Page,
    PaginationError,
    RecipientPager,
    ServerError,
    TargetingError,
    TransportError,
)

ENDS: list[Any] = [None, "", "absent", 5, 0, False, {}, ["c1"]]
FAULTS: dict[str, type[TargetingError]] = {
    "connection": TransportError,
    "status": ServerError,
    "html": DecodeError,
    "no results": DecodeError,
    "null results": DecodeError,
    "garbled": DecodeError,
}


def chance(seed: object) -> random.Random:
    """Give what looks random and is the same for a seed each time."""
    return random.Random(str(seed))  # noqa: S311 (no secret)


class Walked(NamedTuple):
    """What one walk gave, and how it ended."""

    records: list[str]
    error: type[TargetingError] | None = None
    cursor: str | None = None


class Case:
    """A list in pages, and what fails in which walk, all from one seed. `c0` is a second name of the first page."""

    def __init__(self, seed: int) -> None:
        self.random = chance(seed)
        self.size = self.random.randint(1, 12)
        self.pages = [self._page(place) for place in range(self.size)]
        self.faults = [self._faults() for _ in range(self.random.choice([0, 1, 2, 3]))]
        self.start = self.random.choice([None, None, None, "c0"])
        self.prefetch = self.random.random() < 0.7

    def _page(self, place: int) -> tuple[list[str | None], Any]:
        count = self.random.choice([0, 0, 1, 2, 3, 4])
        records = [None if self.random.random() < 0.15 else f"{place}.{n}" for n in range(count)]
        if place + 1 < self.size and self.random.random() < 0.95:
            return records, f"c{place + 1}"
        if self.random.random() < 0.5:
            return records, f"c{self.random.randint(max(0, place - 9), place)}"  # a circle of up to ten pages
        return records, self.random.choice(ENDS)

    def _faults(self) -> dict[str | None, str]:
        failing = [cursor for cursor in (None, *(f"c{n}" for n in range(self.size))) if self.random.random() < 0.2]
        return {cursor: self.random.choice(list(FAULTS)) for cursor in failing}

    def page(self, cursor: str | None) -> tuple[list[str | None], Any]:
        return self.pages[int(cursor[1:]) if cursor else 0]

    def walk(self, start: str | None, faults: dict[str | None, str]) -> Walked:
        """Say what a walk must give."""
        cursor, seen, records = start, {start}, list[str]()
        while cursor not in faults:
            found, following = self.page(cursor)
            records += [record for record in found if record is not None]
            if following in (None, "", "absent"):
                return Walked(records)
            if not isinstance(following, str) or following in seen:
                return Walked(records, PaginationError, cursor)
            cursor = following
            seen.add(cursor)
        return Walked(records, FAULTS[faults[cursor]], cursor)

    def walks(self) -> list[Walked]:
        """Say what walks must give that go on where the one before failed."""
        done, start = list[Walked](), self.start
        for faults in [*self.faults, {}]:
            done.append(self.walk(start, faults))
            if done[-1].error in (None, PaginationError):
                break
            start = done[-1].cursor
        return done


class Source:
    """Gives a case's pages without any network, and fails as the case says."""

    def __init__(self, case: Case, faults: dict[str | None, str]) -> None:
        self.case, self.faults = case, faults
        self.asked: list[str | None] = []

    async def fetch(self, cursor: str | None) -> Page[str]:
        self.asked.append(cursor)
        assert len(self.asked) == len(set(self.asked)) <= self.case.size + 1
        await asyncio.sleep(0)
        fault = self.faults.get(cursor)
        if fault not in (None, "garbled"):
            raise FAULTS[fault]("at random")
        records, following = self.case.page(cursor)
        return Page(records, None if following == "absent" else following, None, cursor, fault == "garbled")


class Body(httpx.AsyncByteStream):
    """A reply's body that knows whether it was closed, and may never end."""

    def __init__(self, wire: Wire, content: bytes, hangs: bool) -> None:
        self.wire, self.content, self.hangs = wire, content, hangs
        wire.open.add(self)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self.content[:9]
        await (asyncio.Event().wait() if self.hangs else asyncio.sleep(0))
        yield self.content[9:]

    async def aclose(self) -> None:
        self.wire.open.discard(self)


class Wire(httpx.AsyncBaseTransport):
    """A service in memory: the campaign's id is the seed of its case."""

    def __init__(self, *, hanging: bool = False) -> None:
        self.hanging = hanging
        self.faults: dict[str | None, str] = {}
        self.asked: list[str | None] = []
        self.open: set[Body] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        cursor = request.url.params.get("next")
        self.asked.append(cursor)
        seed = request.url.path.split("/")[3]
        case = Case(int(seed))
        assert self.hanging or len(self.asked) == len(set(self.asked)) <= case.size + 1
        where = chance(f"{seed} {cursor}").choice(["head", "body", "lost", *[""] * 6]) if self.hanging else ""
        await (asyncio.Event().wait() if where == "head" else asyncio.sleep(0))
        fault = self.faults.get(cursor)
        if "connection" == fault or where == "lost":
            raise httpx.ReadError("at random")
        body = Body(self, self.content(*case.page(cursor), fault), where == "body")
        return httpx.Response(503 if fault == "status" else 200, stream=body)

    def content(self, records: list[str | None], following: Any, fault: str | None) -> bytes:
        results: list[Any] = [None if record is None else {"title": record} for record in records]
        whole: dict[str, Any] = {"results": results, "next": following}
        if fault == "garbled":
            results.append(5)
        if fault == "null results":
            whole["results"] = None
        if fault == "no results":
            del whole["results"]
        if following == "absent":
            del whole["next"]
        return b"<html>, not JSON" if fault == "html" else json.dumps(whole).encode()


async def walked(pager: RecipientPager[Any], most: int | None = None) -> Walked:
    """Walk until an error, the end, or enough records."""
    records: list[str] = []
    try:
        async for record in pager:
            records.append(record if isinstance(record, str) else record.title)
            if len(records) == most:
                break
    except TargetingError as error:
        return Walked(records, type(error), error.cursor)
    return Walked(records)
