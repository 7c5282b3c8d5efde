"""The requests for the status of a job: the pauses between them, the states that are final, and `on_status`."""

from __future__ import annotations

import asyncio
import inspect
import math
from collections.abc import Callable
from typing import TypeAlias
from uuid import UUID

from epilot_targeting_generated import models

from ..campaign import CampaignClient
from ..client import TargetingClient
from ..errors import RequestTimeoutError, TargetingError
from ._failures import failure_of, is_outage, is_unreached
from ._settings import FIRST_CONTACT, GIVE_UP_AFTER

FINAL = frozenset({"finished", "failed", "cancelled"})
"""The states that are final. This is an assumption: the service documents no order. `send_report` may be a step before
the end, and a state that is newer than the spec is not known to be the end."""
GROWTH = 1.5
"""How much longer each pause is than the one before."""
MAX_PAUSE = 30.0
"""Seconds of the longest pause, unless `poll` is longer."""
SHARE = 0.98
"""The share of the remaining time that a poll may take, so that its own error, which says why, comes first."""
NEVER_STARTED = 5
"""Responses without a job, after which it counts as never started: it may show some seconds late."""

OnStatus: TypeAlias = Callable[[models.JobStatus], object]


class Polls:
    """The requests for the status of one job, with growing pauses.

    Attributes:
        last: The last status, or None before the first response.
        error: The last error since the last status, or None. One that is no timeout stays, as it says more.
    """

    def __init__(
        self,
        client: TargetingClient | CampaignClient,
        campaign_id: UUID | str,
        timeout: float | None,
        poll: float,
        on_status: OnStatus | None,
    ) -> None:
        """Keep the arguments of `wait_for_job`, which has checked them. `run` sends the requests.

        `poll` is the first pause in seconds. `timeout` starts here, and None is no limit. The event loop must
        be running.
        """
        self.last: models.JobStatus | None = None
        self.error: TargetingError | None = None
        self._client = client
        self._campaign_id = campaign_id
        self._pause = poll
        self._max_pause = max(poll, MAX_PAUSE)
        self._on_status = on_status
        self._loop = asyncio.get_running_loop()
        self._answered = self._loop.time()
        self._end = math.inf if timeout is None else self._answered + timeout
        self._retry_after = 0.0
        self._is_reached = False

    async def run(self) -> models.JobStatus:
        """Poll until the status is final, or the first five responses have no job, and return the last status.

        Wait between two polls, and for `Retry-After` if it is longer, up to 600 seconds. There is no limit of time:
        `wait_for_job` cancels this at its `timeout`.

        Raises:
            TargetingError: The status cannot be read: a failure that is no rate limit and no outage, or an outage of
                600 seconds, or of 60 if no request has reached the service yet.
            Exception: `on_status` raised it.
        """
        was_seen, without_job = False, 0
        while True:
            status = await self._fetch()
            if status is not None:
                await self._report(status)
                was_seen = was_seen or has_job(status)
                without_job += not was_seen
                if status.status in FINAL or without_job >= NEVER_STARTED:
                    return status
            await asyncio.sleep(max(self._pause, self._retry_after))
            self._pause = min(self._max_pause, self._pause * GROWTH)

    async def _fetch(self) -> models.JobStatus | None:
        """Request the status of the job by one call of the client, which may make several attempts.

        Returns:
            The status, or None if the service is down or limits the rate: the caller waits and polls again.

        Raises:
            TargetingError: Any other failure, or an outage of 600 seconds, or of 60 if no poll has reached the service.
        """
        self._retry_after = 0.0
        try:
            status = await self._poll_client().get_campaign_job_status(self._campaign_id)
        except TargetingError as error:
            self._note_error(error)
            return None
        self._answered, self._is_reached, self.error = self._loop.time(), True, None
        return status

    def _poll_client(self) -> TargetingClient | CampaignClient:
        """Return the client for the next poll: the user's, or a copy of it with a shorter deadline.

        It is the copy if the time that is left of `timeout` is shorter than the deadline of the client. The deadline of
        the copy ends just before `timeout`.
        """
        left = (self._end - self._loop.time()) * SHARE
        return self._client.with_options(deadline=left) if 0 < left < self._client.options.deadline else self._client

    def _note_error(self, error: TargetingError) -> None:
        """Keep the error of a failed poll as `error`, and its `Retry-After` after a rate limit, for the next pause.

        A timeout does not replace an earlier error, which says more.

        Raises:
            TargetingError: This error, if no other poll may follow: it is no rate limit and no outage, or the outage
                has lasted 600 seconds, or 60 if no poll has reached the service.
        """
        self._is_reached = self._is_reached or not is_unreached(error)
        limit = GIVE_UP_AFTER * (1 if self._is_reached else FIRST_CONTACT)
        if failure_of(error) == "limited":
            self._answered = self._loop.time()
            # A time stamp by mistake would stop the wait for years.
            self._retry_after = min(getattr(error, "retry_after", None) or 0.0, GIVE_UP_AFTER)
        elif not is_outage(error) or self._loop.time() - self._answered >= limit:
            raise error
        if self.error is None or not isinstance(error, RequestTimeoutError):
            self.error = error.with_traceback(None)  # its frames reference this object: a cycle

    async def _report(self, status: models.JobStatus) -> None:
        """Call `on_status`, if there is one, with a status that differs from `last`, and then keep it as `last`.

        If the function is asynchronous, wait for its end. An exception of it is raised.
        """
        if self._on_status is not None and status != self.last:
            called = self._on_status(status)
            if inspect.isawaitable(called):
                await called
        self.last = status


def has_job(status: models.JobStatus) -> bool:
    """Return whether a response has the status of a job: without one, the campaign was not activated, or just now.

    A malformed status, which is in `additional_properties`, counts as one.
    """
    return status.status is not None or "status" in status.additional_properties
