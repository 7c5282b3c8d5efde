"""The cost of `cached_token`: a refresh takes the same number of steps with many keys as with few."""

from __future__ import annotations

import asyncio
import sys
from contextvars import ContextVar
from types import FrameType
from typing import Any

import pytest
from fake_clock import run

from epilot_targeting import cached_token
from epilot_targeting._auth.cached_token import CachedToken
from epilot_targeting._auth.fetch import fetch_token
from epilot_targeting._config.secret import Secret
from epilot_targeting._config.token_provider import Authorization

tenant: ContextVar[int] = ContextVar("tenant", default=0)


def provider() -> str:
    return f"token-{tenant.get()}"


async def fill(source: Any, start: int, count: int) -> None:
    for number in range(start, start + count):
        tenant.set(number)
        await source()


def comparisons(source: CachedToken, token: str) -> int:
    """Return how often invalidating a token reveals one."""
    revealed = 0

    def profile(frame: FrameType, event: str, _: Any) -> None:
        nonlocal revealed
        revealed += event == "call" and frame.f_code.co_name == "reveal"

    sys.setprofile(profile)
    try:
        source.invalidate(Secret(token))
    finally:
        sys.setprofile(None)
    return revealed


@pytest.mark.parametrize("count", [1, 1000])
async def test_invalidating_costs_the_same_with_many_keys(count: int) -> None:
    """Invalidating a token reveals no other token, however many keys there are."""
    source: Any = cached_token(provider, ttl=60, key=tenant.get)
    await fill(source, 0, count)
    assert 2 == comparisons(source, "token-0")
    assert count - 1 == len(source._cached)


def test_expired_tokens_are_removed_a_few_at_a_time() -> None:
    """Each refresh removes at most two expired tokens, so that memory shrinks and no refresh walks over all keys."""

    async def main() -> list[int]:

        source: Any = cached_token(provider, ttl=60, key=tenant.get)
        await fill(source, 0, 100)
        await asyncio.sleep(61)
        sizes = []
        for number in range(100, 103):
            await fill(source, number, 1)
            sizes.append(len(source._cached))
        await fill(source, 103, 97)
        return [*sizes, len(source._cached)]

    assert [99, 98, 97, 100] == run(main())


async def test_a_cached_token_is_not_awaited() -> None:
    """A token in the cache costs no task: the call has it in its first step."""
    authorization = Authorization(cached_token(provider, ttl=60))
    await fetch_token(authorization)
    with pytest.raises(StopIteration) as ended:
        fetch_token(authorization).send(None)
    assert "token-0" == ended.value.value.reveal()


async def test_keys_that_share_a_token_lose_it_together() -> None:
    """A rejected token is removed for each key that has it."""
    source: Any = cached_token(lambda: "same", ttl=60, key=tenant.get)
    await fill(source, 0, 3)
    source.invalidate(Secret("same"))
    source.invalidate(Secret("same"))
    assert 0 == len(source._cached)
