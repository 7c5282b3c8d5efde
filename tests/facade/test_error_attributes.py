"""Attributes of an error: its body, its text and its path."""

from __future__ import annotations

import json
import pickle

import pytest
from facade.stores import failure
from server import Script, response

from epilot_targeting import ApiError, TargetingClient


@pytest.mark.parametrize("depth", [50, 500, 900])
async def test_an_error_with_a_deep_body_pickles(script: Script, depth: int) -> None:
    """An error with a very deep body keeps it as text, and pickles."""
    script.answer = lambda _: response(400, b"[" * depth + b"]" * depth)
    async with TargetingClient("t", base_url=script.address) as client:
        error = await failure(client)
    assert (type(error), str) == (type(pickle.loads(pickle.dumps(error))), type(error.body) if depth > 100 else str)


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
