"""Bytes of a malformed response: no error text and no log line shows them, on any transport."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from facade.stores import CID
from facade.test_broken_connections import TRANSPORTS, client_of

from epilot_targeting import DecodeError, TransportError
from epilot_targeting._transport.error_text import words_of

pytestmark = pytest.mark.own_connections
PERSON = b"Ada Lovelace ada@x.de"
SECRETS = ("ada", "lovelace", "session", "signature")
HEAD = b"HTTP/1.1 200 OK\r\nset-cookie: session=SECRET\r\ncontent-type: application/json\r\n"
RESPONSES = (
    HEAD + b"content-length: 2\r\n\r\n{}",
    HEAD + b"transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    HEAD + b"content-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}",
)
PERSONS = (PERSON, b'"%s"' % PERSON, b"it's {%s}\x00" % PERSON, b"\r\n%s\r\n" % PERSON, b"\r\n'%s': " % PERSON)


def malformed() -> Iterator[bytes]:
    """Yield responses with a person inserted at places of the head and of the framing, and responses that are cut."""
    for number, response in enumerate(RESPONSES):
        for place in range(0, len(response), 3):
            yield response[:place] + PERSONS[(number + place) % len(PERSONS)] + response[place:]
            yield response[:place]


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_no_received_bytes_are_shown(transport: str, caplog: pytest.LogCaptureFixture) -> None:
    """A response that is malformed anywhere is quoted neither in the error and its cause nor in the log."""
    caplog.set_level(logging.DEBUG, "epilot_targeting")
    answers, shown = list(malformed()), list[str]()
    sent = iter(answers)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(next(sent))
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with client_of(address, transport) as client:
            for _ in answers:
                ended = (await asyncio.gather(client.get_recipients(CID), return_exceptions=True))[0]
                if isinstance(ended, TransportError | DecodeError):
                    shown.append(f"{ended} {ended.__cause__!r}")
    assert len(shown) > len(answers) / 4
    leaks = [text for text in (*shown, *caplog.messages) if any(secret in text.lower() for secret in SECRETS)]
    assert [] == leaks


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("illegal chunk header: bytearray(b'Ada')", "illegal chunk header: [redacted]"),
        ('Bad status line "it\'s Ada"', "Bad status line [redacted]"),
        ("not complete: <Error: message='Ada'>", "not complete: [redacted]"),
        ("closed by Raw(version=1, reason=Ada)", "closed by [redacted]"),
        ("Content-Length can't be present (received 2 bytes)", "Content-Length can't be present (received 2 bytes)"),
        ("'Ada' is unknown", "because [redacted]"),
    ],
)
def test_words_without_quotations(words: str, shown: str) -> None:
    """The words of a library are shown up to what they quote. If nothing is left, those of the cause are."""
    error: Any = ValueError(words)
    error.__cause__ = ValueError("because 'Ada'")
    assert shown == words_of(error)


def test_words_of_the_operating_system_are_kept() -> None:
    """The text of an OSError is shown whole, also where another exception repeats it."""
    error = ValueError("[Errno 111] Connect call failed ('127.0.0.1', 9)")
    error.__cause__ = OSError(111, "Connect call failed ('127.0.0.1', 9)")
    assert str(error) == words_of(error)
