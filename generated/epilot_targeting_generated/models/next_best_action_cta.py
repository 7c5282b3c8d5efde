# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""NextBestActionCta."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class NextBestActionCta(record.Model):
    """What the action starts."""

    type: NextBestActionCtaType | str
    """The kind of thing that an action starts."""

    target: str
    """The id of what is started, by the type."""

    context_params: list[NextBestActionContextParam] | None = None
    """What a journey is started with."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .next_best_action_context_param import NextBestActionContextParam  # noqa: E402
from .next_best_action_cta_type import NextBestActionCtaType  # noqa: E402

record.show_fields(NextBestActionCta)
record.share_names(NextBestActionCta.__init__, globals())
