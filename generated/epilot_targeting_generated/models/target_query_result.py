# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""TargetQueryResult."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class TargetQueryResult(record.Model):
    """The query of one target, or why there is none."""

    target_id: UUID
    """The id of the target."""

    query: str | None
    """The filters of the target as a Lucene query; null where they could not be turned into one."""

    error: str | None = None
    """Why there is no query."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _target_id_read: Any = field(default=None, init=False, eq=False, repr=False)
    _query_read: Any = field(default=None, init=False, eq=False, repr=False)


record.show_fields(TargetQueryResult)
