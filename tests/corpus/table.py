"""Print what the corpus covers: `python tests/corpus/table.py`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:1] = [str(HERE.parent), str(HERE.parents[1] / "openapi")]

from corpus.documents import documents  # noqa: E402
from corpus.exercise import exercise  # noqa: E402
from corpus.making import Packages  # noqa: E402


def main() -> int:
    """Print a line for each document and the sums; give the exit status."""
    every = list(documents())
    sums = [0, 0, 0]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        sys.path.insert(0, folder)
        packages = Packages(Path(folder))
        made = packages.all_of(one for one in every if one.works)
        print("| document | operations | calls | judged by openapi-core too | wrong |\n|---|---|---|---|---|")
        for document in every:
            if document.package not in made:
                failed += document.works
                print(f"| {document.name} | {'NOT GENERATED' if document.works else 'an error, as meant'} | | | |")
                continue
            tally = asyncio.run(exercise(document))
            figures = [len(document.operations), tally.calls, tally.judged_twice]
            sums = [total + one for total, one in zip(sums, figures, strict=True)]
            failed += len(tally.problems)
            print(f"| {document.name} | {' | '.join(map(str, figures))} | {len(tally.problems) or ''} |")
    print(f"| {len(every)} documents | {' | '.join(map(str, sums))} | {failed or ''} |")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
