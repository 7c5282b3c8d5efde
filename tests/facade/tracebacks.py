"""Calls with a mark in each secret argument, and what tools make of the traceback of their errors."""

from __future__ import annotations

import inspect
import io
import json
import traceback
from collections.abc import Callable, Coroutine, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, cast

import epilot_targeting_generated
import sentry_sdk
from operations import OPERATIONS
from rich.console import Console
from rich.traceback import Traceback
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport
from structlog.tracebacks import ExceptionDictTransformer

import epilot_targeting

MARK = "".join(["zq", "mark", "zq"])  # no line of source shows it, only values
OURS = tuple(package.__path__[0] for package in (epilot_targeting, epilot_targeting_generated))
TESTS = str(Path(__file__).parents[1])
MAX_DEPTH = 8


def marked(name: str) -> dict[str, Any]:
    """Return arguments of an operation, with the mark in its body and in each parameter that takes a string."""
    arguments = dict(OPERATIONS[name].arguments)
    if "body" in arguments:
        arguments["body"] = {**arguments["body"], "note": MARK}
    for one in inspect.signature(getattr(epilot_targeting.TargetingClient, name)).parameters.values():
        if one.kind is one.KEYWORD_ONLY and "str" in str(one.annotation):
            arguments[one.name] = MARK
    return arguments


def call(client: Any, name: str, **others: Any) -> Coroutine[Any, Any, Any]:
    """Return a call that is not yet awaited. The caller's frame does not show its arguments."""
    method: Any = getattr(client, name)
    return cast("Coroutine[Any, Any, Any]", method(**{**marked(name), **others}))


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Generate an exception with its causes and contexts, those that are not displayed included."""
    pending, seen = [error], set[int]()
    while pending:
        one = pending.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            yield one
            pending += [one.__cause__, one.__context__]


def frames(found: TracebackType | None) -> Iterator[FrameType]:
    """Generate the frames of a traceback, the outermost first."""
    return (frame for frame, _ in traceback.walk_tb(found))


def our_functions(error: BaseException) -> list[str]:
    """Return the functions of the client and of HTTP libraries in the traceback of an exception and its causes."""
    every = [frame for one in chain(error) for frame in frames(one.__traceback__)]
    return [frame.f_code.co_name for frame in every if not frame.f_code.co_filename.startswith(TESTS)]


def shown_by_locals(error: BaseException) -> list[str]:
    """Return the functions in the traceback whose local variables contain the mark, the tests' own left out."""
    every = [frame for one in chain(error) for frame in frames(one.__traceback__)]
    return [
        frame.f_code.co_qualname
        for frame in every
        if not frame.f_code.co_filename.startswith(TESTS) and any(map(_contains, frame.f_locals.values()))
    ]


def _contains(value: Any, depth: int = 0) -> bool:
    """Return whether a value shows the mark: by its repr, in a container, or in an attribute of a class of ours."""
    if MARK in repr(value):
        return True
    if depth == MAX_DEPTH or isinstance(value, str | bytes | BaseException):
        return False
    parts: list[Any] = []
    if isinstance(value, Mapping):
        parts = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | AbstractSet):
        parts = list(cast("list[Any]", value))
    elif type(value).__module__.startswith("epilot_targeting") and not isinstance(value, type):
        names = [
            *getattr(value, "__dict__", ()),
            *(n for k in type(value).__mro__ for n in vars(k).get("__slots__", ())),
        ]
        parts = [getattr(value, name, None) for name in names]
    return any(_contains(part, depth + 1) for part in parts)


class Local(Transport):
    """A transport of Sentry that keeps the events as JSON."""

    def __init__(self) -> None:
        super().__init__({})
        self.events: list[str] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        """Keep what an envelope contains."""
        self.events.append(json.dumps([item.payload.json for item in envelope.items], default=str))


def by_sentry(error: BaseException) -> str:
    """Return what Sentry sends of an exception by its default options."""
    local = Local()
    with sentry_sdk.isolation_scope():
        client = sentry_sdk.Client("https://public@sentry.invalid/1", transport=local, default_integrations=False)
        client.capture_event(*sentry_sdk.utils.event_from_exception(error, client_options=client.options))
        client.close()
    return "".join(local.events)


def by_rich(error: BaseException) -> str:
    """Return rich's traceback with local variables."""
    written = Console(file=io.StringIO(), width=200)
    found = Traceback.from_exception(
        type(error), error, error.__traceback__, show_locals=True, locals_max_string=10_000
    )
    written.print(found)
    return cast("io.StringIO", written.file).getvalue()


def by_structlog(error: BaseException) -> str:
    """Return structlog's traceback with local variables."""
    transform = ExceptionDictTransformer(show_locals=True, locals_max_string=10_000)
    return json.dumps(transform((type(error), error, error.__traceback__)), default=str)


def by_python(error: BaseException) -> str:
    """Return Python's traceback with local variables."""
    return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())


TOOLS: dict[str, Callable[[BaseException], str]] = {
    "sentry": by_sentry,
    "rich": by_rich,
    "structlog": by_structlog,
    "python": by_python,
}
