"""Judge one request: is it what was given, and is it what the document says?"""

from __future__ import annotations

from typing import Any

from corpus import wire
from corpus.calls import ABSENT, Answer, Call
from corpus.documents import Operation
from corpus.media import bare, is_form
from server import Seen

LARGE = "application/large-response.vnd+json"
"""What the platform calls JSON that may come by reference."""


def problems(operation: Operation, call: Call, answer: Answer, seen: Seen) -> list[str]:
    """Return what is wrong with a request."""
    method = f"{operation.method.upper()} "
    found = [] if seen.line.startswith(method) else [f"the request is {seen.line}"]
    for key in operation.parameters:
        found += _parameter(operation, key, call, seen)
    return [*found, *_body(call, seen), *_accept(answer, seen)]


def _parameter(operation: Operation, key: str, call: Call, seen: Seen) -> list[str]:
    parameter = operation.parameters[key]
    given = call.arguments.get(key, wire.MISSING)
    got = wire.received(parameter, operation.path, seen, given)
    wanted = given if "content" in parameter else wire.as_text(given)
    if wire.moments(got) == wire.moments(wanted) or (given == wire.MISSING and got in ({}, [])):
        return []
    return [f"{key} was {wanted!r} and arrived as {got!r} in {seen.line!r} {seen.headers.get('cookie', '')}"]


def _body(call: Call, seen: Seen) -> list[str]:
    if call.body is ABSENT:
        return [f"a body was sent: {seen.body!r}"] if seen.body else []
    kind = seen.headers.get("content-type", "")
    if bare(kind) != bare(call.media_type or ""):
        return [f"the body was to be {call.media_type} and is {kind or 'of no type'}"]
    wanted = _as_form(call.body) if is_form(kind) else call.body
    got = wire.body_of(seen, call.body)
    return [] if got == wanted else [f"the body was {wanted!r} and arrived as {got!r}"]


def _as_form(body: dict[str, Any]) -> dict[str, Any]:
    texts = {name: value if isinstance(value, dict) else _field(value) for name, value in body.items()}
    return {name: value for name, value in texts.items() if value is not None}


def _field(value: Any) -> Any:
    if isinstance(value, list):
        return [item if isinstance(item, dict | list) else _field(item) for item in value]
    return None if value is None else wire.as_text(value)


def _accept(answer: Answer, seen: Seen) -> list[str]:
    """Of a success that is documented, the service must have been asked for its media type."""
    asked = seen.headers.get("accept", "*/*")
    if LARGE in asked:
        return [f"{LARGE} was asked for, which only epilot's services know"]
    kinds = {bare(one) for one in asked.split(",")}
    kind = bare(answer.media_type)
    if answer.status >= 300 or not kind or kinds & {kind, "*/*", f"{kind.partition('/')[0]}/*"}:
        return []
    return [f"{kind} is documented, and {asked} was asked for"]
