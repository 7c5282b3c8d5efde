# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""EmailBounceType."""

from enum import StrEnum


class EmailBounceType(StrEnum):
    """Whether a later e-mail to the same address may arrive

    The enum is open: a value that is newer than the spec reads as the plain value that the service sent.
    """

    PERMANENT = "permanent"
    TRANSIENT = "transient"
