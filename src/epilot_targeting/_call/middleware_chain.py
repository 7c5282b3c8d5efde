"""Run the middleware of a client around one attempt."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from inspect import isawaitable
from typing import TYPE_CHECKING, Any

from ..errors import ConfigurationError
from ..middleware import Attempt as MiddlewareAttempt  # beside `Attempt` of `_transport`, the record of a request
from ..middleware import CallNext, Middleware, Outcome

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation

    from .middleware_headers import AttemptHeaders

Send = Callable[[Mapping[str, str]], Awaitable[Outcome]]
"""Sends the request with these headers, and returns the outcome."""


class MisuseError(ConfigurationError):
    """Middleware does not keep to its interface. This is an error of the call, not one that the middleware raised."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Return the parts for pickle and copy: both make a ConfigurationError, which is the public class, of it."""
        rebuild, (_, *details) = super().__reduce__()
        return rebuild, (ConfigurationError, *details)


NO_VETO = (MisuseError, asyncio.CancelledError, GeneratorExit)
"""What ends middleware without its own decision."""


def attempt_of(
    operation: Operation[Any], path: str, number: int, headers: MutableMapping[str, str]
) -> MiddlewareAttempt:
    """Return the `Attempt` of `epilot_targeting.middleware` for one attempt, which middleware gets.

    Args:
        operation: The operation.
        path: The path of the request's URL, percent-encoded, without the query.
        number: The number of the attempt in its call, from 1.
        headers: The headers to send. Middleware may change this object, which is not copied.
    """
    return MiddlewareAttempt(
        operation=operation.name,
        operation_id=operation.operation_id,
        method=operation.method,
        path=path,
        number=number,
        headers=headers,
    )


class MiddlewareChain:
    """The middleware of a client around one attempt.

    Attributes:
        veto: The exception that the middleware raised, or None.
    """

    def __init__(self, middleware: Sequence[Middleware], headers: AttemptHeaders, send: Send) -> None:
        """Prepare the chain for one attempt.

        Args:
            middleware: The functions of the option `middleware`, at least one.
            headers: The headers of the attempt. Headers that are not this object are checked before they are sent.
            send: Sends the request with the headers that it gets, and returns the outcome. Called once at most.
        """
        self.veto: BaseException | None = None
        self._middleware = middleware
        self._headers = headers
        self._send = send
        self._is_sent = False
        self._is_over = False
        self._has_outcome = False
        self._sender: asyncio.Task[Any] | None = None  # which sends the request now
        self._failure: BaseException | None = None  # which sending raised: a bug, or a cancellation

    @property
    def is_sending(self) -> bool:
        """Whether `send` of the constructor is running: it sends the request, and returns the outcome.

        This may stay True after `run`, until a task that `run` has cancelled while it was sending ends.
        """
        return self._sender is not None

    async def run(self, attempt: MiddlewareAttempt) -> None:
        """Run the middleware in order, the first one outermost. The last `call_next` sends the request.

        The outcome that the first one returns is dropped: `send` of the constructor has kept the result. If
        middleware ends while another task still sends the request, that task is cancelled. Call this once.

        Args:
            attempt: The attempt that the first middleware gets.

        Raises:
            MisuseError: One of them does not keep to its interface, or no request was sent. `veto` stays None.
            Exception: One of them raised it, and `veto` keeps it. Or `send` raised it: a bug, and `veto` stays
                None.
        """
        try:
            await self._link(0, attempt)()
            if not self._is_sent:
                raise MisuseError("middleware returned an outcome without calling call_next")
            if not self._has_outcome:
                raise MisuseError("middleware returned an outcome before call_next did: await call_next to its end")
        except BaseException as error:
            if error is not self._failure and not isinstance(error, NO_VETO):
                self.veto = error
            raise
        finally:
            self._is_over = True
            if self._sender is not None:
                self._sender.cancel()

    # Closures, not objects: a tool that shows the local variables of middleware does not look into them.
    def _link(self, position: int, current: MiddlewareAttempt) -> CallNext:
        """Return the `call_next` that runs the middleware at a position, or after the last sends the request.

        It may be called once: a second call raises MisuseError.

        Args:
            position: The index of the middleware, or the number of all of them to send the request.
            current: The attempt to pass on if `call_next` is called without one.
        """
        is_called = False

        async def call_next(attempt: MiddlewareAttempt | None = None, /) -> Outcome:
            """Run the next middleware, or send the request after the last one, and return the outcome.

            That of a failed attempt is returned too.

            Args:
                attempt: The attempt for the next middleware. Its headers are sent. Default: the attempt that the
                    calling middleware got.

            Raises:
                MisuseError: It is called a second time, also after an error. Or the request would be sent after `run`
                    has ended, `attempt` is no attempt, or the next middleware does not keep to its interface.
                ConfigurationError: The headers of `attempt` are invalid.
                Exception: What the next middleware raised, or a bug.
            """
            nonlocal is_called
            if is_called:
                raise MisuseError("middleware called call_next twice: the client repeats attempts itself")
            is_called = True
            given = current if attempt is None else attempt
            if not isinstance(getattr(given, "headers", None), Mapping):
                raise MisuseError(
                    f"middleware called call_next with {type(given).__name__}: pass the attempt, or nothing"
                )
            if position == len(self._middleware):
                return await self._send_once(given.headers)
            return await _run_one(self._middleware[position], given, self._link(position + 1, given))

        return call_next

    async def _send_once(self, headers: Mapping[str, str]) -> Outcome:
        """Send the request with these headers, and return its outcome. `call_next` calls this once at most.

        Headers that are not the object which the chain got at first are checked.

        Raises:
            MisuseError: The middleware has returned already.
            ConfigurationError: A header is invalid, and nothing is sent. `run` keeps it in `veto`, as an exception of
                the middleware.
            Exception: What `send` raised: a bug. `run` does not keep it in `veto`.
        """
        if self._is_over:
            raise MisuseError("middleware called call_next after it had returned")
        checked = headers if headers is self._headers else self._headers.replaced(headers)
        self._is_sent, self._sender = True, asyncio.current_task()
        try:
            outcome = await self._send(checked)
        except BaseException as error:
            self._failure = error
            raise
        finally:
            self._sender = None
        self._has_outcome = True
        return outcome


async def _run_one(one: Middleware, attempt: MiddlewareAttempt, call_next: CallNext) -> Outcome:
    """Run one middleware with its attempt and its `call_next`, and return its outcome.

    Raises:
        MisuseError: It is not an async function, or returned something that is no outcome.
        Exception: What the middleware raised, unchanged.
    """
    running: Any = one(attempt, call_next)
    outcome: Any = await running if isawaitable(running) else None
    if not isinstance(outcome, Outcome):
        name = getattr(one, "__name__", type(one).__name__)
        raise MisuseError(f"middleware {name} must be an async function that returns the outcome of call_next")
    return outcome
