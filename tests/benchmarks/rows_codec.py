"""What it costs to turn bytes into models, and models into bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from importlib import import_module
from itertools import cycle
from typing import Any

from benchmarks import data, sides
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


def _reader(decode: Callable[[bytes], object], pages: list[bytes]) -> Callable[[], object]:
    following = cycle(pages).__next__
    return lambda: decode(following())


async def decode(ground: Ground) -> list[Row]:
    """Measure the way from the bytes of a page of 1,000 recipients to models."""
    pages = [data.page(data.results(number * SIZE, SIZE), "1000", SIZE) for number in range(PAGES)]
    theirs, missing = part("models").RecipientsResponse, {}
    decoders: dict[str, Callable[[bytes], object]] = {
        sides.OURS: lambda body: RecipientsResponse.from_dict(json.loads(body)),
    }
    try:
        orjson: Any = import_module("orjson")
        decoders[ORJSON] = lambda body: RecipientsResponse.from_dict(orjson.loads(body))
    except ImportError as error:
        missing[ORJSON] = str(error)
    decoders |= {sides.VANILLA: lambda body: theirs.from_dict(json.loads(body)), ALONE: json.loads}
    works = {name: repeated(_reader(decoder, pages), ground.sized(PAGES // 2, 2)) for name, decoder in decoders.items()}
    row = Row("decode", "decode a page of 1,000 recipients", await timed_in_turn(works, ground.rounds), missing=missing)
    row.expect(sides.OURS, sides.VANILLA, 0.35)
    return [row]


def encoded_by_httpx(model: Any) -> bytes:
    """Write a model as the generated client and httpx do."""
    return json.dumps(model.to_dict(), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


async def encode(ground: Ground) -> list[Row]:
    """Measure the way from models to bytes."""
    rows = []
    for operation, ours, plain in (
        (update_recipient.OPERATION, UpdateRecipientPayload, data.UPDATE),
        (create_recipient.OPERATION, CreateAutomationPortalRecipientPayload, data.CREATE),
    ):
        model, theirs = ours.from_dict(plain), getattr(part("models"), ours.__name__).from_dict(plain)
        if json.loads(json_body(operation, model)) != json.loads(encoded_by_httpx(theirs)):
            raise RuntimeError(f"{ours.__name__} is written in two ways")
        works = {
            sides.OURS: repeated(partial(json_body, operation, model), ground.sized(ENCODED)),
            sides.VANILLA: repeated(partial(encoded_by_httpx, theirs), ground.sized(ENCODED)),
        }
        row = Row("encode", f"encode {ours.__name__}", await timed_in_turn(works, ground.rounds), (1e-6, "µs"))
        row.expect(sides.OURS, sides.VANILLA, 0.8)
        rows.append(row)
    return rows
