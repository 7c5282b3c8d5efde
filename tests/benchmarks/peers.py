"""The recipients of the spec as models of Pydantic and of msgspec, as their users write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

import attrs

from epilot_targeting.models import AutomationStatus, EmailBounceType, EmailStatus, EntityUiStatus, PortalStatus

PYDANTIC, MSGSPEC = "Pydantic", "msgspec into attrs"
LINK: dict[str, Any] = {"url": str, "clicked_at": dt.datetime}
RECIPIENT: dict[str, Any] = {
    "entity_id": UUID,
    "entity_schema": str,
    "title": str,
    "automation_status": AutomationStatus,
    "automation_execution_id": str,
    "portal_status": PortalStatus,
    "portal_status_updated_at": dt.datetime,
    "portal_state": dict[str, Any],
    "updated_at": dt.datetime,
    "entity_ui_status": EntityUiStatus,
    "entity_ui_status_updated_at": dt.datetime,
    "entity_ui_status_before_dismiss": EntityUiStatus,
    "message_entity_id": str,
    "email_status": EmailStatus,
    "email_status_updated_at": dt.datetime,
    "email_bounce_type": EmailBounceType,
    "email_bounce_subtype": str,
    "email_complaint_type": str,
    "email_bounce_reason": str,
    "email_send_error": dict[str, Any],
    "email_unsubscribed_at": dt.datetime,
    "email_open_count": int,
    "email_first_opened_at": dt.datetime,
    "email_last_opened_at": dt.datetime,
    "email_click_count": int,
    "email_first_clicked_at": dt.datetime,
    "email_clicked_links": list,
}
"""The fields, all optional, and their types. Enums are open, so that a newer value is a string."""
PAGE: dict[str, Any] = {"results": list, "next": str, "total": int}


def pydantic_decoder() -> Callable[[bytes], Any]:
    """Return what reads a page with Pydantic."""
    import pydantic

    def model(name: str, fields: dict[str, Any], item: Any = None) -> Any:
        def optional(kind: Any) -> Any:
            kind = list[item] if kind is list else kind
            return kind | str | None if hasattr(kind, "__members__") else kind | None

        typed: Any = {field: (optional(kind), None) for field, kind in fields.items()}
        return pydantic.create_model(name, **typed)

    recipient = model("Recipient", RECIPIENT, model("Link", LINK))
    decode: Callable[[bytes], Any] = model("Page", PAGE, recipient).model_validate_json
    return decode


def msgspec_decoder() -> Callable[[bytes], Any]:
    """Return what reads a page with msgspec. Its unions hold no enum beside a string: a newer value is an error."""
    import msgspec

    def model(name: str, fields: dict[str, Any], item: Any = None) -> Any:
        def optional(kind: Any) -> Any:
            annotation: Any = (list[item] if kind is list else kind) | None
            return attrs.field(default=None, type=annotation)

        return attrs.make_class(name, {field: optional(kind) for field, kind in fields.items()}, slots=True)

    recipient = model("Recipient", RECIPIENT, model("Link", LINK))
    decode: Callable[[bytes], Any] = msgspec.json.Decoder(model("Page", PAGE, recipient)).decode
    return decode
