# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupOfferDict."""

from typing import NotRequired, TypedDict
from uuid import UUID

from ..types import SequenceNotStr
from .setup_offer_item import SetupOfferItem


class SetupOfferDict(TypedDict):
    """`SetupOffer` as a plain dict in the shape of the JSON object."""

    target_id: NotRequired["UUID | str"]
    """The id of the target."""

    items: "SequenceNotStr[SetupOfferItem | SetupOfferItemDict]"
    """The products that are offered."""


from .setup_offer_item_dict import SetupOfferItemDict  # noqa: E402
