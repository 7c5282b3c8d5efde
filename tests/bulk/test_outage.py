"""The gate of a bulk run in an outage."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace
from typing import Any, cast

import fake_clock
import pytest

from epilot_targeting import RetryPolicy, ServerError, TargetingClient
from epilot_targeting.bulk._outage import FAILURES, Gate
from epilot_targeting.bulk._recipient_list import read_list

DOWN = ServerError("down", status_code=503)


def gate_in_an_outage() -> Gate:
    """Return the gate of a run that has noticed an outage."""
    client = TargetingClient("t", retry=RetryPolicy(backoff=1.0, max_backoff=8.0))
    operation = SimpleNamespace(name="create_recipient")
    settings: Any = SimpleNamespace(client=client, operation=operation, give_up_after=600.0)
    gate = Gate(settings)
    for _ in range(FAILURES):
        gate.fail(DOWN)
    return gate


def test_only_a_probe_ends_an_outage() -> None:
    """An answer to a call that was sent before the outage was noticed opens no gate, also during a probe."""

    async def scene() -> list[float]:
        gate = gate_in_an_outage()
        gate.succeed()
        closed = gate.waiting()

        entered, answered = asyncio.Event(), asyncio.Event()

        async def probe() -> None:
            await gate.enter()
            entered.set()
            await answered.wait()
            gate.fail(DOWN)

        probing = asyncio.create_task(probe())
        await entered.wait()
        gate.succeed()
        answered.set()
        await probing
        again = gate.waiting()
        await gate.enter()
        gate.succeed()
        return [closed, again, gate.waiting()]

    closed, again, opened = fake_clock.run(scene())
    assert 1.8 <= closed <= 2
    assert 3.6 <= again <= 4
    assert 0 == opened


@pytest.mark.parametrize("end", [Gate.leave, lambda gate: gate.fail(DOWN)], ids=["leave", "fail"])
def test_the_end_of_another_call_admits_no_second_probe(end: Callable[[Gate], Any]) -> None:
    """While a probe is under way, a call that was sent before the outage ends, and no other one is admitted."""

    async def scene() -> list[str]:
        gate, seen = gate_in_an_outage(), list[str]()

        async def work(name: str) -> None:
            if await gate.enter():
                seen.append(name)
                await asyncio.sleep(100)
                gate.succeed()

        tasks = [asyncio.create_task(work(name)) for name in ("probe", "other")]
        await asyncio.sleep(10)
        end(gate)
        await asyncio.sleep(50)
        during = [*seen]
        await asyncio.gather(*tasks)
        return [*during, "|", *seen]

    assert ["probe", "|", "probe", "other"] == fake_clock.run(scene())


def test_a_list_is_a_probe_until_its_first_record() -> None:
    """While a long list is read in an outage, another call becomes the probe."""

    async def scene() -> list[str]:
        gate, seen = gate_in_an_outage(), list[str]()

        async def long_list() -> AsyncIterator[str]:
            for number in range(3):
                await asyncio.sleep(10)
                yield f"record {number}"

        async def take(record: Any) -> bool:
            seen.append(record)
            return True

        async def work() -> None:
            await gate.enter()
            seen.append("probe")
            gate.succeed()

        engine: Any = SimpleNamespace(gate=gate)
        reading = asyncio.create_task(read_list(engine, cast("Any", long_list()), take))
        await asyncio.gather(reading, asyncio.create_task(work()))
        return seen

    assert ["record 0", "probe", "record 1", "record 2"] == fake_clock.run(scene())
