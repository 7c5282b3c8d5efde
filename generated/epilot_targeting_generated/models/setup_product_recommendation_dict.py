# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""SetupProductRecommendationDict."""

from typing import NotRequired, TypedDict
from uuid import UUID

from ..types import SequenceNotStr
from .setup_offer import SetupOffer


class SetupProductRecommendationDict(TypedDict):
    """`SetupProductRecommendation` as a plain dict in the shape of the JSON object."""

    name: NotRequired["str"]
    """The name of the recommendation; that of the campaign where it is absent."""

    source_product_id: NotRequired["UUID | str"]
    """The id of the present product."""

    source_price_id: NotRequired["UUID | str"]
    """The id of the present price."""

    offers: NotRequired["SequenceNotStr[SetupOffer | SetupOfferDict]"]
    """The offers."""


from .setup_offer_dict import SetupOfferDict  # noqa: E402
