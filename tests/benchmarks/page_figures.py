"""Read the results of the benchmarks, and write the tables, numbers and names of the page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
FIRST = (3, 11)
OTHER = (3, 13)
"""The Python of `results.json`, and that of the second file."""
OURS, BEFORE = "ours", "before"
FIRST_NAME, OTHER_NAME = (".".join(map(str, version)) for version in (FIRST, OTHER))
NONE = ""

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


def ratio(row: Results, side: str, reference: str) -> float:
    """Return what a side takes, relative to another one."""
    kind = row["ratios of"]
    return float(row["sides"][side][kind] / row["sides"][reference][kind])


def sections(heads: Iterable[str], groups: Iterable[tuple[str, list[list[str]]]]) -> str:
    """Return a table for each task, under its name: narrow enough for the screen of a phone."""
    heads = list(heads)
    parts = (f"\n**{name[0].upper()}{name[1:]}**\n{table(heads, lines)}" for name, lines in groups if lines)
    return "".join(parts).replace("\n\n\n", "\n\n")
