# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""RecipientsResponse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from .. import convert, record


@define(kw_only=True, repr=False)
class RecipientsResponse(record.Model):
    """One page of recipients.

    Attributes:
        results: The recipients of this page
        next: Where the next page begins; null on the last page
        total: How many recipients there are over all pages
        additional_properties: Fields the spec does not know, and values that were not what it says, as they came.
    """

    results: list[Recipient]
    next: str | None = None
    total: int | None = None
    _additional: dict[str, Any] | None = field(default=None, alias="additional_properties", eq=record.or_none)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object: fields that are None are left out."""
        _out: dict[str, Any] = {**self._additional} if self._additional else {}
        results: Any = self.results
        if results is not None:
            _out["results"] = record.refill(
                [item if item is None else item.to_dict() for item in results], _out.get("results")
            )
        next: Any = self.next
        if next is not None:
            _out["next"] = next
        total: Any = self.total
        if total is not None:
            _out["total"] = total
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
        _model: Any = _new(RecipientsResponse)
        _lost: tuple[str, ...] = ()
        _more = len(_src) - 3
        _all: Any = {**_NONE, **_src} if _more < 0 else _src
        try:
            results: Any = _all["results"]
            next: Any = _all["next"]
            total: Any = _all["total"]
        except KeyError:
            (
                results,
                next,
                total,
            ) = map(_src.get, _NAMES)
            _more = True
        if results is None:
            _more = True
        elif (results := _read_results(results)) is None or not convert.is_whole(results):
            _lost += ("results",)

        if next.__class__ is str:
            pass
        elif next is None:
            _more = True
        elif (next := convert.as_str(next)) is None:
            _lost += ("next",)

        if total is None:
            _more = True
        elif (total := _read_total(total)) is None:
            _lost += ("total",)

        _model.results = results
        _model.next = next
        _model.total = total
        _model._additional = record.rest(_src, _NAMES, _lost) if _more or _lost else None
        _made: Self = _model if cls is RecipientsResponse else record.as_subclass(cls, _model)
        return _made


from .recipient import Recipient  # noqa: E402

record.share_names(RecipientsResponse.__init__, globals())
_new: Any = object.__new__
_NAMES = {
    "results": "results",
    "next": "next",
    "total": "total",
}
"""The attributes by their wire names."""
_NONE: dict[str, Any] = dict.fromkeys(_NAMES)
_read_results = convert.models_of(Recipient.from_dict)
_read_total = convert.as_int
