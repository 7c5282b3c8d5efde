"""One call of an operation, from its arguments to its response: build the request, make attempts, report the end."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from epilot_targeting_generated.types import Operation, Response

from .._event_loop import running_loop
from .._logger import log
from .._observers import of_all_clients
from .._request.build import Arguments as Arguments
from .._request.build import build_request
from .attempt_loop import run_attempts
from .call_end import complete_error, raw_response, report_end
from .call_state import CallState
from .client_state import ClientState
from .deadline import CallDeadline

if TYPE_CHECKING:
    from .._config.options import ClientOptions
    from .._observers import CallObserver
    from .watched_call import WatchedCall

T = TypeVar("T")


class Client(Protocol):
    """The client that makes a call."""

    @property
    def options(self) -> ClientOptions:
        """The options in force now."""
        ...


async def call(
    client: Client, open_state: Callable[[], ClientState], operation: Operation[T], arguments: Arguments
) -> Response[T]:
    """Carry out an operation within the deadline, and return its response. Log its end, and report it to the observer.

    Args:
        client: The client, whose options at the start of the call count.
        open_state: Returns the state of the client: connection pools and retry budget. Raises ClientClosedError if it
            is closed.
        operation: The operation.
        arguments: Its arguments, which are not checked yet.

    Raises:
        TargetingError: There is no decoded success. `applied` says whether the service carried the operation out.
            Neither this function nor a deeper one is in its traceback.
        Exception: What middleware raised, unchanged, or a bug.
    """
    handled, started = sys.exception(), 0.0
    under_way: CallState[T] | None = None
    watched: WatchedCall | None = None
    try:
        loop = running_loop(operation.name)
        started = loop.time()
        state, options = open_state(), client.options
        observer = state.observation.observer if state.observation.is_set else of_all_clients.observer
        if observer is not None:
            watched = _watch_call(observer, operation, options.base_url)
        built = build_request(operation, arguments, options.sent_headers)
        call_deadline = CallDeadline(loop, started, state.pool(options), options)
        under_way = CallState(call_deadline, state, options, operation, built)
        if watched is not None:
            watched.deadline = call_deadline
        attempt, parsed = await run_attempts(under_way)
    except BaseException as error:
        complete_error(error, operation, under_way, started, handled)
        if watched is not None or log.isEnabledFor(logging.INFO):
            report_end(operation, under_way, error, watched)
        raise
    elapsed = loop.time() - started
    if watched is not None or log.isEnabledFor(logging.INFO):
        report_end(operation, under_way, None, watched)
    return raw_response(attempt, parsed, under_way.attempts, elapsed)


def _watch_call(observer: CallObserver, operation: Operation[Any], base_url: str) -> WatchedCall:
    """Call `start` of an observer, and return the call as the observer sees it.

    An exception of `start` is logged, and the call is returned all the same. `report_end` ends it.
    `WatchedCall` is imported here: few programs need it.
    """
    from .watched_call import WatchedCall

    return WatchedCall(observer, operation, base_url)
