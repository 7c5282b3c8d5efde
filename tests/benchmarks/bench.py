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

# This folder is the package `benchmarks`, and the package that is measured is that of this checkout.
sys.path.append(str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).parents[2] / "generated"))

from benchmarks import chart, measure, page, report, vanilla, works
from benchmarks.before import Before
from benchmarks.ground import Ground
from benchmarks.processes import forget_proxies
from benchmarks.results import Row

CHART = Path(__file__).parent / "results.png"


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default=",".join(works.WORKS), help="what to measure: %(default)s")
    parser.add_argument("--rounds", type=int, default=5, help="the most rounds that count; one more warms up")
    parser.add_argument("--before", type=Path, metavar="FOLDER", help="another checkout, to be measured too")
    parser.add_argument("--python", metavar="FILE", help="the interpreter of another environment, to measure with")
    parser.add_argument("--quick", action="store_true", help="do a little of everything: no figure to rely on")
    parser.add_argument("--json", type=Path, help="where the figures go; a file here if all rows are measured")
    parser.add_argument("--chart", type=Path, help="where the chart goes; results.png if all rows are measured")
    parser.add_argument("--page", action="store_true", help="measure nothing: write the page from the files here")
    given = parser.parse_args()
    unknown = set(given.rows.split(",")) - set(works.WORKS)
    if unknown:
        parser.error(f"there is no row {', '.join(sorted(unknown))}")
    if given.before and not (given.before / "src").is_dir():
        parser.error(f"{given.before} is no checkout of this package: it has no folder src")
    if given.rows == ",".join(works.WORKS) and not given.quick:
        given.json = given.json or page.file(sys.version_info[:2])
        given.chart = given.chart or (CHART if given.json == page.MAIN else None)
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


async def measure_all(names: list[str], ground: Ground, before: Before | None) -> list[Row]:
    """Measure all rows."""
    return [row for name in names for row in await measured(name, ground, before)]


def run(given: argparse.Namespace) -> None:
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
        rows = asyncio.run(measure_all(given.rows.split(","), ground, before))
    print(f"\ngoals: {report.summary(rows)}; {time.perf_counter() - began:.0f} s")
    if given.json:
        report.write(given.json, report.as_json(rows, machine, rounds, share))
    if given.chart:
        draw(rows, given.chart, f"Medians of up to {rounds} rounds, all sides in turn. {report.machine_line(machine)}")


def draw(rows: list[Row], file: Path, caption: str) -> None:
    """Draw the chart where matplotlib is installed."""
    try:
        chart.draw(rows, file, caption)
    except ImportError:
        print("matplotlib is not installed: no chart was drawn")


def main() -> None:
    """Do what the command line says."""
    given = arguments()
    forget_proxies()
    if given.page:
        page.write()
    elif given.python and Path(given.python).absolute() != Path(sys.executable).absolute():
        others = [one for one in sys.argv[1:] if one not in ("--python", given.python, f"--python={given.python}")]
        os.execv(given.python, [given.python, __file__, *others])  # noqa: S606
    else:
        run(given)


if __name__ == "__main__":
    main()
