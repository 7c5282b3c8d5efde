# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""EmailClickedLink."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class EmailClickedLink(record.Model):
    """A click on a link of an e-mail."""

    url: str
    """The address of the link."""

    clicked_at: dt.datetime
    """When it was clicked."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _clicked_at_read: Any = field(default=None, init=False, eq=False, repr=False)


record.show_fields(EmailClickedLink)
