# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""TargetQueriesResponse."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class TargetQueriesResponse(record.Model):
    """The queries of the targets."""

    results: list[TargetQueryResult]
    """One result for each target."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .target_query_result import TargetQueryResult  # noqa: E402

record.show_fields(TargetQueriesResponse)
record.share_names(TargetQueriesResponse.__init__, globals())
