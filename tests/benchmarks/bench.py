"""Hold this client against others: what it costs beside them, all sides in turn in one run.

Run it with `make bench`, or `.venv/bin/python tests/benchmarks/bench.py --help`. It is no test: figures depend on the
machine, and on what else it does.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))  # under which this folder is the package `benchmarks`

from benchmarks import chart, report, vanilla
from benchmarks.ground import Ground
from benchmarks.processes import forget_proxies
from benchmarks.results import Row

HERE = Path(__file__).parent
NAMES = (
    "import",
    "first",
    "preload",
    "call",
    "observed",
    "features",
    "promises",
    "decode",
    "encode",
    "walk",
    "memory",
    "overlap",
    "crowd",
    "tasks",
    "bulk",
    "export",
    "export-memory",
)


def works() -> dict[str, Callable[[Ground], Awaitable[list[Row]]]]:
    """Return the works by their names; their modules load the generated client, which must be there by then."""
    from benchmarks import (
        rows_bulk,
        rows_call,
        rows_codec,
        rows_crowd,
        rows_export,
        rows_features,
        rows_observed,
        rows_promises,
        rows_start,
        rows_walk,
    )

    found = (
        rows_start.imports, rows_start.first_call, rows_start.preload,
        rows_call.calls, rows_observed.observed, rows_features.features, rows_promises.promises,
        rows_codec.decode, rows_codec.encode,
        rows_walk.walk, rows_walk.memory, rows_walk.overlap, rows_crowd.crowd, rows_crowd.tasks,
        rows_bulk.bulk,
        rows_export.export, rows_export.memory,
    )  # fmt: skip
    return dict(zip(NAMES, found, strict=True))


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default=",".join(NAMES), help="what to measure: %(default)s")
    parser.add_argument("--rounds", type=int, default=7, help="rounds that count; one more warms up")
    parser.add_argument("--quick", action="store_true", help="do a little of everything: no figure to rely on")
    parser.add_argument("--json", type=Path, default=HERE / "results.json", help="where the figures go")
    parser.add_argument("--chart", type=Path, default=HERE / "results.png", help="where the chart goes")
    given = parser.parse_args()
    unknown = set(given.rows.split(",")) - set(NAMES)
    if unknown:
        parser.error(f"there is no row {', '.join(sorted(unknown))}")
    return given


async def measure(names: list[str], ground: Ground) -> list[Row]:
    """Measure, and print each table as soon as it is there."""
    rows = []
    for name in names:
        began = time.perf_counter()
        for row in await works()[name](ground):
            print("\n".join(report.lines(row)), flush=True)
            rows.append(row)
        print(f"  ({time.perf_counter() - began:.0f} s)", flush=True)
    return rows


def main() -> None:
    """Run what was asked for."""
    given = arguments()
    forget_proxies()
    rounds, share = (1, 0.05) if given.quick else (given.rounds, 1.0)
    with vanilla.generated() as folder:
        rows = asyncio.run(measure(given.rows.split(","), Ground(rounds, share, folder)))
    print(f"\ngoals: {report.summary(rows)}")
    found = report.as_json(rows, rounds, share)
    report.write(given.json, found)
    machine = found["machine"]
    trial = "" if share == 1 else " of a trial run"
    caption = (
        f"Medians of {rounds} rounds{trial}, all sides in turn. {machine['processor']}, {machine['cores']} cores,"
        f" Python {machine['python']}, {machine['date'][:10]}."
    )
    try:
        chart.draw(rows, given.chart, caption)
    except ImportError:
        print("matplotlib is not installed: no chart was drawn")


if __name__ == "__main__":
    main()
