# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""PortalInfo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class PortalInfo(record.Model):
    """What a portal is called, and where it is found.

    Attributes:
        origin: The kind of portal
        domain: The domain the portal is served from
        name: The name of the portal
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    origin: str | None = None
    domain: str | None = None
    name: str | None = None
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
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
        _made: Self = _model if cls is PortalInfo else record.as_subclass(cls, _model)
        return _made


_new: Any = object.__new__
_NAMES = {
    "origin": "origin",
    "domain": "domain",
    "name": "name",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
