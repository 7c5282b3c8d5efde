# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""PortalWidget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class PortalWidget(convert.Model):
    """A part of a portal page that shows a campaign.

    Attributes:
        id: The id of the widget
        headline: A text in several languages, each under its language code
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    id: str | None = None
    headline: LocalizedText | None = None
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        id: Any = self.id
        if id is not None:
            _out["id"] = id
        headline: Any = self.headline
        if headline is not None:
            _out["headline"] = headline.to_dict()
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
        id: Any = _data.get("id")
        if isinstance(id, str):
            del _data["id"]
        else:
            id = None
        headline: Any = _read_headline(_data.get("headline"))
        if headline is not None:
            del _data["headline"]
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            id=id,
            headline=headline,
            additional_properties=_data,
        )
        return _model


from .localized_text import LocalizedText  # noqa: E402

_read_headline = convert.model_of(LocalizedText.from_dict)
