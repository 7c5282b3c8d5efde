"""The gate of a bulk run in an outage."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import fake_clock

from epilot_targeting import RetryPolicy, ServerError, TargetingClient
from epilot_targeting.bulk._outage import FAILURES, Gate

DOWN = ServerError("down", status_code=503)


def test_only_a_probe_ends_an_outage() -> None:
    """An answer to a call that was sent before the outage was noticed opens no gate, also during a probe."""

    async def scene() -> list[float]:
        client = TargetingClient("t", retry=RetryPolicy(backoff=1.0, max_backoff=8.0))
        operation = SimpleNamespace(name="create_recipient")
        settings: Any = SimpleNamespace(client=client, operation=operation, give_up_after=600.0)
        gate = Gate(settings)
        for _ in range(FAILURES):
            gate.fail(DOWN)
        gate.succeed()
        closed = gate.waiting()
        await asyncio.create_task(gate.enter())  # the probe, in another task
        gate.succeed()
        gate.fail(DOWN)
        again = gate.waiting()
        await gate.enter()
        gate.succeed()
        return [closed, again, gate.waiting()]

    closed, again, opened = fake_clock.run(scene())
    assert 1.8 <= closed <= 2
    assert 3.6 <= again <= 4
    assert 0 == opened
