# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `Recipient` from JSON, and write it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.recipient import Recipient
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
    title: Any = self.title
    if title is not None:
        _out["title"] = title
    automation_status: Any = self.automation_status
    if automation_status is not None:
        _out["automation_status"] = str(automation_status)
    automation_execution_id: Any = self.automation_execution_id
    if automation_execution_id is not None:
        _out["automation_execution_id"] = automation_execution_id
    portal_status: Any = self.portal_status
    if portal_status is not None:
        _out["portal_status"] = str(portal_status)
    portal_status_updated_at: Any = self.portal_status_updated_at
    if portal_status_updated_at is not None:
        _out["portal_status_updated_at"] = (
            convert.datetime_text(portal_status_updated_at)
            if self._portal_status_updated_at_read is None
            else record.original_json(
                self._portal_status_updated_at_read, convert.as_datetime, portal_status_updated_at
            )
        )
    portal_state: Any = self.portal_state
    if portal_state is not None:
        _out["portal_state"] = portal_state
    updated_at: Any = self.updated_at
    if updated_at is not None:
        _out["updated_at"] = (
            convert.datetime_text(updated_at)
            if self._updated_at_read is None
            else record.original_json(self._updated_at_read, convert.as_datetime, updated_at)
        )
    entity_ui_status: Any = self.entity_ui_status
    if entity_ui_status is not None:
        _out["entity_ui_status"] = str(entity_ui_status)
    entity_ui_status_updated_at: Any = self.entity_ui_status_updated_at
    if entity_ui_status_updated_at is not None:
        _out["entity_ui_status_updated_at"] = (
            convert.datetime_text(entity_ui_status_updated_at)
            if self._entity_ui_status_updated_at_read is None
            else record.original_json(
                self._entity_ui_status_updated_at_read, convert.as_datetime, entity_ui_status_updated_at
            )
        )
    entity_ui_status_before_dismiss: Any = self.entity_ui_status_before_dismiss
    if entity_ui_status_before_dismiss is not None:
        _out["entity_ui_status_before_dismiss"] = str(entity_ui_status_before_dismiss)
    message_entity_id: Any = self.message_entity_id
    if message_entity_id is not None:
        _out["message_entity_id"] = message_entity_id
    email_status: Any = self.email_status
    if email_status is not None:
        _out["email_status"] = str(email_status)
    email_status_updated_at: Any = self.email_status_updated_at
    if email_status_updated_at is not None:
        _out["email_status_updated_at"] = (
            convert.datetime_text(email_status_updated_at)
            if self._email_status_updated_at_read is None
            else record.original_json(self._email_status_updated_at_read, convert.as_datetime, email_status_updated_at)
        )
    email_bounce_type: Any = self.email_bounce_type
    if email_bounce_type is not None:
        _out["email_bounce_type"] = str(email_bounce_type)
    email_bounce_subtype: Any = self.email_bounce_subtype
    if email_bounce_subtype is not None:
        _out["email_bounce_subtype"] = email_bounce_subtype
    email_complaint_type: Any = self.email_complaint_type
    if email_complaint_type is not None:
        _out["email_complaint_type"] = email_complaint_type
    email_bounce_reason: Any = self.email_bounce_reason
    if email_bounce_reason is not None:
        _out["email_bounce_reason"] = email_bounce_reason
    email_send_error: Any = self.email_send_error
    if email_send_error is not None:
        _out["email_send_error"] = email_send_error
    email_unsubscribed_at: Any = self.email_unsubscribed_at
    if email_unsubscribed_at is not None:
        _out["email_unsubscribed_at"] = (
            convert.datetime_text(email_unsubscribed_at)
            if self._email_unsubscribed_at_read is None
            else record.original_json(self._email_unsubscribed_at_read, convert.as_datetime, email_unsubscribed_at)
        )
    email_open_count: Any = self.email_open_count
    if email_open_count is not None:
        _out["email_open_count"] = email_open_count
    email_first_opened_at: Any = self.email_first_opened_at
    if email_first_opened_at is not None:
        _out["email_first_opened_at"] = (
            convert.datetime_text(email_first_opened_at)
            if self._email_first_opened_at_read is None
            else record.original_json(self._email_first_opened_at_read, convert.as_datetime, email_first_opened_at)
        )
    email_last_opened_at: Any = self.email_last_opened_at
    if email_last_opened_at is not None:
        _out["email_last_opened_at"] = (
            convert.datetime_text(email_last_opened_at)
            if self._email_last_opened_at_read is None
            else record.original_json(self._email_last_opened_at_read, convert.as_datetime, email_last_opened_at)
        )
    email_click_count: Any = self.email_click_count
    if email_click_count is not None:
        _out["email_click_count"] = email_click_count
    email_first_clicked_at: Any = self.email_first_clicked_at
    if email_first_clicked_at is not None:
        _out["email_first_clicked_at"] = (
            convert.datetime_text(email_first_clicked_at)
            if self._email_first_clicked_at_read is None
            else record.original_json(self._email_first_clicked_at_read, convert.as_datetime, email_first_clicked_at)
        )
    email_clicked_links: Any = self.email_clicked_links
    if email_clicked_links is not None:
        _out["email_clicked_links"] = record.refill(
            [item if item is None else item.to_dict() for item in email_clicked_links],
            _out.get("email_clicked_links"),
            _read_email_clicked_links,
        )
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(Recipient)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 27
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        entity_id: Any = _all["entity_id"]
        entity_schema: Any = _all["entity_schema"]
        title: Any = _all["title"]
        automation_status: Any = _all["automation_status"]
        automation_execution_id: Any = _all["automation_execution_id"]
        portal_status: Any = _all["portal_status"]
        portal_status_updated_at: Any = _all["portal_status_updated_at"]
        portal_state: Any = _all["portal_state"]
        updated_at: Any = _all["updated_at"]
        entity_ui_status: Any = _all["entity_ui_status"]
        entity_ui_status_updated_at: Any = _all["entity_ui_status_updated_at"]
        entity_ui_status_before_dismiss: Any = _all["entity_ui_status_before_dismiss"]
        message_entity_id: Any = _all["message_entity_id"]
        email_status: Any = _all["email_status"]
        email_status_updated_at: Any = _all["email_status_updated_at"]
        email_bounce_type: Any = _all["email_bounce_type"]
        email_bounce_subtype: Any = _all["email_bounce_subtype"]
        email_complaint_type: Any = _all["email_complaint_type"]
        email_bounce_reason: Any = _all["email_bounce_reason"]
        email_send_error: Any = _all["email_send_error"]
        email_unsubscribed_at: Any = _all["email_unsubscribed_at"]
        email_open_count: Any = _all["email_open_count"]
        email_first_opened_at: Any = _all["email_first_opened_at"]
        email_last_opened_at: Any = _all["email_last_opened_at"]
        email_click_count: Any = _all["email_click_count"]
        email_first_clicked_at: Any = _all["email_first_clicked_at"]
        email_clicked_links: Any = _all["email_clicked_links"]
    except KeyError:
        (
            entity_id,
            entity_schema,
            title,
            automation_status,
            automation_execution_id,
            portal_status,
            portal_status_updated_at,
            portal_state,
            updated_at,
            entity_ui_status,
            entity_ui_status_updated_at,
            entity_ui_status_before_dismiss,
            message_entity_id,
            email_status,
            email_status_updated_at,
            email_bounce_type,
            email_bounce_subtype,
            email_complaint_type,
            email_bounce_reason,
            email_send_error,
            email_unsubscribed_at,
            email_open_count,
            email_first_opened_at,
            email_last_opened_at,
            email_click_count,
            email_first_clicked_at,
            email_clicked_links,
        ) = map(_src.get, _NAMES)
        _more = True
    _model._entity_id_read = entity_id
    _model._portal_status_updated_at_read = portal_status_updated_at
    _model._updated_at_read = updated_at
    _model._entity_ui_status_updated_at_read = entity_ui_status_updated_at
    _model._email_status_updated_at_read = email_status_updated_at
    _model._email_unsubscribed_at_read = email_unsubscribed_at
    _model._email_first_opened_at_read = email_first_opened_at
    _model._email_last_opened_at_read = email_last_opened_at
    _model._email_first_clicked_at_read = email_first_clicked_at
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

    if title.__class__ is str:
        pass
    elif title is None:
        _more = True
    elif (title := convert.as_str(title)) is None:
        _lost += ("title",)

    try:
        automation_status = _known_automation_status[automation_status]
    except (KeyError, TypeError):
        automation_status = _read_automation_status(automation_status)
        if automation_status is None:
            _lost += ("automation_status",)
    if automation_status is None:
        _more = True
    if automation_execution_id.__class__ is str:
        pass
    elif automation_execution_id is None:
        _more = True
    elif (automation_execution_id := convert.as_str(automation_execution_id)) is None:
        _lost += ("automation_execution_id",)

    try:
        portal_status = _known_portal_status[portal_status]
    except (KeyError, TypeError):
        portal_status = _read_portal_status(portal_status)
        if portal_status is None:
            _lost += ("portal_status",)
    if portal_status is None:
        _more = True
    if portal_status_updated_at is None:
        _more = True
    else:
        try:
            portal_status_updated_at = _moment(portal_status_updated_at)
        except (TypeError, ValueError):
            portal_status_updated_at = convert.as_datetime(portal_status_updated_at)
        if portal_status_updated_at is None or portal_status_updated_at.tzinfo is None:
            portal_status_updated_at = None
            _lost += ("portal_status_updated_at",)
    if portal_state.__class__ is dict:
        pass
    elif portal_state is None:
        _more = True
    elif (portal_state := convert.as_dict(portal_state)) is None:
        _lost += ("portal_state",)

    if updated_at is None:
        _more = True
    else:
        try:
            updated_at = _moment(updated_at)
        except (TypeError, ValueError):
            updated_at = convert.as_datetime(updated_at)
        if updated_at is None or updated_at.tzinfo is None:
            updated_at = None
            _lost += ("updated_at",)
    try:
        entity_ui_status = _known_entity_ui_status[entity_ui_status]
    except (KeyError, TypeError):
        entity_ui_status = _read_entity_ui_status(entity_ui_status)
        if entity_ui_status is None:
            _lost += ("entity_ui_status",)
    if entity_ui_status is None:
        _more = True
    if entity_ui_status_updated_at is None:
        _more = True
    else:
        try:
            entity_ui_status_updated_at = _moment(entity_ui_status_updated_at)
        except (TypeError, ValueError):
            entity_ui_status_updated_at = convert.as_datetime(entity_ui_status_updated_at)
        if entity_ui_status_updated_at is None or entity_ui_status_updated_at.tzinfo is None:
            entity_ui_status_updated_at = None
            _lost += ("entity_ui_status_updated_at",)
    try:
        entity_ui_status_before_dismiss = _known_entity_ui_status_before_dismiss[entity_ui_status_before_dismiss]
    except (KeyError, TypeError):
        entity_ui_status_before_dismiss = _read_entity_ui_status_before_dismiss(entity_ui_status_before_dismiss)
        if entity_ui_status_before_dismiss is None:
            _lost += ("entity_ui_status_before_dismiss",)
    if entity_ui_status_before_dismiss is None:
        _more = True
    if message_entity_id.__class__ is str:
        pass
    elif message_entity_id is None:
        _more = True
    elif (message_entity_id := convert.as_str(message_entity_id)) is None:
        _lost += ("message_entity_id",)

    try:
        email_status = _known_email_status[email_status]
    except (KeyError, TypeError):
        email_status = _read_email_status(email_status)
        if email_status is None:
            _lost += ("email_status",)
    if email_status is None:
        _more = True
    if email_status_updated_at is None:
        _more = True
    else:
        try:
            email_status_updated_at = _moment(email_status_updated_at)
        except (TypeError, ValueError):
            email_status_updated_at = convert.as_datetime(email_status_updated_at)
        if email_status_updated_at is None or email_status_updated_at.tzinfo is None:
            email_status_updated_at = None
            _lost += ("email_status_updated_at",)
    try:
        email_bounce_type = _known_email_bounce_type[email_bounce_type]
    except (KeyError, TypeError):
        email_bounce_type = _read_email_bounce_type(email_bounce_type)
        if email_bounce_type is None:
            _lost += ("email_bounce_type",)
    if email_bounce_type is None:
        _more = True
    if email_bounce_subtype.__class__ is str:
        pass
    elif email_bounce_subtype is None:
        _more = True
    elif (email_bounce_subtype := convert.as_str(email_bounce_subtype)) is None:
        _lost += ("email_bounce_subtype",)

    if email_complaint_type.__class__ is str:
        pass
    elif email_complaint_type is None:
        _more = True
    elif (email_complaint_type := convert.as_str(email_complaint_type)) is None:
        _lost += ("email_complaint_type",)

    if email_bounce_reason.__class__ is str:
        pass
    elif email_bounce_reason is None:
        _more = True
    elif (email_bounce_reason := convert.as_str(email_bounce_reason)) is None:
        _lost += ("email_bounce_reason",)

    if email_send_error.__class__ is dict:
        pass
    elif email_send_error is None:
        _more = True
    elif (email_send_error := convert.as_dict(email_send_error)) is None:
        _lost += ("email_send_error",)

    if email_unsubscribed_at is None:
        _more = True
    else:
        try:
            email_unsubscribed_at = _moment(email_unsubscribed_at)
        except (TypeError, ValueError):
            email_unsubscribed_at = convert.as_datetime(email_unsubscribed_at)
        if email_unsubscribed_at is None or email_unsubscribed_at.tzinfo is None:
            email_unsubscribed_at = None
            _lost += ("email_unsubscribed_at",)
    if email_open_count is None:
        _more = True
    elif (email_open_count := _read_email_open_count(email_open_count)) is None:
        _lost += ("email_open_count",)

    if email_first_opened_at is None:
        _more = True
    else:
        try:
            email_first_opened_at = _moment(email_first_opened_at)
        except (TypeError, ValueError):
            email_first_opened_at = convert.as_datetime(email_first_opened_at)
        if email_first_opened_at is None or email_first_opened_at.tzinfo is None:
            email_first_opened_at = None
            _lost += ("email_first_opened_at",)
    if email_last_opened_at is None:
        _more = True
    else:
        try:
            email_last_opened_at = _moment(email_last_opened_at)
        except (TypeError, ValueError):
            email_last_opened_at = convert.as_datetime(email_last_opened_at)
        if email_last_opened_at is None or email_last_opened_at.tzinfo is None:
            email_last_opened_at = None
            _lost += ("email_last_opened_at",)
    if email_click_count is None:
        _more = True
    elif (email_click_count := _read_email_click_count(email_click_count)) is None:
        _lost += ("email_click_count",)

    if email_first_clicked_at is None:
        _more = True
    else:
        try:
            email_first_clicked_at = _moment(email_first_clicked_at)
        except (TypeError, ValueError):
            email_first_clicked_at = convert.as_datetime(email_first_clicked_at)
        if email_first_clicked_at is None or email_first_clicked_at.tzinfo is None:
            email_first_clicked_at = None
            _lost += ("email_first_clicked_at",)
    if email_clicked_links is None:
        _more = True
    elif (email_clicked_links := _read_email_clicked_links(email_clicked_links)) is None or len(
        email_clicked_links
    ) != len(_src["email_clicked_links"]):
        _lost += ("email_clicked_links",)

    _model.entity_id = entity_id
    _model.entity_schema = entity_schema
    _model.title = title
    _model.automation_status = automation_status
    _model.automation_execution_id = automation_execution_id
    _model.portal_status = portal_status
    _model.portal_status_updated_at = portal_status_updated_at
    _model.portal_state = portal_state
    _model.updated_at = updated_at
    _model.entity_ui_status = entity_ui_status
    _model.entity_ui_status_updated_at = entity_ui_status_updated_at
    _model.entity_ui_status_before_dismiss = entity_ui_status_before_dismiss
    _model.message_entity_id = message_entity_id
    _model.email_status = email_status
    _model.email_status_updated_at = email_status_updated_at
    _model.email_bounce_type = email_bounce_type
    _model.email_bounce_subtype = email_bounce_subtype
    _model.email_complaint_type = email_complaint_type
    _model.email_bounce_reason = email_bounce_reason
    _model.email_send_error = email_send_error
    _model.email_unsubscribed_at = email_unsubscribed_at
    _model.email_open_count = email_open_count
    _model.email_first_opened_at = email_first_opened_at
    _model.email_last_opened_at = email_last_opened_at
    _model.email_click_count = email_click_count
    _model.email_first_clicked_at = email_first_clicked_at
    _model.email_clicked_links = email_clicked_links
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is Recipient else record.as_subclass(cls, _model)


read_Recipient: Any = record.bound(from_dict, Recipient)

from ..models.automation_status import AutomationStatus  # noqa: E402
from ..models.email_bounce_type import EmailBounceType  # noqa: E402
from ..models.email_status import EmailStatus  # noqa: E402
from ..models.entity_ui_status import EntityUiStatus  # noqa: E402
from ..models.portal_status import PortalStatus  # noqa: E402
from .email_clicked_link import read_EmailClickedLink  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "entity_id": "entity_id",
    "entity_schema": "entity_schema",
    "title": "title",
    "automation_status": "automation_status",
    "automation_execution_id": "automation_execution_id",
    "portal_status": "portal_status",
    "portal_status_updated_at": "portal_status_updated_at",
    "portal_state": "portal_state",
    "updated_at": "updated_at",
    "entity_ui_status": "entity_ui_status",
    "entity_ui_status_updated_at": "entity_ui_status_updated_at",
    "entity_ui_status_before_dismiss": "entity_ui_status_before_dismiss",
    "message_entity_id": "message_entity_id",
    "email_status": "email_status",
    "email_status_updated_at": "email_status_updated_at",
    "email_bounce_type": "email_bounce_type",
    "email_bounce_subtype": "email_bounce_subtype",
    "email_complaint_type": "email_complaint_type",
    "email_bounce_reason": "email_bounce_reason",
    "email_send_error": "email_send_error",
    "email_unsubscribed_at": "email_unsubscribed_at",
    "email_open_count": "email_open_count",
    "email_first_opened_at": "email_first_opened_at",
    "email_last_opened_at": "email_last_opened_at",
    "email_click_count": "email_click_count",
    "email_first_clicked_at": "email_first_clicked_at",
    "email_clicked_links": "email_clicked_links",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_moment = dt.datetime.fromisoformat
_known_automation_status = convert.by_value(AutomationStatus)
_read_automation_status = convert.enum_of(AutomationStatus)
_known_portal_status = convert.by_value(PortalStatus)
_read_portal_status = convert.enum_of(PortalStatus)
_known_entity_ui_status = convert.by_value(EntityUiStatus)
_read_entity_ui_status = convert.enum_of(EntityUiStatus)
_known_entity_ui_status_before_dismiss = convert.by_value(EntityUiStatus)
_read_entity_ui_status_before_dismiss = convert.enum_of(EntityUiStatus)
_known_email_status = convert.by_value(EmailStatus)
_read_email_status = convert.enum_of(EmailStatus)
_known_email_bounce_type = convert.by_value(EmailBounceType)
_read_email_bounce_type = convert.enum_of(EmailBounceType)
_read_email_open_count = convert.as_int
_read_email_click_count = convert.as_int
_read_email_clicked_links = convert.models_of(read_EmailClickedLink)
_USUAL = {
    "entity_id": Usual("other", convert.as_uuid, keep="value"),
    "entity_schema": Usual("str"),
    "title": Usual("str"),
    "automation_status": Usual("enum", _known_automation_status),
    "automation_execution_id": Usual("str"),
    "portal_status": Usual("enum", _known_portal_status),
    "portal_status_updated_at": Usual("moment", keep="value"),
    "portal_state": Usual("dict"),
    "updated_at": Usual("moment", keep="value"),
    "entity_ui_status": Usual("enum", _known_entity_ui_status),
    "entity_ui_status_updated_at": Usual("moment", keep="value"),
    "entity_ui_status_before_dismiss": Usual("enum", _known_entity_ui_status_before_dismiss),
    "message_entity_id": Usual("str"),
    "email_status": Usual("enum", _known_email_status),
    "email_status_updated_at": Usual("moment", keep="value"),
    "email_bounce_type": Usual("enum", _known_email_bounce_type),
    "email_bounce_subtype": Usual("str"),
    "email_complaint_type": Usual("str"),
    "email_bounce_reason": Usual("str"),
    "email_send_error": Usual("dict"),
    "email_unsubscribed_at": Usual("moment", keep="value"),
    "email_open_count": Usual("int"),
    "email_first_opened_at": Usual("moment", keep="value"),
    "email_last_opened_at": Usual("moment", keep="value"),
    "email_click_count": Usual("int"),
    "email_first_clicked_at": Usual("moment", keep="value"),
    "email_clicked_links": Usual("list", _read_email_clicked_links),
}
"""How their usual values are read."""

record.bind(Recipient, to_dict, from_dict)
