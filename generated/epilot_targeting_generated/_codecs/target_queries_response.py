# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `TargetQueriesResponse` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.target_queries_response import TargetQueriesResponse
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    results: Any = self.results
    if results is not None:
        _out["results"] = record.refill(
            [item if item is None else item.to_dict() for item in results], _out.get("results"), _read_results
        )
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(TargetQueriesResponse)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 1
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        results: Any = _all["results"]
    except KeyError:
        (results,) = map(_src.get, _NAMES)
        _more = True
    if results is None:
        _more = True
    elif (results := _read_results(results)) is None or len(results) != len(_src["results"]):
        _lost += ("results",)

    _model.results = results
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is TargetQueriesResponse else record.as_subclass(cls, _model)


read_TargetQueriesResponse: Any = record.bound(from_dict, TargetQueriesResponse)

from .target_query_result import read_TargetQueryResult  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "results": "results",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_results = convert.models_of(read_TargetQueryResult)
_USUAL = {
    "results": Usual("list", _read_results),
}
"""How their usual values are read."""

record.bind(TargetQueriesResponse, to_dict, from_dict)
