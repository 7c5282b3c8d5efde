"""What was measured, and what was aimed at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from benchmarks.measure import Cost, Costs, middle

By = Literal["cpu", "wall"]


@dataclass(frozen=True)
class Goal:
    """A figure of a side, and its limit.

    Attributes:
        value: None where the side is not there.
        reference: The side it is a ratio to, if it is one.
        least: Whether the limit is the least that is aimed at, instead of the most.
    """

    side: str
    what: str
    value: float | None
    limit: float
    reference: str | None = None
    least: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where nobody can say."""
        if self.value is None:
            return None
        return self.value >= self.limit if self.least else self.value <= self.limit

    @property
    def longest(self) -> float:
        """Return the limit as the most time that may pass, relative to the reference."""
        return 1 / self.limit if self.least else self.limit


@dataclass
class Row:
    """One piece of work, done by several sides.

    Attributes:
        key: The name it is asked for by.
        unit: What the costs are shown in: seconds, and the unit's name.
        by: Which cost the ratios are of.
        missing: Why sides are not there.
        figures: Other figures of sides.
    """

    key: str
    title: str
    costs: Costs = field(default_factory=Costs)
    unit: tuple[float, str] = (1e-3, "ms")
    by: By = "cpu"
    missing: dict[str, str] = field(default_factory=dict[str, str])
    figures: dict[str, dict[str, float]] = field(default_factory=dict[str, dict[str, float]])
    goals: list[Goal] = field(default_factory=list[Goal])

    @property
    def sides(self) -> list[str]:
        """The names of the sides, in the order in which they were measured."""
        return list(dict.fromkeys([*self.costs, *self.figures, *self.missing]))

    @property
    def references(self) -> list[str]:
        """The sides that others are compared with."""
        return list(dict.fromkeys(goal.reference for goal in self.goals if goal.reference))

    def cost(self, side: str) -> Cost:
        """Return the median of the rounds."""
        return middle(self.costs[side])

    def ratio(self, side: str, reference: str) -> float | None:
        """Return how much of the reference's time a side takes."""
        if not (side in self.costs and reference in self.costs):
            return None
        return float(getattr(self.cost(side), self.by) / getattr(self.cost(reference), self.by))

    def expect(self, side: str, reference: str, most: float) -> None:
        """Aim at a share of the reference's time."""
        name = "CPU" if self.by == "cpu" else "time"
        self.goals.append(Goal(side, f"{name} ÷ {reference}", self.ratio(side, reference), most, reference))

    def expect_throughput(self, side: str, reference: str, least: float) -> None:
        """Aim at a multiple of the reference's throughput."""
        ratio = self.ratio(side, reference)
        value = None if ratio is None else 1 / ratio
        self.goals.append(Goal(side, f"throughput ÷ {reference}", value, least, reference, least=True))

    def expect_of_ideal(self, side: str, ideal: float, least: float) -> None:
        """Aim at a share of the throughput that the service alone would allow.

        Args:
            side: The side.
            ideal: Seconds of a call if the client took no time.
            least: The share.
        """
        value = ideal / self.cost(side).wall if side in self.costs else None
        self.goals.append(Goal(side, "throughput ÷ ideal", value, least, least=True))

    def expect_figure(self, side: str, name: str, most: float) -> None:
        """Aim at a figure."""
        self.goals.append(Goal(side, name, self.figures.get(side, {}).get(name), most))
