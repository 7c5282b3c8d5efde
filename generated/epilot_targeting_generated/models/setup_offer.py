# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupOffer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class SetupOffer(record.Payload):
    """What is offered to the entities of one target."""

    target_id: UUID | str | None = None
    """The id of the target."""

    items: list[SetupOfferItem]
    """The products that are offered."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _target_id_read: Any = field(default=None, init=False, eq=False, repr=False)


from .setup_offer_item import SetupOfferItem  # noqa: E402

record.show_fields(SetupOffer)
record.share_names(SetupOffer.__init__, globals())
