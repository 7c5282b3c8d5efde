"""Wait for the end of a campaign's job: `wait_for_job` and the checks of its arguments."""

from __future__ import annotations

import asyncio
from typing import cast
from uuid import UUID

from epilot_targeting_generated import models

from ..campaign import CampaignClient
from ..client import TargetingClient
from ..errors import ConfigurationError
from ._items import key_text
from ._job_errors import failed_error, timeout_error
from ._job_polls import OnStatus, Polls
from ._settings import MAX_NUMBER, check_client

POLL = 1.0


async def wait_for_job(
    client: TargetingClient | CampaignClient,
    campaign_id: UUID | str,
    *,
    timeout: float | None = None,  # noqa: ASYNC109 (a public name; its error says more than TimeoutError)
    poll: float = POLL,
    on_status: OnStatus | None = None,
    check: bool = False,
) -> models.JobStatus:
    """Wait until the job of a campaign has ended, and return its last status.

    The job has ended when its status is `finished`, `failed` or `cancelled`. If the first five responses have
    no job, it was never started: the returned `status` is None. In an outage, polling goes on for up to 600
    seconds, or 60 if no request has reached the service yet. At the rate limit, it goes on until `timeout`.

    The service reports on the last job of a campaign. Right after a campaign was activated again, that may
    still be the job before.

    Example:
        status = await wait_for_job(client, campaign_id, timeout=3600, on_status=lambda job: print(job.status))
        if status.status is None:
            print("the campaign was never activated")

    Args:
        client: The client.
        campaign_id: The id of the campaign.
        timeout: Seconds after which the wait ends with an error, while the job goes on. Default: no limit, also
            for a job that never ends.
        poll: Seconds before the second request. Each later pause is 1.5 times as long, up to 30 seconds or, if
            that is longer, `poll`. Default: 1.
        on_status: A function or async function that is called with each status that differs from the one
            before.
        check: Whether a job that failed, was cancelled or was never started raises an error. Default: False.

    Raises:
        ConfigurationError: An argument is invalid.
        JobTimeoutError: The job did not end within `timeout`. It is a `TimeoutError`, too. If the last requests
            failed, their error is its `__cause__`.
        JobFailedError: With `check`: the job did not finish.
        TargetingError: The status cannot be read.
        Exception: `on_status` raised it.
    """
    check_client("wait_for_job", client, "get_campaign_job_status")
    _check_arguments(campaign_id, timeout, poll, on_status)
    polls = Polls(client, campaign_id, timeout, poll, on_status)
    limit = asyncio.timeout(timeout)
    try:
        async with limit:
            status = await polls.run()
    except TimeoutError:
        if not limit.expired():
            raise
        raise timeout_error(cast("float", timeout), polls.last, polls.error) from polls.error
    if check and status.status != models.JobState.FINISHED:
        raise failed_error(status)
    return status


def _check_arguments(campaign_id: object, timeout: object, poll: object, on_status: object) -> None:
    """Check the arguments of `wait_for_job` as the user passed them in, before anything is sent.

    `timeout` and `on_status` may be None, the others may not.

    Raises:
        ConfigurationError: `key_text` rejects the id, such as an empty one; `timeout` or `poll` is not a number
            above 0 and up to 1e9 (a boolean is none); or `on_status` is not callable.
    """
    key_text(campaign_id, "the id of the campaign")
    for name, value in (("timeout", 1.0 if timeout is None else timeout), ("poll", poll)):
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MAX_NUMBER:
            raise ConfigurationError(f"wait_for_job: {name} must be a number above 0, not {value!r}")
    if on_status is not None and not callable(on_status):
        raise ConfigurationError(f"wait_for_job: on_status must be a function, not {type(on_status).__name__}")
