"""`Page`, and how a list response becomes one: a missing or malformed `results`, `next` or `total`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R", covariant=True)


class Page(NamedTuple, Generic[T]):
    """One page of a list.

    Attributes:
        results: The records of the page. An item that is not an object is None.
        next: The cursor of the next page. None or empty on the last page.
        total: The number of records in all pages, or None if the service does not return it.
        cursor: The cursor of this page, as `start=` of a pager takes it. None for the first page.
        malformed: Whether `results` contained an item that is neither an object nor null. Default: False.
    """

    results: Sequence[T | None]
    next: str | None
    total: int | None
    cursor: str | None
    malformed: bool = False

    def __repr__(self) -> str:
        """Return the attributes with the number of records instead of the records: they are personal data."""
        shown = f"Page(results=[{len(self.results)} items], next={self.next!r}, total={self.total!r}"
        return f"{shown}, cursor={self.cursor!r}, malformed={self.malformed!r})"


class ListResponse(Protocol[R]):
    """The response of an operation that returns a list in pages."""

    additional_properties: Any
    """The values that do not match the spec, by name."""

    @property
    def results(self) -> Sequence[R]:
        """The records."""
        ...

    @property
    def next(self) -> str | None:
        """The cursor of the next page, None or empty on the last page.

        A value that is not a string is None here, and is in `additional_properties`.
        """
        ...

    @property
    def total(self) -> int | None:
        """The number of records in all pages, or None if the service does not return it."""
        ...


def page_of(response: ListResponse[T], cursor: str | None) -> Page[T]:
    """Return the page that the response of a list operation contains.

    Args:
        response: The response.
        cursor: The cursor that was sent, or None for the first page.

    Returns:
        The page. A cursor of the wrong type stays in `next`: the iteration must not take it for the end. An
        item that is not an object is None. `malformed` is True if an item is neither an object nor null.
    """
    unread: Mapping[str, Any] = response.additional_properties
    items = unread.get("results") or ()
    malformed = any(item is not None and not isinstance(item, dict) for item in items)
    results, following = _in_places(response.results, items), unread.get("next", response.next)
    return Page(results, following, response.total, cursor, malformed)


def _in_places(records: Sequence[T], items: Sequence[Any]) -> Sequence[T | None]:
    """Return the records with None in the place of each item that is not an object, so that offsets stay right.

    Args:
        records: The records: one for each object among the items, in order.
        items: The items as received, if one of them is not an object. Else empty: `records` is returned unchanged.
    """
    rest = iter(records)
    return [next(rest, None) if isinstance(item, dict) else None for item in items] if items else records
