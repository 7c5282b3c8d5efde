"""The causes and contexts of a network error: what they prove, what is quoted of them, and what is none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from facade.environments import LIBRARIES
from facade.stores import CID, ONCE, TLS
from server import CLOSE, Script

from epilot_targeting import TargetingClient, TransportError


class OfTheCaller(Exception):
    """An exception that the caller handles while it makes a call."""


async def failed(client: TargetingClient, handled: Exception) -> TransportError:
    """Return the error of a write that is made while the caller handles an exception."""
    try:
        raise handled
    except type(handled):
        with pytest.raises(TransportError) as error:
            await client.change_campaign_status(CID)
    assert error.value.__context__ is handled
    return error.value


def causes(one: BaseException, other: BaseException) -> None:
    one.__cause__, other.__cause__ = other, one


def contexts(one: BaseException, other: BaseException) -> None:
    one.__context__, other.__context__ = other, one


@pytest.mark.httpx_only
@pytest.mark.parametrize("link", [causes, contexts])
@pytest.mark.parametrize("kind", [OSError, OfTheCaller])
async def test_exceptions_that_cause_each_other(
    link: Callable[[BaseException, BaseException], None], kind: type[Exception]
) -> None:
    """A cycle of causes or contexts is read once: each of its exceptions is known, or the outcome is unknown."""

    def refuse(_: httpx.Request) -> httpx.Response:
        error = httpx.ConnectError("refused")
        try:
            raise error
        except httpx.ConnectError:
            link(error, kind("first"))
            raise

    async with httpx.AsyncClient(transport=httpx.MockTransport(refuse), verify=TLS) as http:
        error = await failed(TargetingClient("t", http_client=http, retry=ONCE), OfTheCaller())
    assert ("refused" in str(error), error.applied) == (True, False if kind is OSError else None)


@pytest.mark.httpx_only
async def test_an_exception_of_the_caller_proves_nothing() -> None:
    """A refused connection was not used, also if the caller makes the call while it handles an exception."""

    def refuse(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    async with httpx.AsyncClient(transport=httpx.MockTransport(refuse), verify=TLS) as http:
        error = await failed(TargetingClient("t", http_client=http, retry=ONCE), OfTheCaller())
    assert False is error.applied


@pytest.mark.own_connections
@pytest.mark.parametrize("library", LIBRARIES)
async def test_an_exception_of_the_caller_is_no_cause(script: Script, library: Any) -> None:
    """Neither the cause nor the text of the error is that of an exception which the caller handles."""
    script.answer = lambda _: CLOSE
    async with TargetingClient("t", base_url=script.address, transport=library, retry=ONCE) as client:
        error = await failed(client, FileNotFoundError(2, "a file of the caller"))
    assert ConnectionError is type(error.__cause__)
    assert "a file of the caller" not in f"{error}{error.__cause__}"
