"""`BulkResult`, the result of one item, and its statuses."""

from __future__ import annotations

from typing import Generic, Literal, TypeVar

from attrs import field, frozen
from epilot_targeting_generated import models

from ..errors import TargetingError

Status = Literal["done", "exists", "rejected", "unknown", "skipped"]
STATUSES: tuple[Status, ...] = ("done", "exists", "rejected", "unknown", "skipped")
I = TypeVar("I")  # noqa: E741


@frozen
class BulkResult(Generic[I]):
    """The result of one item.

    Attributes:
        item: The item, as it was passed in.
        key: The id of the recipient, in lower case, or an empty string if the item has none.
        status: `done`: it was carried out. `exists`: the recipient was already as asked for. `rejected`: `error` says
            why. `unknown`: it cannot be decided; `error` says why. `skipped`: the same item came before, in this run
            or in an earlier one with this journal.
        recipient: The recipient, if the service returned it.
        error: Why the item is rejected or unknown, else None.
        attempts: The number of requests that were sent for the item.
    """

    item: I = field(repr=False)
    key: str
    status: Status
    recipient: models.Recipient | None = field(default=None, repr=False)
    error: TargetingError | None = None
    attempts: int = 0
