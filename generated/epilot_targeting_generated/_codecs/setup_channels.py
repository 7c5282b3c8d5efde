# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `SetupChannels` from JSON, and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.setup_channels import SetupChannels
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    portal_widget: Any = self.portal_widget
    if portal_widget is not None:
        _out["portal_widget"] = portal_widget.to_dict()
    email: Any = self.email
    if email is not None:
        _out["email"] = email.to_dict()
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(SetupChannels)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 2
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        portal_widget: Any = _all["portal_widget"]
        email: Any = _all["email"]
    except KeyError:
        (
            portal_widget,
            email,
        ) = map(_src.get, _NAMES)
        _more = True
    if portal_widget.__class__ is dict:
        portal_widget = _portal_widget_from_dict(portal_widget)
    elif portal_widget is None:
        _more = True
    elif (portal_widget := _read_portal_widget(portal_widget)) is None:
        _lost += ("portal_widget",)

    if email.__class__ is dict:
        email = _email_from_dict(email)
    elif email is None:
        _more = True
    elif (email := _read_email(email)) is None:
        _lost += ("email",)

    _model.portal_widget = portal_widget
    _model.email = email
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is SetupChannels else record.as_subclass(cls, _model)


read_SetupChannels: Any = record.bound(from_dict, SetupChannels)

from .setup_email import read_SetupEmail  # noqa: E402
from .setup_portal_widget import read_SetupPortalWidget  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "portal_widget": "portal_widget",
    "email": "email",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_portal_widget_from_dict = read_SetupPortalWidget
_read_portal_widget = convert.model_of(read_SetupPortalWidget)
_email_from_dict = read_SetupEmail
_read_email = convert.model_of(read_SetupEmail)
_USUAL = {
    "portal_widget": Usual("model", read_SetupPortalWidget),
    "email": Usual("model", read_SetupEmail),
}
"""How their usual values are read."""

record.bind(SetupChannels, to_dict, from_dict)
