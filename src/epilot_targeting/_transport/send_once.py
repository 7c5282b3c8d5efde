"""Send one request once, and record a failure of the network in the attempt.

No network error is raised into a caller's traceback: the frames and exceptions of an attempt hold the token.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from .programming_errors import clear_locals, is_programming_error
from .quiet_logs import is_sending

if TYPE_CHECKING:
    from .attempt import Attempt, PreparedRequest
    from .interface import Transport


async def send_once(transport: Transport, prepared: PreparedRequest, attempt: Attempt) -> bool:
    """Send a request, read its response to the end of the body, and return whether the attempt succeeded.

    `attempt` holds the outcome. A connection is not used again after an attempt that failed.

    Raises:
        CancelledError: The task was cancelled.
        ConfigurationError: The installed version of a library is not supported.
    """
    task = asyncio.current_task()
    before = task.cancelling() if task else 0
    cancelled: asyncio.CancelledError | None = None
    is_sending.set(True)
    try:
        await transport.send(prepared, attempt)
    except asyncio.CancelledError as error:
        cancelled = asyncio.CancelledError(*error.args)
    except Exception as error:
        if is_programming_error(error, attempt):
            clear_locals(error)
            raise
        attempt.fail(error)
        if task and task.cancelling() > before:
            cancelled = asyncio.CancelledError()  # a timeout of the library passed at the same moment
    finally:
        is_sending.set(False)
    if cancelled is not None:
        raise cancelled  # a new exception: the frames and the context of the first one hold the token
    return attempt.fault is None
