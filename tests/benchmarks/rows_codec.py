"""What it costs to turn bytes into models, and models into bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from importlib import import_module
from itertools import cycle
from typing import Any

from benchmarks import data, peers, sides
from benchmarks.ground import Ground
from benchmarks.measure import repeated, timed_in_turn
from benchmarks.results import Row
from benchmarks.vanilla import part
from epilot_targeting_generated.api.campaign_recipient import create_recipient, update_recipient
from epilot_targeting_generated.models import (
    CreateAutomationPortalRecipientPayload,
    RecipientsResponse,
    UpdateRecipientPayload,
)

from epilot_targeting._request.json_encoding import json_body

SIZE = 1000
PAGES = 16  # that differ, so that remembering values helps nobody
ENCODED = 4000
ORJSON, ALONE = "ours, orjson", "json.loads alone"


def page_reader(decode: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
    """Return what decodes a page and reads each field of each recipient. Each side has code of its own.

    Python adapts code to the classes whose attributes it reads: shared code would be adapted to none.
    """
    reads = "; ".join(f"recipient.{name}" for name in peers.RECIPIENT)
    namespace: dict[str, Any] = {"decode": decode}
    exec(f"def read(body):\n for recipient in decode(body).results: {reads}", namespace)  # noqa: S102 (names of ours)
    return namespace["read"]  # type: ignore[no-any-return]


def _decoders() -> tuple[dict[str, Callable[[bytes], Any]], dict[str, str]]:
    """Return what decodes a page, by side, and why sides are not there."""
    theirs = part("models").RecipientsResponse
    decoders: dict[str, Callable[[bytes], Any]] = {
        sides.OURS: lambda body: RecipientsResponse.from_dict(json.loads(body)),
        sides.VANILLA: lambda body: theirs.from_dict(json.loads(body)),
    }
    missing: dict[str, str] = {}
    makers: dict[str, Callable[[], Callable[[bytes], Any]]] = {
        ORJSON: lambda: _with_orjson(import_module("orjson").loads),
        peers.PYDANTIC: peers.pydantic_decoder,
        peers.MSGSPEC: peers.msgspec_decoder,
    }
    for name, make in makers.items():
        try:
            decoders[name] = make()
        except ImportError as error:
            missing[name] = str(error)
    return decoders, missing


def _with_orjson(loads: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
    return lambda body: RecipientsResponse.from_dict(loads(body))


def _check(decoders: dict[str, Callable[[bytes], Any]], body: bytes) -> None:
    """Make sure that all sides read the same values. Links are models of each side's own, so their number is compared.

    The client that is generated without our templates has a value of its own for what is missing.
    """
    ours = decoders[sides.OURS](body).results
    for name in decoders.keys() - {sides.OURS, sides.VANILLA}:
        for mine, other in zip(ours, decoders[name](body).results, strict=True):
            pairs = [(getattr(mine, field), getattr(other, field)) for field in peers.RECIPIENT]
            if any(len(one) != len(two) if isinstance(one, list) else one != two for one, two in pairs):
                raise RuntimeError(f"{name} reads {other!r} instead of {mine!r}")


async def decode(ground: Ground) -> list[Row]:
    """Measure the way from the bytes of a page of 1,000 recipients to the values of their fields."""
    rows = []
    decoders, missing = _decoders()
    for what, make in (("of nine fields", data.recipient), ("of all 27 fields", data.whole_recipient)):
        pages = [
            data.page(data.compact([make(number * SIZE + one) for one in range(SIZE)]), "1000", SIZE)
            for number in range(PAGES)
        ]
        _check(decoders, pages[0])
        works = {name: page_reader(decode) for name, decode in decoders.items()} | {ALONE: json.loads}
        repeats = {name: repeated(_next_page(work, pages), ground.sized(PAGES // 2, 2)) for name, work in works.items()}
        costs = await timed_in_turn(repeats, ground.rounds)
        row = Row("decode", f"decode 1,000 recipients {what}, and read each field", costs, missing=missing)
        row.expect(sides.OURS, peers.PYDANTIC, 0.85)
        row.expect(sides.OURS, sides.VANILLA, 0.35)
        row.expect(ORJSON, peers.PYDANTIC, 0.65)
        rows.append(row)
    return rows


def _next_page(work: Callable[[bytes], Any], pages: list[bytes]) -> Callable[[], object]:
    following = cycle(pages).__next__
    return lambda: work(following())


def encoded_by_httpx(model: Any) -> bytes:
    """Write a model as the generated client and httpx do."""
    return json.dumps(model.to_dict(), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


async def encode(ground: Ground) -> list[Row]:
    """Measure the way from models to bytes."""
    rows = []
    for operation, ours, plain, limit in (
        (update_recipient.OPERATION, UpdateRecipientPayload, data.UPDATE, 0.60),
        (create_recipient.OPERATION, CreateAutomationPortalRecipientPayload, data.CREATE, 0.75),
    ):
        model, theirs = ours.from_dict(plain), getattr(part("models"), ours.__name__).from_dict(plain)
        if json.loads(json_body(operation, model)) != json.loads(encoded_by_httpx(theirs)):
            raise RuntimeError(f"{ours.__name__} is written in two ways")
        works = {
            sides.OURS: repeated(partial(json_body, operation, model), ground.sized(ENCODED)),
            sides.VANILLA: repeated(partial(encoded_by_httpx, theirs), ground.sized(ENCODED)),
        }
        row = Row("encode", f"encode {ours.__name__}", await timed_in_turn(works, ground.rounds), (1e-6, "µs"))
        row.expect(sides.OURS, sides.VANILLA, limit)
        rows.append(row)
    return rows
