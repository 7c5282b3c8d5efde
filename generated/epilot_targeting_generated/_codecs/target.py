# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Read `Target` from JSON, and write it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from .. import convert, record
from ..models.target import Target
from ..shapes import Usual


def to_dict(self: Any) -> dict[str, Any]:
    """Return the JSON object of a model, without the fields that are None."""
    _out: dict[str, Any] = {**self._additional} if self._additional else {}
    id: Any = self.id
    if id is not None:
        _out["_id"] = str(id) if self._id_read is None else record.original_json(self._id_read, convert.as_uuid, id)
    org: Any = self.org
    if org is not None:
        _out["_org"] = org
    owners: Any = self.owners
    if owners is not None:
        _out["_owners"] = record.refill(
            [item if item is None else item.to_dict() for item in owners], _out.get("_owners"), _read_owners
        )
    schema: Any = self.schema
    if schema is not None:
        _out["_schema"] = schema
    title: Any = self.title
    if title is not None:
        _out["_title"] = title
    tags: Any = self.tags
    if tags is not None:
        _out["_tags"] = record.refill(tags, _out.get("_tags"), _read_tags)
    created_at: Any = self.created_at
    if created_at is not None:
        _out["_created_at"] = (
            convert.datetime_text(created_at)
            if self._created_at_read is None
            else record.original_json(self._created_at_read, convert.as_datetime, created_at)
        )
    updated_at: Any = self.updated_at
    if updated_at is not None:
        _out["_updated_at"] = (
            convert.datetime_text(updated_at)
            if self._updated_at_read is None
            else record.original_json(self._updated_at_read, convert.as_datetime, updated_at)
        )
    acl: Any = self.acl
    if acl is not None:
        _out["_acl"] = acl.to_dict()
    name: Any = self.name
    if name is not None:
        _out["name"] = name
    description: Any = self.description
    if description is not None:
        _out["description"] = description
    entity_schema: Any = self.entity_schema
    if entity_schema is not None:
        _out["entity_schema"] = entity_schema
    entity_filters: Any = self.entity_filters
    if entity_filters is not None:
        _out["entity_filters"] = entity_filters
    return _out


def from_dict(cls: Any, src_dict: Mapping[str, Any]) -> Any:
    """Return the model, or the subclass of it, that a JSON object holds."""
    _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
    _model: Any = _new(Target)
    _lost: tuple[str, ...] = ()
    _more = len(_src) - 13
    _all: Any = {**_NONE, **_src} if _more < 0 else _src
    try:
        id: Any = _all["_id"]
        org: Any = _all["_org"]
        owners: Any = _all["_owners"]
        schema: Any = _all["_schema"]
        title: Any = _all["_title"]
        tags: Any = _all["_tags"]
        created_at: Any = _all["_created_at"]
        updated_at: Any = _all["_updated_at"]
        acl: Any = _all["_acl"]
        name: Any = _all["name"]
        description: Any = _all["description"]
        entity_schema: Any = _all["entity_schema"]
        entity_filters: Any = _all["entity_filters"]
    except KeyError:
        (
            id,
            org,
            owners,
            schema,
            title,
            tags,
            created_at,
            updated_at,
            acl,
            name,
            description,
            entity_schema,
            entity_filters,
        ) = map(_src.get, _NAMES)
        _more = True
    _model._id_read = id
    _model._created_at_read = created_at
    _model._updated_at_read = updated_at
    if id is None:
        _more = True
    elif (id := convert.as_uuid(id)) is None:
        _lost += ("_id",)

    if org.__class__ is str:
        pass
    elif org is None:
        _more = True
    elif (org := convert.as_str(org)) is None:
        _lost += ("_org",)

    if owners is None:
        _more = True
    elif (owners := _read_owners(owners)) is None or len(owners) != len(_src["_owners"]):
        _lost += ("_owners",)

    if schema.__class__ is str:
        pass
    elif schema is None:
        _more = True
    elif (schema := convert.as_str(schema)) is None:
        _lost += ("_schema",)

    if title.__class__ is str:
        pass
    elif title is None:
        _more = True
    elif (title := convert.as_str(title)) is None:
        _lost += ("_title",)

    if tags is None:
        _more = True
    elif (tags := _read_tags(tags)) is None or len(tags) != len(_src["_tags"]):
        _lost += ("_tags",)

    if created_at is None:
        _more = True
    else:
        try:
            created_at = _moment(created_at)
        except (TypeError, ValueError):
            created_at = convert.as_datetime(created_at)
        if created_at is None or created_at.tzinfo is None:
            created_at = None
            _lost += ("_created_at",)
    if updated_at is None:
        _more = True
    else:
        try:
            updated_at = _moment(updated_at)
        except (TypeError, ValueError):
            updated_at = convert.as_datetime(updated_at)
        if updated_at is None or updated_at.tzinfo is None:
            updated_at = None
            _lost += ("_updated_at",)
    if acl.__class__ is dict:
        acl = _acl_from_dict(acl)
    elif acl is None:
        _more = True
    elif (acl := _read_acl(acl)) is None:
        _lost += ("_acl",)

    if name.__class__ is str:
        pass
    elif name is None:
        _more = True
    elif (name := convert.as_str(name)) is None:
        _lost += ("name",)

    if description.__class__ is str:
        pass
    elif description is None:
        _more = True
    elif (description := convert.as_str(description)) is None:
        _lost += ("description",)

    if entity_schema.__class__ is str:
        pass
    elif entity_schema is None:
        _more = True
    elif (entity_schema := convert.as_str(entity_schema)) is None:
        _lost += ("entity_schema",)

    if entity_filters.__class__ is dict:
        pass
    elif entity_filters is None:
        _more = True
    elif (entity_filters := convert.as_dict(entity_filters)) is None:
        _lost += ("entity_filters",)

    _model.id = id
    _model.org = org
    _model.owners = owners
    _model.schema = schema
    _model.title = title
    _model.tags = tags
    _model.created_at = created_at
    _model.updated_at = updated_at
    _model.acl = acl
    _model.name = name
    _model.description = description
    _model.entity_schema = entity_schema
    _model.entity_filters = entity_filters
    _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
    return _model if cls is Target else record.as_subclass(cls, _model)


read_Target: Any = record.bound(from_dict, Target)

from .base_entity_acl import read_BaseEntityAcl  # noqa: E402
from .base_entity_owner import read_BaseEntityOwner  # noqa: E402

_new: Any = object.__new__
_NAMES = {
    "_id": "id",
    "_org": "org",
    "_owners": "owners",
    "_schema": "schema",
    "_title": "title",
    "_tags": "tags",
    "_created_at": "created_at",
    "_updated_at": "updated_at",
    "_acl": "acl",
    "name": "name",
    "description": "description",
    "entity_schema": "entity_schema",
    "entity_filters": "entity_filters",
}
"""The attributes by their names in JSON."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_moment = dt.datetime.fromisoformat
_read_owners = convert.models_of(read_BaseEntityOwner)
_read_tags = convert.list_of(convert.as_str)
_acl_from_dict = read_BaseEntityAcl
_read_acl = convert.model_of(read_BaseEntityAcl)
_USUAL = {
    "_id": Usual("other", convert.as_uuid, keep="value"),
    "_org": Usual("str"),
    "_owners": Usual("list", _read_owners),
    "_schema": Usual("str"),
    "_title": Usual("str"),
    "_tags": Usual("list", _read_tags),
    "_created_at": Usual("moment", keep="value"),
    "_updated_at": Usual("moment", keep="value"),
    "_acl": Usual("model", read_BaseEntityAcl),
    "name": Usual("str"),
    "description": Usual("str"),
    "entity_schema": Usual("str"),
    "entity_filters": Usual("dict"),
}
"""How their usual values are read."""

record.bind(Target, to_dict, from_dict)
