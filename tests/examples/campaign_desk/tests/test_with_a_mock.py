"""The service with a mock of the client, and errors that are as complete as the client's."""

from __future__ import annotations

from unittest.mock import AsyncMock

import pytest
from campaign_desk import Unavailable, mark_seen, run, titles

from epilot_targeting import (
    ApiError,
    BadRequestError,
    ConflictError,
    NotFoundError,
    RequestTimeoutError,
    ServerError,
    TargetingClient,
    TargetingError,
)
from epilot_targeting.testing import EXAMPLE_ID, make_error, make_job_status, make_recipient


@pytest.fixture
def client() -> AsyncMock:
    return AsyncMock(spec=TargetingClient)


async def test_titles(client: AsyncMock) -> None:
    """Titles are those of the pager, with a text for a missing one."""
    pager = client.iter_recipients.return_value
    pager.__aiter__.return_value = [make_recipient(title="Ada"), make_recipient(title=None)]
    assert await titles(client, EXAMPLE_ID) == ["Ada", "(no title)"]
    client.iter_recipients.assert_called_once_with(EXAMPLE_ID, automation_status=None)


@pytest.mark.parametrize(
    "error",
    [
        make_error(ServerError, status_code=503),
        make_error(ApiError, "a teapot", status_code=418),
        make_error(RequestTimeoutError, "the deadline passed", limit="deadline", applied=None),
    ],
)
async def test_failures_are_unavailable(client: AsyncMock, error: TargetingError) -> None:
    """Failures are `Unavailable`, with the operation in the text."""
    client.iter_recipients.side_effect = error
    with pytest.raises(Unavailable, match="get_recipients"):
        await titles(client, EXAMPLE_ID)


async def test_an_unknown_campaign(client: AsyncMock) -> None:
    """An unknown campaign has no titles."""
    client.iter_recipients.side_effect = make_error(BadRequestError, code="CAMPAIGN_NOT_FOUND")
    assert await titles(client, EXAMPLE_ID) == []


@pytest.mark.parametrize(("kind", "result"), [(ConflictError, "later"), (NotFoundError, "unknown"), (None, "moved")])
async def test_a_portal_status(client: AsyncMock, kind: type[ApiError] | None, result: str) -> None:
    """The result follows from the error."""
    if kind is not None:
        client.update_recipient_portal_status.side_effect = make_error(kind)
    assert await mark_seen(client, EXAMPLE_ID, EXAMPLE_ID) == result


@pytest.mark.parametrize("last", ["finished", "failed", "cancelled"])
async def test_a_job_is_waited_for(client: AsyncMock, last: str) -> None:
    """A job is read until its state is final."""
    client.get_campaign_job_status.side_effect = [make_job_status(status=one) for one in ("queued", "processing", last)]
    assert await run(client, EXAMPLE_ID, pause=0) == last


def test_a_misspelt_attribute_of_an_error_is_refused() -> None:
    """An error takes only the attributes of its class."""
    with pytest.raises(TypeError, match="did you mean `status_code`"):
        ConflictError("no", status_cod=409)
