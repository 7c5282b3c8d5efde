"""What the generated code says of an operation, and what a call gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, Literal, NamedTuple, TypeVar, cast

from attrs import field, frozen

from .convert import is_list

T = TypeVar("T")
RetryClass = Literal["read", "value", "write"]
"""What may be repeated: `read` always, `value` where the same value is set again, `write` only if nothing was sent."""


class Operation(NamedTuple, Generic[T]):
    """One operation of the spec, as far as sending it needs to know."""

    name: str
    """The method's name on the client."""
    operation_id: str
    method: str
    path: str
    """The path template, as in the spec."""
    retry: RetryClass
    decode: Callable[[Any], T]
    """From the JSON value of a success; raises ValueError saying what is wrong with it."""
    needs_body: bool = False


@frozen
class Response(Generic[T]):
    """A whole reply: what the service sent and what it means."""

    status_code: int
    headers: Mapping[str, str] = field(repr=False)
    parsed: T
    content: bytes = field(repr=False)
    request_id: str | None = None
    attempts: int = 1
    elapsed: float = 0.0
    """Seconds from the call to the end of the reply, everything included."""


def reply_of(convert: Callable[[Any], Any], *required: tuple[str, str], nullable: bool = False) -> Callable[[Any], Any]:
    """Make the decoder of a whole reply from a converter and the (attribute, wire name) pairs that it must have.

    Inside a reply a broken value is kept and reads None. A reply that lacks its main part is another matter: read as
    an empty page it would lose records without a word.
    """

    def decode(value: Any) -> Any:
        if value is None and nullable:
            return None
        reply = convert(value)
        if reply is None:
            raise ValueError(f"the body is {_kind(value)}, which is not what the operation replies")
        for attribute, wire in required:
            if getattr(reply, attribute) is None:
                members = cast("dict[str, Any]", value)
                found = _kind(members[wire]) if wire in members else "missing"
                raise ValueError(f"the required field {wire!r} is {found}")
        return reply

    return decode


def list_reply_of(item: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Make the decoder of a reply that is a list. A null in it reads None; anything else must be what the spec says."""

    def decode(value: Any) -> Any:
        if not is_list(value):
            raise ValueError(f"the body is {_kind(value)} instead of a list")
        items = [item(element) for element in value]
        for index, (element, converted) in enumerate(zip(value, items, strict=True)):
            if converted is None and element is not None:
                raise ValueError(
                    f"item {index} of the list is {_kind(element)}, which is not what the operation replies"
                )
        return items

    return decode


def _kind(value: Any) -> str:
    # The kind only: the value itself may be personal data, and errors end up in logs.
    names: dict[type, str] = {dict: "an object", list: "a list", str: "a string", bool: "a boolean", type(None): "null"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "a number")
