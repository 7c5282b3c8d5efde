# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Campaign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class Campaign(convert.Model):
    """An effort to reach the entities of a target.

    Attributes:
        id: The id of the entity
        org: The id of the organisation the entity belongs to
        owners: Who owns the entity
        schema: The kind of entity
        title: The title the entity is shown under
        tags: The tags of an entity; null is as good as none
        created_at: When the entity was made
        updated_at: When the entity was last changed
        acl: Who besides the owners may do what with an entity. Each entry names an organisation or a user that the entity is shared with.
        name: The name of the campaign
        goal: What the campaign is for
        status: Where a campaign stands
        start_date: The day the campaign begins
        end_date: The day the campaign ends
        flow_id: The id of the automation flow that runs for each recipient
        job_id: The id of the job that starts the automations
        target: A link to other entities
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    id: UUID | None = None
    org: str | None = None
    owners: list[BaseEntityOwner] | None = None
    schema: str | None = None
    title: str | None = None
    tags: list[str] | None = None
    created_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    acl: BaseEntityAcl | None = None
    name: str | None = None
    goal: str | None = None
    status: CampaignStatus | str | None = None
    start_date: dt.date | None = None
    end_date: dt.date | None = None
    flow_id: str | None = None
    job_id: str | None = None
    target: BaseRelation | None = None
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        id: Any = self.id
        if id is not None:
            _out["_id"] = str(id)
        org: Any = self.org
        if org is not None:
            _out["_org"] = org
        owners: Any = self.owners
        if owners is not None:
            _out["_owners"] = convert.refill(
                [item if item is None else item.to_dict() for item in owners], _out.get("_owners")
            )
        schema: Any = self.schema
        if schema is not None:
            _out["_schema"] = schema
        title: Any = self.title
        if title is not None:
            _out["_title"] = title
        tags: Any = self.tags
        if tags is not None:
            _out["_tags"] = convert.refill(tags, _out.get("_tags"))
        created_at: Any = self.created_at
        if created_at is not None:
            _out["_created_at"] = convert.datetime_text(created_at)
        updated_at: Any = self.updated_at
        if updated_at is not None:
            _out["_updated_at"] = convert.datetime_text(updated_at)
        acl: Any = self.acl
        if acl is not None:
            _out["_acl"] = acl.to_dict()
        name: Any = self.name
        if name is not None:
            _out["name"] = name
        goal: Any = self.goal
        if goal is not None:
            _out["goal"] = goal
        status: Any = self.status
        if status is not None:
            _out["status"] = str(status)
        start_date: Any = self.start_date
        if start_date is not None:
            _out["start_date"] = str(start_date)
        end_date: Any = self.end_date
        if end_date is not None:
            _out["end_date"] = str(end_date)
        flow_id: Any = self.flow_id
        if flow_id is not None:
            _out["flow_id"] = flow_id
        job_id: Any = self.job_id
        if job_id is not None:
            _out["job_id"] = job_id
        target: Any = self.target
        if target is not None:
            _out["target"] = target.to_dict()
        if self._kept is not None:
            convert.restore(_out, self._kept, self)
        return _out

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a JSON object.

        Args:
            src_dict: The object; it is not changed.

        Returns:
            The model. A value that is null, or not what the spec says, reads None and stays in
            `additional_properties`, under its wire name.

        Raises:
            TypeError: It is no object.
        """
        _data = convert.members(src_dict)
        _kept: convert.Kept = {}
        id: Any = _read_id(_data.get("_id"))
        if id is not None:
            convert.keep(_kept, "id", "_id", id, _data["_id"])
            del _data["_id"]
        org: Any = _data.get("_org")
        if isinstance(org, str):
            del _data["_org"]
        else:
            org = None
        owners: Any = _read_owners(_data.get("_owners"))
        if owners is not None and convert.is_whole(owners):
            del _data["_owners"]
        schema: Any = _data.get("_schema")
        if isinstance(schema, str):
            del _data["_schema"]
        else:
            schema = None
        title: Any = _data.get("_title")
        if isinstance(title, str):
            del _data["_title"]
        else:
            title = None
        tags: Any = _read_tags(_data.get("_tags"))
        if tags is not None and convert.is_whole(tags):
            del _data["_tags"]
        created_at: Any = _read_created_at(_data.get("_created_at"))
        if created_at is not None:
            convert.keep(_kept, "created_at", "_created_at", created_at, _data["_created_at"])
            del _data["_created_at"]
        updated_at: Any = _read_updated_at(_data.get("_updated_at"))
        if updated_at is not None:
            convert.keep(_kept, "updated_at", "_updated_at", updated_at, _data["_updated_at"])
            del _data["_updated_at"]
        acl: Any = _read_acl(_data.get("_acl"))
        if acl is not None:
            del _data["_acl"]
        name: Any = _data.get("name")
        if isinstance(name, str):
            del _data["name"]
        else:
            name = None
        goal: Any = _data.get("goal")
        if isinstance(goal, str):
            del _data["goal"]
        else:
            goal = None
        status: Any = _read_status(_data.get("status"))
        if status is not None:
            del _data["status"]
        start_date: Any = _read_start_date(_data.get("start_date"))
        if start_date is not None:
            convert.keep(_kept, "start_date", "start_date", start_date, _data["start_date"])
            del _data["start_date"]
        end_date: Any = _read_end_date(_data.get("end_date"))
        if end_date is not None:
            convert.keep(_kept, "end_date", "end_date", end_date, _data["end_date"])
            del _data["end_date"]
        flow_id: Any = _data.get("flow_id")
        if isinstance(flow_id, str):
            del _data["flow_id"]
        else:
            flow_id = None
        job_id: Any = _data.get("job_id")
        if isinstance(job_id, str):
            del _data["job_id"]
        else:
            job_id = None
        target: Any = _read_target(_data.get("target"))
        if target is not None:
            del _data["target"]
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            id=id,
            org=org,
            owners=owners,
            schema=schema,
            title=title,
            tags=tags,
            created_at=created_at,
            updated_at=updated_at,
            acl=acl,
            name=name,
            goal=goal,
            status=status,
            start_date=start_date,
            end_date=end_date,
            flow_id=flow_id,
            job_id=job_id,
            target=target,
            additional_properties=_data,
        )
        if _kept:
            _model._kept = _kept
        return _model


from .base_entity_acl import BaseEntityAcl  # noqa: E402
from .base_entity_owner import BaseEntityOwner  # noqa: E402
from .base_relation import BaseRelation  # noqa: E402
from .campaign_status import CampaignStatus  # noqa: E402

_read_id = convert.as_uuid
_read_owners = convert.list_of(convert.model_of(BaseEntityOwner.from_dict))
_read_tags = convert.list_of(convert.as_str)
_read_created_at = convert.as_datetime
_read_updated_at = convert.as_datetime
_read_acl = convert.model_of(BaseEntityAcl.from_dict)
_read_status = convert.enum_of(CampaignStatus)
_read_start_date = convert.as_date
_read_end_date = convert.as_date
_read_target = convert.model_of(BaseRelation.from_dict)
