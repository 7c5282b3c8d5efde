# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""RecipientsResponse."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class RecipientsResponse(record.Model):
    """One page of recipients."""

    results: list[Recipient]
    """The recipients of this page."""

    next: str | None = None
    """Where the next page begins; null on the last page."""

    total: int | None = None
    """How many recipients there are over all pages."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)


from .recipient import Recipient  # noqa: E402

record.show_fields(RecipientsResponse)
record.share_names(RecipientsResponse.__init__, globals())
