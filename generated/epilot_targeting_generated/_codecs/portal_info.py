# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `PortalInfo` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.portal_info import PortalInfo
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    origin: Any = self.origin
    if origin is not None:
        _out["origin"] = origin
    domain: Any = self.domain
    if domain is not None:
        _out["domain"] = domain
    name: Any = self.name
    if name is not None:
        _out["name"] = name
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(PortalInfo)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 3
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        origin: Any = _all["origin"]
        domain: Any = _all["domain"]
        name: Any = _all["name"]
    except KeyError:
        (
            origin,
            domain,
            name,
        ) = map(_src.get, _NAMES)
        _more = True
    if origin.__class__ is str:
        pass
    elif origin is None:
        _more = True
    elif (origin := convert.as_str(origin)) is None:
        _lost += ("origin",)

    if domain.__class__ is str:
        pass
    elif domain is None:
        _more = True
    elif (domain := convert.as_str(domain)) is None:
        _lost += ("domain",)

    if name.__class__ is str:
        pass
    elif name is None:
        _more = True
    elif (name := convert.as_str(name)) is None:
        _lost += ("name",)

    _model.origin = origin
    _model.domain = domain
    _model.name = name
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is PortalInfo else record.as_subclass(cls, _model)


read_PortalInfo: Any = record.bound(from_dict, PortalInfo)


_new: Any = object.__new__
_NAMES = {
    "origin": "origin",
    "domain": "domain",
    "name": "name",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_USUAL = {
    "origin": Usual("str"),
    "domain": Usual("str"),
    "name": Usual("str"),
}
"""How their usual values are read."""

record.bind(PortalInfo, to_dict, from_dict)
