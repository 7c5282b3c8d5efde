"""Write the figures of `docs/benchmarks.md` from the results: `bench.py --page`.

The page has blocks between `<!-- begin NAME -->` and `<!-- end NAME -->`. All figures stand in them, and this module
writes them: the functions of `BLOCKS` by their names.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from benchmarks.page_choices import choose
from benchmarks.page_figures import (
    BEFORE,
    FIRST_NAME,
    NONE,
    OTHER_NAME,
    OURS,
    PAGE,
    Files,
    Found,
    Results,
    cost,
    named,
    number,
    ratio,
    sections,
    table,
)

BLOCK = re.compile(r"(<!-- begin (\w+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)
CHECKED = ("promises", "observed", "features")
"""Rows whose limits only show that their figures make sense: they are no goals."""
OTHERS = {"httpx", "httpx2", "aiohttp", "vanilla", "Pydantic", "msgspec"}
"""Sides with which this client is compared."""
NOT_MEASURED = "\nNot measured in this run.\n\n"


def machine(found: Found) -> str:
    """Write where and how the figures were measured."""
    told, packages = found.first["machine"], found.first["machine"]["packages"]
    shown = ("httpx", "httpx2", "aiohttp", "orjson", "openapi-python-client", "pydantic", "msgspec", "pyarrow")
    versions = ", ".join(f"{name} {packages[name]}" for name in shown if packages.get(name, "not i")[:5] != "not i")
    also = f" and {found.other['machine']['python']}" if found.other else ""
    failed = ", ".join({**found.first.get("failed", {}), **found.other.get("failed", {})})
    return (
        f"\nMedians of up to {found.first['rounds']} rounds on {told['processor']}, {told['cores']} cores,"
        f" {told['date'][:10]}, Python {told['python']}{also}: {versions}."
        + (f" Not measured, because it failed: {failed}." if failed else "")
        + "\n\n"
    )


def peers(found: Found) -> str:
    """Write what each task takes by each side, and relative to this client."""
    groups = []
    for row, other in found.pairs():
        shown = [side for side in row["sides"] if cost(row, side) and not side.startswith(BEFORE)]
        if row["row"] not in CHECKED and OURS in shown and OTHERS & {*shown}:
            lines = [[named(side), cost(row, side), _times(row, side), _times(other, side)] for side in shown]
            groups.append((row["title"], lines))
    return sections(["", "takes", f"÷ this client, {FIRST_NAME}", OTHER_NAME], groups)


def _times(row: Results, side: str) -> str:
    return number(ratio(row, side, OURS)) if {side, OURS} <= row.get("sides", {}).keys() else NONE


def features(found: Found) -> str:
    """Write what a call takes more with each feature that is off by default."""
    return _beside_the_first(found, "features", "observed")


def promises(found: Found) -> str:
    """Write what a call takes less without each promise."""
    return _beside_the_first(found, "promises")


def _beside_the_first(found: Found, *keys: str) -> str:
    """Write rows whose sides are compared with their first one."""
    groups = []
    for row, other in (pair for key in keys for pair in found.pairs(key)):
        reference, lines = next(iter(row["sides"])), []
        for side in row["sides"]:
            ratios = [ratio(one, side, reference) if side in one.get("sides", {}) else None for one in (row, other)]
            lines.append([side, cost(row, side), *map(number, ratios)])
        groups.append((row["title"], lines))
    return sections(["", "takes", f"ratio, {FIRST_NAME}", OTHER_NAME], groups) if groups else NOT_MEASURED


def _value(goal: Results) -> str:
    if goal["value"] is None:
        return NONE
    text = number(goal["value"])
    return text if goal["met"] else f"**{text}**"


def goals(found: Found) -> str:
    """Write the goals: what each task costs relative to something else in the same run, and what was aimed at."""
    lines = [
        [f"{row['title']}: {_goal_name(goal)}", *_goal_cells(goal, _same_goal(goal, place, other.get("goals", [])))]
        for row, other in found.pairs()
        for place, goal in enumerate(row["goals"] if row["row"] not in CHECKED else ())
    ]
    return table(["task", FIRST_NAME, OTHER_NAME, "goal"], lines)


def _same_goal(goal: Results, place: int, others: list[Results]) -> Results | None:
    """Return the same goal on the other Python: of the same side, or else at the same place with the same measure."""
    at_place = [other for other in others[place : place + 1] if other["what"] == goal["what"]]
    of_side = [other for other in others if (other["side"], other["what"]) == (goal["side"], goal["what"])]
    return next(iter(of_side + at_place), None)


def _goal_name(goal: Results) -> str:
    return f"*{named(goal['side'])}*, {goal['what'].replace(f'÷ {OURS}', '÷ this client')}"


def _goal_cells(goal: Results, same: Results | None) -> list[str]:
    sign = "≥" if goal["aim"] == "at least" else "≤"
    return [_value(goal), _value(same) if same else NONE, f"{sign} {number(goal['limit'])}"]


def missed(found: Found) -> str:
    """Write how many goals are met, and on which Python."""
    parts = []
    for results in (found.first, found.other):
        rows = [row for row in results.get("rows", ()) if row["row"] not in CHECKED]
        met = [goal["met"] for row in rows for goal in row["goals"] if goal["met"] is not None]
        if met:
            parts.append(f"{sum(met)} of {len(met)} goals are met on Python {results['machine']['python']}")
    return "\n" + "; ".join(parts) + ". Those that are missed are bold.\n\n"


def before(found: Found) -> str:
    """Write what this version takes of the time of the version before."""
    groups = []
    for row, other in found.pairs():
        lines = []
        for side, one in row["sides"].items():
            ratio = one.get("ratios", {}).get(BEFORE)
            if ratio is not None:
                earlier = other.get("sides", {}).get(side, {}).get("ratios", {}).get(BEFORE)
                was = cost(row, BEFORE + side.removeprefix(OURS))
                lines.append([named(side), f"{was} → {cost(row, side)}", number(ratio), number(earlier)])
        groups.append((row["title"], lines))
    heads = ["", "before → now", f"ratio, {FIRST_NAME}", OTHER_NAME]
    return sections(heads, groups) or "\nThe version before was not measured in this run.\n\n"


def profile(found: Found) -> str:
    """Write where the CPU time of a call goes."""
    lines = [
        [
            stage,
            *(f"{one['sides'][stage]['%']:.0f} %" if stage in one.get("sides", {}) else NONE for one in (row, other)),
        ]
        for row, other in found.pairs("profile")
        for stage in row["sides"]
    ]
    return table(["stage of a call", FIRST_NAME, OTHER_NAME], lines) if lines else NOT_MEASURED


BLOCKS: dict[str, Callable[[Found], str]] = {
    one.__name__: one for one in (machine, choose, missed, goals, peers, promises, features, profile, before)
}


def filled(text: str, found: Found) -> str:
    """Return the page with the figures of the results."""
    return BLOCK.sub(lambda match: match[1] + BLOCKS[match[2]](found) + match[3], text)


def write(files: Files, found: Found) -> None:
    """Write the page, of a rehearsal into a file of its own."""
    files.page.write_text(filled(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")
