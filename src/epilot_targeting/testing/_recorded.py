"""The requests that the fake has received, with typed bodies, and assertions about them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import unified_diff
from typing import Any, TypeVar, cast
from urllib.parse import parse_qsl

from attrs import field, frozen

from ._json_default import json_default
from ._request_and_response import Request

M = TypeVar("M")


@frozen
class RecordedRequest:
    """A request that the fake has received. The Authorization header is not recorded.

    Attributes:
        operation: The operation's method name, or None if no route matches.
        method: The HTTP method.
        path: The path, percent-encoded.
        query: The query, percent-encoded.
        headers: The headers, with lower-case names.
        content: The bytes of the body.
    """

    operation: str | None
    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    content: bytes = b""
    _to_model: Callable[[Any], Any] = field(default=lambda value: value, repr=False, eq=False)

    @property
    def body(self) -> Any:
        """The body as the model of the operation, or as its JSON value if the operation has no model for it.

        None if it is empty, `null` or not JSON. A JSON value that the spec does not allow raises nothing: invalid
        fields stay as they are in the model. A value that is no object, or fits no variant of a union, stays JSON.
        """
        return self._to_model(self.json)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The decoded names and values of the query, in order. A name may be repeated, and a value be empty."""
        return parse_qsl(self.query, keep_blank_values=True)

    @property
    def json(self) -> Any:
        """The JSON value of the body, or None if it is empty, malformed or `null`."""
        return json_of(self.content)

    def body_as(self, model: type[M]) -> M:
        """Return the body as a model of this class, for type checkers.

        Args:
            model: The class, such as `UpdateRecipientPayload`.

        Raises:
            AssertionError: The body is of another class, or None.
        """
        if not isinstance(self.body, model):
            raise AssertionError(
                f"the body of {self.operation} is a {type(self.body).__name__}, not a {model.__name__}"
            )
        return self.body

    def to_dict(self) -> dict[str, Any]:
        """Return the request as a JSON object, without its headers.

        Its keys are `operation`, `method`, `path`, `query` and `body`. A parameter that the query repeats is a list.
        The body is None if it is empty or malformed.
        """
        query: dict[str, list[str]] = {}
        for name, value in self.pairs:
            query.setdefault(name, []).append(value)
        return {
            "operation": self.operation,
            "method": self.method,
            "path": self.path,
            "query": _as_sent(query),
            "body": self.json,
        }


def record(request: Request, operation: str | None, to_model: Callable[[Any], Any]) -> RecordedRequest:
    """Return a request as it is kept in `FakeTargeting.requests`: without its Authorization header.

    Args:
        request: The request.
        operation: The operation's method name, or None if no route matches.
        to_model: Returns the model of a JSON value, or the value if it has none. The property `body` calls it, with
            None if the body is empty or malformed. It is not called here.
    """
    headers = {name: value for name, value in request.headers.items() if name != "authorization"}
    return RecordedRequest(operation, request.method, request.path, request.query, headers, request.body, to_model)


def json_of(content: bytes) -> Any:
    """Return the JSON value of a body, or None if the body is empty, malformed or nested too deeply.

    The body `null` is None too.
    """
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def assert_requested(
    requests: Iterable[RecordedRequest],
    operation: str,
    *,
    times: int | None,
    body: Any,
    query: Mapping[str, Any] | None,
) -> list[RecordedRequest]:
    """Return the requests of an operation that have the wanted body and query, and fail if their number is wrong.

    Args:
        requests: All requests.
        operation: The operation's method name.
        times: How many there must be. None: at least one.
        body: The JSON value that the body must have. None: any.
        query: Parameters that the query must have, among others, compared as text. None: any. A list is a parameter
            that the request repeats. The value None is a parameter that it must not have.

    Raises:
        AssertionError: There are more or fewer; the message shows the difference to the most similar request.
    """
    requests = list(requests)
    of_operation = [one for one in requests if one.operation == operation]
    wanted = {name: value for name, value in (("query", query), ("body", body)) if value is not None}
    found = [one for one in of_operation if _shown(one, wanted) == _wanted(wanted)]
    if len(found) == times or (times is None and found):
        return found
    number = "at least once" if times is None else f"{times} times"
    lines = [f"{operation} must be requested {number}{' as asked' if wanted else ''}, and was {len(found)} times"]
    if of_operation and wanted:
        lines += _nearest_difference(of_operation, wanted)
    else:
        others = ", ".join(str(one.operation) for one in requests)
        lines.append(f"all requests: {others or 'none'}")
    raise AssertionError("\n".join(lines))


def _wanted(wanted: Mapping[str, Any]) -> list[str]:
    """Return what is wanted of a request as lines of one indented JSON text.

    `_shown` returns the lines that they are compared with. Values of the query become texts, as in a request.
    A parameter that is None or an empty list is left out.

    Args:
        wanted: May have the keys `query` and `body`, with the values that are wanted. A key that it lacks is
            not in the text.
    """
    if "query" not in wanted:
        return _lines(wanted)
    texts: dict[str, list[str]] = {}
    for name, value in wanted["query"].items():
        is_several = isinstance(value, list | tuple)
        values = cast("list[Any]", value) if is_several else [] if value is None else [value]
        texts[name] = [_text(one) for one in values]
    return _lines({**wanted, "query": _as_sent(texts)})


def _text(value: object) -> str:
    """Return one wanted value of a query parameter as the text that a request has.

    A boolean is `true` or `false`, and anything else its `str`. The caller handles a list, and None.
    """
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _as_sent(values: Mapping[str, list[str]]) -> dict[str, list[str] | str]:
    """Return the values of query parameters by name: a text, or a list for a parameter that is repeated.

    A parameter without values is left out.
    """
    return {name: several if len(several) > 1 else several[0] for name, several in values.items() if several}


def _shown(request: RecordedRequest, wanted: Mapping[str, Any]) -> list[str]:
    """Return the parts of a request that are compared with `wanted`, as lines of one indented JSON text.

    Args:
        request: The request.
        wanted: May have the keys `query` and `body`: only these parts are returned. Of the query, only the
            parameters that `wanted` names are returned. One that the request lacks is left out.
    """
    shown = request.to_dict()
    query = {name: value for name, value in shown["query"].items() if name in wanted.get("query", {})}
    return _lines({name: query if name == "query" else shown[name] for name in wanted})


def _lines(value: Any) -> list[str]:
    """Return a value as lines of indented JSON text, with sorted keys.

    Models, dates and ids inside of it become JSON as in a request. Each other value that JSON does not have becomes its
    `str`.
    """
    return json.dumps(value, indent=1, sort_keys=True, default=json_default, ensure_ascii=False).splitlines()


def _nearest_difference(requests: list[RecordedRequest], wanted: Mapping[str, Any]) -> Iterator[str]:
    """Return the lines of the difference between `wanted` and the request that is most similar to it.

    They are the end of the message of `assert_requested`. There are none if a request is as wanted, and only
    the number of such requests is wrong.

    Args:
        requests: The requests of the operation, at least one.
        wanted: May have the keys `query` and `body`, with the values that are wanted.
    """
    differences = [
        list(unified_diff(_wanted(wanted), _shown(one, wanted), "wanted", "requested", n=2)) for one in requests
    ]
    return (line.rstrip("\n") for line in min(differences, key=len))
