# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupProductRecommendation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class SetupProductRecommendation(record.Payload):
    """Which products are recommended instead of which."""

    name: str | None = None
    """The name of the recommendation; that of the campaign where it is absent."""

    source_product_id: UUID | str | None = None
    """The id of the present product."""

    source_price_id: UUID | str | None = None
    """The id of the present price."""

    offers: list[SetupOffer] | None = None
    """The offers."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _source_product_id_read: Any = field(default=None, init=False, eq=False, repr=False)
    _source_price_id_read: Any = field(default=None, init=False, eq=False, repr=False)


from .setup_offer import SetupOffer  # noqa: E402

record.show_fields(SetupProductRecommendation)
record.share_names(SetupProductRecommendation.__init__, globals())
