# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""UpdateEntityUiStatusRequestDict."""

from typing import Literal, NotRequired, TypedDict

from .entity_ui_status import EntityUiStatus


class UpdateEntityUiStatusRequestDict(TypedDict):
    """`UpdateEntityUiStatusRequest` as a plain dict in the shape of the JSON object."""

    status: "EntityUiStatus | Literal['seen', 'dismissed', 'clicked']"
    """What an agent did with a campaign beside an entity. There is no status before `seen`: the first `seen` creates
    the recipient."""

    entity_schema: NotRequired["str"]
    """The kind of entity; needed by the first `seen`, which creates the recipient."""
