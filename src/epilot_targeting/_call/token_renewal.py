"""Renew the token of a call after a 401, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._auth.fetch import fetch_token
from ..errors import AuthorizationError
from . import deadline

if TYPE_CHECKING:
    from .call_state import CallState


async def renew_token(call: CallState[Any]) -> bool:
    """Fetch a token for the next attempt after a 401. Return whether it is another one than the rejected.

    The caller calls this after each 401: `token` of the call is the rejected one. If the new one is another,
    `next_token` keeps it. The rejected one is removed from the provider's cache in any case. Return False without
    fetching if the call has renewed its token before, and False if the token provider failed: then the 401 is the
    error.
    """
    old, authorization = call.token, call.options.authorization
    authorization.invalidate(old)
    if call.is_token_renewed:
        return False
    call.deadline.start(deadline.PROVIDER)
    try:
        token = await fetch_token(authorization)
    except AuthorizationError:
        return False  # the 401 is raised
    if token.reveal() == old.reveal():
        return False
    call.next_token, call.is_token_renewed = token, True
    return True
