"""A model of a pager: random pages with faults and cursor cycles, and the expected result of iterating over them."""

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
    "malformed": DecodeError,
}


def seeded_random(seed: object) -> random.Random:
    """Return a random generator that gives the same values for the same seed."""
    return random.Random(str(seed))  # noqa: S311 (no secret)


class Iteration(NamedTuple):
    """The records of one iteration, and how it ended."""

    records: list[str]
    error: type[TargetingError] | None = None
    cursor: str | None = None


class Case:
    """Pages, and the faults of each iteration, from one seed. `c0` is a second cursor of the first page."""

    def __init__(self, seed: int) -> None:
        self.random = seeded_random(seed)
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
            return records, f"c{self.random.randint(max(0, place - 9), place)}"  # a cycle of up to ten pages
        return records, self.random.choice(ENDS)

    def _faults(self) -> dict[str | None, str]:
        failing = [cursor for cursor in (None, *(f"c{n}" for n in range(self.size))) if self.random.random() < 0.2]
        return {cursor: self.random.choice(list(FAULTS)) for cursor in failing}

    def page(self, cursor: str | None) -> tuple[list[str | None], Any]:
        return self.pages[int(cursor[1:]) if cursor else 0]

    def expected(self, start: str | None, faults: dict[str | None, str]) -> Iteration:
        """Return the expected result of one iteration."""
        cursor, seen, records = start, {start}, list[str]()
        while cursor not in faults:
            found, following = self.page(cursor)
            records += [record for record in found if record is not None]
            if following in (None, "", "absent"):
                return Iteration(records)
            if not isinstance(following, str) or following in seen:
                return Iteration(records, PaginationError, cursor)
            cursor = following
            seen.add(cursor)
        return Iteration(records, FAULTS[faults[cursor]], cursor)

    def expected_iterations(self) -> list[Iteration]:
        """Return the expected results of iterations, each resumed where the one before failed."""
        done, start = list[Iteration](), self.start
        for faults in [*self.faults, {}]:
            done.append(self.expected(start, faults))
            if done[-1].error in (None, PaginationError):
                break
            start = done[-1].cursor
        return done


class Source:
    """Returns the pages of a case without a network, and fails as the case says."""

    def __init__(self, case: Case, faults: dict[str | None, str]) -> None:
        self.case, self.faults = case, faults
        self.asked: list[str | None] = []

    async def fetch(self, cursor: str | None) -> Page[str]:
        self.asked.append(cursor)
        assert len(self.asked) == len(set(self.asked)) <= self.case.size + 1
        await asyncio.sleep(0)
        fault = self.faults.get(cursor)
        if fault not in (None, "malformed"):
            raise FAULTS[fault]("at random")
        records, following = self.case.page(cursor)
        return Page(records, None if following == "absent" else following, None, cursor, fault == "malformed")


class Body(httpx.AsyncByteStream):
    """The body of a response. It knows whether it was closed, and may never end."""

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
        where = seeded_random(f"{seed} {cursor}").choice(["head", "body", "lost", *[""] * 6]) if self.hanging else ""
        await (asyncio.Event().wait() if where == "head" else asyncio.sleep(0))
        fault = self.faults.get(cursor)
        if "connection" == fault or where == "lost":
            raise httpx.ReadError("at random")
        body = Body(self, self.content(*case.page(cursor), fault), where == "body")
        return httpx.Response(503 if fault == "status" else 200, stream=body)

    def content(self, records: list[str | None], following: Any, fault: str | None) -> bytes:
        results: list[Any] = [None if record is None else {"title": record} for record in records]
        whole: dict[str, Any] = {"results": results, "next": following}
        if fault == "malformed":
            results.append(5)
        if fault == "null results":
            whole["results"] = None
        if fault == "no results":
            del whole["results"]
        if following == "absent":
            del whole["next"]
        return b"<html>, not JSON" if fault == "html" else json.dumps(whole).encode()


async def iterate(pager: RecipientPager[Any], max_records: int | None = None) -> Iteration:
    """Iterate until an error, the end, or enough records."""
    records: list[str] = []
    try:
        async for record in pager:
            records.append(record if isinstance(record, str) else record.title)
            if len(records) == max_records:
                break
    except TargetingError as error:
        return Iteration(records, type(error), error.cursor)
    return Iteration(records)
