"""Run a notebook without a kernel: cells with `await` at the top, printed text and figures as outputs.

`PYTHONPATH=tests python -m documentation.notebook FILE` runs it and stores its outputs.
"""

from __future__ import annotations

import ast
import asyncio
import base64
import inspect
import io
import json
import os
import sys
import tempfile
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import Any

os.environ.setdefault("MPLBACKEND", "agg")  # figures are drawn into memory

import matplotlib.pyplot as plt

Cell = dict[str, Any]


def run_cell(cell: Cell, session: dict[str, Any], runner: asyncio.Runner) -> list[dict[str, Any]]:
    """Run a cell, and return its outputs."""
    code = compile("".join(cell["source"]), "cell", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    with redirect_stdout(io.StringIO()) as printed:
        found = eval(code, session)  # noqa: S307 (the notebooks are ours)
        if inspect.iscoroutine(found):
            runner.run(found)
    outputs: list[dict[str, Any]] = []
    if text := printed.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)})
    for number in plt.get_fignums():
        picture = io.BytesIO()
        plt.figure(number).savefig(picture, format="png", dpi=90, metadata={"Software": None})
        data = {"image/png": base64.b64encode(picture.getvalue()).decode()}
        outputs.append({"data": data, "metadata": {}, "output_type": "display_data"})
    plt.close("all")
    return outputs


def run_notebook(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook with the outputs of all its cells. It is run in an empty folder."""
    session: dict[str, Any] = {"__name__": "notebook"}
    cells: list[Cell] = []
    with asyncio.Runner() as runner, tempfile.TemporaryDirectory() as folder, chdir(folder):
        for cell in notebook["cells"]:
            done = dict(cell)
            if cell["cell_type"] == "code":
                done["execution_count"] = sum(one["cell_type"] == "code" for one in cells) + 1
                done["outputs"] = run_cell(cell, session, runner)
            cells.append(done)
    return {**notebook, "cells": cells}


def main() -> None:
    """Run the notebooks that the command line names, and store their outputs."""
    for file in map(Path, sys.argv[1:]):
        ran = run_notebook(json.loads(file.read_text(encoding="utf-8")))
        file.write_text(json.dumps(ran, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
