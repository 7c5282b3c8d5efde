# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""RetriggerAutomationsResponse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert


@define(kw_only=True, repr=False)
class RetriggerAutomationsResponse(convert.Model):
    """What became of the recipients.

    Attributes:
        results: One result for each id of the request
        message: The outcome as a whole, for people
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    results: list[RetriggerAutomationsResult]
    message: str | None = None
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    _kept: convert.Kept | None = field(default=None, init=False, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out = dict(self.additional_properties)
        results: Any = self.results
        if results is not None:
            _out["results"] = convert.refill(
                [item if item is None else item.to_dict() for item in results], _out.get("results")
            )
        message: Any = self.message
        if message is not None:
            _out["message"] = message
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
        results: Any = _read_results(_data.get("results"))
        if results is not None and convert.is_whole(results):
            del _data["results"]
        message: Any = _data.get("message")
        if isinstance(message, str):
            del _data["message"]
        else:
            message = None
        _cls: Any = cls  # for type checkers: a required field may read None where the service broke its word
        _model: Self = _cls(
            results=results,
            message=message,
            additional_properties=_data,
        )
        return _model


from .retrigger_automations_result import RetriggerAutomationsResult  # noqa: E402

_read_results = convert.list_of(convert.model_of(RetriggerAutomationsResult.from_dict))
