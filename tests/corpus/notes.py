"""The notes that the generator writes about a document: what it assumed, and what it gave up.

`python tests/corpus/notes.py` writes `notes.yaml` anew; whoever changes a note on purpose reads the difference.
"""

from __future__ import annotations

import sys
import tempfile
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
if __name__ == "__main__":
    sys.path[:1] = [str(HERE.parent), str(HERE.parents[1] / "openapi")]

from corpus.documents import Document, documents  # noqa: E402
from corpus.making import Made, Packages  # noqa: E402
from ruamel.yaml import YAML  # noqa: E402

FILE = HERE / "notes.yaml"
SAFE = {"get": "read", "head": "read"}
HEADER = "# The notes on each document, but for those on x-retry. Written by notes.py.\n"


def notes(made: Made) -> list[str]:
    """Return the notes that a run of the generator wrote, sorted; those on x-retry are left out."""
    return sorted(line for line in made.err.splitlines() if ": x-retry is " not in line)


def retry_notes(made: Made) -> list[str]:
    """Return the end of each note on x-retry: the operation's method and path, and the class that is assumed."""
    lines = [line for line in made.err.splitlines() if ": x-retry is " in line]
    return sorted(f"{line.partition(' (')[2].partition('): ')[0]} {line.rpartition(' ')[2]}" for line in lines)


def expected_retry_notes(document: Document) -> list[str]:
    """Return the same from the document: one for each operation that has no x-retry."""
    without = [one for one in document.operations if "x-retry" not in one.raw]
    return sorted(f"{one.method.upper()} {one.path} {SAFE.get(one.method, 'write')}" for one in without)


def expected_notes(document: Document) -> list[str]:
    """Return the notes that a document has in `notes.yaml`; it has none where it is not listed."""
    return _listed().get(document.name, [])


@cache
def _listed() -> dict[str, list[str]]:
    listed: dict[str, list[str]] = YAML(typ="safe").load(FILE)
    return listed


def main() -> None:
    """Write `notes.yaml`."""
    found: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        packages = Packages(Path(folder))
        for document in documents():
            if document.works:
                found[document.name] = notes(packages.of(document))
    writer = YAML()
    writer.width = 1000
    with FILE.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        writer.dump({name: lines for name, lines in found.items() if lines}, file)


if __name__ == "__main__":
    main()
