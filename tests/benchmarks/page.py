"""Write the figures of `docs/benchmarks.md` from the results: `bench.py --page`.

The page has blocks between `<!-- begin NAME -->` and `<!-- end NAME -->`. All figures stand in them, and this module
writes them: the functions of `BLOCKS` by their names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
FIRST = (3, 11)
OTHER = (3, 13)
"""The Python of `results.json`, and that of the second file."""
OURS, BEFORE = "ours", "before"
OTHERS = {"httpx", "httpx2", "aiohttp", "vanilla", "Pydantic", "msgspec"}
"""Sides with which this client is compared."""
BLOCK = re.compile(r"(<!-- begin (\w+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)
CHECKED = ("promises", "observed", "features")
"""Rows whose limits only show that their figures make sense: they are no goals."""
FIRST_NAME, OTHER_NAME = (".".join(map(str, version)) for version in (FIRST, OTHER))
NONE = ""
NOT_MEASURED = "\nNot measured in this run.\n\n"

Results = dict[str, Any]


class Found(NamedTuple):
    """The results that the page is made of: on the first Python, and on the other one if it was measured."""

    first: Results
    other: Results

    def pairs(self, key: str | None = None) -> Iterator[tuple[Results, Results]]:
        """Return each row, or those of one name, and the same row on the other Python."""
        others = {row["title"]: row for row in self.other.get("rows", ())}
        for row in self.first["rows"]:
            if key in (None, row["row"]):
                yield row, others.get(row["title"], {})


class Files(NamedTuple):
    """The files that a run writes: the results and the chart in a folder, and the page."""

    folder: Path
    page: Path

    @property
    def chart(self) -> Path:
        """The chart of the results on the first Python."""
        return self.folder / "results.png"

    def results(self, version: tuple[int, int]) -> Path:
        """Return where the results of a version of Python go."""
        return self.folder / ("results.json" if version == FIRST else f"results-{version[0]}.{version[1]}.json")


FILES = Files(HERE, PAGE)
QUICK = Files(ROOT / "build" / "benchmarks", ROOT / "build" / "benchmarks" / "page.md")
"""The files of a rehearsal."""


def read(files: Files = FILES) -> Found:
    """Read the results."""
    first, other = (json.loads(one.read_text()) if one.is_file() else {} for one in map(files.results, (FIRST, OTHER)))
    return Found(first, other)


def table(heads: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    """Return a table in Markdown, with a blank line after the heading for what renders it."""
    heads = list(heads)
    shown = [heads, ["---"] * len(heads), *lines]
    return "\n" + "".join(f"| {' | '.join(cells)} |\n" for cells in shown) + "\n"


def number(value: float | None) -> str:
    """Return a number with two or three digits that count."""
    if value is None:
        return NONE
    if value == int(value):
        return f"{value:,.0f}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def cost(row: Results, side: str) -> str:
    """Return what a side takes."""
    found = row["sides"].get(side, {})
    scale, unit = row["unit"]
    if "cpu" not in found:
        return NONE
    return f"{number(found[row['ratios of']] / scale)} {unit}{' CPU' if row['ratios of'] == 'cpu' else ''}"


def named(side: str) -> str:
    """Return the name of a side of this package in a sentence."""
    return side.replace("ours", "this client", 1) if side.startswith(OURS) else side


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


def sections(heads: Iterable[str], groups: Iterable[tuple[str, list[list[str]]]]) -> str:
    """Return a table for each task, under its name: narrow enough for the screen of a phone."""
    heads = list(heads)
    parts = (f"\n**{name[0].upper()}{name[1:]}**\n{table(heads, lines)}" for name, lines in groups if lines)
    return "".join(parts).replace("\n\n\n", "\n\n")


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
    return number(_ratio(row, side, OURS)) if {side, OURS} <= row.get("sides", {}).keys() else NONE


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
            ratios = [_ratio(one, side, reference) if side in one.get("sides", {}) else None for one in (row, other)]
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
    lines, last = [], NONE
    for row, other in found.pairs():
        others = {(goal["side"], goal["what"]): goal for goal in other.get("goals", ())}
        for goal in row["goals"] if row["row"] not in CHECKED else ():
            task, last = "" if row["title"] == last else row["title"], row["title"]
            lines.append([task, *_goal_cells(goal, others.get((goal["side"], goal["what"])))])
    return table(["task", "measured", FIRST_NAME, OTHER_NAME, "goal"], lines)


def _goal_cells(goal: Results, same: Results | None) -> list[str]:
    what = goal["what"].replace(f"÷ {OURS}", "÷ this client")
    sign = "≥" if goal["aim"] == "at least" else "≤"
    values = _value(goal), _value(same) if same else NONE
    return [f"{named(goal['side'])}: {what}", *values, f"{sign} {number(goal['limit'])}"]


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
                lines.append([named(side), was, cost(row, side), number(ratio), number(earlier)])
        groups.append((row["title"], lines))
    heads = ["", "before", "now", f"ratio, {FIRST_NAME}", OTHER_NAME]
    return sections(heads, groups) or "\nThe version before was not measured in this run.\n\n"


def _ratio(row: Results, side: str, reference: str) -> float:
    kind = row["ratios of"]
    return float(row["sides"][side][kind] / row["sides"][reference][kind])


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


class Choice(NamedTuple):
    """What to choose, when, and where its gain was measured.

    Attributes:
        row: The name of the row, and a part of its title.
        sides: The side that has it, and the side that has it not.
        figure: The figure of both that is shown, instead of a ratio of their costs.
    """

    when: str
    choose: str
    row: str = ""
    part: str = ""
    sides: tuple[str, str] = ("", "")
    figure: str = ""

    def measured(self, row: Results) -> str:
        """Return the gain by a row, or nothing if it is not that row, or lacks a side."""
        if self.row != row["row"] or self.part not in row["title"] or not {*self.sides} <= {*row["sides"]}:
            return NONE
        if self.figure:
            with_it, without = (number(row["sides"][side][self.figure]) for side in self.sides)
            return f"{self.figure}: {with_it} ms CPU instead of {without} ms"
        kind = "CPU" if row["ratios of"] == "cpu" else "time"
        return f"{number(_ratio(row, *self.sides))} of the {kind} of *{named(self.sides[1])}*"


CHOICES = (
    Choice(
        "many calls are under way at once",
        '`transport="aiohttp"`',
        "crowd",
        "after 0 ms",
        ("ours, fast", "ours"),
    ),
    Choice(
        "the service is far away",
        "the default transport, unless its CPU time counts",
        "crowd",
        "after 50 ms",
        ("ours, fast", "ours"),
    ),
    Choice(
        "pages are large",
        "the extra `fast`: orjson reads them",
        "decode",
        "",
        ("ours, orjson", "ours"),
    ),
    Choice(
        "you read many pages",
        "`iter_recipients(…, ahead=8)`",
        "walk",
        "ms a page",
        ("ours, 8 pages ahead", "ours"),
    ),
    Choice(
        "you work on records while you read",
        "`async for`: the next page is under way meanwhile",
        "overlap",
        "",
        ("ours", "httpx"),
    ),
    Choice(
        "you write many recipients",
        "`bulk.create_recipients` with a `Journal`",
        "bulk",
        "",
        ("with a journal", "without notes"),
    ),
    Choice(
        "the quota is known",
        "`rate_limit=RateLimit(…)`: nothing is refused",
        "quota",
        "",
        ("bulk, rate_limit=", "bulk"),
    ),
    Choice(
        "you need a Parquet file",
        "`export.write_parquet`",
        "export",
        "",
        ("ours", "httpx"),
    ),
    Choice(
        "the first call must be fast",
        "`preload()` when the process starts",
        "preload",
        "",
        ("ours, preload()", "ours"),
        "first call",
    ),
    Choice("you need a table in memory", "`model.to_row()`; `export.to_arrow(pager)` for many records"),
)


def choose(found: Found) -> str:
    """Write what to choose when, and what was measured."""
    lines = []
    for choice in CHOICES:
        texts = (choice.measured(row) for row, _ in found.pairs())
        lines.append([choice.when, choice.choose, next((text for text in texts if text), NONE)])
    return table(["if", "choose", "measured"], lines)


BLOCKS: dict[str, Callable[[Found], str]] = {
    one.__name__: one for one in (machine, choose, missed, goals, peers, promises, features, profile, before)
}


def filled(text: str, found: Found) -> str:
    """Return the page with the figures of the results."""
    return BLOCK.sub(lambda match: match[1] + BLOCKS[match[2]](found) + match[3], text)


def write(files: Files, found: Found) -> None:
    """Write the page, of a rehearsal into a file of its own."""
    files.page.write_text(filled(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")
