"""Plan the calls of an operation: which arguments are given, and what the service answers."""

from __future__ import annotations

import json
from typing import Any

from attrs import evolve, field, frozen
from corpus.documents import Operation
from corpus.examples import Examples
from corpus.media import concrete, contents, is_json

ABSENT = "(no body)"
BODILESS = (204, 205, 304)


@frozen
class Call:
    """What is given."""

    arguments: dict[str, Any] = field(factory=dict)
    """By place and name."""
    media_type: str | None = None
    body: Any = ABSENT

    def __str__(self) -> str:
        body = "" if self.body is ABSENT else f" {self.media_type} {self.body!r}"
        return f"{self.arguments!r}{body}"[:300]


@frozen
class Answer:
    """What the service answers."""

    status: int
    media_type: str = ""
    content: bytes = b""
    value: Any = None
    """What the client must make of it: JSON, text or bytes."""


def plan(operation: Operation, examples: Examples) -> list[Call]:
    """Return the calls: with what is required alone, then with everything, in each body and variant."""
    given = {key: _values(one, examples) for key, one in operation.parameters.items()}
    required = {key: given[key][0] for key in given if _is_required(operation.parameters[key])}
    described = operation.body or {"content": {}}
    bodies = [
        (concrete(media_type), value)
        for media_type, one in described["content"].items()
        for value in contents(media_type, one, examples, reading=False)
        if value is not None  # which means no body to a caller
    ]
    calls = [Call(required, *(bodies[0] if described.get("required") else ()))]
    for index in range(max([len(bodies), *(len(values) for values in given.values())])):
        everything = {key: values[index % len(values)] for key, values in given.items() if values}
        calls.append(Call(everything, *(bodies[index % len(bodies)] if bodies else ())))
    return calls


def _is_required(parameter: dict[str, Any]) -> bool:
    return parameter["in"] == "path" or bool(parameter.get("required"))


def _values(parameter: dict[str, Any], examples: Examples) -> list[Any]:
    if "content" in parameter:
        (described,) = parameter["content"].values()
        return [one for one in examples.valid(described["schema"], reading=False) if one is not None]
    found = examples.valid(parameter["schema"], reading=False)
    return [one for one in found if _can_be_sent(one, parameter["in"])]


def _can_be_sent(value: Any, place: str) -> bool:
    """Return whether a style has a form for a value: nested ones have none, and null and empty ones say nothing."""
    if isinstance(value, dict | list):
        items = list(value.values()) if isinstance(value, dict) else value
        return bool(items) and all(map(_is_word, items))
    return _is_word(value) if place in ("header", "cookie") else value not in (None, "")


def _is_word(value: Any) -> bool:
    """Return whether no delimiter of any style is in a value."""
    if isinstance(value, str):
        return bool(value) and value.isascii() and not set(value) & set(" ,;/&%")
    return isinstance(value, int | float)


def answers(operation: Operation, examples: Examples) -> list[Answer]:
    """Return the documented replies, successes first, each with every value that it may have."""
    found: list[Answer] = []
    for status, reply in operation.replies.items():
        code = _code(status, operation)
        given = reply.get("content", {})
        # Where JSON is among several, it is what the client asks for.
        names = [name for name in given if is_json(name)] or list(given)
        if not given or code in BODILESS or operation.method == "head":
            found.append(Answer(code))
        else:
            made = [_answer(code, n, value) for n in names for value in contents(n, given[n], examples, reading=True)]
            if any(isinstance(one.value, bytes) for one in made):  # texts beside bytes are bytes
                made = [evolve(one, value=one.content) for one in made]
            found += made
    return sorted(found, key=lambda one: one.status) or [Answer(200)]


def _code(status: str, operation: Operation) -> int:
    if status == "default":
        return 500 if any(one.startswith("2") for one in operation.replies) else 200
    if not status.upper().endswith("XX"):
        return int(status)
    first = int(status[0]) * 100 + 6
    return next(code for code in range(first, first + 90) if str(code) not in operation.replies)


def _answer(code: int, media_type: str, value: Any) -> Answer:
    if is_json(media_type):
        return Answer(code, concrete(media_type), json.dumps(value).encode(), value)
    return Answer(code, concrete(media_type), value if isinstance(value, bytes) else value.encode(), value)


def pairs(calls: list[Call], replies: list[Answer]) -> list[tuple[Call, Answer]]:
    """Go through calls and answers together, so that each of both comes at least once."""
    most = max(len(calls), len(replies))
    return [(calls[index % len(calls)], replies[index % len(replies)]) for index in range(most)]
