"""The HTTP libraries log nothing of a request of ours, and everything of others."""

from __future__ import annotations

import contextvars
import logging
from typing import Any

import httpx
import httpx2
import pytest
from facade.stores import CID, ONCE, TLS
from server import Script, page

from epilot_targeting import TargetingClient
from epilot_targeting._transport.attempt import Attempt
from epilot_targeting._transport.quiet_logs import is_sending
from epilot_targeting._transport.send_once import send_once

SEARCH = "search-text"
HOOKS = ("request", "response")


@pytest.mark.parametrize("inner", ["own httpx", "own aiohttp", "the caller's"])
@pytest.mark.parametrize("hook", [*HOOKS, "transport"])
@pytest.mark.parametrize("library", [httpx, httpx2])
async def test_a_call_inside_a_hook_leaves_the_outer_one_quiet(
    script: Script, caplog: pytest.LogCaptureFixture, library: Any, hook: str, inner: str
) -> None:
    """A hook or transport of the caller's client may call: the library still logs nothing of the outer request."""
    caplog.set_level(1)
    script.answer = lambda _: page([])
    nested: list[str] = []

    async def ask(_: Any) -> None:
        if not nested:
            nested.append(inner)
            await other.get_campaign_job_status(CID)

    class Asking(library.AsyncHTTPTransport):  # type: ignore[misc]
        async def handle_async_request(self, request: Any) -> Any:
            await ask(request)
            return await super().handle_async_request(request)

    hooks = {hook: [ask]} if hook in HOOKS else {}
    transport = Asking(verify=TLS) if hook == "transport" else None
    async with library.AsyncClient(event_hooks=hooks, transport=transport, verify=TLS) as callers:
        options: dict[str, Any] = {"base_url": script.address, "retry": ONCE}
        own = {"transport": inner.partition(" ")[2]} if inner.startswith("own") else {"http_client": callers}
        async with (
            TargetingClient("t", http_client=callers, **options) as client,
            TargetingClient("t", **own, **options) as other,
        ):
            await client.get_recipients(CID, q=SEARCH)
        assert [inner] == nested
        assert [] == [record.getMessage() for record in caplog.records if SEARCH in record.getMessage()]
        await callers.get(f"{script.address}/{SEARCH}")
    assert [] != [record for record in caplog.records if SEARCH in record.getMessage()]


async def test_a_request_may_end_in_another_context() -> None:
    """A request that another context ends, as a garbage collection does, ends without an error."""

    class Waiting:
        async def send(self, *_: Any) -> None:
            await Forever()

    class Forever:
        def __await__(self) -> Any:
            yield

    started, ended = contextvars.copy_context(), contextvars.copy_context()
    request: Any = send_once(Waiting(), None, Attempt())  # type: ignore[arg-type]
    started.run(request.send, None)
    ended.run(request.close)
    assert (True, False) == (started[is_sending], ended.get(is_sending, False))


def test_other_requests_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Records of code that sends no request of ours are kept."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx").info("another")
    assert ["another"] == caplog.messages
