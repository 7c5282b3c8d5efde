# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""CampaignPortal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class CampaignPortal(convert.Model):
    """A portal that shows a campaign, and where in it.

    Attributes:
        portal: What a portal is called, and where it is found
        widgets: The widgets that show the campaign
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    portal: PortalInfo | None = None
    widgets: list[PortalWidget] | None = None
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        portal: Any = self.portal
        if portal is not None:
            _out["portal"] = portal.to_dict()
        widgets: Any = self.widgets
        if widgets is not None:
            _out["widgets"] = convert.refill(
                [item if item is None else item.to_dict() for item in widgets], _out.get("widgets")
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
        portal: Any = _read_portal(_data.get("portal"))
        if portal is not None:
            del _data["portal"]
        widgets: Any = _read_widgets(_data.get("widgets"))
        if widgets is not None and convert.is_whole(widgets):
            del _data["widgets"]
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            portal=portal,
            widgets=widgets,
            additional_properties=_data,
        )
        return _model


from .portal_info import PortalInfo  # noqa: E402
from .portal_widget import PortalWidget  # noqa: E402

_read_portal = convert.model_of(PortalInfo.from_dict)
_read_widgets = convert.list_of(convert.model_of(PortalWidget.from_dict))
