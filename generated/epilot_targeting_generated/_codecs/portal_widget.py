# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `PortalWidget` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.portal_widget import PortalWidget
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    id: Any = self.id
    if id is not None:
        _out["id"] = id
    headline: Any = self.headline
    if headline is not None:
        _out["headline"] = headline.to_dict()
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(PortalWidget)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        id: Any = _all["id"]
        headline: Any = _all["headline"]
    except KeyError:
        (
            id,
            headline,
        ) = map(_src.get, _NAMES)
        _more = True
    if id.__class__ is str:
        pass
    elif id is None:
        _more = True
    elif (id := convert.as_str(id)) is None:
        _lost += ("id",)

    if headline.__class__ is dict:
        headline = _headline_from_dict(headline)
    elif headline is None:
        _more = True
    elif (headline := _read_headline(headline)) is None:
        _lost += ("headline",)

    _model.id = id
    _model.headline = headline
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is PortalWidget else record.as_subclass(cls, _model)


read_PortalWidget: Any = record.bound(from_dict, PortalWidget)

from .localized_text import read_LocalizedText  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "id": "id",
    "headline": "headline",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_headline_from_dict = read_LocalizedText
_read_headline = convert.model_of(read_LocalizedText)
_USUAL = {
    "id": Usual("str"),
    "headline": Usual("model", read_LocalizedText),
}
"""How their usual values are read."""

record.bind(PortalWidget, to_dict, from_dict)
