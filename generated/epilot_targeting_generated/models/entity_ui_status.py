# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""EntityUiStatus."""

from enum import StrEnum


class EntityUiStatus(StrEnum):
    """What an agent did with a campaign beside an entity. There is no status before `seen`: the first `seen` creates
    the recipient.

        The enum is open: a value that is newer than the spec reads as the plain value that the service sent.
    """

    SEEN = "seen"
    DISMISSED = "dismissed"
    CLICKED = "clicked"
