"""Generate `generated/epilot_targeting_generated` from `openapi/targeting.yaml`.

`python openapi/generate.py` writes the package, `--check` compares it with what would be written. `--spec` and `--out`
name another document, of OpenAPI 3.0 or 3.1, and another folder. Of our own document nothing is assumed: what it leaves
open is an error. Of another's it is, and the run lists it.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import document as doc
import settings
from operations import read
from package import Plan, write_package

HERE = Path(__file__).resolve().parent
SPEC = HERE / "targeting.yaml"
FACADE = HERE.parent / "src" / "epilot_targeting"
DOOR = (
    "the tag {tag} has no door: add src/epilot_targeting/{tag}.py, as target.py is, and name it in __init__.py and "
    "_targeting.py beside the others; on the client its operations are there without it"
)
PACKAGE = HERE.parent / "generated" / "epilot_targeting_generated"


def digest(*paths: Path) -> str:
    """Hash files, their names included, so that a renamed template counts as a change."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def provenance(spec: Path) -> dict[str, str]:
    """Say what the output is made from."""
    templates = [path for path in (HERE / "templates").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {
        "SPEC_SHA256": hashlib.sha256(spec.read_bytes()).hexdigest(),
        "TEMPLATES_SHA256": digest(*templates, *HERE.glob("*.py"), *HERE.glob("normalise/*.py")),
        "SETTINGS_SHA256": digest(HERE / "config.yaml", HERE / "settings.yaml"),
        "GENERATOR": f"openapi-python-client {version('openapi-python-client')}",
        "FORMATTER": f"ruff {version('ruff')}",
    }


def differences(old: Path, new: Path) -> list[str]:
    """List the unified diffs of two folders, one entry a file that differs."""
    trees = [{p.relative_to(root): p for p in root.rglob("*") if p.is_file()} for root in (old, new)]
    found: list[str] = []
    for name in sorted({*trees[0], *trees[1]}):
        if "__pycache__" in name.parts:
            continue
        before, after = (tree[name].read_text().splitlines(keepends=True) if name in tree else [] for tree in trees)
        if before != after or (name in trees[0]) != (name in trees[1]):
            lines = difflib.unified_diff(before, after, f"generated/{name}", f"would be generated/{name}")
            found.append("".join(lines) or f"{name}: only in one of the two\n")
    return found


def swap(new: Path, target: Path) -> None:
    """Put a folder into the place of another, without leaving strays of the old one.

    By renaming, once everything is there: who breaks the run off keeps the one or gets the other.
    """
    fresh, old = (target.with_name(f".{target.name}.{state}") for state in ("new", "old"))
    for stray in (fresh, old):
        shutil.rmtree(stray, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(new, fresh)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def doorless(document: dict[str, Any]) -> list[str]:
    """Give the tags of our own document that have no module of the facade: those are written by hand."""
    tags = dict.fromkeys(one.tag for one in read(document)[0])
    return [tag for tag in tags if not (FACADE / f"{tag}.py").is_file()]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 where the package differs")
    parser.add_argument("--spec", type=Path, help="another document, of which what it leaves open is assumed")
    parser.add_argument("--settings", type=Path, help="what is decided beside that document (default: nothing)")
    parser.add_argument("--strict", action="store_true", help="assume nothing of another document either")
    parser.add_argument("--out", type=Path, default=PACKAGE, help="the package's folder")
    options = parser.parse_args(arguments)
    spec: Path = options.spec or SPEC
    strict = options.strict or spec.resolve() == SPEC
    chosen: Path | None = options.settings or (HERE / "settings.yaml" if spec.resolve() == SPEC else None)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / PACKAGE.name
        try:
            document = doc.load(spec)
            plan = Plan(provenance(spec), strict, **settings.load(chosen))
            census = write_package(document, spec, made, plan)
        except doc.DocumentError as error:
            print(f"{spec.name}: {error}", file=sys.stderr)
            print("Nothing was written.", file=sys.stderr)
            return 1
        missing = doorless(document) if spec.resolve() == SPEC else []
        for tag in missing:
            print(DOOR.format(tag=tag), file=sys.stderr)
        if options.check:
            return report(differences(options.out, made)) or bool(missing)
        swap(made, options.out)
    for note in census.notes:
        print(f"assumed: {note}", file=sys.stderr)
    print(json.dumps(census.counts))
    return 0


def report(found: list[str]) -> int:
    """Print what a check found; give the exit status."""
    for diff in found:
        print(diff, end="")
    if found:
        print(f"{len(found)} files differ from what the spec gives: run `make generate`.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
