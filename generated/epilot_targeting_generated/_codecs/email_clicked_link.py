# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `EmailClickedLink` from JSON, and write it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.email_clicked_link import EmailClickedLink
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    url: Any = self.url
    if url is not None:
        _out["url"] = url
    clicked_at: Any = self.clicked_at
    if clicked_at is not None:
        _out["clicked_at"] = (
            convert.datetime_text(clicked_at)
            if self._clicked_at_read is None
            else record.original_json(self._clicked_at_read, convert.as_datetime, clicked_at)
        )
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(EmailClickedLink)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        url: Any = _all["url"]
        clicked_at: Any = _all["clicked_at"]
    except KeyError:
        (
            url,
            clicked_at,
        ) = map(_src.get, _NAMES)
        _more = True
    _model._clicked_at_read = clicked_at
    if url.__class__ is str:
        pass
    elif url is None:
        _more = True
    elif (url := convert.as_str(url)) is None:
        _lost += ("url",)

    if clicked_at is None:
        _more = True
    else:
        try:
            clicked_at = _moment(clicked_at)
        except (TypeError, ValueError):
            clicked_at = convert.as_datetime(clicked_at)
        if clicked_at is None or clicked_at.tzinfo is None:
            clicked_at = None
            _lost += ("clicked_at",)
    _model.url = url
    _model.clicked_at = clicked_at
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is EmailClickedLink else record.as_subclass(cls, _model)


read_EmailClickedLink: Any = record.bound(from_dict, EmailClickedLink)


_new: Any = object.__new__
_NAMES = {
    "url": "url",
    "clicked_at": "clicked_at",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_moment = dt.datetime.fromisoformat
_USUAL = {
    "url": Usual("str"),
    "clicked_at": Usual("moment", keep="value"),
}
"""How their usual values are read."""

record.bind(EmailClickedLink, to_dict, from_dict)
