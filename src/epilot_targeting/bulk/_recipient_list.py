"""Read a list of recipients to its end, through outages and the rate limit of the service."""

from __future__ import annotations

from collections.abc import AsyncIterable, Awaitable, Callable
from typing import TYPE_CHECKING

from epilot_targeting_generated import models

from ..errors import PaginationError, TargetingError
from ._engine_state import EngineState
from ._failures import failure_of, is_outage

if TYPE_CHECKING:
    from ..recipient_pager import RecipientPager

PAGE_SIZE = 100
MAX_FAILURES = 5
"""Readings of one page that fail before the list counts as unreadable, while the service is up."""


async def read_list(
    engine: EngineState, pager: RecipientPager[models.Recipient], take: Callable[[models.Recipient], Awaitable[bool]]
) -> bool:
    """Read a list of recipients to its end, or until `take` wants no more.

    Pause in an outage and at the rate limit.

    Args:
        engine: The engine of the run, whose gate the reading waits at.
        pager: The pager of the list. After a failure it continues at the page that failed. The caller need not close
            it.
        take: Called with each recipient once. It returns whether another one is wanted. Its exceptions are raised; a
            TargetingError would count as a failure of the page.

    Returns:
        True if the list has ended or `take` wanted no more, and False if the run was stopped before. A fatal error,
        such as an invalid token, and a long outage are not raised, but interrupt the run.

    Raises:
        TargetingError: The list cannot be read, although the service is up: one page has failed five times, outages and
            rate limits not counted, or a cursor came a second time.
    """
    failures, cursor = 0, None
    while await engine.gate.enter():
        try:
            await _take_all(engine, pager, take)
        except TargetingError as error:
            if pager.cursor != cursor:
                failures, cursor = 0, pager.cursor
            failures += _note_failure(engine, error)
            # The pager raises a PaginationError again at each further step.
            if failures >= MAX_FAILURES or isinstance(error, PaginationError):
                raise
        else:
            engine.gate.leave()
            return True
    return False


async def _take_all(
    engine: EngineState, pager: AsyncIterable[models.Recipient], take: Callable[[models.Recipient], Awaitable[bool]]
) -> None:
    """Pass each recipient of a pager to `take`, until the list ends or `take` returns False.

    `enter` of the engine's gate was called before. At the first recipient, call `leave` of that gate: in an outage,
    other calls need not wait until a long list is read. Leaving the pager early cancels its fetch of the next page.

    Raises:
        TargetingError: A page cannot be fetched.
        Exception: `take` raised it.
    """
    is_first = True
    async for recipient in pager:
        if is_first:
            engine.gate.leave()
            is_first = False
        if not await take(recipient):
            break


def _note_failure(engine: EngineState, error: TargetingError) -> bool:
    """Note a failed reading of a page, and return whether it counts: as one of five that make the list unreadable.

    A fatal error interrupts the run. A rate limit or an outage is reported to the gate, which makes calls pause. These
    do not count, however often they come. Any other error does.

    Args:
        engine: The engine of the run.
        error: The error of the page.
    """
    failure = failure_of(error)
    if failure == "fatal":
        engine.interrupt(error)
    elif failure == "limited":
        engine.gate.limit(error)
    elif is_outage(error):
        engine.count_failure(error)
    else:
        engine.gate.leave()
        return True
    return False


def id_of(recipient: models.Recipient) -> str:
    """Return the entity id of a recipient in lower case, also a malformed one, or an empty string if it has none."""
    found = recipient.entity_id or recipient.additional_properties.get("entity_id") or ""
    return str(found).lower()
