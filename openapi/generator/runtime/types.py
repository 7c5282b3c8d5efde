"""The description of an operation, and the response of a call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar, cast

from attrs import field, frozen

from .convert import is_list

T = TypeVar("T")
RetryClass = Literal["read", "value", "write"]
"""What may be repeated: `read` always, `value` if the same value is set again, `write` only if nothing was sent."""


Kind = Literal["json", "text", "bytes", "nothing", "any"]
"""The kind of a body: decoded JSON, a string, bytes, no body, or according to its Content-Type."""
NONE: Mapping[str, Any] = MappingProxyType({})


@frozen
class File:
    """A file to send as a part of a form or as a body.

    Attributes:
        content: The bytes.
        name: The file name that is sent.
        media_type: The media type, such as `image/png`; None uses that of the document.
    """

    content: bytes = field(repr=False)
    name: str | None = None
    media_type: str | None = None


class Reply(NamedTuple):
    """How the body of a success is decoded."""

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
    """The kind of body of a success, which `decode` takes."""
    others: Mapping[str, Reply] = NONE
    """Successes that differ from that one, by status ("202") or range ("2XX")."""
    accept: str = ""
    """The Accept header, if a success may be something else than plain JSON."""
    media_types: tuple[str, ...] = ("application/json",)
    """The media types of the body; the first is the default."""
    styles: Mapping[str, str] = NONE
    """How a parameter is serialised, by location and name ("query:ids"), if not by default: a style of OpenAPI,
    with an asterisk where it is exploded ("pipeDelimited", "deepObject*"), or "json"."""
    parts: Mapping[str, str] = NONE
    """The media types of the parts of a form, by name, where the document says so."""

    def reply(self, status: int) -> Reply:
        """Return how the body of a success with this status is decoded."""
        usual = Reply(self.kind, self.decode)
        return self.others.get(str(status)) or self.others.get("2XX", usual) if self.others else usual


@frozen
class Response(Generic[T]):
    """A whole response: what the service sent, and the decoded body."""

    status_code: int
    headers: Mapping[str, str] = field(repr=False)
    parsed: T
    content: bytes = field(repr=False)
    request_id: str | None = None
    attempts: int = 1
    elapsed: float = 0.0
    """Seconds from the call to the end of the response."""


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
    """Return the decoder of a response from a converter and the (attribute, wire name) pairs of its required fields.

    Inside a response, an invalid value reads None and is kept. A response without its main field is an error: read as
    an empty page, it would lose records silently.
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
    """Return the body as it came: any JSON value, a string, or bytes."""
    return value


def nothing(_: Any) -> None:
    """Return None for any body."""


def list_reply_of(item: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return the decoder of a response that is a list. Null in it reads None; any other item must be valid."""

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
