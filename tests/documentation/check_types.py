"""Check the types of the Python blocks of the README and the site, and of the examples, with mypy and pyright (strict).

All blocks of a page are one function. Errors name the page and its line. `make types` runs it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from documentation.pages import ROOT, as_function, blocks, name_of, pages

BIN = Path(sys.executable).parent
UNUSED = "reportUnusedVariable=false, reportUnusedFunction=false, reportUnusedClass=false, reportUnusedExpression=false"
"""A block on a page may define what nothing there uses."""


def main() -> int:
    """Write each page as a module into `build/pages`, check the folder and the examples, and return the exit status."""
    folder = ROOT / "build" / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    names: dict[str, str] = {}
    for page in pages():
        for block in blocks(page):
            if block.is_file:
                module = folder / block.code.split()[1]
                module.write_text(block.padded, encoding="utf-8")
                names[str(module)] = name_of(page)
        if any(block.runs for block in blocks(page)):
            module = folder / f"{re.sub('[^a-z]', '_', name_of(page).lower())}.py"
            module.write_text(as_function(page) + f"# pyright: {UNUSED}\n", encoding="utf-8")
            names[str(module)] = name_of(page)
    examples = sorted(map(str, (ROOT / "docs" / "examples").glob("*.py")))
    mypy = [str(BIN / "mypy"), *names, *examples]
    pyright = [str(BIN / "pyright"), "--project", str(settings(folder)), "--pythonpath", sys.executable]
    return max(run(command, names) for command in (mypy, pyright))


def settings(folder: Path) -> Path:
    """Write the settings of pyright into the folder, and return their file."""
    file = folder / "pyrightconfig.json"
    include = [".", os.path.relpath(ROOT / "docs" / "examples", folder)]
    paths = [str(ROOT / "src"), str(ROOT / "generated")]
    file.write_text(json.dumps({"include": include, "typeCheckingMode": "strict", "extraPaths": paths}))
    return file


def run(command: list[str], names: dict[str, str]) -> int:
    """Run a type checker, print its output with the names of the pages, and return its exit status."""
    environment = {**os.environ, "MYPYPATH": str(ROOT / "build" / "pages")}  # files of a page import one another
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    output = done.stdout + done.stderr
    for module, page in names.items():
        output = output.replace(module, page).replace(os.path.relpath(module, ROOT), page)
    print(output.strip())
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main())
