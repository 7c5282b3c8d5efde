# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""AutomationStatus."""

from enum import StrEnum


class AutomationStatus(StrEnum):
    """How far the automation of a recipient has got

    The enum is open: a value that is newer than the spec reads as the plain value that the service sent.
    """

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    SUCCESS = "success"
    FAILED = "failed"
    CANCELLED = "cancelled"
