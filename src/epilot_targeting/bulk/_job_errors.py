"""The errors of `wait_for_job`: a job that did not finish, or not in time."""

from __future__ import annotations

from collections import Counter

from epilot_targeting_generated import models

from ..errors import TargetingError
from ._errors import JobFailedError, JobTimeoutError
from ._job_polls import has_job


def failed_error(status: models.JobStatus) -> JobFailedError:
    """Return the error of a job that failed, was cancelled or was never started. `wait_for_job(check=True)` raises it.

    Args:
        status: The last status of the job.
    """
    text = f"get_campaign_job_status: {_words(status)}"
    return JobFailedError(text, status=status, operation="get_campaign_job_status")


def timeout_error(seconds: float, status: models.JobStatus | None, cause: TargetingError | None) -> JobTimeoutError:
    """Return the error of a job that did not end in time, for `wait_for_job` to raise from `cause`.

    Args:
        seconds: The `timeout` of `wait_for_job`, in seconds.
        status: The last status of the job, or None if the service returned none.
        cause: The error of the last requests, or None if the last one returned a status. The text quotes it.
    """
    words = "the service returned no status" if status is None else _words(status)
    reason = "" if cause is None else f"; the last error was {type(cause).__name__}: {cause}"
    text = f"get_campaign_job_status: the job did not end within timeout={seconds:g} seconds: {words}{reason}"
    return JobTimeoutError(text, status=status, operation="get_campaign_job_status")


def _words(status: models.JobStatus) -> str:
    """Return the end of a message, such as `the job is failed; its executions: 2 failed, 10 finished`.

    If the status has no job, the text says so.
    """
    if not has_job(status):
        return "the campaign has no job; it was never activated, or its job does not show yet"
    states = Counter(str(one.execution_status) for one in status.execution_summary or ())
    shown = ", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "none"
    return f"the job is {status.status or 'in an unknown state'}; its executions: {shown}"
