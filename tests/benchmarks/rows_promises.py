"""What each promise of a call costs: the same call, with one promise switched off at a time."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import httpx
from benchmarks import without
from benchmarks.ground import Ground
from benchmarks.measure import Work, timed_in_turn
from benchmarks.memory import Memory
from benchmarks.ours import Ours
from benchmarks.results import Row

from epilot_targeting import ApiError

NOWHERE = "http://127.0.0.1:1"
CALLS = 1000
KEPT, FAILING = "all promises kept", "a call that fails"
PROMISES: dict[str, without.Off] = {
    KEPT: without.nothing,
    "without the deadline": without.the_deadline,
    "without the rate gate": without.the_rate_gate,
    "without retries": without.retries,
    "without the limit of requests at once": without.the_permit,
    "without deferring cancellations, over the caller's client": without.deferred_cancellation,
    "without the limit of nesting": without.the_limits,
}
OF_ERRORS: dict[str, without.Off] = {
    FAILING: without.nothing,
    f"{FAILING}, without redaction": without.redaction,
    f"{FAILING}, with the frames of the package": without.hidden_frames,
}
FAILURE = b'{"message":"Campaign not found: see https://docs.epilot.io/api?page=1","code":"CAMPAIGN_NOT_FOUND"}'
TOKEN = "eyJhbGciOiJSUzI1NiJ9." + "Qx7" * 300  # as long as those of the service: shorter ones are not redacted
MOST = 1.1  # switching a promise off does not make a call dearer; the rest is noise


def _fail(_: httpx.Request) -> httpx.Response:
    return httpx.Response(404, content=FAILURE, headers={"content-type": "application/json"})


def _calls(side: Ours, off: without.Off, times: int) -> Work:
    async def work() -> int:
        with off():
            for _ in range(times):
                with suppress(ApiError):
                    await side.match()
        return times

    return work


async def _row(title: str, http: httpx.AsyncClient, promises: Mapping[str, without.Off], ground: Ground) -> Row:
    side = Ours(NOWHERE, http_client=http)
    side.client.authorize(lambda: TOKEN)
    works = {name: _calls(side, off, ground.sized(CALLS)) for name, off in promises.items()}
    row = Row("promises", title, await timed_in_turn(works, ground.rounds), (1e-6, "µs"))
    reference, *others = promises
    for name in others:
        row.expect(name, reference, MOST)
    return row


async def promises(ground: Ground) -> list[Row]:
    """Measure a call that succeeds and one that fails, over a caller's client that answers from memory."""
    async with httpx.AsyncClient(transport=Memory()) as http:
        kept = await _row("one call from memory, with one promise switched off", http, PROMISES, ground)
    async with httpx.AsyncClient(transport=httpx.MockTransport(_fail)) as http:
        errors = await _row("one call from memory that fails", http, OF_ERRORS, ground)
    return [kept, errors]
