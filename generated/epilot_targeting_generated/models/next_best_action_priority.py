# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""NextBestActionPriority."""

from enum import StrEnum


class NextBestActionPriority(StrEnum):
    """How urgent an action is

    The enum is open: a value that is newer than the spec reads as the plain value that the service sent.
    """

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
