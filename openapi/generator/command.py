"""The command line: write `generated/epilot_targeting_generated` from `openapi/targeting.yaml`, or compare the two.

`--spec` and `--out` name another OpenAPI 3.0 or 3.1 document and the folder of its package. The folder is replaced only
if it is empty, does not exist, or holds nothing but files of this generator. For our own document, whatever it leaves
open is an error. For another document, an assumption is made and listed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from .errors import DocumentError
from .pipeline import Options, Summary, write_package
from .provenance import provenance
from .publish import FolderError, check_target, differences, swap
from .read.document import load
from .read.operations import read_operations
from .read.settings import load_settings

OPENAPI = Path(__file__).resolve().parents[1]
SPEC = OPENAPI / "targeting.yaml"
SETTINGS = OPENAPI / "settings.yaml"
PACKAGE = OPENAPI.parent / "generated" / "epilot_targeting_generated"
FACADE = OPENAPI.parent / "src" / "epilot_targeting"
MISSING_MODULE = (
    "the tag {tag} has no module: add src/epilot_targeting/{tag}.py like target.py, and name it in __init__.py and "
    "client.py beside the other tags; the client has its operations already"
)

UNUSED_MODULE = (
    "the tag {tag} has no operation: remove src/epilot_targeting/{tag}.py, and its names in __init__.py and client.py, "
    "which breaks users"
)
USED_TAG = re.compile(r"^from epilot_targeting_generated\.api\.(\w+) import MODELS", re.MULTILINE)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.out is None and (given.spec or given.settings):
        parser.error("--out is required with --spec and --settings: name the folder of the package")
    try:
        return _run(given)
    except (DocumentError, FolderError) as error:
        print(printable(str(error)), file=sys.stderr)
        print("Nothing was written.", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="generate.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 if the package differs")
    parser.add_argument("--spec", type=Path, help="another document; assumptions are made where it leaves things open")
    parser.add_argument("--settings", type=Path, help="the settings of that document (default: none)")
    parser.add_argument("--strict", action="store_true", help="treat assumptions as errors for another document too")
    parser.add_argument("--out", type=Path, help="the folder of the package; required with --spec and --settings")
    return parser


def _run(given: argparse.Namespace) -> int:
    """Generate the package, then compare it with the folder or replace the folder. Return the exit status.

    Raises:
        DocumentError: The document is invalid or unsupported.
        FolderError: The folder is unsuitable.
    """
    spec: Path = given.spec or SPEC
    out: Path = given.out or PACKAGE
    ours = spec.resolve() == SPEC
    check_target(out, writing=not given.check)
    if out.resolve() == PACKAGE and not ours and not given.check:
        raise FolderError(f"--out {out}: this folder holds the package of {SPEC.name}: name another")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / PACKAGE.name
        settings = load_settings(given.settings or (SETTINGS if ours else None))
        document, summary = make(spec, made, settings, strict=given.strict or ours)
        missing = tags_without_module(document) if ours else []
        unused = modules_without_tag(document) if ours else []
        for message, tags in ((MISSING_MODULE, missing), (UNUSED_MODULE, unused)):
            for tag in tags:
                print(message.format(tag=tag), file=sys.stderr)
        if given.check:
            return report(differences(out, made)) or bool(missing or unused)
        swap(made, out)
    for assumption in summary.assumptions:
        print(printable(f"assumed: {assumption}"), file=sys.stderr)
    print(json.dumps(summary.counts))
    return 0


def make(spec: Path, out: Path, settings: dict[str, dict[str, str]], *, strict: bool) -> tuple[dict[str, Any], Summary]:
    """Load a document and write its package into an empty folder.

    Raises:
        DocumentError: The document is invalid or unsupported; the message names the file.
    """
    try:
        document = load(spec)
        options = Options(provenance(spec, SETTINGS), strict, **settings)
        return document, write_package(document, spec, out, options)
    except DocumentError as error:
        raise DocumentError(f"{spec.name}: {error}") from None


def tags_without_module(document: dict[str, Any]) -> list[str]:
    """Return the tags of our own document that have no module in the facade, which is written by hand."""
    tags = dict.fromkeys(operation.tag for operation in read_operations(document)[0])
    return [tag for tag in tags if not (FACADE / f"{tag}.py").is_file()]


def modules_without_tag(document: dict[str, Any]) -> list[str]:
    """Return the tags that have a module in the facade and no operation in our own document."""
    tags = {operation.tag for operation in read_operations(document)[0]}
    used = [tag for module in sorted(FACADE.glob("*.py")) for tag in USED_TAG.findall(module.read_text("utf-8"))]
    return [tag for tag in used if tag not in tags]


def printable(message: str) -> str:
    """Escape the control characters of a message, which may quote the document."""
    return "".join(one if one.isprintable() or one == "\n" else ascii(one)[1:-1] for one in message)


def report(found: list[str]) -> int:
    """Print the differences and return the exit status: 1 if there are any."""
    for diff in found:
        print(diff, end="")
    if found:
        print(f"{len(found)} file(s) differ from the output of the generator: run `make generate`.", file=sys.stderr)
    return 1 if found else 0
