"""The fake as an ASGI app: requests whose body was cut off."""

from __future__ import annotations

from typing import Any

import pytest

from epilot_targeting.testing import FakeTargeting

PART = {"type": "http.request", "body": b'{"name":"a"}', "more_body": True}
END = {"type": "http.request", "body": b"", "more_body": False}
GONE = {"type": "http.disconnect"}


def scope(*headers: tuple[bytes, bytes]) -> dict[str, Any]:
    content_type = (b"content-type", b"application/json")
    authorization = (b"authorization", b"Bearer t")
    return {
        "type": "http",
        "method": "POST",
        "path": "/v1/campaigns",
        "headers": [content_type, authorization, *headers],
    }


@pytest.mark.parametrize(
    ("messages", "headers", "received"),
    [
        ([GONE], [], 0),
        ([PART, GONE], [], 0),
        ([PART, END], [(b"content-length", b"100")], 0),
        ([PART, END], [(b"content-length", b"12")], 1),
        ([PART, END], [], 1),
    ],
)
async def test_a_request_that_was_cut_off_is_not_carried_out(
    messages: list[dict[str, Any]], headers: list[tuple[bytes, bytes]], received: int
) -> None:
    """A request whose client disconnects inside the body, or whose body is too short, is neither answered nor kept."""
    fake, left, sent = FakeTargeting(), iter(messages), list[dict[str, Any]]()

    async def receive() -> dict[str, Any]:
        return next(left)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await fake.app(scope(*headers), receive, send)
    assert (received, bool(received)) == (len(fake.requests), bool(sent))
