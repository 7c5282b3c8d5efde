# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""MatchTargetsResponse."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class MatchTargetsResponse(record.Model):
    """The targets that match."""

    hits: float | None = None
    """How many targets match."""

    results: list[TargetMatch]
    """The matches."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .target_match import TargetMatch  # noqa: E402

record.show_fields(MatchTargetsResponse)
record.share_names(MatchTargetsResponse.__init__, globals())
