"""Switch one promise of a call off, to measure what it costs. The package itself has no such switches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from epilot_targeting._call import attempt_result, call, deadline, rate_gate, retry_budget, send_attempt
from epilot_targeting._response import api_error, decode
from epilot_targeting._transport import permit

Off = Callable[[], AbstractContextManager[object]]


@contextmanager
def _patched(*changes: tuple[object, str, object]) -> Iterator[None]:
    with ExitStack() as stack:
        for owner, name, value in changes:
            stack.enter_context(patch.object(owner, name, value))
        yield


def nothing() -> AbstractContextManager[object]:
    """Keep all promises."""
    return _patched()


def the_deadline() -> AbstractContextManager[object]:
    """Let a call take as long as it takes, also when its client is closed."""

    def leave(*_: object) -> bool:
        return False

    return _patched(
        (deadline.CallDeadline, "__enter__", lambda _: None),
        (deadline.CallDeadline, "__exit__", leave),
    )


def the_rate_gate() -> AbstractContextManager[object]:
    """Send a call without looking whether the service has refused others for now."""

    def leave(*_: object, **__: object) -> None:
        """Count nothing."""

    return _patched((rate_gate.RateGate, "admit", lambda _: True), (rate_gate.RateGate, "leave", leave))


def retries() -> AbstractContextManager[object]:
    """Make one attempt: no loop, no budget."""

    async def run(under_way: Any) -> Any:
        with under_way.deadline:
            return await attempt_result.result_of(under_way, await send_attempt.send_attempt(under_way))

    return _patched((call, "run_attempts", run), (retry_budget.RetryBudget, "refill", lambda _: None))


def the_permit() -> AbstractContextManager[object]:
    """Send any number of requests at once."""

    async def enter(self: Any) -> Any:
        return self

    async def leave(*_: object) -> None:
        """Return nothing."""

    return _patched((permit.Permit, "__aenter__", enter), (permit.Permit, "__aexit__", leave))


def deferred_cancellation() -> AbstractContextManager[object]:
    """Cancel a request by the caller's client at once: it can occupy a connection of the client for ever."""

    async def run(work: Any) -> Any:
        return await work

    return _patched((permit, "defer_cancellation", run))


def the_limits() -> AbstractContextManager[object]:
    """Decode a response of any nesting: of its limits, the one that is looked at in each response."""
    return _patched((decode, "MAX_DEPTH", float("inf")))


def redaction() -> AbstractContextManager[object]:
    """Show what the service repeats in the error of a failure, the token included."""
    return _patched(
        (api_error, "redacted", lambda content, _: content),
        (api_error, "redacted_headers", lambda headers, _: headers),
    )


def hidden_frames() -> AbstractContextManager[object]:
    """Leave the frames of the package in the traceback of an error, with tokens and bodies in their variables."""
    from epilot_targeting._call import call_end

    def hide(*_: object) -> None:
        """Leave them."""

    return _patched((call_end, "hide_frames", hide))
