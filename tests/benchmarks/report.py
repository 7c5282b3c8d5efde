"""Show the rows as a table, and keep them as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import zip_longest
from pathlib import Path
from typing import Any

from benchmarks.results import Goal, Row

PACKAGES = (
    "epilot-targeting", "httpx", "httpcore", "h11", "anyio", "attrs", "httpx2", "httpcore2", "aiohttp", "orjson",
    "openapi-python-client", "pydantic", "msgspec",
)  # fmt: skip
COLUMNS = "  {:<26} {:>9} {:>9} {:>10} {:>10}  {:<34} {}"
VERDICTS = {True: "met", False: "MISSED", None: "not available"}


def processor() -> str:
    """Return the name of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def machine() -> dict[str, Any]:
    """Return the machine and the versions that the figures were measured on."""
    packages = {}
    for name in PACKAGES:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            packages[name] = "not installed"
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": packages,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def goal_text(goal: Goal) -> str:
    """Write a goal and what became of it."""
    value = "" if goal.value is None else f"{goal.value:.3g} "
    return f"{goal.what} {value}{'≥' if goal.least else '≤'} {goal.limit:g}: {VERDICTS[goal.met]}"


def _costs(row: Row, side: str) -> list[str]:
    if side not in row.costs:
        return ["", "", "", ""]
    ratios = [row.ratio(side, reference) for reference in row.references[:2]]
    texts = ["" if ratio is None else f"{ratio:.3f}" for ratio in ratios]
    return [*(f"{seconds / row.unit[0]:.2f}" for seconds in row.cost(side)), *texts, "", ""][:4]


def lines(row: Row) -> Iterable[str]:
    """Return the table of a row."""
    unit = row.unit[1]
    references = [f"÷ {name}" for name in row.references[:2]]
    heads = [f"CPU {unit}", f"wall {unit}", *references, "", ""][:4] if row.costs else [""] * 4
    yield f"\n{row.title}" + (f" (ratios of {'CPU' if row.by == 'cpu' else 'time'})" if row.references else "")
    yield COLUMNS.format("", *heads, "", "").rstrip()
    for side in row.sides:
        figures = ", ".join(f"{name} {value:.4g}" for name, value in row.figures.get(side, {}).items())
        cells = [side, *_costs(row, side), "not available" if side in row.missing else figures]
        texts = [goal_text(goal) for goal in row.goals if goal.side == side]
        # Figures that don't fit push the goals on to lines of their own.
        shown = [texts[0] if texts and len(cells[5]) <= 34 else "", *(texts[1:] if len(cells[5]) <= 34 else texts)]
        for text, part in zip_longest(shown, [cells], fillvalue=[""] * 6):
            yield COLUMNS.format(*part, text or "").rstrip()


def summary(rows: Iterable[Row]) -> str:
    """Count the goals."""
    found = [goal.met for row in rows for goal in row.goals]
    return ", ".join(f"{found.count(met)} {VERDICTS[met].lower()}" for met in VERDICTS)


def as_json(rows: Iterable[Row], rounds: int, share: float) -> dict[str, Any]:
    """Return everything that was found; costs are in seconds for one unit of the work."""
    return {"machine": machine(), "rounds": rounds, "share": share, "rows": [_row_json(row) for row in rows]}


def _row_json(row: Row) -> dict[str, Any]:
    sides: dict[str, dict[str, Any]] = {}
    for side in row.sides:
        sides[side] = dict(row.figures.get(side, {}))
        if side in row.costs:
            sides[side] |= row.cost(side)._asdict()
            sides[side]["ratios"] = {name: row.ratio(side, name) for name in row.references}
            sides[side]["rounds"] = [list(cost) for cost in row.costs[side]]
        if side in row.missing:
            sides[side]["missing"] = row.missing[side]
    goals = [
        {"side": goal.side, "what": goal.what, "value": goal.value, "limit": goal.limit, "met": goal.met}
        | {"aim": "at least" if goal.least else "at most"}
        for goal in row.goals
    ]
    return {"row": row.key, "title": row.title, "ratios of": row.by, "sides": sides, "goals": goals}


def write(file: Path, found: dict[str, Any]) -> None:
    """Write the JSON."""
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
