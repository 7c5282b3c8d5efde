"""Wait for the end of a campaign's job: `wait_for_job`, its polls, and the states that are final."""

from __future__ import annotations

import asyncio
import inspect
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeAlias
from uuid import UUID

from epilot_targeting_generated import models

from ..campaign import CampaignClient
from ..client import TargetingClient
from ..errors import ConfigurationError, TargetingError
from ._errors import JobFailedError, JobTimeoutError, failure_of, is_outage, is_unreached
from ._items import key_text
from ._settings import FIRST_CONTACT, GIVE_UP_AFTER, MAX_NUMBER, check_client

FINAL = frozenset({"finished", "failed", "cancelled"})
"""The states that are final. This is an assumption: the service documents no order. `send_report` may be a step before
the end, and a state that is newer than the spec is not known to be the end."""
POLL = 1.0
GROWTH = 1.5
"""How much longer each pause is than the one before."""
MAX_PAUSE = 30.0
"""Seconds of the longest pause, unless `poll` is longer."""
NEVER_STARTED = 5
"""Responses without a job, after which it counts as never started: it may show some seconds late."""

OnStatus: TypeAlias = Callable[[models.JobStatus], object]


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

    The job has ended when its status is `finished`, `failed` or `cancelled`. If the first five responses have no job,
    it was never started: the returned `status` is None. In an outage, polling goes on for up to 600 seconds,
    or 60 if no request has reached the service yet.

    The service reports on the last job of a campaign. Right after a campaign was activated again, that may still be
    the job before.

    Example:
        status = await wait_for_job(client, campaign_id, timeout=3600, on_status=lambda job: print(job.status))
        if status.status is None:
            print("the campaign was never activated")

    Args:
        client: The client.
        campaign_id: The id of the campaign.
        timeout: Seconds after which the wait ends with an error. Default: no limit, also for a job that never ends.
        poll: Seconds before the second request. Each later pause is 1.5 times as long, up to 30 seconds. Default: 1.
        on_status: A function or async function that is called with each status that differs from the one before.
        check: Whether a job that failed, was cancelled or was never started raises an error. Default: False.

    Raises:
        ConfigurationError: An argument is invalid.
        JobTimeoutError: The job did not end within `timeout`. It is a `TimeoutError`, too.
        JobFailedError: With `check`: the job did not finish.
        TargetingError: The status cannot be read.
    """
    check_client("wait_for_job", client, "get_campaign_job_status")
    _check_arguments(campaign_id, timeout, poll, on_status)
    polls = _Polls(client, campaign_id, poll, on_status)
    limit = asyncio.timeout(timeout)
    try:
        async with limit:
            status = await polls.run()
    except TimeoutError:
        if not limit.expired():
            raise
        raise _timeout_error(timeout, polls.last) from None
    if check and status.status != models.JobState.FINISHED:
        raise _failed_error(status)
    return status


class _Polls:
    """The requests for the status of one job, with growing pauses.

    Attributes:
        last: The last status, or None before the first response.
    """

    def __init__(self, client: Any, campaign_id: UUID | str, poll: float, on_status: OnStatus | None) -> None:
        """Keep the arguments of `wait_for_job`. `poll` is the first pause in seconds."""
        self.last: models.JobStatus | None = None
        self._client = client
        self._campaign_id = campaign_id
        self._pause = poll
        self._max_pause = max(poll, MAX_PAUSE)
        self._on_status = on_status
        self._loop = asyncio.get_running_loop()
        self._answered = self._loop.time()
        self._retry_after = 0.0
        self._is_reached = False

    async def run(self) -> models.JobStatus:
        """Poll until the status is final, or until five responses without a job, and return the last status.

        Raises:
            TargetingError: The status cannot be read.
        """
        was_seen, without_job = False, 0
        while True:
            status = await self._fetch()
            if status is not None:
                await self._report(status)
                was_seen = was_seen or _has_job(status)
                without_job += not was_seen
                if status.status in FINAL or without_job >= NEVER_STARTED:
                    return status
            await asyncio.sleep(max(self._pause, self._retry_after))
            self._pause = min(self._max_pause, self._pause * GROWTH)

    async def _fetch(self) -> models.JobStatus | None:
        """Request the status of the job once.

        Returns:
            The status, or None if the service is down or limits the rate, so that another poll follows.

        Raises:
            TargetingError: Any other failure, or an outage of 600 seconds, or of 60 if no poll has reached the service.
        """
        self._retry_after = 0.0
        try:
            status: models.JobStatus = await self._client.get_campaign_job_status(self._campaign_id)
        except TargetingError as error:
            self._is_reached = self._is_reached or not is_unreached(error)
            limit = GIVE_UP_AFTER * (1 if self._is_reached else FIRST_CONTACT)
            if failure_of(error) == "limited":
                self._answered = self._loop.time()
                self._retry_after = getattr(error, "retry_after", None) or 0.0
            elif not is_outage(error) or self._loop.time() - self._answered >= limit:
                raise
            return None
        self._answered, self._is_reached = self._loop.time(), True
        return status

    async def _report(self, status: models.JobStatus) -> None:
        """Call `on_status` with a status that differs from the one before, and keep it as `last`."""
        if self._on_status is not None and status != self.last:
            called = self._on_status(status)
            if inspect.isawaitable(called):
                await called
        self.last = status


def _has_job(status: models.JobStatus) -> bool:
    """Return whether a response has the status of a job.

    A malformed status counts: it is in `additional_properties`.
    """
    return status.status is not None or "status" in status.additional_properties


def _check_arguments(campaign_id: Any, timeout: Any, poll: Any, on_status: Any) -> None:
    """Check the arguments of `wait_for_job`, before anything is sent.

    Raises:
        ConfigurationError: One is invalid.
    """
    key_text(campaign_id, "the id of the campaign")
    for name, value in (("timeout", 1.0 if timeout is None else timeout), ("poll", poll)):
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MAX_NUMBER:
            raise ConfigurationError(f"wait_for_job: {name} must be a number above 0, not {value!r}")
    if on_status is not None and not callable(on_status):
        raise ConfigurationError(f"wait_for_job: on_status must be a function, not {type(on_status).__name__}")


def _failed_error(status: models.JobStatus) -> JobFailedError:
    """Return the error of a job that failed, was cancelled or was never started, for `check=True`.

    Args:
        status: The last status of the job.
    """
    text = f"get_campaign_job_status: {_words(status)}"
    return JobFailedError(text, status=status, operation="get_campaign_job_status")


def _timeout_error(seconds: Any, status: models.JobStatus | None) -> JobTimeoutError:
    """Return the error of a job that did not end in time.

    Args:
        seconds: The `timeout` of `wait_for_job`.
        status: The last status of the job, or None if the service returned none.
    """
    words = "the service returned no status" if status is None else _words(status)
    text = f"get_campaign_job_status: the job did not end within timeout={seconds:g} seconds: {words}"
    return JobTimeoutError(text, status=status, limit="timeout", operation="get_campaign_job_status")


def _words(status: models.JobStatus) -> str:
    """Return the state of a job and the numbers of its executions by state, as the end of a message."""
    if not _has_job(status):
        return "the campaign has no job; it was never activated, or its job does not show yet"
    states = Counter(str(one.execution_status) for one in status.execution_summary or ())
    shown = ", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "none"
    return f"the job is {status.status or 'in an unknown state'}; its executions: {shown}"
