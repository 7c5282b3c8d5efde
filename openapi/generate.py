"""Generate `generated/epilot_targeting_generated` from `openapi/targeting.yaml`.

`python openapi/generate.py` writes the package, `--check` compares it with what would be written. `--spec` and `--out`
name another document, of OpenAPI 3.0 or 3.1, and the folder of its package. Only a folder that is empty, does not
exist, or holds nothing but what this generator wrote is replaced. Of our own document nothing is assumed: what it
leaves open is an error. Of another's it is, and the run lists it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import document as doc
import settings
from operations import read
from package import Census, Plan, write_package
from publish import FolderError, check_target, differences, swap

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


def doorless(document: dict[str, Any]) -> list[str]:
    """Give the tags of our own document that have no module of the facade: those are written by hand."""
    tags = dict.fromkeys(one.tag for one in read(document)[0])
    return [tag for tag in tags if not (FACADE / f"{tag}.py").is_file()]


def make(spec: Path, out: Path, chosen: dict[str, dict[str, str]], *, strict: bool) -> tuple[dict[str, Any], Census]:
    """Read a document and write its package into an empty folder.

    Raises:
        DocumentError: It can't be read or generated from; the message names the file.
    """
    try:
        document = doc.load(spec)
        return document, write_package(document, spec, out, Plan(provenance(spec), strict, **chosen))
    except doc.DocumentError as error:
        raise doc.DocumentError(f"{spec.name}: {error}") from None


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 where the package differs")
    parser.add_argument("--spec", type=Path, help="another document, of which what it leaves open is assumed")
    parser.add_argument("--settings", type=Path, help="what is decided beside that document (default: nothing)")
    parser.add_argument("--strict", action="store_true", help="assume nothing of another document either")
    parser.add_argument("--out", type=Path, help="the package's folder; needed with --spec and --settings")
    options = parser.parse_args(arguments)
    spec: Path = options.spec or SPEC
    ours = spec.resolve() == SPEC
    if options.out is None and (options.spec or options.settings):
        parser.error("--out is required with --spec and --settings: name the folder of the package")
    out: Path = options.out or PACKAGE
    try:
        check_target(out, writing=not options.check)
        if out.resolve() == PACKAGE and not ours and not options.check:
            raise FolderError(f"--out {out}: this folder holds the package of {SPEC.name}: name another")
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / PACKAGE.name
            chosen = settings.load(options.settings or (HERE / "settings.yaml" if ours else None))
            document, census = make(spec, made, chosen, strict=options.strict or ours)
            missing = doorless(document) if ours else []
            for tag in missing:
                print(DOOR.format(tag=tag), file=sys.stderr)
            if options.check:
                return report(differences(out, made)) or bool(missing)
            swap(made, out)
    except (doc.DocumentError, FolderError) as error:
        print(shown(str(error)), file=sys.stderr)
        print("Nothing was written.", file=sys.stderr)
        return 1
    for note in census.notes:
        print(shown(f"assumed: {note}"), file=sys.stderr)
    print(json.dumps(census.counts))
    return 0


def shown(message: str) -> str:
    """Write out what a terminal would obey: messages quote the document."""
    return "".join(one if one.isprintable() or one == "\n" else ascii(one)[1:-1] for one in message)


def report(found: list[str]) -> int:
    """Print what a check found; give the exit status."""
    for diff in found:
        print(diff, end="")
    if found:
        print(f"{len(found)} files differ from what the spec gives: run `make generate`.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
