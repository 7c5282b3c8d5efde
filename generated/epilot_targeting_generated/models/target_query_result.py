# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""TargetQueryResult."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class TargetQueryResult(record.Model):
    """The query of one target, or why there is none.

    Attributes:
        target_id: The id of the target
        query: The filters of the target as a Lucene query; null where they could not be turned into one
        error: Why there is no query
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    target_id: UUID
    query: str | None
    error: str | None = None
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)
    _target_id_read: Any = field(default=None, init=False, eq=False, repr=False)
    _query_read: Any = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        target_id: Any = self.target_id
        if target_id is not None:
            _out["target_id"] = (
                str(target_id)
                if self._target_id_read is None
                else record.as_it_came(self._target_id_read, convert.as_uuid, target_id)
            )
        query: Any = self.query
        if query is not None:
            _out["query"] = query
        elif self._query_read is not ...:
            _out.setdefault("query", None)
        error: Any = self.error
        if error is not None:
            _out["error"] = error
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
        _src: Any = src_dict if src_dict.__class__ is dict else record.members(src_dict)
        _model: Any = _new(TargetQueryResult)
        _lost: tuple[str, ...] = ()
        _more = len(_src) - 3
        _all: Any = {**_NONE, **_src} if _more < 0 else _src
        try:
            target_id: Any = _all["target_id"]
            query: Any = _all["query"]
            error: Any = _all["error"]
        except KeyError:
            (
                target_id,
                query,
                error,
            ) = map(_src.get, _NAMES)
            _more = True
        _model._target_id_read = target_id
        _model._query_read = None if "query" in _src else ...
        if target_id is None:
            _more = True
        elif (target_id := convert.as_uuid(target_id)) is None:
            _lost += ("target_id",)

        if query.__class__ is str:
            pass
        elif query is None:
            _more = True
        elif (query := convert.as_str(query)) is None:
            _lost += ("query",)

        if error.__class__ is str:
            pass
        elif error is None:
            _more = True
        elif (error := convert.as_str(error)) is None:
            _lost += ("error",)

        _model.target_id = target_id
        _model.query = query
        _model.error = error
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is TargetQueryResult else record.as_subclass(cls, _model)
        return _made


_new: Any = object.__new__
_NAMES = {
    "target_id": "target_id",
    "query": "query",
    "error": "error",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
