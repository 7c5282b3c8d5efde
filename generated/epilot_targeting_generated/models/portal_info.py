# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""PortalInfo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class PortalInfo(convert.Model):
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
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        origin: Any = self.origin
        if origin is not None:
            _out["origin"] = origin
        domain: Any = self.domain
        if domain is not None:
            _out["domain"] = domain
        name: Any = self.name
        if name is not None:
            _out["name"] = name
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
        origin: Any = _data.get("origin")
        if isinstance(origin, str):
            del _data["origin"]
        else:
            origin = None
        domain: Any = _data.get("domain")
        if isinstance(domain, str):
            del _data["domain"]
        else:
            domain = None
        name: Any = _data.get("name")
        if isinstance(name, str):
            del _data["name"]
        else:
            name = None
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            origin=origin,
            domain=domain,
            name=name,
            additional_properties=_data,
        )
        return _model
