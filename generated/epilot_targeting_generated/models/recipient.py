# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Recipient."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from attrs import define, field

from .. import record


@define(kw_only=True, repr=False)
class Recipient(record.Model):
    """An entity that a campaign reaches."""

    entity_id: UUID | None = None
    """The id of the entity, which is the id of the recipient too."""

    entity_schema: str | None = None
    """The kind of entity."""

    title: str | None = None
    """The title the entity is shown under."""

    automation_status: AutomationStatus | str | None = None
    """How far the automation of a recipient has got."""

    automation_execution_id: str | None = None
    """The id of the automation execution."""

    portal_status: PortalStatus | str | None = None
    """What a recipient has done with a campaign in the portal."""

    portal_status_updated_at: dt.datetime | None = None
    """When the portal status last changed, by the clock of the service."""

    portal_state: dict[str, Any] | None = None
    """Whatever the portal keeps about the recipient."""

    updated_at: dt.datetime | None = None
    """When the recipient last changed."""

    entity_ui_status: EntityUiStatus | str | None = None
    """What an agent did with a campaign beside an entity. There is no status before `seen`: the first `seen` creates
    the recipient."""

    entity_ui_status_updated_at: dt.datetime | None = None
    """When the entity-UI status last changed."""

    entity_ui_status_before_dismiss: EntityUiStatus | str | None = None
    """What an agent did with a campaign beside an entity. There is no status before `seen`: the first `seen` creates
    the recipient."""

    message_entity_id: str | None = None
    """The id of the message entity of the e-mail."""

    email_status: EmailStatus | str | None = None
    """What became of the e-mail to a recipient."""

    email_status_updated_at: dt.datetime | None = None
    """When the e-mail status last changed."""

    email_bounce_type: EmailBounceType | str | None = None
    """Whether a later e-mail to the same address may arrive."""

    email_bounce_subtype: str | None = None
    """The kind of bounce in more detail."""

    email_complaint_type: str | None = None
    """The kind of complaint."""

    email_bounce_reason: str | None = None
    """Why the e-mail bounced."""

    email_send_error: dict[str, Any] | None = None
    """Why the e-mail was not sent."""

    email_unsubscribed_at: dt.datetime | None = None
    """When the recipient unsubscribed."""

    email_open_count: int | None = None
    """How often the e-mail was opened."""

    email_first_opened_at: dt.datetime | None = None
    """When the e-mail was first opened."""

    email_last_opened_at: dt.datetime | None = None
    """When the e-mail was last opened."""

    email_click_count: int | None = None
    """How often links of the e-mail were clicked."""

    email_first_clicked_at: dt.datetime | None = None
    """When a link of the e-mail was first clicked."""

    email_clicked_links: list[EmailClickedLink] | None = None
    """The links that were clicked."""

    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _entity_id_read: Any = field(default=None, init=False, eq=False, repr=False)
    _portal_status_updated_at_read: Any = field(default=None, init=False, eq=False, repr=False)
    _updated_at_read: Any = field(default=None, init=False, eq=False, repr=False)
    _entity_ui_status_updated_at_read: Any = field(default=None, init=False, eq=False, repr=False)
    _email_status_updated_at_read: Any = field(default=None, init=False, eq=False, repr=False)
    _email_unsubscribed_at_read: Any = field(default=None, init=False, eq=False, repr=False)
    _email_first_opened_at_read: Any = field(default=None, init=False, eq=False, repr=False)
    _email_last_opened_at_read: Any = field(default=None, init=False, eq=False, repr=False)
    _email_first_clicked_at_read: Any = field(default=None, init=False, eq=False, repr=False)


from .automation_status import AutomationStatus  # noqa: E402
from .email_bounce_type import EmailBounceType  # noqa: E402
from .email_clicked_link import EmailClickedLink  # noqa: E402
from .email_status import EmailStatus  # noqa: E402
from .entity_ui_status import EntityUiStatus  # noqa: E402
from .portal_status import PortalStatus  # noqa: E402

record.show_fields(Recipient)
record.share_names(Recipient.__init__, globals())
