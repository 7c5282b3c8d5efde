# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""RetriggerAutomationsResponse."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class RetriggerAutomationsResponse(record.Model):
    """What became of the recipients."""

    message: str | None = None
    """The outcome as a whole, for people."""

    results: list[RetriggerAutomationsResult]
    """One result for each id of the request."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .retrigger_automations_result import RetriggerAutomationsResult  # noqa: E402

record.show_fields(RetriggerAutomationsResponse)
record.share_names(RetriggerAutomationsResponse.__init__, globals())
