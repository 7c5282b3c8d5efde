"""The errors of bulk runs and jobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from epilot_targeting_generated import models

from ..errors import RequestTimeoutError, TargetingError, TimeLimit


class BulkInterrupted(TargetingError):  # noqa: N818 (a public name)
    """The run gave up before its end. The error that ended it is `__cause__`.

    Start a new run over the same input to continue, with the same journal if it had one.

    `applied` is False if the service certainly did nothing for the run, else None: look at `counts`. The text says how
    many items are in doubt. `operation` is the name of the bulk operation; `attempts` is 0, since they count by item.

    Attributes:
        counts: The number of results by status.
    """

    counts: Mapping[str, int] = {}  # noqa: RUF012 (never changed: each error sets its own)


class RecipientMismatchError(TargetingError):
    """The recipient has other values than asked for. The service's error, if there is one, is `__cause__`.

    Attributes:
        asked: The values that were asked for and differ.
        found: The values of the recipient in their place.
    """

    asked: Mapping[str, Any] = {}  # noqa: RUF012
    found: Mapping[str, Any] = {}  # noqa: RUF012


class OutcomeUnknownError(RecipientMismatchError):
    """It cannot be decided whether the write was carried out. The text says why."""

    applied: bool | None = None


class RetriggerRefusedError(TargetingError):
    """The service did not start the automation of a recipient again.

    Attributes:
        result: The result of the service: `failure`, `not_found`, `invalid_status`, or an empty string if the recipient
            was not sent.
    """

    result: str = ""


class JobFailedError(TargetingError):
    """The job of a campaign failed, was cancelled or was never started. `wait_for_job(check=True)` raises it.

    Attributes:
        status: The last status of the job.
    """

    status: models.JobStatus | None = None


class JobTimeoutError(RequestTimeoutError):
    """The job of a campaign did not end within the `timeout` of `wait_for_job`, which is its `limit`.

    If the last requests failed, their error is `__cause__`.

    Attributes:
        status: The last status of the job, or None if the service returned none.
    """

    limit: TimeLimit = "timeout"
    status: models.JobStatus | None = None
