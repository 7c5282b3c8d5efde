"""What a new interpreter pays, in time and memory: for the import, a client, its first response and a page."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks import sides
from benchmarks.ground import Ground
from benchmarks.measure import Cost, Costs, in_turn, middle
from benchmarks.processes import TESTS, Ended, run, served
from benchmarks.results import Row
from benchmarks.tls import certificates

TAGS = ("campaign", "campaign_delivery", "campaign_recipient", "target")
IMPORTS = {
    **{f"ours, {tag}": f"import epilot_targeting.{tag}" for tag in TAGS},
    sides.HTTPX: "import httpx",
    sides.HTTPX2: "import httpx2",
    sides.AIOHTTP: "import aiohttp",
    sides.VANILLA: "import vanilla_targeting.api.campaign.match_campaigns",
}
COUNT = "; import sys; print(len(sys.modules))"
FIRST_CALL = "from benchmarks.children import first_call; first_call({name!r}, {url!r})"
STEPS = "from benchmarks.children import steps; steps({name!r}, {url!r}, preloads={preloads})"
MEMORY = "import tracemalloc; tracemalloc.start(); {}; print(tracemalloc.get_traced_memory()[1])"
KEPT = "from benchmarks.children import kept_memory; kept_memory()"
IMPORT, CLIENT = "KiB at the most in the import", "KiB a client before its first call"
KIB = 1024
PRELOADED = 10  # ms of CPU that the first call may take after `preload`
BARE = "a bare interpreter"
AT_A_TIME = 2  # processes that one measurement is the sum of


class Programs(NamedTuple):
    """Statements that are run in new interpreters, by the names of their sides.

    Attributes:
        trusted: The certificates that they trust, if not the usual ones.
    """

    statements: dict[str, str]
    vanilla: Path
    trusted: Path | None = None

    def run(self, name: str, more: str = "") -> Ended:
        """Run one of them."""
        return run(self.statements[name] + more, TESTS, self.vanilla, trusted=self.trusted)

    def without_missing(self) -> dict[str, str]:
        """Drop those that don't work here; give why."""
        missing = {}
        for name in self.statements.keys() & sides.OPTIONAL:
            try:
                self.run(name)
            except RuntimeError as error:
                missing[name] = str(error)
                del self.statements[name]
        return missing

    async def costs(self, rounds: int) -> Costs:
        """Measure them in turn."""
        return await in_turn({name: partial(self._cost, name) for name in self.statements}, rounds)

    async def _cost(self, name: str) -> Cost:
        costs = [self.run(name).cost for _ in range(AT_A_TIME)]
        return Cost(sum(cost.cpu for cost in costs), sum(cost.wall for cost in costs)).each(AT_A_TIME)


def _beyond(costs: Costs) -> Costs:
    bare = middle(costs.pop(BARE))
    return {name: [Cost(cost.cpu - bare.cpu, cost.wall - bare.wall) for cost in found] for name, found in costs.items()}


async def imports(ground: Ground) -> list[Row]:
    """Measure the imports, beyond what the interpreter takes by itself."""
    programs = Programs({BARE: "pass", **IMPORTS}, ground.vanilla)
    missing = programs.without_missing()
    row = Row("import", "import, beyond a bare interpreter", _beyond(await programs.costs(ground.rounds)))
    row.missing = missing
    modules = {name: int(programs.run(name, COUNT).output) for name in programs.statements}
    row.figures = {name: {"modules": modules[name] - modules[BARE]} for name in row.costs if name in modules}
    ours = [name for name in row.costs if name.startswith(sides.OURS)]
    row.expect(max(ours, key=lambda name: row.cost(name).cpu), sides.HTTPX, 0.10)
    row.expect_figure(max(ours, key=lambda name: row.figures[name]["modules"]), "modules", 25)
    return [row, _memory(programs, ours)]


def _memory(programs: Programs, ours: list[str]) -> Row:
    """Count the memory of the imports, of a client that has made no call, and of a page of recipients."""
    row = Row("import", "memory, by tracemalloc")
    for name in ours:
        told = run(MEMORY.format(programs.statements[name]), TESTS, programs.vanilla).output
        row.figures[name] = {IMPORT: int(told) / KIB}
    row.figures |= json.loads(run(KEPT, TESTS, programs.vanilla).output)
    row.expect_figure(max(ours, key=lambda name: row.figures[name][IMPORT]), IMPORT, KIB)
    row.expect_figure(sides.OURS, CLIENT, 8)
    return row


async def first_call(ground: Ground) -> list[Row]:
    """Measure whole programs that make one call, over TLS: without it, not all sides would load certificates."""
    names = (sides.OURS, sides.OURS2, sides.FAST, sides.HTTPX, sides.HTTPX2, sides.AIOHTTP, sides.VANILLA)
    with certificates() as found, served(certificate=found.server) as url:
        statements = {name: FIRST_CALL.format(name=name, url=url) for name in names}
        programs = Programs(statements, ground.vanilla, found.trusted)
        missing = programs.without_missing()
        costs = await programs.costs(ground.rounds)
    row = Row("first", "first call over TLS, the whole program", costs, missing=missing)
    row.expect(sides.OURS, sides.HTTPX, 1.10)
    row.expect(sides.FAST, sides.HTTPX, 1.25)
    return [row]


async def preload(ground: Ground) -> list[Row]:
    """Measure the first and the second call of a program, with and without `preload`: CPU in ms, and modules."""
    row = Row("preload", "first call, without and with preload()")
    with certificates() as found, served(certificate=found.server) as url:
        for name in (sides.OURS, sides.OURS2, sides.FAST):
            for preloads in (False, True):
                program = STEPS.format(name=name, url=url, preloads=preloads)
                try:
                    told = json.loads(run(program, TESTS, ground.vanilla, trusted=found.trusted).output)
                except RuntimeError as error:
                    if name not in sides.OPTIONAL:
                        raise
                    row.missing[name] = str(error)
                else:
                    row.figures[f"{name}, preload()" if preloads else name] = told
    row.expect_figure(f"{sides.OURS}, preload()", "first call", PRELOADED)
    return [row]
