"""The methods of `FakeTargeting` that set and return its state: campaigns, targets, recipients and jobs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from ..errors import ConfigurationError
from . import _snapshot
from ._service import Service
from ._state import Entity, HasDict, index_by_id, to_json_object


class StateMethods:
    """The part of `FakeTargeting` that sets and returns the state of its service.

    Args:
        service: The service, whose state it is.
    """

    def __init__(self, service: Service) -> None:
        """Keep the service. Its state stays as it is."""
        self._service = service

    def add_campaign(self, campaign: Mapping[str, Any] | HasDict) -> None:
        """Add a copy of a campaign, or replace the one with the same id, whose recipients and job stay.

        Args:
            campaign: A model, or a dict in the shape of the JSON with `_id`. Its attribute `nba` is the next best
                action that `discover_campaigns` returns while the campaign is active.

        Raises:
            KeyError: The dict has no `_id`, or the `id` of the model is None.
        """
        self._service.state.campaigns |= index_by_id([campaign], "_id")
        self._service.state.recipients.setdefault(str(to_json_object(campaign)["_id"]).lower(), {})

    def add_target(self, target: Mapping[str, Any] | HasDict) -> None:
        """Add a copy of a target, or replace the one with the same id. Its fields are not checked.

        Args:
            target: A model, such as `Target`, or a dict in the shape of the JSON. It must have its id.

        Raises:
            KeyError: The dict has no `_id`, or the `id` of the model is None.
        """
        self._service.state.targets |= index_by_id([target], "_id")

    def add_recipients(self, campaign_id: str, recipients: Iterable[Mapping[str, Any] | HasDict]) -> None:
        """Add copies of recipients to a campaign, or replace those with the same ids in their places.

        New ones come last. No fields are added to them. After an error, the recipients are as before.

        Args:
            campaign_id: The id of an existing campaign, in upper or lower case.
            recipients: Models, or dicts in the shape of the JSON with `entity_id`.

        Raises:
            KeyError: There is no such campaign, or a dict has no `entity_id`, or that of a model is None.
        """
        self._service.state.recipients_of(campaign_id).update(index_by_id(recipients, "entity_id"))

    def remove_recipients(self, campaign_id: str, recipient_ids: Iterable[UUID | str]) -> None:
        """Remove recipients from a campaign, as somebody else might do while a list is read.

        Args:
            campaign_id: The id of the campaign, in upper or lower case.
            recipient_ids: The entity ids of the recipients, likewise. Those that are not in the campaign are left out.

        Raises:
            ConfigurationError: `recipient_ids` is one text, and no list.
            KeyError: There is no such campaign.
        """
        if isinstance(recipient_ids, str):
            raise ConfigurationError(f"recipient_ids must be a list, such as [{recipient_ids!r}]")
        self._service.state.recipients_of(campaign_id)  # also without ids, an unknown campaign is an error
        for recipient_id in recipient_ids:
            self._service.state.remove_recipient(campaign_id, str(recipient_id))

    def set_job(self, campaign_id: str, statuses: Iterable[str | None]) -> None:
        """Set the statuses that the next requests for a campaign's job status get, one for each request.

        Example:
            fake.set_job(EXAMPLE_ID, ["queued", "processing", "failed"])

        Args:
            campaign_id: The id of the campaign, in upper or lower case.
            statuses: The statuses. For None, the response says that there is no job. The last one stays. Without any,
                the campaign has no job.

        Raises:
            ConfigurationError: `statuses` is one text, and no list.
            KeyError: There is no such campaign.
        """
        if isinstance(statuses, str):
            raise ConfigurationError(f"statuses must be a list, such as [{statuses!r}]")
        key = campaign_id.lower()
        if key not in self._service.state.campaigns:
            raise KeyError(f"there is no campaign {key}")
        self._service.state.jobs[key] = list(statuses)

    def recipients(self, campaign_id: str) -> list[Entity]:
        """Return copies of the recipients of a campaign, in the shape of the JSON.

        Args:
            campaign_id: The id of an existing campaign, in upper or lower case.

        Raises:
            KeyError: There is no such campaign.
        """
        return [to_json_object(recipient) for recipient in self._service.state.recipients_of(campaign_id).values()]

    def dump_state(self) -> dict[str, Any]:
        """Return a deep copy of the state as a JSON object, such as for `add_state`.

        `campaigns` and `targets` are lists of entities. `recipients` and `jobs` are objects with a list for each
        campaign id: its recipients, and the statuses that the next requests for its job status get, as in
        `set_job`. A campaign without recipients is not in `recipients`.
        """
        return _snapshot.dump(self._service.state)

    def add_state(self, state: Mapping[str, Any]) -> None:
        """Add copies of campaigns, targets, recipients and jobs, or replace those with the same ids.

        The recipients and the job of a campaign stay unless the argument replaces them.

        Args:
            state: An object in the form of `dump_state`. It may have some of its parts only.

        Raises:
            ConfigurationError: It has another form, or names an unknown campaign. The state stays as it was.
        """
        _snapshot.add(self._service.state, state)
