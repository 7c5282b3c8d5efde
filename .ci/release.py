"""Check that a tag, the versions in the sources and the changelog name one release; print what the changelog says."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def versions(root: Path) -> dict[str, str]:
    """Give the version by the file that names it."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    module = (root / "src" / "epilot_targeting" / "_version.py").read_text()
    found = re.search(r'^__version__ = "([^"]*)"', module, re.MULTILINE)
    return {"pyproject.toml": project, "src/epilot_targeting/_version.py": found[1] if found else "none"}


def notes(root: Path, version: str) -> str:
    """Give the changelog's section of a version, without its heading; empty if there is none."""
    text = (root / "CHANGELOG.md").read_text()
    heading = rf"^## \[?{re.escape(version)}\]?(?: [^\n]*)?\n"
    found = re.search(rf"{heading}(.*?)(?=^## |^\[|\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def main(tag: str, root: Path = ROOT) -> int:
    """Print the notes of a tag's release; give exit status 1 where the tag is not what the sources are."""
    version = tag.removeprefix("v")
    faults = [f"{file} says {found}" for file, found in versions(root).items() if found != version]
    if not tag.startswith("v"):
        faults.append("a tag of a release begins with v")
    said = notes(root, version)
    if not said:
        faults.append(f"CHANGELOG.md has nothing under `## {version}`")
    if faults:
        print(f"{tag} is no release of these sources: {'; '.join(faults)}", file=sys.stderr)
        return 1
    print(said)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], *map(Path, sys.argv[2:])))
