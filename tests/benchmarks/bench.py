"""Compare this client with others: what it costs beside them, all sides in turn in one run.

Run it with `make bench`, or `.venv/bin/python tests/benchmarks/bench.py --help`. It is no test: figures depend on the
machine, and on what else it does. With `--before` a second checkout of this package is measured in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

# This folder is the package `benchmarks`, and the package that is measured is that of this checkout.
sys.path.append(str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).parents[2] / "generated"))

from benchmarks import chart, measure, page, report, vanilla, works
from benchmarks.before import Before
from benchmarks.ground import Ground
from benchmarks.page_figures import FILES, QUICK, Files, read
from benchmarks.processes import forget_proxies
from benchmarks.results import Row

ATTEMPTS = 2
"""How often a row is measured that fails, before it is left out: the other rows need not be measured again."""


class Measured(NamedTuple):
    """What was measured: the rows, and why others were not, by their names."""

    rows: list[Row]
    failed: dict[str, str]


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default=",".join(works.WORKS), help="what to measure: %(default)s")
    parser.add_argument("--rounds", type=int, default=5, help="the most rounds that count; one more warms up")
    parser.add_argument("--before", type=Path, metavar="FOLDER", help="another checkout, to be measured too")
    parser.add_argument("--python", metavar="FILE", help="the interpreter of another environment, to measure with")
    parser.add_argument("--quick", action="store_true", help=f"rehearse: do a little, files in {QUICK.folder}")
    parser.add_argument("--json", type=Path, help="where the figures go; results….json if all rows are measured")
    parser.add_argument("--page", action="store_true", help="measure nothing: write page and chart from the figures")
    given = parser.parse_args()
    unknown = set(given.rows.split(",")) - set(works.WORKS)
    if unknown:
        parser.error(f"there is no row {', '.join(sorted(unknown))}")
    if given.before and not (given.before / "src").is_dir():
        parser.error(f"{given.before} is no checkout of this package: it has no folder src")
    given.files = QUICK if given.quick else FILES
    if given.rows == ",".join(works.WORKS):
        given.json = given.json or given.files.results(sys.version_info[:2])
    return given


async def measured(name: str, ground: Ground, before: Before | None) -> list[Row]:
    """Measure the rows of one name, and print each table."""
    began = time.perf_counter()
    if before:
        before.begin(name, ground)
    rows = await works.find(name)(ground)
    if before:
        before.end(rows)
    for row in rows:
        row.seconds = (time.perf_counter() - began) / len(rows)
        print("\n".join(report.lines(row)), flush=True)
    print(f"  ({name}: {time.perf_counter() - began:.0f} s)", flush=True)
    return rows


async def measure_all(names: list[str], ground: Ground, before: Before | None) -> Measured:
    """Measure all rows. One that fails does not end the others."""
    found = Measured([], {})
    for name in names:
        for _ in range(ATTEMPTS):
            try:
                found.rows.extend(await measured(name, ground, before))
            except Exception as error:
                found.failed[name] = f"{type(error).__name__}: {error}"
                print(f"\n{name} failed: {found.failed[name]}", flush=True)
                if before:
                    before.restart()
            else:
                found.failed.pop(name, None)
                break
    return found


def run(given: argparse.Namespace) -> Measured:
    """Measure, and write what was asked for."""
    rounds, share = (1, 0.05) if given.quick else (given.rounds, 1.0)
    machine, before, began = report.machine(), None, time.perf_counter()
    print(report.machine_line(machine))
    with ExitStack() as stack:
        ground = Ground(rounds, share, stack.enter_context(vanilla.generated()))
        if given.before:
            before = Before(given.before.resolve(), ground.vanilla)
            stack.callback(before.close)
            measure.ELSEWHERE.append(before)
        found = asyncio.run(measure_all(given.rows.split(","), ground, before))
    print(f"\ngoals: {report.summary(found.rows)}; {time.perf_counter() - began:.0f} s")
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        report.write(given.json, report.as_json(found.rows, machine, rounds, share, found.failed))
    return found


def write_page(files: Files) -> None:
    """Write the page, and the chart where matplotlib is installed."""
    found = read(files)
    page.write(files, found)
    rows, machine = report.rows_of(found.first), report.machine_line(found.first["machine"])
    try:
        chart.draw(rows, files.chart, f"Medians of up to {found.first['rounds']} rounds, all sides in turn. {machine}")
    except ImportError:
        print("matplotlib is not installed: no chart was drawn")


def main() -> None:
    """Do what the command line says."""
    given = arguments()
    forget_proxies()
    if given.page:
        write_page(given.files)
    elif given.python and Path(given.python).absolute() != Path(sys.executable).absolute():
        others = [one for one in sys.argv[1:] if one not in ("--python", given.python, f"--python={given.python}")]
        os.execv(given.python, [given.python, __file__, *others])  # noqa: S606
    else:
        for name, reason in run(given).failed.items():
            print(f"NOT MEASURED: {name}: {reason}")


if __name__ == "__main__":
    main()
