"""Draw what each side takes, relative to the one it is held against."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.results import Row
from benchmarks.sides import BEFORE, FAST, OURS

OWN, QUICK, OTHERS, GOAL, INK = "#1f6feb", "#0b3d91", "#c4c9d0", "#d1242f", "#24292f"
WIDEST = 2.0  # what is longer is cut; its number stands beside it
COLUMNS = 2
WITHOUT_PEERS = ("observed", "features", "promises")  # rows that compare this package with itself
LABELLED = 0.26  # what a number takes of the axis
NAMES = (OURS, "bulk", "with a")  # of sides that are this package
LEGEND = ("epilot-targeting", "epilot-targeting, fast transport", "others", "goal: no further than here")


def colour(side: str) -> str:
    """Return the colour of a side: ours stand out."""
    if side == FAST:
        return QUICK
    return OWN if side.startswith(NAMES) else OTHERS


def strictest(row: Row, side: str) -> float | None:
    """Return how long a side may take by the strictest of its goals, relative to the row's first reference."""
    limits = []
    for goal in row.goals:
        ratio = row.ratio(goal.reference, row.references[0]) if goal.reference else None
        if goal.side == side and ratio is not None:
            limits.append(goal.longest * ratio)
    return min(limits, default=None)


def bar(axes: Any, place: int, row: Row, side: str) -> None:
    """Draw a side: its bar, its goal, and its number where neither hides it."""
    ratio, limit = row.ratio(side, row.references[0]), strictest(row, side)
    if ratio is None:
        return
    end = min(ratio, WIDEST)
    axes.barh(place, end, color=colour(side), height=0.74)
    if limit is not None:
        axes.plot([limit, limit], [place - 0.47, place + 0.47], color=GOAL, linewidth=2.2, solid_capstyle="butt")
        end = limit if end < limit < end + LABELLED else end
    text = f"{ratio:.2f}" + (" →" if ratio > WIDEST else "")
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
    axes.text(end + 0.03, place, text, va="center", fontsize=8, color=INK, bbox=box)


def drawn(row: Row) -> list[str]:
    """Return the sides that are drawn: not those of another checkout."""
    return [side for side in row.costs if not side.startswith(BEFORE)]


def panel(axes: Any, row: Row, places: int) -> None:
    """Draw one row, in bars as thick as those of a panel that has the given number of places."""
    sides = drawn(row)
    axes.axvline(1, color=INK, linewidth=0.8, linestyle=":", zorder=0)
    for place, side in enumerate(sides):
        bar(axes, place, row, side)
    axes.set_yticks(range(len(sides)), sides, fontsize=8.5, color=INK)
    axes.set_ylim(places - 0.4, -0.6)
    axes.set_xlim(0, WIDEST + LABELLED)
    axes.set_xticks([0, 0.5, 1, 1.5, 2])
    axes.tick_params(axis="x", labelsize=7.5, colors=INK)
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    measure = "CPU" if row.by == "cpu" else "time"
    axes.set_title(row.title, fontsize=9, loc="left", color=INK)
    axes.set_xlabel(f"{measure}, {row.references[0]} = 1", fontsize=7.5, color=INK, loc="left", labelpad=1)


def draw(rows: Sequence[Row], file: Path, caption: str) -> None:
    """Write the chart as a PNG.

    Raises:
        ImportError: There is no matplotlib.
    """
    matplotlib: Any = import_module("matplotlib")
    matplotlib.use("agg")
    pyplot: Any = import_module("matplotlib.pyplot")
    shown = [row for row in rows if row.references and row.key not in WITHOUT_PEERS]
    if not shown:
        return
    pairs = [shown[first : first + COLUMNS] for first in range(0, len(shown), COLUMNS)]
    places = [max(len(drawn(row)) for row in pair) for pair in pairs]
    height = 0.27 * sum(places) + 0.74 * len(pairs) + 0.7
    figure, grid = pyplot.subplots(
        len(pairs), COLUMNS, figsize=(11, height), squeeze=False, height_ratios=[number + 0.6 for number in places]
    )
    for line, pair, number in zip(grid, pairs, places, strict=True):
        for axes, row in zip(line, pair, strict=False):
            panel(axes, row, number)
        for axes in line[len(pair) :]:
            axes.set_visible(False)
    handles = [pyplot.Rectangle((0, 0), 1, 1, color=color) for color in (OWN, QUICK, OTHERS)]
    handles.append(pyplot.Line2D([], [], color=GOAL, linewidth=2.2))
    figure.legend(handles, LEGEND, loc="upper center", ncols=4, frameon=False, fontsize=9)
    figure.text(0.01, 0.05 / height, caption, fontsize=7, color=INK)
    figure.tight_layout(rect=(0, 0.2 / height, 1, 1 - 0.35 / height), h_pad=1.2, w_pad=2.0)
    figure.savefig(file, dpi=110, facecolor="white")
