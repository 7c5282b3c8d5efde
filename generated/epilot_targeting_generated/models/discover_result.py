# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""DiscoverResult."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class DiscoverResult(record.Model):
    """The next best action of one campaign."""

    campaign_id: UUID
    """The id of the campaign."""

    nba: NextBestAction
    """What an agent should do next. Texts may hold `{{placeholders}}`."""

    status: EntityUiStatus | str | None = None
    """What an agent did with a campaign beside an entity. There is no status before `seen`: the first `seen` creates
    the recipient."""

    status_updated_at: dt.datetime | None = None
    """When the status last changed; there whenever `status` is."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _campaign_id_read: Any = field(default=None, init=False, eq=False, repr=False)
    _status_updated_at_read: Any = field(default=None, init=False, eq=False, repr=False)


from .entity_ui_status import EntityUiStatus  # noqa: E402
from .next_best_action import NextBestAction  # noqa: E402

record.show_fields(DiscoverResult)
record.share_names(DiscoverResult.__init__, globals())
