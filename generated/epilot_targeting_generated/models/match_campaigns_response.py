# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""MatchCampaignsResponse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class MatchCampaignsResponse(convert.Model):
    """The campaigns that match.

    Attributes:
        hits: How many campaigns match
        results: The matches
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    hits: float
    results: list[CampaignMatch]
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        hits: Any = self.hits
        if hits is not None:
            _out["hits"] = hits
        results: Any = self.results
        if results is not None:
            _out["results"] = convert.refill(
                [item if item is None else item.to_dict() for item in results], _out.get("results")
            )
        if self._kept is not None:
            convert.restore(_out, self._kept, self)
        return _out

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a JSON object.

        Args:
            src_dict: The object; it is not changed.

        Returns:
            The model. A value that is null, or not what the spec says, reads None and stays in
            `additional_properties`, under its wire name.

        Raises:
            TypeError: It is no object.
        """
        _data = convert.members(src_dict)
        hits: Any = _read_hits(_data.get("hits"))
        if hits is not None:
            del _data["hits"]
        results: Any = _read_results(_data.get("results"))
        if results is not None and convert.is_whole(results):
            del _data["results"]
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            hits=hits,
            results=results,
            additional_properties=_data,
        )
        return _model


from .campaign_match import CampaignMatch  # noqa: E402

_read_hits = convert.as_float
_read_results = convert.list_of(convert.model_of(CampaignMatch.from_dict))
