"""The cost of reading a page, counted: calls and memory, never time."""

from __future__ import annotations

import gc
import json
import sys
import tracemalloc
from types import FrameType
from typing import Any
from uuid import UUID

import epilot_targeting_generated
from operations import RESPONSES, properties_of

from epilot_targeting import models

COUNT = 1000
models.RecipientsResponse.from_dict({})  # loads the codecs
OURS = epilot_targeting_generated.__path__[0]
RECIPIENT: dict[str, Any] = {"$ref": "#/components/schemas/Recipient"}
COUNTED: list[dict[str, Any]] = json.loads(
    json.dumps(
        [
            {
                "entity_id": str(UUID(int=index)),
                "entity_schema": "contact",
                "title": f"Customer {index}",
                "automation_status": "success",
                "automation_execution_id": f"execution {index}",
                "portal_status": "seen",
                "portal_status_updated_at": "2026-01-02T03:04:05.678Z",
                "portal_state": {"read": True},
                "updated_at": "2026-01-02T03:04:05.678Z",
            }
            for index in range(COUNT)
        ]
    )
)
RECORDS = [{**RESPONSES.example(RECIPIENT), **record} for record in COUNTED]
"""Records with every field, since a missing one costs two calls more."""
ALLOWED = 1 + len(properties_of(RECIPIENT).keys() - COUNTED[0].keys())
"""A factor of all limits: a further field may cost as much as all the counted ones. Add it there to count it."""


def calls_of(read: Any, source: Any) -> int:
    """Count the functions of the models that are entered; the garbage collector may call others meanwhile."""
    entered = 0

    def note(frame: FrameType, event: str, _: Any) -> None:
        nonlocal entered
        entered += event == "call" and frame.f_code.co_filename.startswith(OURS)

    sys.setprofile(note)
    try:
        read(source)
    finally:
        sys.setprofile(None)
    return entered


def growth_of(read: Any) -> tuple[float, float]:
    """Return the blocks and the bytes that a record holds more than the JSON value it was read from."""
    [read(record) for record in RECORDS]
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.take_snapshot()
        held = [read(record) for record in RECORDS]
        grown = tracemalloc.take_snapshot().compare_to(before, "filename")
    finally:
        tracemalloc.stop()
    own = [one for one in grown if tracemalloc.__file__ not in str(one.traceback)]
    assert COUNT == len(held)
    return sum(one.count_diff for one in own) / COUNT, sum(one.size_diff for one in own) / COUNT


def test_a_record_takes_two_calls() -> None:
    """A record takes two calls, and the page a few more."""
    assert calls_of(models.RecipientsResponse.from_dict, {"results": RECORDS}) <= ALLOWED * 2 * COUNT + 10


def test_a_record_of_a_known_shape_takes_one_call() -> None:
    """Once many records had the same members, a record of usual values takes one call, which reads its UUID."""
    page = {"results": COUNTED}
    models.RecipientsResponse.from_dict(page)
    assert calls_of(models.RecipientsResponse.from_dict, page) <= COUNT + 20


def test_a_record_holds_five_blocks() -> None:
    """A record holds five blocks of memory, beside the texts of the JSON value."""
    assert growth_of(models.Recipient.from_dict)[0] <= ALLOWED * 5.1


def test_a_record_holds_few_bytes() -> None:
    """A record holds few bytes."""
    assert growth_of(models.Recipient.from_dict)[1] <= ALLOWED * 380


def test_a_record_is_two_objects_to_the_garbage_collector() -> None:
    """A record is two objects to the garbage collector."""
    gc.collect()
    before = len(gc.get_objects())
    held = [models.Recipient.from_dict(record) for record in RECORDS]
    assert len(gc.get_objects()) - before <= ALLOWED * 2 * len(held) + 10


def test_a_record_with_nulls_takes_two_calls_more_at_most() -> None:
    """A record with nulls takes at most two calls more."""
    source = [{**record, "portal_status": None, "new": 1} for record in RECORDS]
    assert calls_of(models.RecipientsResponse.from_dict, {"results": source}) <= ALLOWED * 4 * COUNT + 10
