"""Services that fail often, over sockets and in memory, and record which requests they carried out."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from typing import NamedTuple

import httpx
from server import response
from torture.figures_calls import body_of, response_of
from torture.figures_wires import Asked, Wire

MESSAGE = b'{"message": "not now"}'
Happening = Callable[[Wire, bytes], None]


class Fault(NamedTuple):
    """Something that goes wrong, before or after the service has carried the operation out."""

    applied: bool
    happen: Happening


def _status(code: int) -> Happening:
    return lambda wire, _: wire.send(response(code, MESSAGE))


def _sending(cut: Callable[[bytes], bytes]) -> Happening:
    def happen(wire: Wire, good: bytes) -> None:
        wire.send(cut(good))
        wire.end()

    return happen


HAPPENINGS: list[Happening] = [
    lambda wire, _: wire.reset(),
    lambda wire, _: wire.end(),
    lambda _, __: None,  # silence, until the client has had enough
    _sending(lambda good: good[:20]),
    _sending(lambda _: b"\x00\xff garbage\r\n\r\n"),
    *(_status(code) for code in (408, 500, 502, 503, 504)),
]
PASSING = [
    *(Fault(applied, happen) for applied in (False, True) for happen in HAPPENINGS),
    *(Fault(False, _status(429)) for _ in range(3)),
    Fault(True, _sending(lambda good: good[:-1])),
    Fault(True, lambda wire, good: wire.send(good[:-1])),  # silence again, with one byte to go
    Fault(True, lambda wire, _: wire.send(response(200, b'{"results": ['))),
]
"""What a second try may cure."""
REFUSALS = [Fault(False, _status(code)) for code in (400, 403, 404, 409)]
ERRORS: list[tuple[bool, type[httpx.TransportError] | int]] = [
    *((False, kind) for kind in (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)),
    *((applied, kind) for applied in (False, True) for kind in (httpx.ReadError, httpx.ReadTimeout, httpx.WriteError)),
    *((applied, httpx.RemoteProtocolError) for applied in (False, True)),
    *((applied, code) for applied in (False, True) for code in (408, 500, 503)),
    *((False, code) for code in (400, 409, 429, 429)),
    (True, 200),  # a success that breaks off
]
"""What goes wrong in memory."""


class Ledger:
    """What was carried out, by nonce, and what goes wrong next: the same for a nonce and a try, in whatever order."""

    def __init__(self, seed: int, share: float = 0.3) -> None:
        self.done: Counter[str] = Counter()
        self.tries: Counter[str] = Counter()
        self._seed = seed
        self._share = share

    def luck(self, nonce: str) -> random.Random | None:
        """Return the dice of this try if it goes wrong, else None."""
        self.tries[nonce] += 1
        dice = random.Random(f"{self._seed}/{nonce}/{self.tries[nonce]}")  # noqa: S311 (no secret)
        return dice if dice.random() < self._share else None


class FaultyWires:
    """Answers over sockets."""

    def __init__(self, ledger: Ledger, faults: Sequence[Fault]) -> None:
        self.ledger = ledger
        self.faults = faults

    def join(self, wire: Wire) -> None:
        """Close some connections before anything is read."""
        if wire.number % 9 == 0:
            wire.reset()
        elif wire.number % 10 == 0:
            wire.end()

    def answer(self, asked: Asked, wire: Wire) -> None:
        """Carry the operation out, or not, and let go wrong what has to."""
        dice = self.ledger.luck(asked.nonce)
        applied, happen = dice.choice(self.faults) if dice else Fault(True, lambda wire, good: wire.send(good))
        self.ledger.done[asked.nonce] += applied
        happen(wire, response_of(asked.call, asked.nonce))


class _BreaksOff(httpx.AsyncByteStream):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b'{"resul'
        raise httpx.ReadError("")


class FaultyTransport(httpx.AsyncBaseTransport):
    """Answers in memory."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        nonce = request.headers["x-nonce"]
        dice = self.ledger.luck(nonce)
        if dice is None:
            self.ledger.done[nonce] += 1
            return httpx.Response(200, content=body_of(request.headers["x-call"], nonce))
        applied, what = dice.choice(ERRORS)
        self.ledger.done[nonce] += applied
        if not isinstance(what, int):
            raise what("")
        if what == 200:  # noqa: PLR2004 (a status)
            headers = {"content-length": "50", "content-type": "application/json"}
            return httpx.Response(200, headers=headers, stream=_BreaksOff())
        return httpx.Response(what, content=MESSAGE)
