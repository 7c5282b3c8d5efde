"""The loop of attempts of one call: authorise, send, decode, retry by the operation's class, within one deadline."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from epilot_targeting_generated.types import Operation, Response

from .._auth.fetch import fetch_token
from .._config.base_url import join_url
from .._config.secret import Secret
from .._event_loop import running_loop
from .._request.build import Arguments as Arguments
from .._request.build import BuiltRequest, build_request
from .._response.applied import attempt_applied, set_applied
from .._response.decode import JSON_KINDS, decode
from .._response.error_messages import api_error, transport_error
from .._response.large import is_large_response, presigned_url
from .._response.request_id import request_id
from .._response.retry_after import retry_after
from .._status_ranges import SUCCESS
from .._tracebacks import hide_frames
from .._transport.attempt import Attempt, PreparedRequest
from .._transport.permit import Permit
from ..errors import (
    ApiError,
    AuthorizationError,
    DecodeError,
    RateLimitError,
    RequestTimeoutError,
    TargetingError,
    UnauthorizedError,
)
from . import deadline
from .client_state import ClientState
from .deadline import CallDeadline
from .decoding_thread import decode_in_thread
from .large_response import download, is_retried, stored_content

if TYPE_CHECKING:
    from .._config.options import ClientOptions

T = TypeVar("T")
TOO_MANY_REQUESTS = 429
SMALL_BODY = 2**20  # bytes, which are decoded within a few milliseconds
log = logging.getLogger("epilot_targeting")


class Client(Protocol):
    """The client that makes a call."""

    @property
    def options(self) -> ClientOptions:
        """The options in force now."""
        ...


async def call(
    client: Client, open_state: Callable[[], ClientState], operation: Operation[T], arguments: Arguments
) -> Response[T]:
    """Carry out an operation within the deadline, and return its response.

    Args:
        client: The client.
        open_state: Returns the connections and the retry budget of the client, unless it is closed.
        operation: The operation.
        arguments: Its arguments.

    Raises:
        TargetingError: There is no decoded success. `applied` says whether the service carried the operation out.
            Neither this function nor a deeper one is in its traceback.
    """
    handled, started = sys.exception(), 0.0
    under_way: Call[T] | None = None
    try:
        started = running_loop(operation.name).time()
        state, options = open_state(), client.options
        under_way = Call(state, options, operation, build_request(operation, arguments, options.sent_headers))
        attempt, parsed = await under_way.run()
    except BaseException as error:
        if isinstance(error, TargetingError):
            _complete(error, operation, under_way, started)
        hide_frames(error, handled)
        raise
    elapsed = asyncio.get_running_loop().time() - started
    status, headers = attempt.status or 0, attempt.headers
    return Response(status, headers, parsed, attempt.content, request_id(headers), under_way.attempts, elapsed)


def _complete(error: TargetingError, operation: Operation[T], under_way: Call[T] | None, started: float) -> None:
    """Set the attributes of the error of a call: the operation, the attempts, the outcome and the time."""
    error.operation = operation.name
    if under_way is not None:
        error.attempts = under_way.attempts
        set_applied(error, operation.retry, under_way.outcomes, answered=under_way.answered)
        error.elapsed = asyncio.get_running_loop().time() - started


class Call(Generic[T]):
    """One call of an operation: its attempts within the deadline.

    Attributes:
        attempts: The number of requests sent so far.
        outcomes: For each failed attempt, whether the service carried the operation out.
        answered: Whether the service answered any attempt.
    """

    def __init__(
        self, state: ClientState, options: ClientOptions, operation: Operation[T], built: BuiltRequest
    ) -> None:
        """Prepare a call without an attempt. The deadline starts when the call enters it.

        Raises:
            ClientClosedError: The client is closed.
        """
        self.attempts = 0
        self.outcomes: list[bool | None] = []
        self.answered = False
        self._options = options
        self._operation = operation
        self._built = built
        self._address = Secret(join_url(options.base_url, built.target, operation.name))
        self._budget = state.budget
        self._deadline = CallDeadline(state, options)
        self._attempt: Attempt | None = None  # the one under way
        self._gate = state.rate_limits.gate(self._deadline.pool, options, reads=operation.retry == "read")
        self._ticket = next(state.rate_limits.tickets)
        self._refusals = 0  # attempts that were answered with 429
        self._token = Secret("")
        self._next_token: Secret[str] | None = None
        # Each of these allows one attempt more than the policy.
        self._is_token_renewed = False
        self._is_reference_renewed = False
        self._has_store_failed = False  # in the last attempt

    async def run(self) -> tuple[Attempt, T]:
        """Make attempts until one succeeds or none may follow, and return it with its decoded response.

        Raises:
            TargetingError: The last attempt failed, or the deadline passed.
        """
        try:
            async with self._deadline:
                while True:
                    try:
                        return await self._send()
                    except TargetingError as error:
                        last = error
                    try:
                        self._record_outcome(last)
                        pause = await self._pause_after(last)
                        if pause is None or not self._spend_retry(last):
                            raise last
                    finally:
                        del last  # it references this frame: a cycle
                    self._deadline.start(deadline.PAUSE)
                    await asyncio.sleep(pause)
                    self._deadline.start(deadline.PERMIT)
        except TimeoutError as error:
            if isinstance(error, TargetingError):
                raise
        # Outside the handler, so that it has no context.
        raise self._deadline_error()

    async def _send(self) -> tuple[Attempt, T]:
        """Send the request once, and return the attempt with the decoded response.

        Raises:
            TargetingError: The attempt failed.
        """
        options, operation = self._options, self._operation
        self._attempt, self._has_store_failed = None, False
        attempt = await self._send_when_admitted()
        self.answered = self.answered or attempt.status is not None
        if attempt.status is None or (attempt.status in SUCCESS and attempt.fault):
            raise transport_error(operation, attempt, options.base_url, self._path(), self._token)
        if attempt.status not in SUCCESS:
            raise api_error(operation, attempt, options.base_url, self._path(), self._token)
        parsed = await self._parsed(attempt)
        self._budget.refill()
        log.debug("%s: attempt %d: %d", operation.name, self.attempts, attempt.status)
        return attempt, parsed

    async def _send_when_admitted(self) -> Attempt:
        """Send the request once the rate gate admits it and a permit is free, and return the attempt."""
        options, gate = self._options, self._gate
        phases, clock = self._deadline.phases, self._deadline.clock
        while True:
            epoch = gate.closing.epoch if gate.admit() else await self._wait_at_gate()
            attempt = Attempt()
            try:
                async with Permit(self._deadline.pool, options, fresh=self._operation.retry != "read") as permit:
                    if epoch == gate.closing.epoch:  # else it closed meanwhile
                        phases.append((deadline.PROVIDER, clock()))
                        self._token = self._next_token or await fetch_token(options.authorization)
                        self._next_token = None
                    if epoch == gate.closing.epoch:
                        self._attempt = attempt
                        self.attempts += 1
                        phases.append((deadline.ATTEMPT, clock()))
                        await permit.send(self._prepared(), attempt)
                        return attempt
            finally:
                self._leave_gate(epoch, attempt)

    async def _wait_at_gate(self) -> int:
        """Wait until the gate admits this call, and return the epoch of the gate.

        Raises:
            RequestTimeoutError: The gate opens after the deadline.
        """
        if self._deadline.is_before(self._gate.opens_at()):
            raise self._deadline.rate_limit_error(self._operation.name, self._gate.opens_at())
        self._deadline.start(deadline.RATE_LIMIT)
        epoch = await self._gate.wait(self._ticket)
        self._deadline.start(deadline.PERMIT)
        return epoch

    def _leave_gate(self, epoch: int, attempt: Attempt) -> None:
        """Report an attempt to the rate gate. A 429 closes the gate, for the time that its response asks for."""
        if attempt.status == TOO_MANY_REQUESTS:
            wait = retry_after(attempt.headers, datetime.now(UTC))
            self._gate.close(epoch, self._options.retry.rate_limit_pause(self._gate.closing.refusals, wait))
        else:
            is_answered = attempt.status is not None
            is_sent = is_answered or attempt_applied(self._operation, attempt) is not False
            self._gate.leave(epoch, sent=is_sent, answered=is_answered)

    def _prepared(self) -> PreparedRequest:
        """Return the request for the next attempt, with the current token."""
        options, built = self._options, self._built
        return PreparedRequest(
            self._operation.method,
            self._address,
            built.headers,
            self._token,
            built.content,
            options.timeouts,
            options.max_response_bytes,
            built.content_type,
        )

    def _path(self) -> str:
        """Return the path of the URL, that of `base_url` included, without the query. Errors show it."""
        return self._options.base[1] + self._built.target.partition("?")[0]

    async def _parsed(self, attempt: Attempt) -> T:
        """Return the decoded response of a success. Download it from the object store first if it is a large response.

        A large body is decoded in a thread, under the deadline.
        """
        options, operation = self._options, self._operation
        success = operation.success(attempt.status or 0)
        is_stored = success.kind in JSON_KINDS and is_large_response(attempt)
        if is_stored:
            url = presigned_url(options, operation, attempt)
            self._deadline.start(deadline.DOWNLOAD)
            stored = await download(self._deadline.pool, options, url, self._budget, self._deadline.left)
            self._has_store_failed = is_retried(stored)
            attempt.content = stored_content(operation, attempt, stored)
        if len(attempt.content) <= SMALL_BODY:
            return decode(operation, success, attempt, self._token, options.max_response_records, stored=is_stored)
        self._deadline.start(deadline.DECODE)
        work = partial(decode, operation, success, attempt, self._token, options.max_response_records, stored=is_stored)
        return await decode_in_thread(work)

    def _record_outcome(self, error: TargetingError) -> None:
        """Add `applied` of a failed attempt to the outcomes, and log its error at DEBUG."""
        log.debug("%s: attempt %d: %s", self._operation.name, self.attempts, type(error).__name__)
        self.outcomes.append(error.applied)

    async def _pause_after(self, error: TargetingError) -> float | None:
        """Return the seconds before the next attempt, or None if none may follow."""
        policy, retry_class = self._options.retry, self._operation.retry
        if isinstance(error, RateLimitError):
            return self._pause_after_429(error)
        if isinstance(error, RequestTimeoutError) and error.limit == "rate_limit":
            return None
        if isinstance(error, UnauthorizedError):
            return 0.0 if await self._renew_token() else None
        if isinstance(error, DecodeError) and error.expired:
            # The presigned URL has expired: a read requests another one, whatever the policy.
            is_first, self._is_reference_renewed = not self._is_reference_renewed, True
            return 0.0 if retry_class == "read" and is_first else None
        # The download was already retried as often as the policy allows.
        if self._has_store_failed or not policy.allows(retry_class, error):
            return None
        done = self.attempts - self._is_token_renewed - self._is_reference_renewed - self._refusals
        return policy.pause(done, error.retry_after if isinstance(error, ApiError) else None, self._deadline.left())

    def _pause_after_429(self, error: RateLimitError) -> float | None:
        """Return 0, since the next attempt waits at the gate, or None if none may follow."""
        policy = self._options.retry
        self._refusals += 1
        is_too_long = (error.retry_after or 0.0) > policy.max_retry_after
        # A policy of one attempt repeats nothing.
        if policy.attempts == 1 or is_too_long or self._deadline.is_before(self._gate.opens_at()):
            return None
        return 0.0

    def _spend_retry(self, error: TargetingError) -> bool:
        """Spend a retry of the client's budget, and return whether there was one. After a 401 or 429 it costs none."""
        return isinstance(error, UnauthorizedError | RateLimitError) or self._budget.spend()

    async def _renew_token(self) -> bool:
        """Fetch a token for the next attempt after a 401, once per call, and return whether it is another one."""
        old, authorization = self._token, self._options.authorization
        authorization.invalidate(old)
        if self._is_token_renewed:
            return False
        self._deadline.start(deadline.PROVIDER)
        try:
            token = await fetch_token(authorization)
        except AuthorizationError:
            return False  # the 401 is raised
        if token.reveal() == old.reveal():
            return False
        self._next_token, self._is_token_renewed = token, True
        return True

    def _deadline_error(self) -> TargetingError:
        """Return the error of a call that its deadline, or closing the client, has ended."""
        log.debug("%s: attempt %d: cancelled", self._operation.name, self.attempts)
        applied = False if self._attempt is None else attempt_applied(self._operation, self._attempt)
        self.outcomes.append(applied)
        return self._deadline.error(self._operation.name, applied)
