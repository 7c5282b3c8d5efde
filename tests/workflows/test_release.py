"""A tag is released only when the sources and the changelog say the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from workflows.files import ROOT, skip_without_sources

skip_without_sources()

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
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    return tmp_path


def release(tag: str, root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / ".ci" / "release.py"), tag, str(root)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_notes_are_the_section_of_the_changelog(sources: Path) -> None:
    """Without its heading, and without what stands around it."""
    assert (0, "### Added\n\n- This.\n") == (release("v1.2.0", sources).returncode, release("v1.2.0", sources).stdout)


@pytest.mark.parametrize(
    ("tag", "file", "text", "reason"),
    [
        ("v1.1.0", "pyproject.toml", '[project]\nversion = "1.2.0"\n', "pyproject.toml says 1.2.0"),
        ("v1.2.0", "src/epilot_targeting/_version.py", '__version__ = "1.2.1"\n', "_version.py says 1.2.1"),
        ("v1.2.0", "src/epilot_targeting/_version.py", "", "_version.py says none"),
        ("v1.2.0", "CHANGELOG.md", "# Changelog\n\n## 1.2.0\n\n## 1.1.0\n\n- That.\n", "has nothing under `## 1.2.0`"),
        ("1.2.0", "pyproject.toml", '[project]\nversion = "1.2.0"\n', "a tag of a release begins with v"),
    ],
)
def test_what_differs_is_named(sources: Path, tag: str, file: str, text: str, reason: str) -> None:
    """And nothing is released."""
    (sources / file).write_text(text)
    done = release(tag, sources)
    assert (1, "") == (done.returncode, done.stdout)
    assert reason in done.stderr


def test_our_versions_are_one(sources: Path) -> None:
    """Of our own sources, the changelog aside: it may be between two releases."""
    version = (ROOT / "pyproject.toml").read_text().partition('version = "')[2].partition('"')[0]
    for name in ("pyproject.toml", "src/epilot_targeting/_version.py"):
        (sources / name).write_text((ROOT / name).read_text())
    (sources / "CHANGELOG.md").write_text(f"## {version}\n\n- This.\n")
    assert "- This.\n" == release(f"v{version}", sources).stdout
