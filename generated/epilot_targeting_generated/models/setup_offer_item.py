# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupOfferItem."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class SetupOfferItem(record.Payload):
    """A product that is offered at a price."""

    product_id: UUID | str
    """The id of the product."""

    price_id: UUID | str
    """The id of the price."""

    highlight_config: dict[str, Any] | None = None
    """How the product is highlighted; kept as it is."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _product_id_read: Any = field(default=None, init=False, eq=False, repr=False)
    _price_id_read: Any = field(default=None, init=False, eq=False, repr=False)


record.show_fields(SetupOfferItem)
