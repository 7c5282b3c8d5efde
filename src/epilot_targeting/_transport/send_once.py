"""Send a request once, and record a network error in the attempt.

No network error is raised: the frames and exceptions of an attempt contain the token.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from .._tracebacks import clear_locals
from .classify_error import is_raised_unchanged, record_error
from .error_text import describe
from .quiet_logs import is_sending

if TYPE_CHECKING:
    from .attempt import Attempt, PreparedRequest
    from .protocols import Transport

OTHER_CONTEXT = suppress(ValueError)
"""For a coroutine that a garbage collection closes, which runs in another context."""


async def send_once(transport: Transport, prepared: PreparedRequest, attempt: Attempt) -> bool:
    """Send a request, read its whole response into `attempt`, and return whether that succeeded.

    A response with any status is a success. After a failure, such as a network error or a malformed body,
    `attempt.fault` says why. After a failure or an exception, the caller must close `transport` if it is a
    `Connection`, which the client has opened. A caller's client stays open.

    Raises:
        CancelledError: The task was cancelled.
        ConfigurationError: The proxy, a certificate file, or the installed version of a library is unsuitable.
        ClientClosedError: The caller's client is closed, and has a `closed_message`, as that of the fake has.
            Without a `closed_message` this is a failure.
        Exception: A bug of this package, of the caller's client or of a hook: see `is_raised_unchanged`.
    """
    task, handled = asyncio.current_task(), sys.exception()  # the caller may handle an exception of its own
    before = task.cancelling() if task else 0
    cancelled: asyncio.CancelledError | None = None
    mark = is_sending.set(True)
    try:
        await transport.send(prepared, attempt)
    except asyncio.CancelledError as error:
        cancelled = asyncio.CancelledError(*error.args)
    except Exception as error:
        if is_raised_unchanged(error, attempt):
            clear_locals(error, handled)  # here too: the task that sends for a caller's client may outlive the call
            raise
        record_error(attempt, error, handled)
        describe(error, prepared, attempt, handled)
        if task and task.cancelling() > before:
            cancelled = asyncio.CancelledError()  # a timeout of the library passed at the same moment
    finally:
        # Not to False: a call inside a hook of the caller's client ends before the outer one.
        with OTHER_CONTEXT:
            is_sending.reset(mark)
    if cancelled is not None:
        raise cancelled  # a new exception: the frames and the context of the first one contain the token
    return attempt.fault is None
