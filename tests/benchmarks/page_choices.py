"""Write the table of what to choose: the choices, and where their gains are measured."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.page_figures import NONE, Found, Results, named, number, ratio, table


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
        return f"{number(ratio(row, *self.sides))} of the {kind} of *{named(self.sides[1])}*"


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
