# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `SetupPortalWidget` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.setup_portal_widget import SetupPortalWidget
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    portal_id: Any = self.portal_id
    if portal_id is not None:
        _out["portal_id"] = (
            str(portal_id)
            if self._portal_id_read is None
            else record.original_json(self._portal_id_read, convert.as_uuid, portal_id)
        )
    block_id: Any = self.block_id
    if block_id is not None:
        _out["block_id"] = (
            str(block_id)
            if self._block_id_read is None
            else record.original_json(self._block_id_read, convert.as_uuid, block_id)
        )
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(SetupPortalWidget)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        portal_id: Any = _all["portal_id"]
        block_id: Any = _all["block_id"]
    except KeyError:
        (
            portal_id,
            block_id,
        ) = map(_src.get, _NAMES)
        _more = True
    _model._portal_id_read = portal_id
    _model._block_id_read = block_id
    if portal_id is None:
        _more = True
    elif (portal_id := convert.as_uuid(portal_id)) is None:
        _lost += ("portal_id",)

    if block_id is None:
        _more = True
    elif (block_id := convert.as_uuid(block_id)) is None:
        _lost += ("block_id",)

    _model.portal_id = portal_id
    _model.block_id = block_id
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is SetupPortalWidget else record.as_subclass(cls, _model)


read_SetupPortalWidget: Any = record.bound(from_dict, SetupPortalWidget)


_new: Any = object.__new__
_NAMES = {
    "portal_id": "portal_id",
    "block_id": "block_id",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_USUAL = {
    "portal_id": Usual("other", convert.as_uuid, keep="value"),
    "block_id": Usual("other", convert.as_uuid, keep="value"),
}
"""How their usual values are read."""

record.bind(SetupPortalWidget, to_dict, from_dict)
