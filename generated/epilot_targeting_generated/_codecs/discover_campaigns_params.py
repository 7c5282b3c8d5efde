# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `DiscoverCampaignsParams` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.discover_campaigns_params import DiscoverCampaignsParams
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    entity_id: Any = self.entity_id
    if entity_id is not None:
        _out["entity_id"] = (
            str(entity_id)
            if self._entity_id_read is None
            else record.original_json(self._entity_id_read, convert.as_uuid, entity_id)
        )
    entity_schema: Any = self.entity_schema
    if entity_schema is not None:
        _out["entity_schema"] = entity_schema
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(DiscoverCampaignsParams)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        entity_id: Any = _all["entity_id"]
        entity_schema: Any = _all["entity_schema"]
    except KeyError:
        (
            entity_id,
            entity_schema,
        ) = map(_src.get, _NAMES)
        _more = True
    _model._entity_id_read = entity_id
    if entity_id is None:
        _more = True
    elif (entity_id := convert.as_uuid(entity_id)) is None:
        _lost += ("entity_id",)

    if entity_schema.__class__ is str:
        pass
    elif entity_schema is None:
        _more = True
    elif (entity_schema := convert.as_str(entity_schema)) is None:
        _lost += ("entity_schema",)

    _model.entity_id = entity_id
    _model.entity_schema = entity_schema
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is DiscoverCampaignsParams else record.as_subclass(cls, _model)


read_DiscoverCampaignsParams: Any = record.bound(from_dict, DiscoverCampaignsParams)


_new: Any = object.__new__
_NAMES = {
    "entity_id": "entity_id",
    "entity_schema": "entity_schema",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_USUAL = {
    "entity_id": Usual("other", convert.as_uuid, keep="value"),
    "entity_schema": Usual("str"),
}
"""How their usual values are read."""

record.bind(DiscoverCampaignsParams, to_dict, from_dict)
