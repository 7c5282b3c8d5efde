"""The log lines of a call: one at INFO for its end, one at WARNING for each retry, details at DEBUG.

Each record has the fields `operation`, `status_code`, `attempts`, `elapsed`, `request_id` and `applied`.
"""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from .._logger import write
from .._response.one_line import one_line
from .._response.redirects import redirect_reason
from .._response.request_in_errors import origin
from ..errors import ApiError, TargetingError

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation

    from .._observers import CallReport

REQUEST = re.compile(r"\A[A-Z]+ https?://\S+: (?:\d{3}, but )?")
"""The method, the URL and the status at the beginning of the text of a failed attempt."""
WORDS = re.compile(r"v\d+|[A-Za-z:_-]*|\{\w+\}", re.ASCII)
"""A segment of a path that a log line shows. Any other is taken for an id.

The errors of a call show the whole path. Log lines are read by more people and kept for longer, and an id may lead to
a person, as an e-mail address does.
"""
CODE = re.compile(r"[\w.-]{1,100}", re.ASCII)
"""An error code that a log line shows. Text of another form may be anything."""


def fields_of(report: CallReport) -> dict[str, Any]:
    """Return the fields of a log record about a call, in a new dict: six attributes of the report by their names.

    They are `operation`, `status_code`, `attempts`, `elapsed` (seconds), `request_id` and `applied`.
    """
    return {
        "operation": report.operation,
        "status_code": report.status_code,
        "attempts": report.attempts,
        "elapsed": report.elapsed,
        "request_id": report.request_id,
        "applied": report.applied,
    }


def _result_text(report: CallReport) -> str:
    """Return the result of a call or attempt for a log line, such as `200`, `NotFoundError 404` or `TransportError`.

    After a success it is the status. After a failure it is the class of the error, and the status if there is one.
    """
    parts = [] if report.error is None else [type(report.error).__name__]
    return " ".join([*parts, *([] if report.status_code is None else [str(report.status_code)])])


def _request_id_text(report: CallReport) -> str:
    """Return `, request id ` and the id as a part of a log line, or an empty string if there is none."""
    return f", request id {report.request_id}" if report.request_id else ""


def _reason_text(report: CallReport) -> str:
    """Return why a call failed as the end of a log line: `: ` and the reason. Return an empty string without a reason.

    For an ApiError the reason is the error code of the service, or for a redirect the origin to which it leads. Its
    message is left out: it may repeat personal data from the request, and more people read logs. For another
    TargetingError the reason is its text without the URL. There is none for an ApiError without a code, for an
    exception of other code, whose text may contain anything, and after a success.
    """
    error, text = report.error, ""
    with suppress(Exception):  # a class of the user, which middleware raised, must not hide itself behind another error
        if isinstance(error, ApiError):
            text = redirect_reason(error.status_code, error.headers)
            if CODE.fullmatch(str(error.code or "")):
                text = str(error.code)
        elif isinstance(error, TargetingError):
            # The path of the URL contains ids.
            text = one_line(REQUEST.sub("", str(error).removeprefix(f"{report.operation}: "), count=1))
    return f": {text}" if text else ""


def _path_template(path: str) -> str:
    """Return a path with `{id}` in place of each segment that may be an id, such as `/v1/campaign/{id}/job`.

    A path of the spec is a template already, and stays as it is. `client.request()` has the path of the user: its query
    is left out. An id that consists of letters is not recognised.
    """
    segments = path.partition("?")[0].split("/")
    return "/".join(one if WORDS.fullmatch(one) else "{id}" for one in segments)


def log_call(report: CallReport) -> None:
    """Log the end of a call at INFO: the result, the attempts, the time, the request id, and why it failed.

    `report` was made at the end of the call. Its `error` is None after a success.
    """
    attempts = f"{report.attempts} attempt" + ("" if report.attempts == 1 else "s")
    milliseconds = report.elapsed * 1e3
    line = "%s: %s after %s in %.0f ms%s%s"
    shown = (
        report.operation,
        _result_text(report),
        attempts,
        milliseconds,
        _request_id_text(report),
        _reason_text(report),
    )
    write(logging.INFO, line, *shown, fields=fields_of(report))


def log_phases(report: CallReport, spent: str) -> None:
    """Log at DEBUG where the time of a call went.

    Args:
        report: The report of the call, made at its end.
        spent: The text to log: the result of `CallDeadline.spent`, or that nothing was sent.
    """
    write(logging.DEBUG, "%s: %s", report.operation, spent, fields=fields_of(report))


def log_attempt(operation: Operation[Any], base_url: str, seconds: float, report: CallReport) -> None:
    """Log the end of an attempt at DEBUG: method, host, path template, result and time.

    Args:
        operation: The operation. `_path_template` makes the template of its path.
        base_url: The base URL, of which the origin is logged.
        seconds: How long the attempt took.
        report: The report of the call so far, with the status and the error of the attempt.
    """
    target = f"{operation.method} {origin(base_url)}{_path_template(operation.path)}"
    result, milliseconds = _result_text(report), seconds * 1e3
    line = "%s: attempt %d: %s: %s in %.0f ms"
    write(logging.DEBUG, line, operation.name, report.attempts, target, result, milliseconds, fields=fields_of(report))


def log_retry(report: CallReport, pause: float) -> None:
    """Log at WARNING that a retry follows: the error class, status and request id of the failed attempt, and the pause.

    Args:
        report: The report of the call so far, with the error of the failed attempt.
        pause: The seconds until the next attempt.
    """
    line = "%s: attempt %d failed (%s%s); the next one follows in %.2f s"
    shown = (report.operation, report.attempts, _result_text(report), _request_id_text(report), pause)
    write(logging.WARNING, line, *shown, fields={**fields_of(report), "pause": pause})


def log_download_retry(operation: str, number: int, reason: str, pause: float) -> None:
    """Log a retry of the download of a large response at WARNING.

    Args:
        operation: The method name of the operation.
        number: The number of the download that failed: 1 for the first.
        reason: The status of the object store, or the fault.
        pause: The seconds before the next download.
    """
    line = "%s: download %d of the large response failed (%s); the next one follows in %.2f s"
    write(logging.WARNING, line, operation, number, reason, pause, fields={"operation": operation, "pause": pause})
