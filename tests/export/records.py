"""Pagers of records that are made up, and recipients with all kinds of values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from epilot_targeting import Page, RecipientPager
from epilot_targeting.models import Recipient

TEXTS = st.text(max_size=8) | st.sampled_from(["", "a;b", 'say "x"', "two\nlines", "=1+1", "ü", "\ufeff", "\ud800"])
MOMENTS = st.datetimes(timezones=st.just(dt.UTC))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner)
)
UNKNOWN = st.dictionaries(st.sampled_from(["new", "x"]), JSON.filter(lambda value: value is not None))
RECIPIENTS = st.builds(
    Recipient,
    entity_id=st.none() | st.uuids(),
    entity_schema=st.none() | TEXTS,
    title=st.none() | TEXTS,
    automation_status=st.sampled_from([None, "failed", "newer"]),
    portal_status=st.none() | TEXTS,
    portal_status_updated_at=st.none() | MOMENTS,
    portal_state=st.none() | st.dictionaries(TEXTS, JSON, max_size=3),
    additional_properties=UNKNOWN,
)


def names(folder: Path) -> list[str]:
    """Return the names in a folder."""
    return sorted(path.name for path in folder.iterdir())


def text_of(path: Path) -> str:
    """Return the text of a file, with its line ends."""
    return path.read_bytes().decode()


def recipients(count: int, first: int = 0) -> list[Recipient]:
    """Return recipients with different ids and titles."""
    return [
        Recipient(entity_id=UUID(int=number), title=f"Customer {number}", portal_state={"number": number})
        for number in range(first, first + count)
    ]


def pager_of(
    records: Sequence[Any],
    size: int = 10,
    *,
    listing: str = "list",
    before: Callable[[int], object] = bool,
    max_items: int | None = None,
) -> RecipientPager[Any]:
    """Return a pager of records.

    Args:
        records: The records.
        size: The number of records of a page.
        listing: The arguments of the list.
        before: Called before a page is returned, with the number of its first record.
        max_items: The largest number of records.
    """

    async def fetch(cursor: str | None) -> Page[Any]:
        first = int(cursor or 0)
        before(first)
        after = first + size
        return Page(records[first:after], str(after) if after < len(records) else None, len(records), cursor)

    return RecipientPager(fetch, listing=listing, max_items=max_items)
