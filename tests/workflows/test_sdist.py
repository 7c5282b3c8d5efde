"""The source distribution holds what is needed to build and test it."""

from __future__ import annotations

from pathlib import Path

from hatchling.builders.sdist import SdistBuilder
from workflows.files import ROOT, skip_without_sources

skip_without_sources()

FOLDERS = (".ci", ".github", "docs", "generated", "openapi", "src", "tests")
MADE = {"__pycache__", "node_modules"}


def distributed() -> set[str]:
    return {Path(file.distribution_path).as_posix() for file in SdistBuilder(str(ROOT)).recurse_included_files()}


def test_every_file_of_the_sources_is_in_it() -> None:
    """Each file below the project's folders is distributed, but for what programs leave there."""
    files = {path.relative_to(ROOT) for name in FOLDERS for path in (ROOT / name).rglob("*") if path.is_file()}
    sources = {path.as_posix() for path in files if MADE.isdisjoint(path.parts)}
    assert {"tests/workflows/test_sdist.py", ".ci/requirements.txt", "openapi/targeting.yaml"} <= sources
    assert set() == sources - distributed()


def test_the_files_of_the_root_are_in_it() -> None:
    """Licence, targets of make and documents are distributed; the build adds its settings by itself."""
    documents = {path.name for path in ROOT.glob("*.md")}
    assert {"CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md"} <= documents
    assert set() == {*documents, "LICENSE", "Makefile"} - distributed()


def test_nothing_that_npm_installs_is_in_it() -> None:
    """The tools of the linters are not distributed."""
    assert [] == [name for name in distributed() if "node_modules" in name]
