"""`CallState`: one running call, with its request, token, deadline, and what is known of its attempts so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from .._config.base_url import join_url
from .._config.secret import Secret
from .._transport.attempt import Attempt, PreparedRequest

if TYPE_CHECKING:
    from epilot_targeting_generated.types import Operation

    from .._config.options import ClientOptions
    from .._request.build import BuiltRequest
    from ..errors import TargetingError
    from .client_state import ClientState
    from .deadline import CallDeadline

T = TypeVar("T")
NO_TOKEN = Secret("")


class CallState(Generic[T]):
    """One running call of an operation. The modules of the stages of a call read and set its attributes.

    Attributes:
        address: The URL, which may contain personal data.
        answered: Whether the service answered any attempt.
        attempt: The attempt under way, or the last one. None while the next one waits for its permit and token.
        attempts: The number of requests sent so far.
        budget: The retry budget of the client.
        built: The request without base URL and token.
        by_middleware: The result of the attempt that middleware has seen, until the loop of attempts takes it.
        deadline: The deadline, with the times of its phases and the connection pool.
        epoch: The epoch in which the gate has admitted the attempt, and must hear of its end, or None.
        gate: The rate gate.
        has_store_failed: Whether the download of the last attempt's large response failed by a network error, a
            timeout, or the status 408, 429 or 5xx.
        is_reference_renewed: Whether an expired presigned URL was requested again: an attempt more than the policy has.
        is_token_renewed: Whether the token was renewed after a 401, which likewise allows one attempt more.
        next_token: The token for the next attempt that a 401 has required, or None.
        operation: The operation.
        options: The options in force when the call began.
        outcomes: For each failed attempt, whether the service carried the operation out.
        refusals: The number of attempts that were answered with 429.
        ticket: The place of the call in the queue of the gate.
        token: The token of the last attempt.
        veto: The exception that middleware raised, or None.
    """

    __slots__ = (
        "address",
        "answered",
        "attempt",
        "attempts",
        "budget",
        "built",
        "by_middleware",
        "deadline",
        "epoch",
        "gate",
        "has_store_failed",
        "is_reference_renewed",
        "is_token_renewed",
        "next_token",
        "operation",
        "options",
        "outcomes",
        "refusals",
        "ticket",
        "token",
        "veto",
    )

    def __init__(
        self,
        deadline: CallDeadline,
        state: ClientState,
        options: ClientOptions,
        operation: Operation[T],
        built: BuiltRequest,
    ) -> None:
        """Prepare a call without an attempt: join its URL, find its rate gate, and take the next `ticket`.

        The ticket is a number: calls that wait at the gate go in its order. It is not given back. Nothing is sent
        or admitted yet. Call this in the task of the call.

        Args:
            deadline: The deadline of the call. The gate is looked up by its connection pool.
            state: The state of the client: retry budget and rate gates.
            options: The options in force when the call began.
            operation: The operation.
            built: Its request without base URL and token.

        Raises:
            ConfigurationError: The path is invalid, or would leave the base URL.
        """
        self.options = options
        self.operation = operation
        self.built = built
        self.address = Secret(join_url(options.base_url, built.target, operation.name))
        self.deadline = deadline
        self.budget = state.budget
        self.gate = state.rate_limits.gate(deadline.pool, options, reads=operation.retry == "read")
        self.ticket = next(state.rate_limits.tickets)
        self.epoch: int | None = None
        self.token = NO_TOKEN
        self.next_token: Secret[str] | None = None
        self.attempt: Attempt | None = None
        self.attempts = self.refusals = 0
        self.outcomes: list[bool | None] = []
        self.answered = False
        self.is_token_renewed = self.is_reference_renewed = self.has_store_failed = False
        self.by_middleware: tuple[Attempt, T] | TargetingError | None = None
        self.veto: BaseException | None = None

    @property
    def running_attempt(self) -> Attempt | None:
        """The attempt under way, or None between attempts: `outcomes` has that of each attempt that has failed."""
        return self.attempt if len(self.outcomes) < self.attempts else None

    def prepared(self, headers: Mapping[str, str]) -> PreparedRequest:
        """Return the request for an attempt, with these headers. `token` of the call is set already.

        `headers` have lower-case names, and are without Content-Type and Authorization, which are added when the
        request is sent.
        """
        options, built = self.options, self.built
        return PreparedRequest(
            self.operation.method,
            self.address,
            headers,
            self.token,
            built.content,
            options.timeouts,
            options.max_response_bytes,
            built.content_type,
        )

    def path(self) -> str:
        """Return the path of the request's URL, percent-encoded, with that of `base_url`, without the query.

        Errors and middleware show it. It contains ids.
        """
        return self.options.base[1] + self.built.target.partition("?")[0]
