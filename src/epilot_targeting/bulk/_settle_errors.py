"""The errors of items that were read back: other values, an outcome that nothing proves, or an unreadable list.

`Delivery` sets their operation and attempts.
"""

from __future__ import annotations

from typing import TypeVar

from epilot_targeting_generated import models

from ..errors import TargetingError
from ._errors import OutcomeUnknownError, RecipientMismatchError
from ._items import Item
from ._operations import Operation

E = TypeVar("E", bound=TargetingError)
UNDECIDED = "nothing in the list shows that the write was carried out, so this is unknown, and it is not repeated"
UNREADABLE = "the list of recipients cannot be read, so it is unknown whether the write was carried out"


def mismatch_error(
    operation: Operation, item: Item, recipient: models.Recipient, *, is_unknown: bool
) -> RecipientMismatchError:
    """Return the error of an item whose recipient in the list has other values than asked for.

    It is not raised: the caller reports it in the result of the item. Its text names the fields that differ,
    and `asked` and `found` have their values. Its `__cause__` is `refusal` of the item, an error of the
    service, else `last_error` of the item, or None.

    Args:
        operation: The operation of the run.
        item: The item.
        recipient: Its recipient in the list.
        is_unknown: Whether the write may have been carried out, and the recipient changed since.

    Returns:
        An `OutcomeUnknownError`, which is a subclass of `RecipientMismatchError`, if `is_unknown`. Otherwise a
        `RecipientMismatchError`.
    """
    found = recipient.to_dict()
    names = operation.differences(item, found)
    asked = {name: item.body.get("status" if name not in item.body else name) for name in names}
    text = f"the recipient has other values than asked for: {', '.join(names)}"
    if is_unknown:
        text += "; it was changed since the write was sent, so it is unknown whether the write was carried out"
    kind = OutcomeUnknownError if is_unknown else RecipientMismatchError
    error = kind(text, asked=asked, found={name: found.get(name) for name in names})
    return _caused(error, item.refusal or item.last_error)


def undecided_error(item: Item) -> OutcomeUnknownError:
    """Return the error of an item that was read back, and whose outcome nothing proves, for its result.

    Its `__cause__` is the error of the item's last attempt, or None.
    """
    return _caused(OutcomeUnknownError(UNDECIDED), item.last_error)


def unreadable_error(cause: TargetingError) -> OutcomeUnknownError:
    """Return the error of an item that cannot be read back, for its result.

    Args:
        cause: The error of the list of recipients, which becomes `__cause__`.
    """
    return _caused(OutcomeUnknownError(UNREADABLE), cause)


def _caused(error: E, cause: TargetingError | None) -> E:
    """Set `__cause__` of an error that is not raised, and return the same error. `raise … from` sets it otherwise."""
    error.__cause__ = cause
    return error
