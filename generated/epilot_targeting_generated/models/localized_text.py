# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""LocalizedText."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class LocalizedText(convert.Model):
    """A text in several languages, each under its language code.

    Attributes:
        en: The text in English
        de: The text in German
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    en: str | None = None
    de: str | None = None
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        en: Any = self.en
        if en is not None:
            _out["en"] = en
        de: Any = self.de
        if de is not None:
            _out["de"] = de
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
        en: Any = _data.get("en")
        if isinstance(en, str):
            del _data["en"]
        else:
            en = None
        de: Any = _data.get("de")
        if isinstance(de, str):
            del _data["de"]
        else:
            de = None
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            en=en,
            de=de,
            additional_properties=_data,
        )
        return _model
