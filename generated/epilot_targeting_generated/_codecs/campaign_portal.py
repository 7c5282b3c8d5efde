# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `CampaignPortal` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.campaign_portal import CampaignPortal
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    portal: Any = self.portal
    if portal is not None:
        _out["portal"] = portal.to_dict()
    widgets: Any = self.widgets
    if widgets is not None:
        _out["widgets"] = record.refill(
            [item if item is None else item.to_dict() for item in widgets], _out.get("widgets"), _read_widgets
        )
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(CampaignPortal)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        portal: Any = _all["portal"]
        widgets: Any = _all["widgets"]
    except KeyError:
        (
            portal,
            widgets,
        ) = map(_src.get, _NAMES)
        _more = True
    if portal.__class__ is dict:
        portal = _portal_from_dict(portal)
    elif portal is None:
        _more = True
    elif (portal := _read_portal(portal)) is None:
        _lost += ("portal",)

    if widgets is None:
        _more = True
    elif (widgets := _read_widgets(widgets)) is None or len(widgets) != len(_src["widgets"]):
        _lost += ("widgets",)

    _model.portal = portal
    _model.widgets = widgets
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is CampaignPortal else record.as_subclass(cls, _model)


read_CampaignPortal: Any = record.bound(from_dict, CampaignPortal)

from .portal_info import read_PortalInfo  # noqa: E402
from .portal_widget import read_PortalWidget  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "portal": "portal",
    "widgets": "widgets",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_portal_from_dict = read_PortalInfo
_read_portal = convert.model_of(read_PortalInfo)
_read_widgets = convert.models_of(read_PortalWidget)
_USUAL = {
    "portal": Usual("model", read_PortalInfo),
    "widgets": Usual("list", _read_widgets),
}
"""How their usual values are read."""

record.bind(CampaignPortal, to_dict, from_dict)
