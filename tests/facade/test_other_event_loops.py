"""Calls that no event loop of asyncio runs, as under trio."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from epilot_targeting import ConfigurationError, TargetingClient

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"


def test_a_call_without_asyncio_is_refused() -> None:
    """A call that another library runs, such as trio, fails with a message that names asyncio."""
    call = TargetingClient("t").get_campaign_job_status(CID)
    with pytest.raises(ConfigurationError, match="needs asyncio"):
        call.__await__().__next__()


async def through(records: AsyncIterator[Any]) -> None:
    async for _ in records:
        pass


STEPS: dict[str, Callable[[Any], Awaitable[Any]]] = {
    "anext": lambda pager: anext(pager),
    "records": through,
    "pages": lambda pager: through(pager.pages()),
    "collect": lambda pager: pager.collect(),
}


@pytest.mark.parametrize("ahead", [1, 3])
@pytest.mark.parametrize("kind", STEPS)
def test_an_iteration_without_asyncio_is_refused(kind: str, ahead: int) -> None:
    """An iteration that another library runs fails with that message and its cursor, and leaves no coroutine."""
    pager = TargetingClient("t").iter_recipients(CID, start="c1", ahead=ahead)
    with pytest.raises(ConfigurationError, match="needs asyncio, and no asyncio event loop runs") as failed:
        STEPS[kind](pager).__await__().__next__()
    assert ("c1", "c1", False) == (failed.value.cursor, pager.cursor, failed.value.applied)
