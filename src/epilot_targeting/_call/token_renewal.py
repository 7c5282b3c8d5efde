"""Renew the token of a call after a 401, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._auth.fetch import fetch_token
from ..errors import AuthorizationError
from . import deadline

if TYPE_CHECKING:
    from .call_state import CallState


async def renew_token(call: CallState[Any]) -> bool:
    """Fetch a token after a 401, and return whether it differs from the rejected one: then another attempt may follow.

    Call this after each 401, with the rejected token still in `token` of the call. It is removed from the provider's
    cache in any case. If the new token differs, keep it in `next_token` of the call.

    Return False also if the token provider fails, which is not raised, and without fetching if the call has renewed its
    token before.
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
