# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""TargetQueriesResponse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class TargetQueriesResponse(record.Model):
    """The queries of the targets.

    Attributes:
        results: One result for each target
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    results: list[TargetQueryResult]
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        results: Any = self.results
        if results is not None:
            _out["results"] = record.refill(
                [item if item is None else item.to_dict() for item in results], _out.get("results")
            )
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
        _model: Any = _new(TargetQueriesResponse)
        _lost: tuple[str, ...] = ()
        _more = len(_src) - 1
        _all: Any = {**_NONE, **_src} if _more < 0 else _src
        try:
            results: Any = _all["results"]
        except KeyError:
            (results,) = map(_src.get, _NAMES)
            _more = True
        if results is None:
            _more = True
        elif (results := _read_results(results)) is None or not convert.is_whole(results):
            _lost += ("results",)

        _model.results = results
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is TargetQueriesResponse else record.as_subclass(cls, _model)
        return _made


from .target_query_result import TargetQueryResult  # noqa: E402

record.share_names(TargetQueriesResponse.__init__, globals())
_new: Any = object.__new__
_NAMES = {
    "results": "results",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_results = convert.models_of(TargetQueryResult.from_dict)
