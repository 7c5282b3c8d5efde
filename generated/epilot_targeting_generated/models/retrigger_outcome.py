# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""RetriggerOutcome."""

from enum import StrEnum


class RetriggerOutcome(StrEnum):
    """What became of one recipient whose automation was to be started again

    The enum is open: a value that is newer than the spec reads as the plain value that the service sent.
    """

    SUCCESS = "success"
    FAILURE = "failure"
    NOT_FOUND = "not_found"
    INVALID_STATUS = "invalid_status"
