# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""UpdateRecipientPayloadDict."""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

from .automation_status import AutomationStatus
from .portal_status import PortalStatus


class UpdateRecipientPayloadDict(TypedDict):
    """`UpdateRecipientPayload` as a plain dict in the shape of the JSON object."""

    automation_status: NotRequired[
        "AutomationStatus | Literal['pending', 'in_progress', 'success', 'failed', 'cancelled']"
    ]
    """How far the automation of a recipient has got."""

    automation_execution_id: NotRequired["str"]
    """The id of the automation execution."""

    portal_status: NotRequired["PortalStatus | Literal['sent', 'seen', 'dismissed', 'clicked']"]
    """What a recipient has done with a campaign in the portal."""

    portal_state: NotRequired["Mapping[str, Any]"]
    """Whatever the portal is to keep about the recipient."""
