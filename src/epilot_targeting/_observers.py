"""The interface by which an optional part observes calls, as for traces and metrics. The core knows none of them.

In: an observer, for all clients or for one. Out: it is called at the start and at the end of each call.
May import: `errors`.
"""

from __future__ import annotations

from epilot_targeting_generated.lazy import TYPE_CHECKING, typing

if TYPE_CHECKING:
    from typing import Literal

    Wait = Literal["", "permit", "rate_limit"]


class ObservedCall:
    """A call that has started.

    Attributes:
        operation: The method name of the operation.
        method: The HTTP method.
        base_url: The base URL of the service.
    """

    __slots__ = ("base_url", "method", "operation")

    def __init__(self, operation: str, method: str, base_url: str) -> None:
        """Keep the description of a call.

        Args:
            operation: The method name of the operation, such as `get_recipients`.
            method: The HTTP method, in upper case.
            base_url: The base URL of the service.
        """
        self.operation = operation
        self.method = method
        self.base_url = base_url

    def waits_for(self) -> Wait:
        """Return "permit" or "rate_limit" while the call waits for it, else an empty string.

        Any thread may call this. A call of a client overrides it; here it is always empty.
        """
        return ""

    def waited(self) -> tuple[float, float]:
        """Return the seconds that the call has waited so far: for a permit, and at the rate gate.

        A call of a client overrides it; here both are 0.
        """
        return 0.0, 0.0


class CallReport:
    """The outcome of a call.

    Attributes:
        operation: The method name of the operation.
        status_code: The status of the last response, or None.
        attempts: The number of requests that were sent.
        elapsed: Seconds from the start of the call to its end.
        request_id: The request id of the last response, or None.
        applied: Whether the service carried the operation out: True, False, or None if it is unknown.
        error: The exception that ends the call, or None.
    """

    __slots__ = ("applied", "attempts", "elapsed", "error", "operation", "request_id", "status_code")

    def __init__(
        self,
        operation: str,
        status_code: int | None,
        attempts: int,
        elapsed: float,
        request_id: str | None,
        applied: bool | None,  # noqa: FBT001
        error: BaseException | None,
    ) -> None:
        """Keep the outcome of a call, so far or at its end.

        Args:
            operation: The method name of the operation.
            status_code: The status of the last response, or None if there is none.
            attempts: The number of requests that were sent.
            elapsed: Seconds from the start of the call, waits and pauses included; 0 if its request could not be built.
            request_id: The request id of the last response, or None.
            applied: Whether the service carried the operation out: True, False, or None if it is unknown.
            error: The exception that ends the call or its last attempt, or None after a success.
        """
        self.operation = operation
        self.status_code = status_code
        self.attempts = attempts
        self.elapsed = elapsed
        self.request_id = request_id
        self.applied = applied
        self.error = error


class CallObserver:
    """The base class of observers. It runs in the task of the call, and must not raise exceptions."""

    def start(self, call: ObservedCall) -> typing.Any:
        """Observe the start of a call, before its request is built. `end` gets the result as `started`.

        Each observer overrides it, and may return any value. It runs in the task of the call. An exception is
        logged, and the call goes on: `end` then gets None.
        """
        raise NotImplementedError

    def end(self, call: ObservedCall, started: typing.Any, report: CallReport) -> None:
        """Observe the end of a call, in the task of the call. Each observer must override it.

        An exception is logged, and not raised.

        Args:
            call: The object that `start` got.
            started: What `start` returned, or None if it failed.
            report: The outcome.
        """
        raise NotImplementedError


class Observation:
    """Who observes the calls of one client, of its tag views and of its derived clients.

    Attributes:
        observer: The observer, or None.
        is_set: Whether `observer` counts. Otherwise the observer of all clients does.
    """

    __slots__ = ("is_set", "observer")

    def __init__(self) -> None:
        """Start without an observer.

        Until `observe` has set `observer`, that of `of_all_clients` counts. If that has none either, no call is
        observed.
        """
        self.observer: CallObserver | None = None
        self.is_set = False


of_all_clients = Observation()
"""Its observer counts for each client without one of its own."""


def observe(observer: CallObserver | None, client: typing.Any = None) -> None:
    """Set the observer of all clients or of one, in place of the one before.

    Calls that have started keep theirs.

    Args:
        observer: The observer, or None to end the observation. A client with None is not observed at all, also if all
            clients have an observer.
        client: A client of this package, which shares it with its tag views and derived clients. If it is one of those
            itself, the client that it comes from is meant. Default: all clients, also those created later, except for
            those that an earlier call has named.

    Raises:
        ConfigurationError: `client` is no client, or a class.
    """
    observation = of_all_clients if client is None else getattr(client, "_observation", None)
    if not isinstance(observation, Observation):
        from .errors import ConfigurationError

        kind = f"the class {client.__name__}" if isinstance(client, type) else type(client).__name__
        raise ConfigurationError(f"client must be a TargetingClient, not {kind}")
    observation.observer, observation.is_set = observer, True
