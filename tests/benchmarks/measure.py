"""Measure sides in turn, so that whatever else the machine does falls on all of them alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from statistics import median
from typing import NamedTuple, Protocol


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
Measures = Mapping[str, Callable[[], Awaitable[Cost]]]
"""Measures one round of each side."""
FEWEST = 3
"""Rounds after which a row ends whose sides vary little."""
STEADY = 0.02
"""The largest relative difference of two rounds of a side that varies little."""


class Elsewhere(Protocol):
    """What measures the same sides in another process, or is measured from there."""

    async def in_turn(self, measures: Measures, rounds: int) -> Costs:
        """Measure sides in turn."""


ELSEWHERE: list[Elsewhere] = []
"""Takes the place of `in_turn` if it is not empty."""


class Clock:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._began = Cost(time.process_time(), time.perf_counter())

    def read(self) -> Cost:
        """Return what was used since."""
        return Cost(time.process_time() - self._began.cpu, time.perf_counter() - self._began.wall)


async def timed(work: Work) -> Cost:
    """Return the cost of one unit of work."""
    # What another side left behind is not this one's, and what all hold is not searched again meanwhile.
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    clock = Clock()
    units = await work()
    return clock.read().each(units)


async def in_turn(sides: Measures, rounds: int) -> Costs:
    """Measure each side once a round."""
    for elsewhere in ELSEWHERE:
        return await elsewhere.in_turn(sides, rounds)
    return await rounds_of(sides, rounds)


async def rounds_of(sides: Measures, rounds: int) -> Costs:
    """Measure each side once a round. The first round only warms up; the last are left out if the sides vary little."""
    costs: Costs = {name: [] for name in sides}
    for number in range(rounds + 1):
        for name, measure in sides.items():
            costs[name].append(await measure())
        if number >= FEWEST and all(is_steady(found[1:]) for found in costs.values()):
            break
    return {name: found[1:] for name, found in costs.items()}


def is_steady(costs: list[Cost]) -> bool:
    """Return whether the rounds of a side took nearly the same CPU time."""
    used = [cost.cpu for cost in costs]
    return max(used) - min(used) <= STEADY * median(used)


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
