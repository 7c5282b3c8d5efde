# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `LocalizedText` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.localized_text import LocalizedText
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    en: Any = self.en
    if en is not None:
        _out["en"] = en
    de: Any = self.de
    if de is not None:
        _out["de"] = de
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(LocalizedText)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        en: Any = _all["en"]
        de: Any = _all["de"]
    except KeyError:
        (
            en,
            de,
        ) = map(_src.get, _NAMES)
        _more = True
    if en.__class__ is str:
        pass
    elif en is None:
        _more = True
    elif (en := convert.as_str(en)) is None:
        _lost += ("en",)

    if de.__class__ is str:
        pass
    elif de is None:
        _more = True
    elif (de := convert.as_str(de)) is None:
        _lost += ("de",)

    _model.en = en
    _model.de = de
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is LocalizedText else record.as_subclass(cls, _model)


read_LocalizedText: Any = record.bound(from_dict, LocalizedText)


_new: Any = object.__new__
_NAMES = {
    "en": "en",
    "de": "de",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_USUAL = {
    "en": Usual("str"),
    "de": Usual("str"),
}
"""How their usual values are read."""

record.bind(LocalizedText, to_dict, from_dict)
