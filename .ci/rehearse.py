"""Rehearse a release: version and changelog, build, metadata, and both files in fresh environments of each Python.

`make release-check` runs it with each Python that it finds. The release workflow runs it with a tag, a folder for the
files that are published, and the versions of Python that must be there.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import release

ROOT = Path(__file__).resolve().parent.parent
CI = ROOT / ".ci"
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
EXTRAS = {".whl": "[testing,dask]", ".gz": "[testing]"}
"""The extras for the blocks of the README, by the kind of the file. Blocks that need others are left out."""
LOCKED = re.compile(r"^([\w.-]+==[^\s;]+(?: ; [^\\\n]+)?) \\$", re.MULTILINE)
PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check", "install")


def run(*command: object, folder: str | None = None, **variables: str) -> None:
    """Run a command outside of the sources, or end with its output."""
    done = subprocess.run(
        [*map(str, command)],
        cwd=folder or tempfile.gettempdir(),
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{done.stdout}\nfailed: {' '.join(map(str, command))}")


def environment(python: str, folder: Path) -> Path:
    """Make a fresh virtual environment, and return its Python."""
    run(python, "-m", "venv", folder)
    return folder / "bin" / "python"


def build(work: Path, dist: Path) -> list[Path]:
    """Build the source distribution, and the wheel from it, and check their metadata. Return both files."""
    python = environment(sys.executable, work / "build")
    run(python, *PIP, "--no-deps", "--require-hashes", "-r", CI / "requirements-release.txt")
    run(python, "-m", "build", "--no-isolation", "--outdir", dist, ROOT)
    files = sorted(dist.iterdir())
    run(python, "-m", "twine", "check", "--strict", *files)
    return files


def pythons(required: list[str]) -> Iterator[tuple[str, str]]:
    """Yield version and program of each Python on the path. End if a required one is missing."""
    for version in required or VERSIONS:
        program = shutil.which(f"python{version}")
        if program and not subprocess.run([program, "-c", ""], capture_output=True, check=False).returncode:
            yield version, program
        elif required:
            raise SystemExit(f"python{version} is not on the path")
        else:
            print(f"Python {version}: not on the path")


def constraints(work: Path) -> Path:
    """Write the versions of the lock file as constraints: what is installed, the metadata of the package decides."""
    file = work / "constraints.txt"
    file.write_text("\n".join(LOCKED.findall((CI / "requirements.txt").read_text())) + "\n")
    return file


def try_out(file: Path, python: Path, work: Path, version: str) -> None:
    """Install a file without extras and use it, then with extras, and run the README."""
    limits = constraints(work)
    for extras, arguments in (("", ()), (EXTRAS[file.suffix], (work / "README.md",))):
        run(python, *PIP, "--constraint", limits, f"{file}{extras}", PIP_CONSTRAINT=str(limits))
        run(python, "-m", "pip", "check")
        run(python, "-I", work / "smoke.py", version, *arguments, folder=tempfile.mkdtemp(dir=work))


def main() -> None:
    """Run every step, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tag", default=f"v{release.version_of(ROOT)}", help="the tag of the release")
    parser.add_argument("--dist", type=Path, help="keep the built files in this folder")
    parser.add_argument("--python", nargs="*", default=[], help="versions that must be there")
    options = parser.parse_args()
    if faults := release.faults_of(options.tag, ROOT):
        raise SystemExit(f"{options.tag} is no release of these sources: {'; '.join(faults)}")
    print(f"{options.tag}: the version, the tag and the changelog agree")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in (CI / "smoke.py", ROOT / "README.md"):
            shutil.copy(name, work)
        files = build(work, (options.dist or work / "dist").resolve())
        print(*(f"{file.name}: {file.stat().st_size:,} bytes, metadata checked" for file in files), sep="\n")
        for version, program in pythons(options.python):
            for file in files:
                started = time.monotonic()
                python = environment(program, work / f"{version}{file.suffix}")
                try_out(file, python, work, release.version_of(ROOT))
                print(f"Python {version}, {file.suffix}: installed and used, {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
