# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `DiscoverResult` from JSON, and write it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.discover_result import DiscoverResult
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    campaign_id: Any = self.campaign_id
    if campaign_id is not None:
        _out["campaign_id"] = (
            str(campaign_id)
            if self._campaign_id_read is None
            else record.original_json(self._campaign_id_read, convert.as_uuid, campaign_id)
        )
    nba: Any = self.nba
    if nba is not None:
        _out["nba"] = nba.to_dict()
    status: Any = self.status
    if status is not None:
        _out["status"] = str(status)
    status_updated_at: Any = self.status_updated_at
    if status_updated_at is not None:
        _out["status_updated_at"] = (
            convert.datetime_text(status_updated_at)
            if self._status_updated_at_read is None
            else record.original_json(self._status_updated_at_read, convert.as_datetime, status_updated_at)
        )
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(DiscoverResult)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 4
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        campaign_id: Any = _all["campaign_id"]
        nba: Any = _all["nba"]
        status: Any = _all["status"]
        status_updated_at: Any = _all["status_updated_at"]
    except KeyError:
        (
            campaign_id,
            nba,
            status,
            status_updated_at,
        ) = map(_src.get, _NAMES)
        _more = True
    _model._campaign_id_read = campaign_id
    _model._status_updated_at_read = status_updated_at
    if campaign_id is None:
        _more = True
    elif (campaign_id := convert.as_uuid(campaign_id)) is None:
        _lost += ("campaign_id",)

    if nba.__class__ is dict:
        nba = _nba_from_dict(nba)
    elif nba is None:
        _more = True
    elif (nba := _read_nba(nba)) is None:
        _lost += ("nba",)

    try:
        status = _known_status[status]
    except (KeyError, TypeError):
        status = _read_status(status)
        if status is None:
            _lost += ("status",)
    if status is None:
        _more = True
    if status_updated_at is None:
        _more = True
    else:
        try:
            status_updated_at = _moment(status_updated_at)
        except (TypeError, ValueError):
            status_updated_at = convert.as_datetime(status_updated_at)
        if status_updated_at is None or status_updated_at.tzinfo is None:
            status_updated_at = None
            _lost += ("status_updated_at",)
    _model.campaign_id = campaign_id
    _model.nba = nba
    _model.status = status
    _model.status_updated_at = status_updated_at
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is DiscoverResult else record.as_subclass(cls, _model)


read_DiscoverResult: Any = record.bound(from_dict, DiscoverResult)

from ..models.entity_ui_status import EntityUiStatus  # noqa: E402
from .next_best_action import read_NextBestAction  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "campaign_id": "campaign_id",
    "nba": "nba",
    "status": "status",
    "status_updated_at": "status_updated_at",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_moment = dt.datetime.fromisoformat
_nba_from_dict = read_NextBestAction
_read_nba = convert.model_of(read_NextBestAction)
_known_status = convert.by_value(EntityUiStatus)
_read_status = convert.enum_of(EntityUiStatus)
_USUAL = {
    "campaign_id": Usual("other", convert.as_uuid, keep="value"),
    "nba": Usual("model", read_NextBestAction),
    "status": Usual("enum", _known_status),
    "status_updated_at": Usual("moment", keep="value"),
}
"""How their usual values are read."""

record.bind(DiscoverResult, to_dict, from_dict)
