# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""CampaignPortal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class CampaignPortal(record.Model):
    """A portal that shows a campaign, and where in it.

    Attributes:
        portal: What a portal is called, and where it is found
        widgets: The widgets that show the campaign
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    portal: PortalInfo | None = None
    widgets: list[PortalWidget] | None = None
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        portal: Any = self.portal
        if portal is not None:
            _out["portal"] = portal.to_dict()
        widgets: Any = self.widgets
        if widgets is not None:
            _out["widgets"] = record.refill(
                [item if item is None else item.to_dict() for item in widgets], _out.get("widgets")
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
        elif (widgets := _read_widgets(widgets)) is None or not convert.is_whole(widgets):
            _lost += ("widgets",)

        _model.portal = portal
        _model.widgets = widgets
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is CampaignPortal else record.as_subclass(cls, _model)
        return _made


from .portal_info import PortalInfo  # noqa: E402
from .portal_widget import PortalWidget  # noqa: E402

record.share_names(CampaignPortal.__init__, globals())
_new: Any = object.__new__
_NAMES = {
    "portal": "portal",
    "widgets": "widgets",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_portal_from_dict = PortalInfo.from_dict
_read_portal = convert.model_of(PortalInfo.from_dict)
_read_widgets = convert.models_of(PortalWidget.from_dict)
