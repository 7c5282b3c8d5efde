"""Check that tag, version of the sources and changelog name one release, and print its section of the changelog."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = "src/epilot_targeting/_version.py"
"""The one file that names the version; the build reads it from there too."""


def version_of(root: Path) -> str:
    """Return the version of the sources."""
    found = re.search(r'^__version__ = "([^"]*)"', (root / FILE).read_text(), re.MULTILINE)
    return found[1] if found else "none"


def notes(root: Path, version: str) -> str:
    """Return the section of a version in the changelog without its heading, or an empty string."""
    text = (root / "CHANGELOG.md").read_text()
    heading = rf"^## \[?{re.escape(version)}\]?(?: [^\n]*)?\n"
    found = re.search(rf"{heading}(.*?)(?=^## |^\[|\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def faults_of(tag: str, root: Path) -> list[str]:
    """Return what keeps the sources from being the release of a tag."""
    version = tag.removeprefix("v")
    found = version_of(root)
    faults = [] if found == version else [f"{FILE} says {found}"]
    if not tag.startswith("v"):
        faults.append("a tag of a release begins with v")
    if not notes(root, version):
        faults.append(f"CHANGELOG.md has nothing under `## {version}`")
    return faults


def main(tag: str, root: Path = ROOT) -> int:
    """Print the notes of the release of a tag. Return 1 if the sources are not that release."""
    if faults := faults_of(tag, root):
        print(f"{tag} is no release of these sources: {'; '.join(faults)}", file=sys.stderr)
        return 1
    print(notes(root, tag.removeprefix("v")))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], *map(Path, sys.argv[2:])))
