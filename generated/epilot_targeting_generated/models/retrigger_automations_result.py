# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""RetriggerAutomationsResult."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class RetriggerAutomationsResult(record.Model):
    """What became of one recipient."""

    recipient_id: UUID
    """The id of the recipient."""

    result: RetriggerOutcome | str
    """What became of one recipient whose automation was to be started again."""

    execution_id: str | None = None
    """The id of the new execution."""

    error: str | None = None
    """Why no execution was started."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _recipient_id_read: Any = field(default=None, init=False, eq=False, repr=False)


from .retrigger_outcome import RetriggerOutcome  # noqa: E402

record.show_fields(RetriggerAutomationsResult)
record.share_names(RetriggerAutomationsResult.__init__, globals())
