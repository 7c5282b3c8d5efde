# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""What the generated code says of an operation, and what a call gives back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar, cast

from attrs import field, frozen

from .convert import is_list

T = TypeVar("T")
RetryClass = Literal["read", "value", "write"]
"""What may be repeated: `read` always, `value` where the same value is set again, `write` only if nothing was sent."""


Kind = Literal["json", "text", "bytes", "nothing", "any"]
"""What a body is: what is decoded from JSON, a string, the bytes as they are, none, or what its Content-Type says."""
NONE: Mapping[str, Any] = MappingProxyType({})


@frozen
class File:
    """A file, to be sent as a part of a form or as a whole body.

    Attributes:
        content: The bytes.
        name: The file's name, as the service is to see it.
        media_type: What the bytes are, such as `image/png`; None leaves it to the document.
    """

    content: bytes = field(repr=False)
    name: str | None = None
    media_type: str | None = None


class Reply(NamedTuple):
    """What a success means."""

    kind: Kind
    decode: Callable[[Any], Any]
    """From the JSON value, the string or the bytes; raises ValueError saying what is wrong with it."""


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
    takes_object: bool = True
    """Whether a body of JSON is an object: then a list in its place is a mistake."""
    kind: Kind = "json"
    """What a success is, and with that what `decode` takes."""
    others: Mapping[str, Reply] = NONE
    """Successes that differ from that one, by status ("202") or range ("2XX")."""
    accept: str = ""
    """The media types to ask for, where a success may be something else than plain JSON."""
    media_types: tuple[str, ...] = ("application/json",)
    """What the body may be; the first is what it is if nobody says otherwise."""
    styles: Mapping[str, str] = NONE
    """How a parameter is written, by place and name ("query:ids"), where that is not the usual way: a style of OpenAPI,
    with an asterisk where it is exploded ("pipeDelimited", "deepObject*"), or "json"."""
    parts: Mapping[str, str] = NONE
    """The media types of the parts of a form, by name, where the document says so."""

    def reply(self, status: int) -> Reply:
        """Tell what a success of this status means."""
        usual = Reply(self.kind, self.decode)
        return self.others.get(str(status)) or self.others.get("2XX", usual) if self.others else usual


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


class Send(Protocol):
    """Carry out one operation."""

    def __call__(
        self,
        operation: Operation[T],
        path: tuple[Any, ...] = ...,
        query: Mapping[str, Any] | None = ...,
        body: Any = ...,
        *,
        headers: Mapping[str, Any] | None = ...,
        cookies: Mapping[str, Any] | None = ...,
        media_type: str | None = ...,
    ) -> Awaitable[Response[T]]:
        """Carry it out."""
        ...


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


def as_it_is(value: Any) -> Any:
    """Take what came: any JSON value, a string, or bytes."""
    return value


def nothing(_: Any) -> None:
    """Take nothing of it."""


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
