# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""ErrorCode."""

from enum import StrEnum


class ErrorCode(StrEnum):
    """Why a request is rejected. These are the codes known so far; the service adds new ones over time, and a reader
    takes them as they come.

        The enum is open: a value that is newer than the spec reads as the plain value that the service sent.
    """

    CAMPAIGN_NOT_FOUND = "CAMPAIGN_NOT_FOUND"
    CAMPAIGN_HAS_NO_TARGET = "CAMPAIGN_HAS_NO_TARGET"
    CAMPAIGN_HAS_NO_DELIVERY_METHOD = "CAMPAIGN_HAS_NO_DELIVERY_METHOD"
    CAMPAIGN_HAS_JOB_IN_PROGRESS = "CAMPAIGN_HAS_JOB_IN_PROGRESS"
    CAMPAIGN_HAS_UNEXPECTED_STATUS = "CAMPAIGN_HAS_UNEXPECTED_STATUS"
    JOB_TOKEN_MISSING = "JOB_TOKEN_MISSING"
    TARGET_WITHOUT_FILTERS = "TARGET_WITHOUT_FILTERS"
    INVALID_NEXT_BEST_ACTION = "INVALID_NEXT_BEST_ACTION"
