"""The Python blocks of the README and of the pages of the site, with the line numbers of their files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
NOT_RUN = "# not run: "
"""The first line of a block that is neither run nor type-checked, followed by the reason. Readers see it."""
FILE = re.compile(r"# \w+\.py\n")
"""The first line of a block that is a file of its own. The test of that page runs it."""
BLOCK = re.compile(r"^```py(?:thon)?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Block(NamedTuple):
    """A block of Python on a page.

    Attributes:
        line: The line of the file on which the code begins.
        code: The code.
    """

    line: int
    code: str

    @property
    def padded(self) -> str:
        """The code, below as many empty lines as the file has above it."""
        return "\n" * (self.line - 1) + self.code

    @property
    def runs(self) -> bool:
        """Whether the block is run with the others of its page, and its types are checked."""
        return not self.code.startswith(NOT_RUN) and not self.is_file

    @property
    def is_file(self) -> bool:
        """Whether the block is a file of its own."""
        return FILE.match(self.code) is not None


def pages() -> list[Path]:
    """Return the README and all pages of the site."""
    docs = ROOT / "docs"
    return [ROOT / "README.md", *sorted(path for path in docs.rglob("*.md") if "_build" not in path.parts)]


def name_of(page: Path) -> str:
    """Return the path of a page below the root."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> Iterator[Block]:
    """Return the Python blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    for found in BLOCK.finditer(text):
        yield Block(text.count("\n", 0, found.start(1)) + 1, found[1])


def needs_dask(page: Path) -> bool:
    """Return whether the blocks of a page need a scheduler of Dask."""
    return any("from distributed import" in block.code for block in blocks(page))


def as_function(page: Path) -> str:
    """Return a module with the blocks of a page that run in one async function, so that a type checker accepts `await`.

    Each line has the number that it has on the page.
    """
    lines = ["async def page() -> None:", *[""] * page.read_text(encoding="utf-8").count("\n"), "    ..."]
    for block in filter(lambda block: block.runs, blocks(page)):
        for number, line in enumerate(block.code.splitlines(), block.line - 1):
            lines[number] = f"    {line}" if line else ""
    return "\n".join([*lines, ""])
