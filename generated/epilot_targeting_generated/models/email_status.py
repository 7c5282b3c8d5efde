# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""EmailStatus."""

from enum import StrEnum


class EmailStatus(StrEnum):
    """What became of the e-mail to a recipient

    The enum is open: a value that is newer than the spec reads as the plain value that the service sent.
    """

    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    FAILED = "failed"
