# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""NextBestAction."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class NextBestAction(record.Model):
    """What an agent should do next. Texts may hold `{{placeholders}}`."""

    title: str
    """The title. At most 60 characters."""

    cta: NextBestActionCta
    """What the action starts."""

    category: str | None = None
    """The category. At most 30 characters."""

    icon: NextBestActionIcon | None = None
    """The icon of an action."""

    body: str | None = None
    """The text. At most 140 characters."""

    priority: NextBestActionPriority | str | None = None
    """How urgent an action is."""

    is_dismissable: bool | None = None
    """Whether an agent may dismiss it. Default: true."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .next_best_action_cta import NextBestActionCta  # noqa: E402
from .next_best_action_icon import NextBestActionIcon  # noqa: E402
from .next_best_action_priority import NextBestActionPriority  # noqa: E402

record.show_fields(NextBestAction)
record.share_names(NextBestAction.__init__, globals())
