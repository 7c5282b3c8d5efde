"""Carry out one operation: make the request, authorise it, send it, read the reply, and repeat what may be repeated."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Generic, TypeVar

from epilot_targeting_generated.types import Operation, Response

from .._auth.fetch import fetch_token
from .._config.base_url import address
from .._config.secret import Secret
from .._request.build import Arguments as Arguments
from .._request.build import BuiltRequest, build_request
from .._response.decode import decode
from .._response.failures import add_outcome, broken, failure, outcome_of, request_id
from .._tasks import run_in_task
from .._transport.attempt import Attempt, PreparedRequest
from .._transport.pool import Permit
from ..errors import (
    SUCCESS,
    ApiError,
    AuthorizationError,
    ClientClosedError,
    DecodeError,
    RequestTimeoutError,
    TargetingError,
    UnauthorizedError,
)
from .large_response import checked, failed, fetch, is_large_response, reference
from .state import CallDeadline, ClientState

if TYPE_CHECKING:
    from .._config.options import ClientOptions

T = TypeVar("T")
SMALL = 2**20  # bytes of a body that are decoded in a few milliseconds
log = logging.getLogger("epilot_targeting")


async def send(pool: ClientState, options: ClientOptions, operation: Operation[T], given: Arguments) -> Response[T]:
    """Carry out an operation within its deadline.

    Raises:
        TargetingError: It did not end as a decoded success; the error says what became of it.
    """
    started = asyncio.get_running_loop().time()
    call: Call[T] | None = None
    try:
        call = Call(pool, options, operation, build_request(operation, given, options.sent_headers))
        exchange, parsed = await call.run()
    except TargetingError as error:
        error.operation = operation.name
        if call is not None:
            error.attempts = call.attempts
            add_outcome(error, operation.retry, call.outcomes, answered=call.answered)
        error.elapsed = asyncio.get_running_loop().time() - started
        raise
    elapsed = asyncio.get_running_loop().time() - started
    status, headers = exchange.status or 0, exchange.headers
    return Response(status, headers, parsed, exchange.content, request_id(headers), call.attempts, elapsed)


class Call(Generic[T]):
    """One call of an operation, and how far it has come."""

    def __init__(
        self, pool: ClientState, options: ClientOptions, operation: Operation[T], written: BuiltRequest
    ) -> None:
        self.attempts = 0
        self.outcomes: list[bool | None] = []  # what became of the attempts
        self.answered = False
        self._pool = pool
        self._options = options
        self._operation = operation
        self._written = written
        self._address = Secret(address(options.base_url, written.target, operation.name))
        self._exchange: Attempt | None = None  # the one under way
        self._token = Secret("")
        self._next_token: Secret[str] | None = None
        # Each of these is one attempt beside those of the policy.
        self._renewed = False
        self._refetched = False
        self._no_payload = False  # whether the last attempt failed at the store of large replies
        self._limit = CallDeadline(pool, options)

    async def run(self) -> tuple[Attempt, T]:
        """Make as many attempts as may be.

        Raises:
            TargetingError: The last one failed.
        """
        try:
            async with self._limit:
                while True:
                    try:
                        return await self._attempt()
                    except TargetingError as error:
                        last = error
                    try:
                        pause = await self._pause(last)
                        if pause is None:
                            raise last
                    finally:
                        del last  # it holds this frame, which would hold it
                    await asyncio.sleep(pause)
        except TimeoutError as error:
            if isinstance(error, TargetingError):
                raise
        # Out here it has no context.
        raise self._cut()

    async def _attempt(self) -> tuple[Attempt, T]:
        """Send the request once, as one of the few that may be under way."""
        options, operation = self._options, self._operation
        self._exchange, self._no_payload = None, False
        async with Permit(self._limit.slots, options, fresh=operation.retry != "read") as slot:
            self._token = self._next_token or await fetch_token(options.authorization)
            self._next_token = None
            exchange = self._exchange = Attempt()
            self.attempts += 1
            await slot.exchange(self._outgoing(), exchange)
        self.answered = self.answered or exchange.status is not None
        if exchange.status is None or (exchange.status in SUCCESS and exchange.fault):
            raise broken(operation, exchange, options.base_url, self._path(), self._token)
        if exchange.status not in SUCCESS:
            raise failure(operation, exchange, options.base_url, self._path(), self._token)
        parsed = await self._parsed(exchange)
        self._pool.budget.refill()
        log.debug("%s: attempt %d: %d", operation.name, self.attempts, exchange.status)
        return exchange, parsed

    def _path(self) -> str:
        return self._options.base[1] + self._written.target.partition("?")[0]

    async def _parsed(self, exchange: Attempt) -> T:
        options, operation = self._options, self._operation
        reply = operation.reply(exchange.status or 0)
        stored = reply.kind == "json" and is_large_response(exchange)
        if stored:
            address = reference(options, operation, exchange)
            found = await fetch(self._limit.slots, options, address, self._pool.budget, self._limit.left)
            self._no_payload = failed(found)
            exchange.content = checked(operation, exchange, found)
        if len(exchange.content) <= SMALL:
            return decode(operation, reply, exchange, self._token, stored=stored)
        # In a thread: the loop has others to serve meanwhile, and a deadline to keep.
        return await run_in_task(
            lambda: asyncio.to_thread(decode, operation, reply, exchange, self._token, stored=stored)
        )

    def _outgoing(self) -> PreparedRequest:
        options, written = self._options, self._written
        return PreparedRequest(
            self._operation.method,
            self._address,
            written.headers,
            self._token,
            written.content,
            options.timeouts,
            options.max_response_bytes,
            written.content_type,
        )

    async def _pause(self, error: TargetingError) -> float | None:
        """Give the seconds before the next attempt, or None where there is none."""
        log.debug("%s: attempt %d: %s", self._operation.name, self.attempts, type(error).__name__)
        policy, retry_class = self._options.retry, self._operation.retry
        self.outcomes.append(error.applied)
        if isinstance(error, UnauthorizedError):
            return 0.0 if await self._renew() else None
        if isinstance(error, DecodeError) and error.expired:
            # The reference has a time of its own: a read asks for another, whatever the policy.
            again = retry_class == "read" and not self._refetched and self._pool.budget.take()
            self._refetched = True
            return 0.0 if again else None
        # The store was asked as often as the policy has it already.
        if self._no_payload or not policy.allows(retry_class, error):
            return None
        done = self.attempts - self._renewed - self._refetched
        pause = policy.pause(done, error.retry_after if isinstance(error, ApiError) else None, self._limit.left())
        return pause if pause is not None and self._pool.budget.take() else None

    async def _renew(self) -> bool:
        """Ask for another token, once a call; tell whether there is one."""
        refused, authorization = self._token, self._options.authorization
        authorization.invalidate(refused)
        if self._renewed:
            return False
        try:
            token = await fetch_token(authorization)
        except AuthorizationError:
            return False  # the service's answer stands
        if token.reveal() == refused.reveal():
            return False
        self._next_token, self._renewed = token, True
        return True

    def _cut(self) -> TargetingError:
        """Make the error of a call whose time is over."""
        log.debug("%s: attempt %d: cut off", self._operation.name, self.attempts)
        applied = False if self._exchange is None else outcome_of(self._operation, self._exchange)
        self.outcomes.append(applied)
        if self._limit.was_cut:
            return ClientClosedError(f"{self._operation.name}: the client was closed meanwhile", applied=applied)
        message = f"{self._operation.name}: the deadline of {self._options.deadline:g} s passed"
        return RequestTimeoutError(message, applied=applied, limit="deadline")
