# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""JobState."""

from enum import StrEnum


class JobState(StrEnum):
    """Where the automation job of a campaign stands

    The enum is open: a value that is newer than the spec reads as the plain value that the service sent.
    """

    QUEUED = "queued"
    PROCESSING = "processing"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SEND_REPORT = "send_report"
