"""The tests of a project that uses the package, run as its authors would: in its folder, with its configuration."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1] / "examples" / "campaign_desk"
LEAST = 25


@pytest.mark.thorough
def test_the_tests_of_a_users_project_pass(tmp_path: Path) -> None:
    """At least 25 tests of a user's project pass, with warnings as errors, against the package that is installed."""
    folder = shutil.copytree(PROJECT, tmp_path / "project", ignore=shutil.ignore_patterns("__pycache__"))
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTEST_ADDOPTS")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:schemathesis"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    found = re.search(r"^(\d+) passed in", done.stdout, re.MULTILINE)
    assert found is not None, done.stdout
    assert int(found[1]) >= LEAST
