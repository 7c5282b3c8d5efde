"""Run the middleware of a client around one attempt."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from inspect import isawaitable
from typing import Any

from ..errors import ConfigurationError
from ..middleware import Attempt, CallNext, Middleware, Outcome

Send = Callable[[Mapping[str, str]], Awaitable[Outcome]]


class MisuseError(ConfigurationError):
    """Middleware does not keep to its interface. This is an error of the call, not one that the middleware raised."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Become a ConfigurationError when it is pickled."""
        return ConfigurationError(str(self), **self.__dict__).__reduce__()


async def run_chain(middleware: Sequence[Middleware], attempt: Attempt, send: Send) -> None:
    """Run the middleware in order, the first one outermost. The last one sends the request.

    Args:
        middleware: The middleware of the client, at least one.
        attempt: The attempt.
        send: Sends the request with these headers, and returns the outcome.

    Raises:
        MisuseError: One of them is no async function, called `call_next` twice, or returned no outcome.
        Exception: What one of them raised.
    """
    await _link(middleware, 0, attempt, send)()


# Closures, not objects: a tool that shows the local variables of middleware does not look into them.
def _link(middleware: Sequence[Middleware], position: int, current: Attempt, send: Send) -> CallNext:
    """Return `call_next` of the middleware before this position."""
    is_called = False

    async def call_next(attempt: Attempt | None = None, /) -> Outcome:
        nonlocal is_called
        if is_called:
            raise MisuseError("middleware called call_next twice: the client repeats attempts itself")
        is_called = True
        given = current if attempt is None else attempt
        if position == len(middleware):
            return await send(given.headers)
        return await _run_one(middleware[position], given, _link(middleware, position + 1, given, send))

    return call_next


async def _run_one(one: Middleware, attempt: Attempt, call_next: CallNext) -> Outcome:
    """Run one middleware, and check that it returned an outcome."""
    running: Any = one(attempt, call_next)
    outcome: Any = await running if isawaitable(running) else None
    if not isinstance(outcome, Outcome):
        name = getattr(one, "__name__", type(one).__name__)
        raise MisuseError(f"middleware {name} must be an async function that returns the outcome of call_next")
    return outcome
