"""Measure another checkout of this package in the same run, in a process of its own: `bench.py --before FOLDER`.

That process imports the package of the other checkout and runs the same rows. Where a row measures its sides in turn,
it waits until it is told to measure one of its own; so the rounds of both take turns. What it finds out bears the name
`before` instead of `ours`.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, Any

from benchmarks import measure, sides, works
from benchmarks.ground import Ground
from benchmarks.measure import Cost, Costs, Measures
from benchmarks.processes import PACKAGE, TESTS
from benchmarks.results import Row


def renamed(side: str) -> str:
    """Return the name that a side of this package has in the results of the other checkout."""
    return sides.BEFORE + side.removeprefix(sides.OURS)


class Before:
    """The process that measures the other checkout."""

    def __init__(self, folder: Path, vanilla: Path) -> None:
        paths = (folder / "src", folder / "generated", TESTS, vanilla)
        found = {"PYTHONPATH": os.pathsep.join(map(str, paths)), PACKAGE: os.pathsep.join(map(str, paths[:2]))}
        self._environment = {**os.environ, **found}
        self._process = self._start()
        self._end: dict[str, Any] = {}

    def _start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "benchmarks.before"]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=self._environment, stdin=pipe, stdout=pipe, text=True)

    def restart(self) -> None:
        """Start another process after a row has failed, in the midst of which this one may be."""
        self._process.kill()
        self._process.communicate()
        self._process = self._start()

    def begin(self, row: str, ground: Ground) -> None:
        """Begin a row."""
        self._end = {}
        self._tell(row=row, rounds=ground.rounds, share=ground.share, vanilla=str(ground.vanilla))

    async def in_turn(self, measures: Measures, rounds: int) -> Costs:
        """Measure sides in turn, each of this package followed by the same one of the other checkout."""
        theirs: list[str] | None = self._hear().get("sides")  # None where the row has ended there
        found: dict[str, Callable[[], Awaitable[Cost]]] = {}
        for name, one in measures.items():
            found[name] = one
            if name in (theirs or ()):
                found[renamed(name)] = partial(self._measure, name)
        costs = await measure.rounds_of(found, rounds)
        if theirs is not None:
            self._tell(side=None)
        return costs

    async def _measure(self, side: str) -> Cost:
        self._tell(side=side)
        heard = self._hear()
        if "error" in heard:
            raise RuntimeError(heard["error"])
        return Cost(*heard["cost"])

    def end(self, rows: list[Row]) -> None:
        """End a row, and add the figures of the other checkout."""
        while "figures" not in (heard := self._hear()):
            self._tell(side=None)
        for row, figures in zip(rows, heard["figures"], strict=False):
            row.figures |= {renamed(side): found for side, found in figures.items() if side.startswith(sides.OURS)}
        for row in rows if "error" in heard else ():
            if not any(side.startswith(sides.BEFORE) for side in row.costs):
                row.missing[sides.BEFORE] = heard["error"]

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _tell(self, **told: Any) -> None:
        assert self._process.stdin is not None
        _write(self._process.stdin, told)

    def _hear(self) -> dict[str, Any]:
        """Return what the process says next; once the row has ended there, what it said at the end."""
        if not self._end:
            assert self._process.stdout is not None
            heard: dict[str, Any] = json.loads(self._process.stdout.readline())
            if "figures" not in heard:
                return heard
            self._end = heard
        return self._end


class Served:
    """Measures in the process of the other checkout, as it is told."""

    def __init__(self, answers: IO[str]) -> None:
        self._answers = answers

    async def in_turn(self, measures: Measures, _: int) -> Costs:
        """Measure sides of this package as long as somebody asks for them."""
        own = [name for name in measures if name.startswith(sides.OURS)]
        # No row divides by zero, but nobody sees what it makes of these.
        costs = {name: [Cost(1.0 + number, 1.0 + number)] for number, name in enumerate(measures)}
        _write(self._answers, {"sides": own})
        while name := json.loads(sys.stdin.readline())["side"]:
            cost = await measures[name]()
            costs[name].append(cost)
            _write(self._answers, {"cost": cost})
        return costs

    def run(self) -> None:
        """Run rows until nobody asks for more."""
        measure.ELSEWHERE.append(self)
        for line in sys.stdin:
            told = json.loads(line)
            ground = Ground(told["rounds"], told["share"], Path(told["vanilla"]))
            found: dict[str, Any] = {"figures": []}
            try:
                rows = asyncio.run(works.find(told["row"])(ground))
                found["figures"] = [row.figures for row in rows]
            except Exception as error:
                found["error"] = f"{type(error).__name__}: {error}"
            _write(self._answers, found)


def _write(file: IO[str], told: dict[str, Any]) -> None:
    file.write(json.dumps(told) + "\n")
    file.flush()


if __name__ == "__main__":
    answers, sys.stdout = sys.stdout, sys.stderr  # what a row prints is no answer
    with suppress(KeyboardInterrupt):
        Served(answers).run()
