# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `RecipientsResponse` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.recipients_response import RecipientsResponse
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    results: Any = self.results
    if results is not None:
        _out["results"] = record.refill(
            [item if item is None else item.to_dict() for item in results], _out.get("results"), _read_results
        )
    next: Any = self.next
    if next is not None:
        _out["next"] = next
    total: Any = self.total
    if total is not None:
        _out["total"] = total
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(RecipientsResponse)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 3
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        results: Any = _all["results"]
        next: Any = _all["next"]
        total: Any = _all["total"]
    except KeyError:
        (
            results,
            next,
            total,
        ) = map(_src.get, _NAMES)
        _more = True
    if results is None:
        _more = True
    elif (results := _read_results(results)) is None or len(results) != len(_src["results"]):
        _lost += ("results",)

    if next.__class__ is str:
        pass
    elif next is None:
        _more = True
    elif (next := convert.as_str(next)) is None:
        _lost += ("next",)

    if total is None:
        _more = True
    elif (total := _read_total(total)) is None:
        _lost += ("total",)

    _model.results = results
    _model.next = next
    _model.total = total
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is RecipientsResponse else record.as_subclass(cls, _model)


read_RecipientsResponse: Any = record.bound(from_dict, RecipientsResponse)

from .recipient import read_Recipient  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "results": "results",
    "next": "next",
    "total": "total",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_results = convert.models_of(read_Recipient)
_read_total = convert.as_int
_USUAL = {
    "results": Usual("list", _read_results),
    "next": Usual("str"),
    "total": Usual("int"),
}
"""How their usual values are read."""

record.bind(RecipientsResponse, to_dict, from_dict)
