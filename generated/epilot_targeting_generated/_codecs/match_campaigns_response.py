# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `MatchCampaignsResponse` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.match_campaigns_response import MatchCampaignsResponse
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    hits: Any = self.hits
    if hits is not None:
        _out["hits"] = hits
    results: Any = self.results
    if results is not None:
        _out["results"] = record.refill(
            [item if item is None else item.to_dict() for item in results], _out.get("results"), _read_results
        )
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
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
    elif (results := _read_results(results)) is None or len(results) != len(_src["results"]):
        _lost += ("results",)

    _model.hits = hits
    _model.results = results
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is MatchCampaignsResponse else record.as_subclass(cls, _model)


read_MatchCampaignsResponse: Any = record.bound(from_dict, MatchCampaignsResponse)

from .campaign_match import read_CampaignMatch  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "hits": "hits",
    "results": "results",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_hits = convert.as_float
_read_results = convert.models_of(read_CampaignMatch)
_USUAL = {
    "hits": Usual("other", _read_hits),
    "results": Usual("list", _read_results),
}
"""How their usual values are read."""

record.bind(MatchCampaignsResponse, to_dict, from_dict)
