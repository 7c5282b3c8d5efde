"""Words of the service and of proxies in the text of an error: on one line, printable, in quotes, and not too long."""

from __future__ import annotations

import json

import httpx
import pytest
from facade.stores import CID
from server import NOW, Script, response

from epilot_targeting import BadRequestError, RateLimitError, TargetingClient, TransportError
from epilot_targeting._response.one_line import one_line, quoted

FORGED = 'no\r\n2026-01-02 INFO paid "twice"\x1b[31m\u202e\x00'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("fine", "fine"),
        ("  two\nlines \t", "two lines"),
        ("a\x1b[31mb\u2028c\x7f", "a [31mb c"),
        ("x" * 10, "x" * 10),
        ("x" * 11, "x" * 10 + "…"),
        ("x" * 9 + " y", "x" * 9 + "…"),
        (" " * 60_000 + "x", "…"),
    ],
)
def test_text_on_one_line(text: str, shown: str) -> None:
    """Line breaks, escapes and invisible characters become spaces, and a long text is cut."""
    assert shown == one_line(text, 10)


def test_quotes_inside_of_quotes() -> None:
    """Nothing in a quoted text can end the quotes."""
    assert "\"say 'yes'\"" == quoted('say "yes"')


async def test_the_message_of_the_service_is_quoted(script: Script) -> None:
    """The text of an error has the status, the words of the service in quotes, the request id, and no second line."""
    body = json.dumps({"code": "NO\nSUCH", "message": FORGED}).encode()
    script.answer = lambda _: response(400, body, "x-request-id: r-1")
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(BadRequestError) as failed:
            await client.get_campaign_job_status(CID)
    shown = str(failed.value)
    assert "get_campaign_job_status: 400 NO SUCH \"no 2026-01-02 INFO paid 'twice' [31m\" from GET " in shown
    assert "(request id r-1)" in shown
    assert shown.isprintable()
    assert FORGED == failed.value.message


async def test_the_seconds_to_wait_are_shown(script: Script) -> None:
    """The text of a 429 says how long to wait."""
    script.answer = lambda _: response(429, b"{}", "Retry-After: 400", "x-request-id: r-2")
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(RateLimitError, match=r"\(request id r-2, retry after 400 s\)"):
            await client.get_campaign_job_status(CID)


async def test_the_words_of_a_server_that_speaks_no_http(script: Script) -> None:
    """A library quotes what it could not parse; it is shown on one line, and not whole."""
    script.answer = lambda _: b"no HTTP \x1b[31m\n" + b"\x1b[31m" * 900 + b"\r\n\r\n"
    async with TargetingClient("t", base_url=script.address, retry=NOW) as client:
        with pytest.raises(TransportError) as failed:
            await client.get_campaign_job_status(CID)
    assert str(failed.value).isprintable()
    assert len(str(failed.value)) < 1000


class Unreadable(Exception):
    """An exception whose text cannot be read."""

    def __str__(self) -> str:
        raise RuntimeError("no text")

    __repr__ = __str__


@pytest.mark.parametrize("place", ["transport", "hook"])
async def test_an_exception_without_a_text_is_a_failed_attempt(place: str) -> None:
    """What the caller's transport or hook raises is a network error with its class, also if its text cannot be read."""

    def fail(_: object) -> httpx.Response:
        raise Unreadable

    async def fail_hook(_: object) -> None:
        raise Unreadable

    hooks = {"request": [fail_hook] if place == "hook" else []}
    async with httpx.AsyncClient(transport=httpx.MockTransport(fail), event_hooks=hooks) as own:
        client = TargetingClient("t", http_client=own, retry=NOW)
        with pytest.raises(TransportError, match=": Unreadable; gave up after 3 attempts") as failed:
            await client.get_campaign_job_status(CID)
    assert isinstance(failed.value.__cause__, ConnectionError)
