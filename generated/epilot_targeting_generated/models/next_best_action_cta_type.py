# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""NextBestActionCtaType."""

from enum import StrEnum


class NextBestActionCtaType(StrEnum):
    """The kind of thing that an action starts

    The enum is open: a value that is newer than the spec reads as the plain value that the service sent.
    """

    JOURNEY = "journey"
    WORKFLOW = "workflow"
    FLOW = "flow"
