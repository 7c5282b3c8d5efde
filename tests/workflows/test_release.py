"""A tag is released only when the sources and the changelog say the same."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from workflows.files import ROOT, skip_without_sources

from epilot_targeting import __version__

skip_without_sources()

VERSION_FILE = "src/epilot_targeting/_version.py"
CHANGELOG = """\
# Changelog

## Unreleased

### Added

- Not yet.

## 1.2.0 - 2026-01-02

### Added

- This.

## 1.1.0 - 2025-01-02

- That.
"""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    (tmp_path / "src" / "epilot_targeting").mkdir(parents=True)
    (tmp_path / "src" / "epilot_targeting" / "_version.py").write_text('"""V."""\n\n__version__ = "1.2.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    return tmp_path


def release(tag: str, root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / ".ci" / "release.py"), tag, str(root)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_notes_are_the_section_of_the_changelog(sources: Path) -> None:
    """The notes are the changelog's section, without its heading and its neighbours."""
    assert (0, "### Added\n\n- This.\n") == (release("v1.2.0", sources).returncode, release("v1.2.0", sources).stdout)


@pytest.mark.parametrize(
    ("tag", "file", "text", "reason"),
    [
        ("v1.1.0", VERSION_FILE, '__version__ = "1.2.0"\n', "_version.py says 1.2.0"),
        ("v1.2.0", VERSION_FILE, '__version__ = "1.2.1"\n', "_version.py says 1.2.1"),
        ("v1.2.0", VERSION_FILE, "", "_version.py says none"),
        ("v1.2.0", "CHANGELOG.md", "# Changelog\n\n## 1.2.0\n\n## 1.1.0\n\n- That.\n", "has nothing under `## 1.2.0`"),
        ("1.2.0", VERSION_FILE, '__version__ = "1.2.0"\n', "a tag of a release begins with v"),
    ],
)
def test_what_differs_is_named(sources: Path, tag: str, file: str, text: str, reason: str) -> None:
    """A tag that does not fit the sources fails with the reason, and prints no notes."""
    (sources / file).write_text(text)
    done = release(tag, sources)
    assert (1, "") == (done.returncode, done.stdout)
    assert reason in done.stderr


def test_our_version_can_be_released(sources: Path) -> None:
    """The version of the package is the one that a tag must name; the changelog may be between two releases."""
    (sources / VERSION_FILE).write_text((ROOT / VERSION_FILE).read_text())
    (sources / "CHANGELOG.md").write_text(f"## {__version__}\n\n- This.\n")
    assert "- This.\n" == release(f"v{__version__}", sources).stdout


def test_the_version_is_written_once() -> None:
    """The build reads the version from the package's module, and `pyproject.toml` has none of its own."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert ["version"] == settings["project"]["dynamic"]
    assert "version" not in settings["project"]
    assert {"path": VERSION_FILE} == settings["tool"]["hatch"]["version"]
