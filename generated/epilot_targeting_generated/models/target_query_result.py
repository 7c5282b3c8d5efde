# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""TargetQueryResult."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class TargetQueryResult(convert.Model):
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
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        target_id: Any = self.target_id
        if target_id is not None:
            _out["target_id"] = str(target_id)
        query: Any = self.query
        if query is not None:
            _out["query"] = query
        else:
            _out.setdefault("query", None)
        error: Any = self.error
        if error is not None:
            _out["error"] = error
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
        target_id: Any = _read_target_id(_data.get("target_id"))
        if target_id is not None:
            convert.keep(_kept, "target_id", "target_id", target_id, _data["target_id"])
            del _data["target_id"]
        query: Any = _data.get("query")
        if isinstance(query, str):
            del _data["query"]
        else:
            query = None
        if "query" not in src_dict:
            _kept["query"] = ("query", None, ...)
        error: Any = _data.get("error")
        if isinstance(error, str):
            del _data["error"]
        else:
            error = None
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            target_id=target_id,
            query=query,
            error=error,
            additional_properties=_data,
        )
        if _kept:
            _model._kept = _kept
        return _model


_read_target_id = convert.as_uuid
