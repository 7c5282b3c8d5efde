"""How much of a quota of 500 writes a minute a bulk run uses, in simulated time and by the real clock.

In simulated time the event loop's clock jumps to the next timer. So these rows measure waiting alone, in whole minutes
and exactly: at the pauses, and for responses. The row by the real clock shows that a run takes as long as simulated.
"""

from __future__ import annotations

import asyncio
from functools import partial

import fake_clock
from benchmarks.ground import Ground
from benchmarks.measure import Cost
from benchmarks.results import Goal, Row
from bulk.quota_run import Quota, QuotaRun, run_under_quota

from epilot_targeting import RateLimit

NEAR, FAR = 0.02, 0.2  # seconds until a response
SHORT, LONG, REAL = 4, 10, 2  # windows
SIDES = ("bulk", "bulk, rate_limit=")


def _limit(side: str, quota: Quota) -> RateLimit | None:
    return RateLimit(quota.writes, quota.window) if side == SIDES[1] else None


def _simulated(side: str, quota: Quota, windows: int) -> QuotaRun:
    return fake_clock.run(run_under_quota(quota, windows, _limit(side, quota)))


def _row(quota: Quota, windows: int, clock: str, runs: dict[str, QuotaRun]) -> Row:
    items, answered = f"{windows * quota.writes:,}", f"answered after {1000 * quota.latency:.0f} ms"
    title = f"{items} items of a bulk run, {quota.writes} in {quota.window:.0f} s, {answered}, {clock}"
    row = Row("quota", title, unit=(1.0, "s"), by="wall")
    for side, run in runs.items():
        beyond = run.seconds - (windows - 1) * quota.window
        row.costs[side] = [Cost(0.0, run.seconds)]
        row.figures[side] = {
            "s beyond the ideal": beyond,
            "s of the last window's items": run.last,
            "answered 429": run.refused,
        }
    return row


async def _in_simulated_time(quota: Quota, windows: int) -> Row:
    """Measure both sides beside the ideal: the last window begins when it begins, and its items take no time."""
    # The event loop with the other clock runs in a thread of its own.
    runs = {side: await asyncio.to_thread(_simulated, side, quota, windows) for side in SIDES}
    row = _row(quota, windows, "simulated", runs)
    for side, run in runs.items():
        ideal = (windows - 1) * quota.window
        row.goals.append(Goal(side, "throughput ÷ ideal", ideal / run.seconds, 0.98, least=True))
    return row


async def _by_the_real_clock(quota: Quota, windows: int) -> Row:
    """Measure both sides at the same time, beside the same runs in simulated time."""
    found = await asyncio.gather(*(run_under_quota(quota, windows, _limit(side, quota)) for side in SIDES))
    runs = dict(zip(SIDES, found, strict=True))
    row = _row(quota, windows, "by the real clock", runs)
    for side, run in runs.items():
        simulated = await asyncio.to_thread(partial(_simulated, side, quota, windows))
        row.goals.append(Goal(side, "time ÷ simulated", run.seconds / simulated.seconds, 1.02))
    return row


async def quota(ground: Ground) -> list[Row]:
    """Measure runs under a quota."""
    near, far = Quota(latency=NEAR), Quota(latency=FAR)
    rows = [await _in_simulated_time(near, SHORT), await _in_simulated_time(far, LONG)]
    # Trying it out takes no minute, but seconds.
    real = near._replace(window=max(3.0, near.window * ground.share))
    return [*rows, await _by_the_real_clock(real, REAL)]
