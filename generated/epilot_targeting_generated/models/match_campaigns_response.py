# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""MatchCampaignsResponse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class MatchCampaignsResponse(record.Model):
    """The campaigns that match.

    Attributes:
        hits: How many campaigns match
        results: The matches
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    hits: float
    results: list[CampaignMatch]
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        hits: Any = self.hits
        if hits is not None:
            _out["hits"] = hits
        results: Any = self.results
        if results is not None:
            _out["results"] = record.refill(
                [item if item is None else item.to_dict() for item in results], _out.get("results")
            )
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
        _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
        _model: Any = _new(MatchCampaignsResponse)
        _lost: tuple[str, ...] = ()
        _more = len(_src) - 2
        _all: Any = {**_NONE, **_src} if _more < 0 else _src
        try:
            hits: Any = _all["hits"]
            results: Any = _all["results"]
        except KeyError:
            (
                hits,
                results,
            ) = map(_src.get, _NAMES)
            _more = True
        if hits is None:
            _more = True
        elif (hits := _read_hits(hits)) is None:
            _lost += ("hits",)

        if results is None:
            _more = True
        elif (results := _read_results(results)) is None or not convert.is_whole(results):
            _lost += ("results",)

        _model.hits = hits
        _model.results = results
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is MatchCampaignsResponse else record.as_subclass(cls, _model)
        return _made


from .campaign_match import CampaignMatch  # noqa: E402

record.share_names(MatchCampaignsResponse.__init__, globals())
_new: Any = object.__new__
_NAMES = {
    "hits": "hits",
    "results": "results",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_hits = convert.as_float
_read_results = convert.models_of(CampaignMatch.from_dict)
