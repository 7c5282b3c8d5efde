# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""GetTargetQueriesParams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class GetTargetQueriesParams(convert.Model):
    """Which targets to turn into queries.

    Attributes:
        target_ids: The ids of the targets
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    target_ids: list[UUID]
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        target_ids: Any = self.target_ids
        if target_ids is not None:
            _out["target_ids"] = convert.refill(
                [item if item is None else str(item) for item in target_ids], _out.get("target_ids")
            )
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
        target_ids: Any = _read_target_ids(_data.get("target_ids"))
        if target_ids is not None:
            convert.keep(_kept, "target_ids", "target_ids", target_ids, _data["target_ids"])
            if convert.is_whole(target_ids):
                del _data["target_ids"]
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            target_ids=target_ids,
            additional_properties=_data,
        )
        if _kept:
            _model._kept = _kept
        return _model


_read_target_ids = convert.list_of(convert.as_uuid)
