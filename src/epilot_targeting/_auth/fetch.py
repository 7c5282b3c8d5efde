"""Ask for a token: apart from what holds the source, since it needs the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from inspect import CORO_CREATED, getcoroutinestate, iscoroutine
from typing import TYPE_CHECKING, Any

from .._config.secret import Secret
from .._config.token_provider import token_fault
from .._tasks import run_in_task
from ..errors import AuthorizationError, ConfigurationError

if TYPE_CHECKING:
    from .._config.token_provider import Authorization


async def ask(authorization: Authorization) -> Secret[str]:
    """Ask for the token.

    Raises:
        ConfigurationError: There is no token source.
        AuthorizationError: The source failed, or gave something that is no token.
    """
    source = authorization.provider
    if source is None:
        raise ConfigurationError("there is no token: call authorize(token) first, or pass token=")
    found = _begun(source)
    if not isinstance(found, Secret | AuthorizationError):
        # In a task of its own: a source that takes no notice of being cancelled keeps nobody past the deadline.
        given = found
        try:
            found = await run_in_task(partial(_finished, given))
        finally:
            _close_unstarted(given)
    if isinstance(found, AuthorizationError):
        raise found
    return found


# These two give errors instead of raising them: a traceback shows the locals of its frames, and here one is the token.
def _begun(ask: Callable[[], Any]) -> Secret[str] | AuthorizationError | Awaitable[Any]:
    try:
        given = ask()
    except Exception as error:
        return _failed(error)
    return given if hasattr(given, "__await__") else _token(given)


def _close_unstarted(given: Awaitable[Any]) -> None:
    # A task that is cancelled before it starts never comes to it: Python would warn that nobody awaited it.
    if iscoroutine(given) and getcoroutinestate(given) == CORO_CREATED:
        given.close()


async def _finished(given: Awaitable[Any]) -> Secret[str] | AuthorizationError:
    try:
        return _token(await given)
    except Exception as error:
        return _failed(error)
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        return _failed(error)  # something inside the source was cancelled, and not the call


def _failed(error: BaseException) -> AuthorizationError:
    failure = AuthorizationError(f"the token provider raised {type(error).__name__}")
    failure.__cause__ = error
    return failure


def _token(given: object) -> Secret[str] | AuthorizationError:
    fault = token_fault(given)
    return AuthorizationError(fault) if fault else Secret(str(given))
