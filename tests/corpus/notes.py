"""The notes that the generator writes about a document: what it assumed, and what it gave up.

`python tests/corpus/notes.py` writes `notes.yaml` anew; whoever changes a note on purpose reads the difference.
"""

from __future__ import annotations

import re
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
SAFE = ("get", "head")
RETRY = "assumed: x-retry is missing: "
COUNTS = re.compile(r"\((\d+) operations\)")
HEADER = "# The notes on each document, but for the one on x-retry. Written by notes.py.\n"


def notes(made: Made) -> list[str]:
    """Return the notes that a run of the generator wrote, sorted; the one on x-retry is left out."""
    return sorted(line for line in made.err.splitlines() if not line.startswith(RETRY))


def retry_counts(made: Made) -> list[str]:
    """Return the numbers of operations whose x-retry is assumed: those that are read, and the others."""
    return [number for line in made.err.splitlines() if line.startswith(RETRY) for number in COUNTS.findall(line)]


def expected_retry_counts(document: Document) -> list[str]:
    """Return the same from the document; nothing if every operation has an x-retry."""
    without = [one for one in document.operations if "x-retry" not in one.raw]
    reads = sum(one.method in SAFE for one in without)
    return [str(reads), str(len(without) - reads)] if without else []


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
