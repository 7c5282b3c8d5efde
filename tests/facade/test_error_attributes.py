"""Attributes of an error: its body, its text and its path."""

from __future__ import annotations

import copyreg
import json
import pickle
import threading
from collections.abc import Callable
from typing import Any

import pytest
from facade.stores import failure
from server import Script, response

from epilot_targeting import ApiError, AuthorizationError, TargetingClient
from epilot_targeting._call.middleware_chain import MisuseError


@pytest.mark.parametrize("depth", [50, 500, 900])
async def test_an_error_with_a_deep_body_pickles(script: Script, depth: int) -> None:
    """An error with a very deep body keeps it as text, and pickles."""
    script.answer = lambda _: response(400, b"[" * depth + b"]" * depth)
    async with TargetingClient("t", base_url=script.address) as client:
        error = await failure(client)
    assert (type(error), str) == (type(pickle.loads(pickle.dumps(error))), type(error.body) if depth > 100 else str)


def _restore(build: Callable[..., AuthorizationError], parts: tuple[Any, ...], *chain: Any) -> AuthorizationError:
    """Return an error with its cause and context, as tblib does."""
    error = build(*parts)
    error.__cause__, error.__context__ = chain
    return error


def _reduce_with_chain(error: AuthorizationError) -> tuple[Any, ...]:
    """Reduce an error with its cause and context, as tblib does."""
    build, parts = error.__reduce__()
    return _restore, (build, parts, error.__cause__, error.__context__)


@pytest.mark.parametrize("kind", [AuthorizationError, MisuseError])
@pytest.mark.parametrize("argument", [threading.Lock(), "a file"])
def test_an_error_pickles_where_a_library_pickles_causes_too(
    kind: Any, argument: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cause that does not pickle is replaced by its text, and any other stays."""
    monkeypatch.setitem(copyreg.dispatch_table, kind, _reduce_with_chain)
    error = kind("no token", attempts=1)
    error.__cause__ = LookupError(argument)
    copied = pickle.loads(pickle.dumps(error))
    expected = LookupError if argument == "a file" else RuntimeError
    assert (1, expected, None) == (copied.attempts, type(copied.__cause__), copied.__context__)
    assert str(argument) in str(copied.__cause__)


def test_an_error_pickles_without_its_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no library registers a function for its class, a cause is neither pickled nor replaced."""
    monkeypatch.delitem(copyreg.dispatch_table, AuthorizationError, raising=False)
    error = AuthorizationError("no token", attempts=1)
    error.__cause__ = LookupError(threading.Lock())
    copied = pickle.loads(pickle.dumps(error))
    assert (1, None, LookupError) == (copied.attempts, copied.__cause__, type(error.__cause__))


async def test_the_words_of_the_service_are_capped(script: Script) -> None:
    """The service's words in a message have a maximum length."""
    script.answer = lambda _: response(400, json.dumps({"message": "x" * 100_000, "code": "y" * 100_000}).encode())
    async with TargetingClient("t", base_url=script.address) as client:
        error = await failure(client)
    assert (True, None) == (len(str(error)) < 1000, error.code)


async def test_the_path_of_an_error_is_the_one_that_was_sent(script: Script) -> None:
    """An error has the path that was sent, with that of the base URL."""
    script.answer = lambda _: response(400, b"{}")
    async with TargetingClient("t", base_url=f"{script.address}/stage/") as client:
        error: ApiError = await failure(client)
    assert (error.path, True) == (script.seen[0].target, error.path in str(error))
