"""`cached_token` in several event loops and threads; it shows no token."""

from __future__ import annotations

import asyncio
import copy
import pickle
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from facade.numbered_tokens import TENANT, Provider, turns

from epilot_targeting import ConfigurationError, cached_token

SECRET = "token-that-nobody-shows"


def test_one_source_over_several_loops() -> None:
    """One cached token serves several loops, also if the first ended during a fetch."""
    provider = Provider()
    source = cached_token(provider, ttl=60)

    async def abandon() -> None:
        provider.gate.clear()
        task = asyncio.ensure_future(source())
        await turns()
        assert not task.done()

    async def fetch() -> str:
        provider.gate = asyncio.Event()
        provider.gate.set()
        return await source()

    asyncio.run(abandon())
    assert asyncio.run(fetch())[:1] == asyncio.run(fetch())[:1] == "t"


@contextmanager
def restless() -> Iterator[None]:
    """Let threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def test_one_source_in_several_threads() -> None:
    """In several threads every call gets the token of its key, and none fails."""

    async def provider() -> str:
        await asyncio.sleep(0)
        return f"t{TENANT.get()}"

    source = cached_token(provider, ttl=60, key=TENANT.get)
    wrong: list[Any] = []

    async def one(tenant: str) -> None:
        TENANT.set(tenant)
        try:
            token = await source()
        except Exception as error:
            wrong.append(error)
        else:
            wrong.extend({token} - {f"t{tenant}"})

    async def many() -> None:
        await asyncio.gather(*(one(f"-{threading.get_ident()}-{n}") for n in range(1000)))

    threads = [threading.Thread(target=lambda: asyncio.run(many())) for _ in range(4)]
    with restless():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [] == wrong


SHOWN: dict[str, Callable[[Any], Any]] = {
    "repr": repr,
    "str": str,
    "vars": lambda source: repr(getattr(source, "__dict__", "")),
    "slots": lambda source: repr([getattr(source, name) for name in getattr(type(source), "__slots__", ())]),
    "pickle": pickle.dumps,
    "copy": lambda source: repr(copy.copy(source)),
    "deepcopy": lambda source: repr(copy.deepcopy(source)),
}


@pytest.mark.parametrize("way", SHOWN)
async def test_nothing_shows_the_token_that_is_kept(way: str) -> None:
    """Showing or copying what keeps a token fails, or shows nothing of it."""

    async def provider() -> str:
        return SECRET

    source = cached_token(provider, ttl=60)
    assert SECRET == await source()
    try:
        shown = str(SHOWN[way](source))
    except (TypeError, AttributeError, pickle.PicklingError) as error:
        shown = str(error)
    assert SECRET not in shown


@pytest.mark.parametrize(
    ("provider", "options"),
    [
        (lambda: "t", {"ttl": 0}),
        (lambda: "t", {"ttl": -1}),
        (lambda: "t", {"ttl": float("nan")}),
        (lambda: "t", {"ttl": "60"}),
        (lambda: "t", {"ttl": None}),
        (lambda: "t", {"ttl": True}),
        ("t", {"ttl": 60}),
        (None, {"ttl": 60}),
        (lambda: "t", {"ttl": 60, "key": "tenant"}),
    ],
)
def test_what_can_not_be_is_refused(provider: Any, options: Any) -> None:
    """Invalid arguments are refused at once, without showing them."""
    with pytest.raises(ConfigurationError):
        cached_token(provider, **options)
