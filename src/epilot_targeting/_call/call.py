"""The loop of attempts of one call: authorise, send, decode, retry by the operation's class, within one deadline."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from epilot_targeting_generated.types import Operation, Response

from .._auth.fetch import fetch_token
from .._config.base_url import join_url
from .._config.secret import Secret
from .._event_loop import running_loop
from .._logger import log
from .._observers import CallReport, of_all_clients
from .._request.build import Arguments as Arguments
from .._request.build import BuiltRequest, build_request
from .._response.applied import attempt_applied, call_applied
from .._response.decode import JSON_KINDS, decode
from .._response.error_messages import api_error, name_request, transport_error
from .._response.media_types import is_large_response
from .._response.redaction import redacted_headers
from .._response.request_id import request_id, shown_request_id
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
    TransportError,
    UnauthorizedError,
)
from . import deadline
from .call_end import complete_error, report_end
from .client_state import ClientState
from .deadline import CallDeadline
from .decoding_thread import SMALL_BODY, decode_in_thread
from .large_response import download, is_retried, presigned_url, stored_content
from .log_lines import log_attempt, log_retry

if TYPE_CHECKING:
    from .._config.options import ClientOptions
    from ..middleware import Outcome
    from .watched_call import WatchedCall

T = TypeVar("T")
NO_TOKEN = Secret("")
TOO_MANY_REQUESTS = 429


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
        client: The client, which has the options.
        open_state: Returns the state of the client: connection pools and retry budget. Raises ClientClosedError if it
            is closed.
        operation: The operation.
        arguments: Its arguments.

    Raises:
        TargetingError: There is no decoded success. `applied` says whether the service carried the operation out.
            Neither this function nor a deeper one is in its traceback.
    """
    handled, started = sys.exception(), 0.0
    under_way: Call[T] | None = None
    watched: WatchedCall | None = None
    try:
        loop = running_loop(operation.name)
        started = loop.time()
        state, options = open_state(), client.options
        observer = state.observation.observer if state.observation.is_set else of_all_clients.observer
        if observer is not None:
            from .watched_call import WatchedCall

            watched = WatchedCall(observer, operation, options.base_url)
        built = build_request(operation, arguments, options.sent_headers)
        under_way = Call(CallDeadline(loop, started, state.pool(options), options), state, options, operation, built)
        if watched is not None:
            watched.deadline = under_way.deadline
        attempt, parsed = await under_way.run()
    except BaseException as error:
        complete_error(error, operation, under_way, started, handled)
        if watched is not None or log.isEnabledFor(logging.INFO):
            report_end(operation, under_way, error, watched)
        raise
    elapsed = loop.time() - started
    if watched is not None or log.isEnabledFor(logging.INFO):
        report_end(operation, under_way, None, watched)
    status, headers = attempt.status or 0, attempt.headers
    return Response(status, headers, parsed, attempt.content, request_id(headers), under_way.attempts, elapsed)


class Call(Generic[T]):
    """One call of an operation: its attempts within the deadline.

    Attributes:
        attempts: The number of requests sent so far.
        outcomes: For each failed attempt, whether the service carried the operation out.
        answered: Whether the service answered any attempt.
        deadline: The deadline, with the times of its phases.
        veto: The exception that middleware raised, or None.
    """

    __slots__ = (
        "_address",
        "_attempt",
        "_budget",
        "_built",
        "_by_middleware",
        "_gate",
        "_has_store_failed",
        "_is_admitted",
        "_is_reference_renewed",
        "_is_token_renewed",
        "_next_token",
        "_operation",
        "_options",
        "_refusals",
        "_ticket",
        "_token",
        "answered",
        "attempts",
        "deadline",
        "outcomes",
        "veto",
    )

    def __init__(
        self,
        call_deadline: CallDeadline,
        state: ClientState,
        options: ClientOptions,
        operation: Operation[T],
        built: BuiltRequest,
    ) -> None:
        """Prepare a call without an attempt.

        Args:
            call_deadline: The deadline, which `run` enters. It has the connection pool.
            state: The state of the client: retry budget and rate gates.
            options: The options in force when the call began.
            operation: The operation.
            built: Its request without base URL and token.
        """
        self.attempts = 0
        self.outcomes: list[bool | None] = []
        self.answered = False
        self._options = options
        self._operation = operation
        self._built = built
        self._address = Secret(join_url(options.base_url, built.target, operation.name))
        self._budget = state.budget
        self.deadline = call_deadline
        self._attempt: Attempt | None = None  # the one under way
        self._gate = state.rate_limits.gate(call_deadline.pool, options, reads=operation.retry == "read")
        self._is_admitted = False  # by the gate, which must hear of the end of the attempt
        self._ticket = next(state.rate_limits.tickets)
        self.veto: BaseException | None = None
        self._by_middleware: tuple[Attempt, T] | TargetingError | None = None  # the result of the attempt, decoded
        self._refusals = 0  # attempts that were answered with 429
        self._token = NO_TOKEN
        self._next_token: Secret[str] | None = None
        # Each of these allows one attempt more than the policy.
        self._is_token_renewed = False
        self._is_reference_renewed = False
        self._has_store_failed = False  # in the last attempt

    async def run(self) -> tuple[Attempt, T]:
        """Make attempts until one succeeds or none may follow. Return the successful attempt and its decoded response.

        It runs once for each call.

        Raises:
            TargetingError: The last attempt failed, or the deadline passed.
        """
        with self.deadline:
            while True:
                try:
                    return await self._result(await self._send())
                except TargetingError as error:
                    if error is self.veto:
                        raise
                    last = error
                try:
                    self._record_outcome(last)
                    pause = await self._pause_after(last)
                    if pause is None or not self._spend_retry(last):
                        raise last
                    self._log_retry(last, pause)
                finally:
                    del last  # it references this frame: a cycle
                self.deadline.start(deadline.PAUSE)
                await asyncio.sleep(pause)
                self.deadline.start(deadline.PERMIT)
        # Here, and not in the block, so that the cancellation is not its context.
        raise self._deadline_error()

    async def _result(self, attempt: Attempt) -> tuple[Attempt, T]:
        """Return an attempt that was sent, with its decoded response, or raise its error.

        With middleware, both are known already.

        Raises:
            TargetingError: The attempt failed.
        """
        if self._by_middleware is not None:
            found, self._by_middleware = self._by_middleware, None
            if isinstance(found, TargetingError):
                raise found
            return found
        options, operation = self._options, self._operation
        self.answered = self.answered or attempt.status is not None
        if attempt.status is None or (attempt.status in SUCCESS and attempt.fault):
            raise transport_error(operation, attempt, options.base_url, self._path(), self._token)
        if attempt.status not in SUCCESS:
            raise api_error(operation, attempt, options.base_url, self._path(), self._token)
        try:
            parsed = await self._parsed(attempt)
        except (DecodeError, TransportError) as error:
            name_request(error, operation, options.base_url, self._path())
            raise
        self._budget.refill()
        return attempt, parsed

    async def _send(self) -> Attempt:
        """Wait for the rate gate, a permit and the token, then send one request.

        Return its attempt, whatever the outcome.

        Raises:
            AuthorizationError: The token provider failed, or returned an invalid token.
            ConfigurationError: There is no token provider.
            RequestTimeoutError: The rate gate opens after the deadline.
            Exception: What the middleware raised, or a bug.
        """
        self._attempt, self._has_store_failed = None, False
        options, gate = self._options, self._gate
        phases, clock = self.deadline.phases, self.deadline.clock
        while True:
            epoch = gate.closing.epoch if gate.admit() else await self._wait_at_gate()
            self._is_admitted, attempt = True, Attempt()
            try:
                async with Permit(self.deadline.pool, options, fresh=self._operation.retry != "read") as permit:
                    if epoch == gate.closing.epoch:  # else it closed meanwhile
                        phases.append((deadline.PROVIDER, clock()))
                        self._token = self._next_token or await fetch_token(options.authorization)
                        self._next_token = None
                    if epoch == gate.closing.epoch:
                        self._attempt = attempt
                        self.attempts += 1
                        phases.append((deadline.ATTEMPT, clock()))
                        if options.middleware:
                            await self._run_middleware(permit, attempt, epoch)
                        else:
                            await permit.send(self._prepared(self._built.headers), attempt)
                        return attempt
            finally:
                self._leave_gate(epoch, attempt)

    async def _run_middleware(self, permit: Permit, attempt: Attempt, epoch: int) -> None:
        """Run the middleware around one attempt. `_send_for_middleware` keeps the decoded response, or the error.

        Args:
            permit: The permit to send one request.
            attempt: The record of the attempt, which is filled.
            epoch: The epoch of the rate gate in which the attempt was admitted.

        Raises:
            Exception: What the middleware raised, kept in `veto`.
        """
        from .attempt_headers import AttemptHeaders
        from .middleware_chain import MiddlewareChain, MisuseError, attempt_of

        operation, headers = self._operation, AttemptHeaders(self._built.headers)
        given = attempt_of(operation, self._path(), self.attempts, headers)
        send = partial(self._send_for_middleware, permit, attempt, epoch)
        chain = MiddlewareChain(self._options.middleware, headers, send)
        try:
            await chain.run(given)
        except MisuseError as error:
            error.applied = None if chain.is_sending else attempt_applied(operation, attempt)
            raise
        finally:
            self.veto = chain.veto

    async def _send_for_middleware(
        self, permit: Permit, attempt: Attempt, epoch: int, headers: Mapping[str, str]
    ) -> Outcome:
        """Send the request, and return the outcome for the middleware that called `call_next`.

        A failure is in the outcome, and not raised. `_by_middleware` keeps the decoded response or the error for
        `_result`. The permit is returned for good before the response is decoded.

        Args:
            permit: The permit to send one request.
            attempt: The record of the attempt, which is filled.
            epoch: The epoch of the rate gate in which the attempt was admitted.
            headers: The headers to send, checked.
        """
        from ..middleware import Outcome

        clock = self.deadline.clock
        started, ended, failure = clock(), 0.0, None
        try:
            await permit.send(self._prepared(headers), attempt)
            ended = clock()
            permit.leave()
            self._leave_gate(epoch, attempt)
            self._by_middleware = await self._result(attempt)
        except TargetingError as error:
            hide_frames(error, None)
            failure = self._by_middleware = error
        # Those of an error show the origin alone of the address of a redirect, which may be presigned.
        redacted = failure.headers if isinstance(failure, ApiError) else redacted_headers(attempt.headers, self._token)
        elapsed = (ended or clock()) - started
        return Outcome(status_code=attempt.status, headers=dict(redacted), elapsed=elapsed, error=failure)

    async def _wait_at_gate(self) -> int:
        """Wait until the rate gate admits this call. Return the gate's epoch: how often it was closed before.

        Raises:
            RequestTimeoutError: The gate opens after the deadline.
        """
        if self.deadline.is_before(self._gate.opens_at()):
            raise self.deadline.rate_limit_error(self._operation.name, self._gate.opens_at())
        self.deadline.start(deadline.RATE_LIMIT)
        epoch = await self._gate.wait(self._ticket)
        self.deadline.start(deadline.PERMIT)
        return epoch

    def _leave_gate(self, epoch: int, attempt: Attempt) -> None:
        """Report the end of an attempt to the rate gate, once for each attempt. A 429 closes the gate for a pause.

        `epoch` is that of the gate when it admitted the attempt.
        """
        if not self._is_admitted:
            return
        self._is_admitted = False
        if attempt.status == TOO_MANY_REQUESTS:
            wait = retry_after(attempt.headers, datetime.now(UTC))
            self._gate.close(epoch, self._options.retry.rate_limit_pause(self._gate.closing.refusals, wait))
        else:
            is_answered = attempt.status is not None
            is_sent = is_answered or attempt_applied(self._operation, attempt) is not False
            self._gate.leave(epoch, sent=is_sent, answered=is_answered)

    def _prepared(self, headers: Mapping[str, str]) -> PreparedRequest:
        """Return the request for the next attempt, with these headers and the current token.

        It has the URL, the body, the timeouts and the limit of bytes.
        """
        options, built = self._options, self._built
        return PreparedRequest(
            self._operation.method,
            self._address,
            headers,
            self._token,
            built.content,
            options.timeouts,
            options.max_response_bytes,
            built.content_type,
        )

    def _path(self) -> str:
        """Return the path of the request's URL, with that of `base_url`, without the query.

        Errors and middleware show it.
        """
        return self._options.base[1] + self._built.target.partition("?")[0]

    async def _parsed(self, attempt: Attempt) -> T:
        """Return the decoded response of an attempt that succeeded.

        If it is a reference to a large response, download that from the object store first. A large body is decoded in
        a thread, under the deadline.
        """
        options, operation = self._options, self._operation
        success = operation.success(attempt.status or 0)
        is_stored = success.kind in JSON_KINDS and is_large_response(attempt)
        if is_stored:
            url = presigned_url(options, operation, attempt)
            self.deadline.start(deadline.DOWNLOAD)
            stored = await download(self.deadline.pool, options, url, self._budget, self.deadline.left, operation.name)
            self._has_store_failed = is_retried(stored)
            attempt.content = stored_content(operation, attempt, stored)
        if len(attempt.content) <= SMALL_BODY:
            return decode(operation, success, attempt, self._token, options.max_response_records, stored=is_stored)
        self.deadline.start(deadline.DECODE)
        work = partial(decode, operation, success, attempt, self._token, options.max_response_records, stored=is_stored)
        return await decode_in_thread(work)

    def _record_outcome(self, error: TargetingError) -> None:
        """Add `applied` of a failed attempt's error to `outcomes`, and log the attempt at DEBUG."""
        self.outcomes.append(error.applied)
        self.log_attempt(error)

    async def _pause_after(self, error: TargetingError) -> float | None:
        """Return the seconds to wait after a failed attempt before the next one, or None if its error is final.

        Nothing is waited for or spent here. After a 401, fetch a new token: if that fails, the 401 is final.
        """
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
        return policy.pause(done, error.retry_after if isinstance(error, ApiError) else None, self.deadline.left())

    def _pause_after_429(self, error: RateLimitError) -> float | None:
        """Return 0, since the next attempt waits at the rate gate instead, or None if the error is final."""
        policy = self._options.retry
        self._refusals += 1
        is_too_long = (error.retry_after or 0.0) > policy.max_retry_after
        # A policy of one attempt repeats nothing.
        if policy.attempts == 1 or is_too_long or self.deadline.is_before(self._gate.opens_at()):
            return None
        return 0.0

    def _spend_retry(self, error: TargetingError) -> bool:
        """Spend one retry of the client's budget, and return True. Return False if none is left.

        After a 401 or 429 a retry costs nothing: return True.
        """
        return isinstance(error, UnauthorizedError | RateLimitError) or self._budget.spend()

    async def _renew_token(self) -> bool:
        """Fetch a token for the next attempt after a 401. Return whether it is another one.

        It is False also at the second 401 of a call, and if the token provider failed: then the 401 is the error.
        """
        old, authorization = self._token, self._options.authorization
        authorization.invalidate(old)
        if self._is_token_renewed:
            return False
        self.deadline.start(deadline.PROVIDER)
        try:
            token = await fetch_token(authorization)
        except AuthorizationError:
            return False  # the 401 is raised
        if token.reveal() == old.reveal():
            return False
        self._next_token, self._is_token_renewed = token, True
        return True

    def _deadline_error(self) -> TargetingError:
        """Return the error of a call that its deadline, or closing the client, has ended.

        Add the outcome of its last attempt to `outcomes`, and log it at DEBUG.
        """
        applied = False if self._attempt is None else attempt_applied(self._operation, self._attempt)
        self.outcomes.append(applied)
        error = self.deadline.error(self._operation.name, applied)
        self.log_attempt(error)
        return error

    def report(self, error: BaseException | None) -> CallReport:
        """Return the report of the call so far, for log lines and the observer.

        Args:
            error: The exception that ends the call or its last attempt, or None after a success.
        """
        attempt, seconds = self._attempt or Attempt(), self.deadline.clock() - self.deadline.phases[0][1]
        if error is None:
            applied: bool | None = True
        elif isinstance(error, TargetingError) and error is not self.veto:
            applied = error.applied
        else:
            applied = call_applied(self._operation, self._attempt, self.outcomes)
        identity = shown_request_id(attempt.headers, self._token)
        return CallReport(self._operation.name, attempt.status, self.attempts, seconds, identity, applied, error)

    def log_attempt(self, error: TargetingError | None) -> None:
        """Log the end of the running attempt at DEBUG. `error` is its error, or None after a success."""
        if log.isEnabledFor(logging.DEBUG) and self._attempt is not None:
            started = next(time for phase, time in reversed(self.deadline.phases) if phase == deadline.ATTEMPT)
            seconds = self.deadline.clock() - started
            log_attempt(self._operation, self._options.base_url, seconds, self.report(error))

    def _log_retry(self, error: TargetingError, pause: float) -> None:
        """Log at WARNING that a retry follows: the error of the failed attempt, and the seconds until the next one.

        After a 429 they include the wait at the rate gate.
        """
        if log.isEnabledFor(logging.WARNING):
            held = self._gate.opens_at() - self.deadline.clock() if isinstance(error, RateLimitError) else 0.0
            log_retry(self.report(error), max(pause, held))
