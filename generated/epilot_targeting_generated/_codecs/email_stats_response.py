# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `EmailStatsResponse` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.email_stats_response import EmailStatsResponse
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    total_emailed: Any = self.total_emailed
    if total_emailed is not None:
        _out["total_emailed"] = total_emailed
    sent: Any = self.sent
    if sent is not None:
        _out["sent"] = sent
    delivered: Any = self.delivered
    if delivered is not None:
        _out["delivered"] = delivered
    bounced: Any = self.bounced
    if bounced is not None:
        _out["bounced"] = bounced
    bounced_hard: Any = self.bounced_hard
    if bounced_hard is not None:
        _out["bounced_hard"] = bounced_hard
    bounced_soft: Any = self.bounced_soft
    if bounced_soft is not None:
        _out["bounced_soft"] = bounced_soft
    complained: Any = self.complained
    if complained is not None:
        _out["complained"] = complained
    failed: Any = self.failed
    if failed is not None:
        _out["failed"] = failed
    unsubscribed: Any = self.unsubscribed
    if unsubscribed is not None:
        _out["unsubscribed"] = unsubscribed
    opened: Any = self.opened
    if opened is not None:
        _out["opened"] = opened
    clicked: Any = self.clicked
    if clicked is not None:
        _out["clicked"] = clicked
    total_opens: Any = self.total_opens
    if total_opens is not None:
        _out["total_opens"] = total_opens
    total_clicks: Any = self.total_clicks
    if total_clicks is not None:
        _out["total_clicks"] = total_clicks
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(EmailStatsResponse)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 13
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        total_emailed: Any = _all["total_emailed"]
        sent: Any = _all["sent"]
        delivered: Any = _all["delivered"]
        bounced: Any = _all["bounced"]
        bounced_hard: Any = _all["bounced_hard"]
        bounced_soft: Any = _all["bounced_soft"]
        complained: Any = _all["complained"]
        failed: Any = _all["failed"]
        unsubscribed: Any = _all["unsubscribed"]
        opened: Any = _all["opened"]
        clicked: Any = _all["clicked"]
        total_opens: Any = _all["total_opens"]
        total_clicks: Any = _all["total_clicks"]
    except KeyError:
        (
            total_emailed,
            sent,
            delivered,
            bounced,
            bounced_hard,
            bounced_soft,
            complained,
            failed,
            unsubscribed,
            opened,
            clicked,
            total_opens,
            total_clicks,
        ) = map(_src.get, _NAMES)
        _more = True
    if total_emailed is None:
        _more = True
    elif (total_emailed := _read_total_emailed(total_emailed)) is None:
        _lost += ("total_emailed",)

    if sent is None:
        _more = True
    elif (sent := _read_sent(sent)) is None:
        _lost += ("sent",)

    if delivered is None:
        _more = True
    elif (delivered := _read_delivered(delivered)) is None:
        _lost += ("delivered",)

    if bounced is None:
        _more = True
    elif (bounced := _read_bounced(bounced)) is None:
        _lost += ("bounced",)

    if bounced_hard is None:
        _more = True
    elif (bounced_hard := _read_bounced_hard(bounced_hard)) is None:
        _lost += ("bounced_hard",)

    if bounced_soft is None:
        _more = True
    elif (bounced_soft := _read_bounced_soft(bounced_soft)) is None:
        _lost += ("bounced_soft",)

    if complained is None:
        _more = True
    elif (complained := _read_complained(complained)) is None:
        _lost += ("complained",)

    if failed is None:
        _more = True
    elif (failed := _read_failed(failed)) is None:
        _lost += ("failed",)

    if unsubscribed is None:
        _more = True
    elif (unsubscribed := _read_unsubscribed(unsubscribed)) is None:
        _lost += ("unsubscribed",)

    if opened is None:
        _more = True
    elif (opened := _read_opened(opened)) is None:
        _lost += ("opened",)

    if clicked is None:
        _more = True
    elif (clicked := _read_clicked(clicked)) is None:
        _lost += ("clicked",)

    if total_opens is None:
        _more = True
    elif (total_opens := _read_total_opens(total_opens)) is None:
        _lost += ("total_opens",)

    if total_clicks is None:
        _more = True
    elif (total_clicks := _read_total_clicks(total_clicks)) is None:
        _lost += ("total_clicks",)

    _model.total_emailed = total_emailed
    _model.sent = sent
    _model.delivered = delivered
    _model.bounced = bounced
    _model.bounced_hard = bounced_hard
    _model.bounced_soft = bounced_soft
    _model.complained = complained
    _model.failed = failed
    _model.unsubscribed = unsubscribed
    _model.opened = opened
    _model.clicked = clicked
    _model.total_opens = total_opens
    _model.total_clicks = total_clicks
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is EmailStatsResponse else record.as_subclass(cls, _model)


read_EmailStatsResponse: Any = record.bound(from_dict, EmailStatsResponse)


_new: Any = object.__new__
_NAMES = {
    "total_emailed": "total_emailed",
    "sent": "sent",
    "delivered": "delivered",
    "bounced": "bounced",
    "bounced_hard": "bounced_hard",
    "bounced_soft": "bounced_soft",
    "complained": "complained",
    "failed": "failed",
    "unsubscribed": "unsubscribed",
    "opened": "opened",
    "clicked": "clicked",
    "total_opens": "total_opens",
    "total_clicks": "total_clicks",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_total_emailed = convert.as_int
_read_sent = convert.as_int
_read_delivered = convert.as_int
_read_bounced = convert.as_int
_read_bounced_hard = convert.as_int
_read_bounced_soft = convert.as_int
_read_complained = convert.as_int
_read_failed = convert.as_int
_read_unsubscribed = convert.as_int
_read_opened = convert.as_int
_read_clicked = convert.as_int
_read_total_opens = convert.as_int
_read_total_clicks = convert.as_int
_USUAL = {
    "total_emailed": Usual("int"),
    "sent": Usual("int"),
    "delivered": Usual("int"),
    "bounced": Usual("int"),
    "bounced_hard": Usual("int"),
    "bounced_soft": Usual("int"),
    "complained": Usual("int"),
    "failed": Usual("int"),
    "unsubscribed": Usual("int"),
    "opened": Usual("int"),
    "clicked": Usual("int"),
    "total_opens": Usual("int"),
    "total_clicks": Usual("int"),
}
"""How their usual values are read."""

record.bind(EmailStatsResponse, to_dict, from_dict)
