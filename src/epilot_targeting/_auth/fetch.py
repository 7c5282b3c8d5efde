"""Call the token provider before an attempt, and turn its exception or invalid token into an AuthorizationError."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context, copy_context
from functools import partial
from inspect import CORO_CREATED, getcoroutinestate, iscoroutine
from typing import TYPE_CHECKING, Any

from .._config.secret import Secret
from .._tasks import run_in_task
from ..errors import AuthorizationError, ConfigurationError
from .validate import CacheKeyError, token_fault

if TYPE_CHECKING:
    from .._config.token_provider import Authorization


async def fetch_token(authorization: Authorization) -> Secret[str]:
    """Call the token provider, and return its token. This runs before each attempt, and keeps no token.

    A provider of `cached_token` is not called if its cache has the token. There is no time limit here: the deadline of
    the call cancels this.

    Raises:
        ConfigurationError: There is no token provider.
        AuthorizationError: The token provider failed, or returned an invalid token. Its `__cause__` is the exception
            of the provider, if there was one.
    """
    provider = authorization.provider
    if provider is None:
        raise ConfigurationError("there is no token: call authorize(token) first, or pass token=")
    cached = None if authorization.cache is None else authorization.cache.cached()
    found = cached or _call_provider(provider)
    if not isinstance(found, Secret | AuthorizationError):
        found = await _run_provider(found)
    if isinstance(found, AuthorizationError):
        raise found
    return found


async def _run_provider(pending: Awaitable[Any]) -> Secret[str] | AuthorizationError:
    """Await what an async token provider returned, in a task of its own. Return its token, or an error (not raised).

    The context variables that the provider sets are then set in the caller's context too. If the caller is cancelled,
    the task is cancelled and not waited for, and CancelledError is raised.
    """
    # In a task: a provider that ignores cancellation must not delay the call past its deadline.
    before = copy_context()
    try:
        found, after = await run_in_task(partial(_await_in_context, pending))
    finally:
        _close_unstarted(pending)
    _copy_changes(before, after)
    return found


# Errors are returned, not raised: a traceback would show the locals of a frame, which contain the token.
def _call_provider(provider: Callable[[], Any]) -> Secret[str] | AuthorizationError | Awaitable[Any]:
    """Call a token provider. Return its token, the error, or the awaitable of an async provider, which is not awaited.

    An exception of the provider, or an invalid token, becomes an AuthorizationError. It is returned, not raised.
    """
    try:
        result = provider()
    except Exception as error:
        return _provider_error(error)
    return result if hasattr(result, "__await__") else _secret_or_error(result)


def _close_unstarted(pending: Awaitable[Any]) -> None:
    """Close the coroutine of a token provider if it was never awaited, so that Python does not warn.

    Do nothing to a coroutine that has started or ended, nor to another awaitable.
    """
    # A task that is cancelled before it starts never awaits the coroutine, and Python would warn about it.
    if iscoroutine(pending) and getcoroutinestate(pending) == CORO_CREATED:
        pending.close()


async def _await_in_context(pending: Awaitable[Any]) -> tuple[Secret[str] | AuthorizationError, Context]:
    """Return what `_await_token` returns, and a copy of the context afterwards.

    The copy has the variables that the provider has set. An error of the provider is returned, and not raised.
    A cancellation of this task is raised. Run it in a task of its own: then the provider has a context of its
    own too.

    Args:
        pending: What an async token provider returned. It is awaited here, once.
    """
    return await _await_token(pending), copy_context()


def _copy_changes(before: Context, after: Context) -> None:
    """Copy to the current context those variables of `after` whose values differ from those in `before`.

    An async token provider, which ran in a task with a copy of the context, has set them. `before` is the context
    before it ran, and `after` its copy at the end. Variables that only `before` has stay as they are.
    """
    for variable, value in after.items():
        if variable not in before or before[variable] is not value:
            variable.set(value)


async def _await_token(pending: Awaitable[Any]) -> Secret[str] | AuthorizationError:
    """Await what an async token provider returned. Return its token, or an error if it failed or the token is invalid.

    The error is returned, not raised. A cancellation of this task is raised. If only the provider's work was cancelled,
    that is a failure of the provider.
    """
    try:
        return _secret_or_error(await pending)
    except Exception as error:
        return _provider_error(error)
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        return _provider_error(error)  # the provider was cancelled inside, not the call


def _provider_error(error: BaseException) -> AuthorizationError:
    """Return the AuthorizationError for an exception of a token provider. It is not raised here.

    Its text names the type of the exception, which is its `__cause__`. For a CacheKeyError it has the text and the
    cause of that: then the key function failed, and the provider was not called.
    """
    is_key = isinstance(error, CacheKeyError)
    wrapped = AuthorizationError(str(error) if is_key else f"the token provider raised {type(error).__name__}")
    wrapped.__cause__ = error.__cause__ if is_key else error
    return wrapped


def _secret_or_error(token: object) -> Secret[str] | AuthorizationError:
    """Return a valid token as a Secret. Otherwise return, and do not raise, an error that says why it is invalid.

    `token` is what a token provider returned, of any type. `token_fault` decides whether it is valid.
    """
    fault = token_fault(token)
    return AuthorizationError(fault) if fault else Secret(str(token))
