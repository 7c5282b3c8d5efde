"""Format a package with ruff, independent of the settings of the folder that the generator runs in."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from ..errors import DocumentError

RUFF = [sys.executable, "-m", "ruff"]
ISOLATED = ["--isolated", "--no-cache", "--quiet", "--line-length=120", "--target-version=py311"]


def format_package(out: Path) -> None:
    """Sort imports, remove unused ones, and format.

    Raises:
        DocumentError: ruff is missing, or the templates rendered invalid Python.
    """
    if shutil.which(RUFF[0]) is None:
        raise DocumentError("the formatter is missing: install the dependency group `generate`")
    for command in (["check", *ISOLATED, "--fix", "--select=I,F401"], ["format", *ISOLATED]):
        done = subprocess.run([*RUFF, *command, str(out)], capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise DocumentError(f"the templates rendered invalid Python:\n{done.stdout}")
