"""The table of counts, `counts.toml`: read it, or count anew for the running Python and write it.

Run `PYTHONPATH=tests .venv/bin/python -m cost.table` to see what changed, and add `--write` to keep it.
"""

from __future__ import annotations

import asyncio
import sys
import tomllib
from pathlib import Path

from cost.cases import CASES
from cost.counting import Counts

FILE = Path(__file__).parent / "counts.toml"
PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
SLACK, UNKNOWN = 0.04, 0.25
"""What a count may exceed the table by: on a Python that the table has, and on one that it does not have."""
KEPT = 10
"""So many blocks may have one more: which of them are kept depends a little on what ran before."""

Table = dict[str, dict[str, Counts]]


def read() -> Table:
    """Return the counts by case and version of Python."""
    found: dict[str, dict[str, list[int]]] = tomllib.loads(FILE.read_text())
    return {case: {version: Counts(*counts) for version, counts in one.items()} for case, one in found.items()}


def ceilings(counts: dict[str, Counts], python: str = PYTHON) -> Counts:
    """Return the most that a case may take on a version of Python."""
    slack = SLACK if python in counts else UNKNOWN
    largest = counts.get(python) or Counts(*map(max, zip(*counts.values(), strict=True)))
    most = Counts(*(count + int(count * slack) for count in largest))
    return most._replace(kept=most.kept + most.kept // KEPT)


def write(table: Table) -> None:
    """Write the table below the comment that the file begins with."""
    lines = FILE.read_text().splitlines()
    comment = lines[: next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))]
    for case, counts in table.items():
        comment += ["", f'["{case}"]', *(f'"{python}" = {list(found)}' for python, found in sorted(counts.items()))]
    FILE.write_text("\n".join(comment) + "\n")


def main(arguments: list[str]) -> None:
    """Count all cases, print them beside the table, and write it if told to."""
    before = read()
    table: Table = {}
    for case, count in CASES.items():
        found = asyncio.run(count())
        known = before.get(case, {})
        print(f"{case}\n  now   {found}\n  table {known.get(PYTHON)}")
        table[case] = known | {PYTHON: found}
    if "--write" in arguments:
        write(table)


if __name__ == "__main__":
    main(sys.argv[1:])
