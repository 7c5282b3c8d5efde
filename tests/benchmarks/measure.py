"""Measure sides in turn, so that whatever else the machine does falls on all of them alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from statistics import median
from typing import NamedTuple


class Cost(NamedTuple):
    """Seconds of the client's CPU, and seconds that passed."""

    cpu: float
    wall: float

    def each(self, units: float) -> Cost:
        """Return the cost of one of several."""
        return Cost(self.cpu / units, self.wall / units)


Costs = dict[str, list[Cost]]
"""What each side cost, round by round."""
Work = Callable[[], Awaitable[int]]
"""Does something a number of times, and gives the number."""


class Clock:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._began = Cost(time.process_time(), time.perf_counter())

    def read(self) -> Cost:
        """Return what was used since."""
        return Cost(time.process_time() - self._began.cpu, time.perf_counter() - self._began.wall)


async def timed(work: Work) -> Cost:
    """Return the cost of one unit of work."""
    gc.collect()  # what another side left behind is not this one's
    clock = Clock()
    units = await work()
    return clock.read().each(units)


async def in_turn(sides: Mapping[str, Callable[[], Awaitable[Cost]]], rounds: int) -> Costs:
    """Measure each side once a round; the first round only warms up."""
    costs: Costs = {name: [] for name in sides}
    for _ in range(rounds + 1):
        for name, measure in sides.items():
            costs[name].append(await measure())
    return {name: found[1:] for name, found in costs.items()}


async def timed_in_turn(works: Mapping[str, Work], rounds: int) -> Costs:
    """Measure works of this process in turn."""
    return await in_turn({name: partial(timed, work) for name, work in works.items()}, rounds)


def middle(costs: list[Cost]) -> Cost:
    """Return the medians."""
    return Cost(median(cost.cpu for cost in costs), median(cost.wall for cost in costs))


def repeated(function: Callable[[], object], times: int) -> Work:
    """Make work of a function that is called a number of times."""

    async def work() -> int:
        for _ in range(times):
            function()
        return times

    return work
