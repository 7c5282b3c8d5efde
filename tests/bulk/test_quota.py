"""A bulk run uses nearly all of a quota, by the clock of an event loop that does not wait."""

from __future__ import annotations

import fake_clock
import pytest
from bulk.quota_run import Quota, run_under_quota

from epilot_targeting import RateLimit
from epilot_targeting.bulk._settings import CONCURRENCY

RUNS = [(Quota(writes=500, latency=0.02), 4), (Quota(writes=100, latency=0.2), 4), (Quota(writes=500, latency=0.2), 10)]


@pytest.mark.parametrize(("quota", "windows"), RUNS)
def test_a_run_uses_the_quota(quota: Quota, windows: int) -> None:
    """It has at least 0.98 of the throughput that the quota allows, and one write a window more is answered 429."""
    run = fake_clock.run(run_under_quota(quota, windows, None))
    assert (windows - 1) * quota.window / run.seconds >= 0.98
    assert run.refused <= CONCURRENCY + windows


@pytest.mark.parametrize(("quota", "windows"), RUNS)
def test_a_run_with_a_rate_limit_uses_the_quota(quota: Quota, windows: int) -> None:
    """It has at least 0.98 of the throughput that the quota allows, and no write is answered 429."""
    run = fake_clock.run(run_under_quota(quota, windows, RateLimit(quota.writes, quota.window)))
    assert (windows - 1) * quota.window / run.seconds >= 0.98
    assert 0 == run.refused
