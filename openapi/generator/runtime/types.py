"""Describe an operation to the client, and hold the response of a call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar, cast, overload

from attrs import field, frozen

from .containers import is_list

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
RetryClass = Literal["read", "value", "write"]
"""The class of an operation for retries: `read`, `value` (it sets the same value again) or `write`."""


Kind = Literal["json", "optional_json", "text", "bytes", "nothing", "any"]
"""What a body becomes: decoded JSON, JSON or nothing, a string, bytes, nothing, or any of these by its Content-Type."""
NONE: Mapping[str, Any] = MappingProxyType({})


class SequenceNotStr(Protocol[T_co]):
    """A sequence, such as a list or a tuple, but not a string, which is a sequence of strings to type checkers.

    `str` and `bytes` do not match, since their `in` takes no other objects.
    """

    def __contains__(self, value: object, /) -> bool: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[T_co]: ...
    def __reversed__(self) -> Iterator[T_co]: ...
    @overload
    def __getitem__(self, index: int, /) -> T_co: ...
    @overload
    def __getitem__(self, index: slice, /) -> Sequence[T_co]: ...


@frozen
class File:
    """A file, sent as a part of a form or as a whole body.

    Attributes:
        content: The bytes.
        name: The file name that the service sees. Default: none.
        media_type: The media type, such as `image/png`. Default: that of the document.
    """

    content: bytes = field(repr=False)
    name: str | None = None
    media_type: str | None = None


class Success(NamedTuple):
    """How a success is decoded."""

    kind: Kind
    decode: Callable[[Any], Any]
    """Decode the JSON value, the string or the bytes. Raises ValueError with the reason."""


class Operation(NamedTuple, Generic[T]):
    """An operation of the spec, as the client needs it for sending."""

    name: str
    """The method's name on the client."""
    operation_id: str
    method: str
    path: str
    """The path template, as in the spec."""
    retry: RetryClass
    decode: Callable[[Any], T]
    """Decode the JSON value of a success. Raises ValueError with the reason."""
    needs_body: bool = False
    takes_object: bool = True
    """Whether a JSON body is an object; then a list is invalid."""
    kind: Kind = "json"
    """What the body of a success becomes; `decode` takes that."""
    others: Mapping[str, Success] = NONE
    """Successes that are decoded differently, by status ("202") or range ("2XX")."""
    accept: str = ""
    """The Accept header, if a success may be something else than JSON."""
    media_types: tuple[str, ...] = ("application/json",)
    """The media types of the body; the first is the default."""
    styles: Mapping[str, str] = NONE
    """The styles of parameters without the default style, by location and name ("query:ids"): a style of OpenAPI, with
    an asterisk if it is exploded ("pipeDelimited", "deepObject*"), or "json"."""
    parts: Mapping[str, str] = NONE
    """The media types of the parts of a form, by name, if the document has them."""

    def success(self, status: int) -> Success:
        """Return how a success with this status is decoded."""
        usual = Success(self.kind, self.decode)
        return self.others.get(str(status)) or self.others.get("2XX", usual) if self.others else usual


@frozen
class Response(Generic[T]):
    """A whole response: the status, the headers, the body, and what it was decoded to."""

    status_code: int
    headers: Mapping[str, str] = field(repr=False)
    parsed: T
    content: bytes = field(repr=False)
    request_id: str | None = None
    attempts: int = 1
    elapsed: float = 0.0
    """Seconds from the call to the end of the response: waiting, all attempts and pauses included."""


class Send(Protocol):
    """The function that sends an operation."""

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
        """Send the operation, and return its response."""
        ...


def response_of(
    convert: Callable[[Any], Any], *required: tuple[str, str], nullable: bool = False
) -> Callable[[Any], Any]:
    """Return the decoder of a response.

    A malformed value inside a response reads None. A response without a required field is an error: read as an empty
    page, it would lose records silently.

    Args:
        convert: The converter of the body.
        *required: Pairs of an attribute that must not be None, and its name in JSON.
        nullable: Whether the body may be null. Default: False.
    """

    def decode(value: Any) -> Any:
        if value is None and nullable:
            return None
        response = convert(value)
        if response is None:
            raise ValueError(f"the body is {_kind(value)}, which does not match the spec")
        for attribute, wire in required:
            if getattr(response, attribute) is None:
                members = cast("dict[str, Any]", value)
                found = _kind(members[wire]) if wire in members else "missing"
                raise ValueError(f"the required field {wire!r} is {found}")
        return response

    return decode


def unchanged(value: Any) -> Any:
    """Return any JSON value, string or bytes unchanged."""
    return value


def nothing(_: Any) -> None:
    """Ignore the body."""


def list_response_of(item: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return the decoder of a response that is a list. Null reads None; any other item must match the spec."""

    def decode(value: Any) -> Any:
        if not is_list(value):
            raise ValueError(f"the body is {_kind(value)} instead of a list")
        items = [item(element) for element in value]
        for index, (element, converted) in enumerate(zip(value, items, strict=True)):
            if converted is None and element is not None:
                raise ValueError(f"item {index} of the list is {_kind(element)}, which does not match the spec")
        return items

    return decode


def _kind(value: Any) -> str:
    """Return the JSON type of a value with its article: "a list", "null"."""
    # The kind only: the value itself may be personal data, and errors end up in logs.
    names: dict[type, str] = {dict: "an object", list: "a list", str: "a string", bool: "a boolean", type(None): "null"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "a number")
