# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `SetupJourney` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.setup_journey import SetupJourney
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    journey_id: Any = self.journey_id
    if journey_id is not None:
        _out["journey_id"] = (
            str(journey_id)
            if self._journey_id_read is None
            else record.original_json(self._journey_id_read, convert.as_uuid, journey_id)
        )
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(SetupJourney)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 1
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        journey_id: Any = _all["journey_id"]
    except KeyError:
        (journey_id,) = map(_src.get, _NAMES)
        _more = True
    _model._journey_id_read = journey_id
    if journey_id is None:
        _more = True
    elif (journey_id := convert.as_uuid(journey_id)) is None:
        _lost += ("journey_id",)

    _model.journey_id = journey_id
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is SetupJourney else record.as_subclass(cls, _model)


read_SetupJourney: Any = record.bound(from_dict, SetupJourney)


_new: Any = object.__new__
_NAMES = {
    "journey_id": "journey_id",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_USUAL = {
    "journey_id": Usual("other", convert.as_uuid, keep="value"),
}
"""How their usual values are read."""

record.bind(SetupJourney, to_dict, from_dict)
