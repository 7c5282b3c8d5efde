# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""PortalWidget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class PortalWidget(record.Model):
    """A part of a portal page that shows a campaign.

    Attributes:
        id: The id of the widget
        headline: A text in several languages, each under its language code
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    id: str | None = None
    headline: LocalizedText | None = None
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        id: Any = self.id
        if id is not None:
            _out["id"] = id
        headline: Any = self.headline
        if headline is not None:
            _out["headline"] = headline.to_dict()
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
        _made: Self = _model if cls is PortalWidget else record.as_subclass(cls, _model)
        return _made


from .localized_text import LocalizedText  # noqa: E402

record.share_names(PortalWidget.__init__, globals())
_new: Any = object.__new__
_NAMES = {
    "id": "id",
    "headline": "headline",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_headline_from_dict = LocalizedText.from_dict
_read_headline = convert.model_of(LocalizedText.from_dict)
