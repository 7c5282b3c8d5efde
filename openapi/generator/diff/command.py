"""The command line of `make spec-diff`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import DocumentError
from ..read.document import load
from . import documents, oasdiff, surface, versions
from .changes import Change
from .report import Result, write
from .sources import PACKAGES, SETTINGS, SPEC, NoReleaseError, Source, SourceError, newest_release, of_file, of_revision
from .usage import directions

ROOT = Path(__file__).resolve().parents[3]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit status: 1 if the version is too low or nothing could be compared."""
    options = _parser().parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as folder:
            result = _compare(options, Path(folder))
            print(write(result))
    except NoReleaseError as nothing:
        print(nothing)
        return 0
    except (SourceError, DocumentError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 1 if result.fails else 0


def _parser() -> argparse.ArgumentParser:
    """Return the parser of the command line, which has read nothing yet."""
    parser = argparse.ArgumentParser(
        prog="make spec-diff", description="Compare two versions of the spec, for a client."
    )
    parser.add_argument("--old", help="a file, or a git revision (default: the newest release tag)")
    parser.add_argument("--new", type=Path, help=f"a file (default: {SPEC} of the repository)")
    parser.add_argument("--old-version", default="", help="the version of OLD, where it is a bare file")
    parser.add_argument("--version", default="", help="the version to judge (default: that of the repository)")
    parser.add_argument("--repository", type=Path, default=ROOT, help="whose revisions, packages and version are meant")
    parser.add_argument("--oasdiff", type=Path, help="the program, for a second opinion")
    parser.add_argument("--no-python", action="store_true", help="compare the documents only")
    return parser


def _compare(options: argparse.Namespace, folder: Path) -> Result:
    """Load both sides, and compare the documents and the packages. `folder` is for temporary files.

    Raises:
        SourceError: The old side is missing.
        NoReleaseError: No old side is named, and there is no release.
    """
    old = _old(options, folder / "old")
    module = options.repository / versions.FILE
    now = options.version or (versions.of_module(module.read_text()) if module.is_file() else "")
    path = options.new or options.repository / SPEC
    new = Source(_shown(path, options.repository), path, now)
    before, after = _load(old), _load(new)
    service = documents.compare(before, after)
    opinion = oasdiff.Opinion()
    if options.oasdiff:
        sides = [folder / "old.json", folder / "new.json"]
        for path, content in zip(sides, (before, after), strict=True):
            path.write_text(json.dumps(content))
        opinion = oasdiff.compare(options.oasdiff, sides[0], sides[1], service)
    python, notes = ({}, []) if options.no_python else _python(old, new, folder, options.repository, _sent(after))
    was, is_now = (versions.parse(text) if text else None for text in (old.version, now))
    return Result(old, new, service, python, opinion, was, is_now, notes)


def _load(side: Source) -> dict[str, Any]:
    """Load the document of a side.

    Raises:
        DocumentError: It is invalid; the message begins with the label of the side.
    """
    try:
        return load(side.spec)
    except DocumentError as error:
        raise DocumentError(f"{side.label}: {error}") from None


def _old(options: argparse.Namespace, folder: Path) -> Source:
    """Return the old side: the file or revision of `--old`, or the newest release.

    Raises:
        SourceError: There is no such revision.
        NoReleaseError: There is no release.
    """
    name = options.old or newest_release(options.repository)
    if options.old and Path(name).is_file():
        return replace(of_file(Path(name)), version=options.old_version)
    found = of_revision(options.repository, name, folder)
    return replace(found, version=options.old_version or found.version)


def _shown(path: Path, root: Path) -> str:
    """Return a path as the report shows it: relative to the repository if it is inside."""
    inside = path.resolve().is_relative_to(root.resolve())
    return str(path.resolve().relative_to(root.resolve())) if inside else str(path)


def _sent(document: dict[str, Any]) -> frozenset[str]:
    """Return the names of the schemas that requests contain."""
    return frozenset(name for name, sides in directions(document).items() if "request" in sides)


def _python(
    old: Source, new: Source, folder: Path, root: Path, sent: frozenset[str]
) -> tuple[dict[str, list[Change]], list[str]]:
    """Return the changes of both packages by package, and notes on those that were not compared.

    A generated package that the old side lacks is generated. The facade is compared only with a revision.
    """
    facade, generated = (Path(name).parent for name in PACKAGES)
    found: dict[str, list[Change]] = {}
    notes: list[str] = []
    homes = [old.tree / generated if old.tree else folder / "was", folder / "is"]
    for side, home in ((old, homes[0]), (new, homes[1])):
        if not home.is_dir() and (trouble := _generate(side.spec, home, root / SETTINGS)):
            notes.append(f"The generated package is not compared: generating it from `{side.label}` failed: {trouble}")
    if not notes:
        found[surface.GENERATED] = surface.compare(homes[0], homes[1], surface.GENERATED, sent)
    if old.tree:
        found[surface.FACADE] = surface.compare(old.tree / facade, root / facade, surface.FACADE)
    return found, notes


def _generate(spec: Path, folder: Path, settings: Path) -> str:
    """Generate the package into a folder, with the settings if there are any; return the error, or an empty text."""
    command = [sys.executable, str(ROOT / "openapi" / "generate.py"), "--spec", str(spec)]
    # Without them, a renamed class would be compared under its old name and seem to be removed.
    command += ["--settings", str(settings)] if settings.is_file() else []
    result = subprocess.run(  # noqa: S603
        [*command, "--out", str(folder / surface.GENERATED)], capture_output=True, text=True, check=False
    )
    # The first line of a message has the error; of a traceback, the last one.
    lines = result.stderr.strip().splitlines() or ["no reason given"]
    return (lines[-1] if "Traceback" in lines[0] else lines[0]) if result.returncode else ""
