"""What a walk remembers of its cursors."""

from __future__ import annotations

import gc
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from epilot_targeting import Page, PaginationError, RecipientPager
from epilot_targeting._trail import RECENT, Trail


def circle(length: int, tail: int = 0) -> Callable[[str | None], Awaitable[Page[int]]]:
    """Give the pages of a list that leads back after some of them, without end."""

    async def fetch(cursor: str | None) -> Page[int]:
        place = int(cursor or 0)
        following = place + 1 if place + 1 < tail + length else tail
        return Page([place], str(following), None, cursor)

    return fetch


async def walked(pager: RecipientPager[Any]) -> list[int]:
    """Give what a walk delivers before it fails."""
    found: list[int] = []
    with pytest.raises(PaginationError):
        async for item in pager:
            found.append(item)  # noqa: PERF401
    return found


@pytest.mark.parametrize(("length", "tail"), [(1, 1), (2, 1), (3, 7), (RECENT - 1, 1), (RECENT, 500)])
async def test_a_circle_ends_before_anything_comes_twice(length: int, tail: int) -> None:
    """Each record once."""
    assert list(range(length + tail)) == await walked(RecipientPager(circle(length, tail)))


@pytest.mark.parametrize("length", [RECENT + 1, 3 * RECENT])
async def test_a_larger_circle_ends_too(length: int) -> None:
    """After at most three rounds of it, and nothing is left out."""
    found = await walked(RecipientPager(circle(length, 1), prefetch=False))
    assert list(range(length + 1)) == found[: length + 1]
    assert len(found) <= 1 + 3 * length


def test_a_long_walk_takes_no_more_memory_than_a_short_one() -> None:
    """It may go on for millions of pages."""

    def size(pages: int) -> int:
        trail = Trail(None)
        for page in range(pages):
            trail.add(str(10**9 + page))
        gc.collect()
        return sum(sys.getsizeof(part) for part in (trail._order, trail._recent)) + len(trail._order)

    assert size(2 * RECENT) == size(20 * RECENT)
