"""A payload stands in no repr of a result, and in no frame of an error that a run keeps or raises."""

from __future__ import annotations

import traceback
from typing import Any

import pytest
from bulk.scripted import CAMPAIGN, Scripted

from epilot_targeting.bulk import BulkInterrupted, BulkResult, create_recipients
from epilot_targeting.bulk._items import read_item

SECRET = "payload-that-nobody-shows"
ITEMS: list[Any] = [{"entity_id": "x", "entity_schema": "contact", "title": SECRET}]


def shown(failure: BaseException) -> str:
    """Return what tools print of an error that show the local variables of its frames."""
    return "".join(traceback.TracebackException.from_exception(failure, capture_locals=True).format())


@pytest.mark.parametrize("status", [400, 403])
async def test_a_payload_stands_in_no_error(status: int) -> None:
    """Neither in that of a result, nor in the cause of the one that ends the run."""
    results: list[BulkResult[dict[str, str]]] = []
    cause: BaseException | None = None
    async with Scripted() as fake:
        fake.fail("create_recipient", status=status, times=9)
        try:
            async with create_recipients(fake.client(), CAMPAIGN, ITEMS) as run:
                async for result in run:
                    results.append(result)  # noqa: PERF401 (a failure comes after results)
        except BulkInterrupted as error:
            cause = error.__cause__
    assert (status == 403) == (cause is not None)
    kept = [one for one in (cause, *(result.error for result in results)) if one is not None]
    assert kept
    assert not [one for one in kept if SECRET in shown(one)]
    assert SECRET not in repr(results)
    assert SECRET not in repr(run)


def test_an_item_shows_its_key_only() -> None:
    """Tools that print the local variables of a bug show items by their repr."""
    item = read_item(ITEMS[0], "X", ITEMS[0], None)
    assert "Item(x)" == repr(item)
