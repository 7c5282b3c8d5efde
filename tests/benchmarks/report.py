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

from benchmarks.measure import Cost
from benchmarks.results import Goal, Row
from benchmarks.sides import BEFORE

PACKAGES = (
    "epilot-targeting", "httpx", "httpcore", "h11", "anyio", "attrs", "httpx2", "httpcore2", "aiohttp", "orjson",
    "openapi-python-client", "pydantic", "msgspec", "pyarrow",
)  # fmt: skip
COLUMNS = "  {:<{}} {:>9} {:>9} {:>10} {:>10} {:>8}  {:<34} {}"
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


def machine_line(found: dict[str, Any]) -> str:
    """Return the machine in one line."""
    return f"{found['processor']}, {found['cores']} cores, Python {found['python']}, {found['date'][:10]}."


def goal_text(goal: Goal) -> str:
    """Write a goal and what became of it."""
    value = "" if goal.value is None else f"{goal.value:.3g} "
    return f"{goal.what} {value}{'≥' if goal.least else '≤'} {goal.limit:g}: {VERDICTS[goal.met]}"


def _costs(row: Row, side: str) -> list[str]:
    if side not in row.costs:
        return [""] * 5
    ratios = [row.ratio(side, reference) for reference in row.references[:2]]
    texts = ["" if ratio is None else f"{ratio:.3f}" for ratio in [*ratios, None, None][:2]]
    earlier = row.ratio_to_before(side)
    texts.append("" if earlier is None else f"{earlier:.3f}")
    return [*(f"{seconds / row.unit[0]:.2f}" for seconds in row.cost(side)), *texts]


def lines(row: Row) -> Iterable[str]:
    """Return the table of a row."""
    unit = row.unit[1]
    references = [*(f"÷ {name}" for name in row.references[:2]), "", ""][:2]
    earlier = f"÷ {BEFORE}" if any(map(row.ratio_to_before, row.costs)) else ""
    heads = [f"CPU {unit}", f"wall {unit}", *references, earlier] if row.costs else [""] * 5
    yield f"\n{row.title}" + (f" (ratios of {'CPU' if row.by == 'cpu' else 'time'})" if row.references else "")
    width = max(26, *map(len, row.sides))
    yield COLUMNS.format("", width, *heads, "", "").rstrip()
    for side in row.sides:
        figures = ", ".join(f"{name} {value:.4g}" for name, value in row.figures.get(side, {}).items())
        cells = [side, *_costs(row, side), f"not available: {row.missing[side]}" if side in row.missing else figures]
        texts = [goal_text(goal) for goal in row.goals if goal.side == side]
        # Figures that don't fit push the goals on to lines of their own.
        fits = len(cells[-1]) <= 34
        shown = [texts[0] if texts and fits else "", *(texts[1:] if fits else texts)]
        for text, part in zip_longest(shown, [cells], fillvalue=[""] * 7):
            yield COLUMNS.format(part[0], width, *part[1:], text or "").rstrip()


def summary(rows: Iterable[Row]) -> str:
    """Count the goals."""
    found = [goal.met for row in rows for goal in row.goals]
    return ", ".join(f"{found.count(met)} {VERDICTS[met].lower()}" for met in VERDICTS)


def as_json(
    rows: Iterable[Row], machine: dict[str, Any], rounds: int, share: float, failed: dict[str, str]
) -> dict[str, Any]:
    """Return everything that was found; costs are in seconds for one unit of the work."""
    found = {"machine": machine, "rounds": rounds, "share": share, "failed": failed}
    return {**found, "rows": [_row_json(row) for row in rows]}


def rows_of(found: dict[str, Any]) -> list[Row]:
    """Return the rows that `as_json` wrote, with what the chart needs of them: costs and goals."""
    return [_row_of(told) for told in found["rows"]]


def _row_of(told: dict[str, Any]) -> Row:
    row = Row(told["row"], told["title"], unit=tuple(told["unit"]), by=told["ratios of"])
    for side, figures in told["sides"].items():
        if "rounds" in figures:
            row.costs[side] = [Cost(*cost) for cost in figures["rounds"]]
    for goal in told["goals"]:
        least = goal["aim"] == "at least"
        row.goals.append(Goal(goal["side"], goal["what"], goal["value"], goal["limit"], goal["reference"], least=least))
    return row


def _row_json(row: Row) -> dict[str, Any]:
    sides: dict[str, dict[str, Any]] = {}
    for side in row.sides:
        sides[side] = dict(row.figures.get(side, {}))
        if side in row.costs:
            sides[side] |= row.cost(side)._asdict()
            sides[side]["ratios"] = {name: row.ratio(side, name) for name in row.references}
            if (earlier := row.ratio_to_before(side)) is not None:
                sides[side]["ratios"] |= {BEFORE: earlier}
            sides[side]["rounds"] = [list(cost) for cost in row.costs[side]]
        if side in row.missing:
            sides[side]["missing"] = row.missing[side]
    goals = [
        {"side": goal.side, "what": goal.what, "value": goal.value, "limit": goal.limit, "met": goal.met}
        | {"reference": goal.reference, "aim": "at least" if goal.least else "at most"}
        for goal in row.goals
    ]
    shown = {"row": row.key, "title": row.title, "ratios of": row.by, "unit": row.unit, "seconds": round(row.seconds)}
    return shown | {"sides": sides, "goals": goals}


def write(file: Path, found: dict[str, Any]) -> None:
    """Write the JSON."""
    file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
