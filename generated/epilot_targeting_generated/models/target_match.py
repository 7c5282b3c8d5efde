# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""TargetMatch."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class TargetMatch(record.Model):
    """A target that matches."""

    target: Target
    """A saved set of filters that picks entities of one kind."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .target import Target  # noqa: E402

record.show_fields(TargetMatch)
record.share_names(TargetMatch.__init__, globals())
