# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupOfferItemDict."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict
from uuid import UUID


class SetupOfferItemDict(TypedDict):
    """`SetupOfferItem` as a plain dict in the shape of the JSON object."""

    product_id: "UUID | str"
    """The id of the product."""

    price_id: "UUID | str"
    """The id of the price."""

    highlight_config: NotRequired["Mapping[str, Any]"]
    """How the product is highlighted; kept as it is."""
